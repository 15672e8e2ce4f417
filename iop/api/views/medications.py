"""Medications, allergies, injections, naloxone and reconciliations as resources."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import EpisodeStatus, Information
from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import medications as shapes
from iop.api.serializers.signing import ReasonIn
from iop.api.verbs import creates, verb
from therapy.actions import medications
from therapy.models.medications import Allergy, InjectionGiven, Medication, NaloxoneOffer, Reconciliation


class MedicationFilter(filters.FilterSet):
    """Medications by client and day."""

    client = filters.UUIDFilter(field_name="client_id")
    on = filters.DateFilter(method="taken_on")

    class Meta:
        model = Medication
        fields: list[str] = []

    def taken_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those taken that day."""
        return queryset.on(value)


class AllergyFilter(filters.FilterSet):
    """Allergies by client."""

    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = Allergy
        fields: list[str] = []


class InjectionFilter(filters.FilterSet):
    """Injections by client, medication and day."""

    client = filters.UUIDFilter(field_name="medication__client_id")
    medication = filters.UUIDFilter(field_name="medication_id")
    first = filters.DateFilter(field_name="given_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="given_on", lookup_expr="lte")

    class Meta:
        model = InjectionGiven
        fields: list[str] = []


class OfStayFilter(filters.FilterSet):
    """What was done during a stay, by client and stay."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")

    class Meta:
        model = NaloxoneOffer
        fields: list[str] = []


class ReconciliationFilter(OfStayFilter):
    """Reconciliations by client and stay."""

    class Meta:
        model = Reconciliation
        fields: list[str] = []


class OfAClient(Resource):
    """What the resources beside a client share."""

    def listed(self, rows: Any) -> Any:
        """Leave what was entered in error out of lists; fetched by its id it says so."""
        return rows.right() if self.action == "list" else rows

    def site_of(self, client: Client, permission: str) -> uuid.UUID:
        """Name the site of care where the caller may write: of the stay under way, else of the newest."""
        stays = Episode.objects.filter(client=client, site__in=self.actor.sites_where(permission))
        admitted = stays.filter(status=EpisodeStatus.ADMITTED).first()
        stay = admitted or stays.order_by("-opened_on").first()
        return stay.site_id if stay else client.episodes.order_by("-opened_on").values_list("site", flat=True)[0]


class MedicationResource(OfAClient):
    """The medication list: each dose a row of its own. What was entered in error is not told."""

    serializer_class = shapes.MedicationOut
    filterset_class = MedicationFilter
    read_scope = Scope.MEDICATIONS_READ
    client_path = "client_id"
    information = (Information.MEDICATIONS,)
    event_name = "medications"
    expands = {"client": "client", "follows": "medication"}

    def get_queryset(self) -> QuerySet[Medication]:
        """Scope to the caller's sites."""
        return self.listed(Medication.objects.visible_to(self.actor))

    @creates(Scope.MEDICATIONS_WRITE, takes=shapes.MedicationIn)
    def create(self, data: dict[str, Any]) -> Medication:
        """Put a medication on the list."""
        site_id = self.site_of(data["client"], Permission.MEDICATIONS_KEEP)
        return medications.add_medication(by=self.actor, site_id=site_id, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=shapes.DoseIn, status=201)
    def dose(self, row: Medication, data: dict[str, Any]) -> Medication:
        """Change the dose: the row ends and another begins, which is given back."""
        return medications.change_dose(by=self.actor, medication=row, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=shapes.StopIn)
    def stop(self, row: Medication, data: dict[str, Any]) -> None:
        """Stop a medication."""
        medications.stop_medication(by=self.actor, medication=row, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=shapes.MistakeIn)
    def entered_in_error(self, row: Medication, data: dict[str, Any]) -> None:
        """Mark a medication that was never taken so. A dose that it followed goes on."""
        medications.mark_medication_error(by=self.actor, medication=row, at=self.at, **data)


class AllergyResource(OfAClient):
    """What clients must not be given."""

    serializer_class = shapes.AllergyOut
    filterset_class = AllergyFilter
    read_scope = Scope.MEDICATIONS_READ
    client_path = "client_id"
    information = (Information.MEDICATIONS,)
    event_name = "allergies"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[Allergy]:
        """Scope to the caller's sites."""
        return self.listed(Allergy.objects.visible_to(self.actor))

    @creates(Scope.MEDICATIONS_WRITE, takes=shapes.AllergyIn)
    def create(self, data: dict[str, Any]) -> Allergy:
        """Record an allergy."""
        site_id = self.site_of(data["client"], Permission.MEDICATIONS_KEEP)
        return medications.add_allergy(by=self.actor, site_id=site_id, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=ReasonIn)
    def entered_in_error(self, row: Allergy, data: dict[str, Any]) -> None:
        """Mark an allergy that they never had."""
        medications.mark_allergy_error(by=self.actor, allergy=row, at=self.at, **data)


class InjectionResource(OfAClient):
    """Long-acting injections given here."""

    serializer_class = shapes.InjectionOut
    filterset_class = InjectionFilter
    read_scope = Scope.MEDICATIONS_READ
    client_path = "medication.client_id"
    information = (Information.MEDICATIONS,)
    event_name = "injections"
    expands = {"client": "client", "medication": "medication"}

    def get_queryset(self) -> QuerySet[InjectionGiven]:
        """Scope to the caller's sites."""
        return self.listed(InjectionGiven.objects.visible_to(self.actor).select_related("medication"))

    @creates(Scope.MEDICATIONS_WRITE, takes=shapes.InjectionIn)
    def create(self, data: dict[str, Any]) -> InjectionGiven:
        """Record an injection; the next is due by the medication's interval."""
        return medications.give_injection(by=self.actor, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=ReasonIn)
    def entered_in_error(self, row: InjectionGiven, data: dict[str, Any]) -> None:
        """Mark an injection that was not given so."""
        medications.mark_injection_error(by=self.actor, injection=row, at=self.at, **data)


class NaloxoneResource(OfAClient):
    """Naloxone offered, and what came of it."""

    serializer_class = shapes.NaloxoneOut
    filterset_class = OfStayFilter
    read_scope = Scope.MEDICATIONS_READ
    client_path = "episode.client_id"
    information = (Information.MEDICATIONS,)
    event_name = "naloxone_offers"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[NaloxoneOffer]:
        """Scope to the caller's sites."""
        return self.listed(NaloxoneOffer.objects.visible_to(self.actor).select_related("episode"))

    @creates(Scope.MEDICATIONS_WRITE, takes=shapes.NaloxoneIn)
    def create(self, data: dict[str, Any]) -> NaloxoneOffer:
        """Record kits that were given, with their lot."""
        return medications.give_naloxone(by=self.actor, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=shapes.NaloxoneNoteIn, detail=False, status=201)
    def none_given(self, data: dict[str, Any]) -> NaloxoneOffer:
        """Record that naloxone was offered and none was given."""
        return medications.note_naloxone(by=self.actor, at=self.at, **data)

    @verb(Scope.MEDICATIONS_WRITE, takes=ReasonIn)
    def entered_in_error(self, row: NaloxoneOffer, data: dict[str, Any]) -> None:
        """Mark an offer that was not made so."""
        medications.mark_naloxone_error(by=self.actor, offer=row, at=self.at, **data)


class ReconciliationResource(OfAClient):
    """When medication lists were gone through, and with what they were compared."""

    serializer_class = shapes.ReconciliationOut
    filterset_class = ReconciliationFilter
    read_scope = Scope.MEDICATIONS_READ
    client_path = "episode.client_id"
    information = (Information.MEDICATIONS,)
    event_name = "reconciliations"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[Reconciliation]:
        """Scope to the caller's sites."""
        return Reconciliation.objects.visible_to(self.actor).select_related("episode")

    @creates(Scope.MEDICATIONS_WRITE, takes=shapes.ReconciliationIn)
    def create(self, data: dict[str, Any]) -> Reconciliation:
        """Record that the list was gone through. Only a person can."""
        return medications.reconcile(by=self.actor, at=self.at, **data)
