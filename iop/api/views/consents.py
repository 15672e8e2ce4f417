"""Consents with their forms as resources. Signing stays with the person who signs."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.actions import consents
from clients.choices import ConsentKind, ConsentStatus, Information
from clients.gate import findings
from clients.models import Consent, ConsentTemplate
from iop.api.choices import Scope
from iop.api.reaching import InHouse
from iop.api.resources import Resource
from iop.api.serializers import consents as shapes
from iop.api.verbs import changes, creates, verb

READ, WRITE = Scope.CONSENTS_READ, Scope.CONSENTS_WRITE


class FormFilter(filters.FilterSet):
    """Forms by kind and language; ``live`` keeps those that hold."""

    kind = filters.ChoiceFilter(choices=ConsentKind.choices)
    language = filters.ChoiceFilter(choices=[("en", "en"), ("es", "es")])
    live = filters.BooleanFilter(field_name="superseded_at", lookup_expr="isnull")

    class Meta:
        model = ConsentTemplate
        fields: list[str] = []


class ConsentFilter(filters.FilterSet):
    """Consents by client, stay, kind, status and recipient; ``standing_on`` keeps those that hold that day."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    party = filters.UUIDFilter(field_name="party_id")
    kind = filters.ChoiceFilter(choices=ConsentKind.choices)
    status = filters.ChoiceFilter(choices=ConsentStatus.choices)
    standing_on = filters.DateFilter(method="holding_on")
    expires_until = filters.DateFilter(field_name="expires_on", lookup_expr="lte")

    class Meta:
        model = Consent
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those signed, not stopped and not over."""
        return queryset.standing(value)


class ConsentFormResource(Resource):
    """The words of consents, by version. Nothing in them is about a client."""

    serializer_class = shapes.ConsentFormOut
    filterset_class = FormFilter
    read_scope = READ
    queryset = ConsentTemplate.objects.all()

    @verb(WRITE, detail=False)
    def install(self, data: dict[str, Any]) -> None:
        """Make the first version of every form that is missing, in both languages."""
        consents.install_forms(by=self.actor, at=self.at)

    @verb(WRITE, takes=shapes.ConsentFormVersionIn, status=201)
    def new_version(self, row: ConsentTemplate, data: dict[str, Any]) -> ConsentTemplate:
        """Put a new version in place of this one; drafts of the old one can no longer be signed."""
        return consents.new_template_version(by=self.actor, template=row, at=self.at, **data)


class ConsentResource(InHouse):
    """What clients agreed to: drafts filled in, what was signed, and how it ended."""

    serializer_class = shapes.ConsentOut
    filterset_class = ConsentFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.PRESENCE, Information.CONTACT)
    event_name = "consents"
    expands = {"client": "client", "episode": "episode", "party": "recipient", "template": "consent-form"}

    def get_queryset(self) -> QuerySet[Consent]:
        """Scope to the caller's sites."""
        rows = Consent.objects.visible_to(self.actor).select_related("template", "offer", "falsehood", "site", "client")
        return rows.prefetch_related("signatures", "revocations")

    @creates(WRITE, takes=shapes.ConsentIn)
    def create(self, data: dict[str, Any]) -> Consent:
        """Begin a consent with what is usually proposed; nothing is agreed to before it is signed."""
        return consents.draft_consent(by=self.actor, at=self.at, **data)

    @changes(WRITE, takes=shapes.ConsentChange)
    def partial_update(self, row: Consent, data: dict[str, Any]) -> None:
        """Fill in a draft that nobody has signed yet."""
        version = data.pop("version")
        consents.change_draft(by=self.actor, consent=row, version=version, changes=data, at=self.at)

    @verb(WRITE, takes=shapes.ConsentVersionIn)
    def discard(self, row: Consent, data: dict[str, Any]) -> None:
        """Put a draft aside; it stays on record as never signed."""
        consents.discard(by=self.actor, consent=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ConsentVersionIn, status=201)
    def carry_over(self, row: Consent, data: dict[str, Any]) -> Consent:
        """Make a draft on the form that holds now, with the answers of this one."""
        return consents.carry_over(by=self.actor, consent=row, at=self.at, **data)

    @verb(WRITE)
    def offer(self, row: Consent, data: dict[str, Any]) -> None:
        """Put a whole draft before the client, to be read and signed at home."""
        consents.offer_to_sign(by=self.actor, consent=row, at=self.at)

    @verb(WRITE, takes=shapes.ConsentRevokeIn)
    def revoke(self, row: Consent, data: dict[str, Any]) -> None:
        """Record that a consent was taken back: nothing more leaves on it from now on."""
        consents.revoke(by=self.actor, consent=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.InWritingIn)
    def confirm_in_writing(self, row: Consent, data: dict[str, Any]) -> None:
        """Record that what was taken back by word of mouth is there in writing."""
        consents.confirm_in_writing(by=self.actor, consent=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ConsentEventIn)
    def event(self, row: Consent, data: dict[str, Any]) -> None:
        """Record that an event which the consent names has happened."""
        consents.record_event(by=self.actor, consent=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.FoundFalseIn)
    def found_false(self, row: Consent, data: dict[str, Any]) -> None:
        """Record that a signed consent is materially false; nothing leaves on it from now on."""
        findings.find_false(by=self.actor, consent=row, at=self.at, **data)
