"""Diagnoses with their codes, and the dimensions behind a level of care, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from clients.actions import diagnoses, dimensions
from clients.choices import Edition, Information
from clients.models import Diagnosis, DiagnosisCode, Dimension, DimensionalAssessment
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import reads_drafts
from iop.api.resources import Resource
from iop.api.serializers import placing as shapes
from iop.api.verbs import changes, creates, removes, verb

READ, WRITE = Scope.ASSESSMENTS_READ, Scope.ASSESSMENTS_WRITE


class CodeFilter(filters.FilterSet):
    """Codes by how they begin, and by a day on which they are valid."""

    code = filters.CharFilter(lookup_expr="istartswith")
    on = filters.DateFilter(method="valid_on")

    class Meta:
        model = DiagnosisCode
        fields = ["is_billable"]

    def valid_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those valid that day."""
        return queryset.filter(valid_from__lte=value).exclude(valid_until__lt=value)


class DiagnosisFilter(filters.FilterSet):
    """Diagnoses by client and day; ``standing`` keeps those that neither ended nor stood in error."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    on = filters.DateFilter(method="holding_on")
    standing = filters.BooleanFilter(method="still")

    class Meta:
        model = Diagnosis
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        held = queryset.filter(starts_on__lte=value, entered_in_error_at__isnull=True)
        return held.exclude(ends_on__lt=value)

    def still(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep what stands, or what does not."""
        stands = {"ends_on__isnull": True, "entered_in_error_at__isnull": True}
        return queryset.filter(**stands) if value else queryset.exclude(**stands)


class DimensionFilter(filters.FilterSet):
    """Dimensions by edition."""

    edition = filters.TypedChoiceFilter(choices=Edition.choices, coerce=int)

    class Meta:
        model = Dimension
        fields: list[str] = []


class DimensionalAssessmentFilter(filters.FilterSet):
    """Judgements by client and stay; ``signed`` keeps those that are signed."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    signed = filters.BooleanFilter(field_name="signed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = DimensionalAssessment
        fields: list[str] = []


class DiagnosisCodeResource(Resource):
    """Codes of ICD-10-CM as they were loaded. Nothing in it is about a client."""

    serializer_class = shapes.DiagnosisCodeOut
    filterset_class = CodeFilter
    read_scope = READ
    queryset = DiagnosisCode.objects.all()


class DiagnosisResource(Resource):
    """Diagnoses, made and changed by people who may."""

    serializer_class = shapes.DiagnosisOut
    filterset_class = DiagnosisFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.DIAGNOSIS,)
    event_name = "diagnoses"
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[Diagnosis]:
        """Scope to sites where the caller reads clinical content."""
        return Diagnosis.objects.visible_to(self.actor, Permission.NOTE_VIEW).select_related("code")

    @creates(WRITE, takes=shapes.DiagnosisIn)
    def create(self, data: dict[str, Any]) -> Diagnosis:
        """Make a diagnosis with a code valid that day."""
        return diagnoses.diagnose(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @changes(WRITE, takes=shapes.DiagnosisSpecifiersIn)
    def partial_update(self, row: Diagnosis, data: dict[str, Any]) -> None:
        """Say anew how severe it is or how far behind; the code stays."""
        diagnoses.change_specifiers(by=self.actor, diagnosis=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.DiagnosisRankIn)
    def rank(self, row: Diagnosis, data: dict[str, Any]) -> None:
        """Put a standing diagnosis at a place in the order."""
        diagnoses.change_rank(by=self.actor, diagnosis=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.DiagnosisEndIn)
    def end(self, row: Diagnosis, data: dict[str, Any]) -> None:
        """End a diagnosis with its last day."""
        diagnoses.end_diagnosis(by=self.actor, diagnosis=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.DiagnosisErrorIn)
    def mark_error(self, row: Diagnosis, data: dict[str, Any]) -> None:
        """Mark a diagnosis that was never theirs."""
        diagnoses.mark_error(by=self.actor, diagnosis=row, at=self.at, **data)


class DimensionResource(Resource):
    """The dimensions of both editions: names and numbers, nothing of the criteria."""

    serializer_class = shapes.DimensionOut
    filterset_class = DimensionFilter
    read_scope = READ
    queryset = Dimension.objects.all()


class DimensionalAssessmentResource(Resource):
    """Judgements over the dimensions: rated by colleagues, decided and signed by a clinician. Drafts are for those who rate."""

    serializer_class = shapes.DimensionalAssessmentOut
    filterset_class = DimensionalAssessmentFilter
    read_scope = READ
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT,)
    event_name = "dimensional_assessments"
    expands = {"client": "client", "episode": "episode", "placement": "placement"}

    def get_queryset(self) -> QuerySet[DimensionalAssessment]:
        """Scope to sites where the caller reads clinical content."""
        rows = DimensionalAssessment.objects.visible_to(self.actor, Permission.NOTE_VIEW).filter(self._shown())
        rows = rows.select_related("episode", "indicated_level", "chosen_level")
        return rows.prefetch_related("ratings__implied_min_level", "ratings__dimension")

    def _shown(self) -> Q:
        """Keep what is signed; what is not, for those who rate or decide there."""
        told = Q(signed_at__isnull=False)
        if reads_drafts(self):
            rates = self.actor.sites_where(Permission.ASSESS) | self.actor.sites_where(Permission.PLACEMENT_DECIDE)
            told |= Q(episode__site__in=rates)
        return told

    @creates(WRITE, takes=shapes.DimensionalAssessmentIn)
    def create(self, data: dict[str, Any]) -> DimensionalAssessment:
        """Begin a judgement by an edition; one that is under way is given back."""
        return dimensions.open_dimensions(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.DimensionRatingIn)
    def rate(self, row: DimensionalAssessment, data: dict[str, Any]) -> None:
        """Rate one dimension with the evidence for it."""
        dimensions.rate(by=self.actor, assessment=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.DimensionsDecideIn)
    def decide(self, row: DimensionalAssessment, data: dict[str, Any]) -> None:
        """Decide the level, sign, and place the client, in one step."""
        dimensions.decide(by=self.actor, assessment=row, at=self.at, **data)

    @removes(WRITE)
    def destroy(self, row: DimensionalAssessment) -> None:
        """Throw a judgement away that was never signed."""
        dimensions.discard_dimensions(by=self.actor, assessment=row, at=self.at)
