"""Who outside may be told something, and the agreements and orders that bind, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db import transaction
from django.db.models import Q, QuerySet

from clients.actions import agreements, consents, orders, parties
from clients.choices import AgreementKind, Information, PartyKind
from clients.models import Client, CourtOrder, RecipientParty, ServiceAgreement
from iop.api.choices import Scope
from iop.api.reaching import InHouse, MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import consents as shapes
from iop.api.verbs import changes, creates, verb
from iop.documents.actions import store_file

READ, WRITE = Scope.CONSENTS_READ, Scope.CONSENTS_WRITE


class PartyFilter(filters.FilterSet):
    """Recipients by kind, and whether they are in use."""

    kind = filters.ChoiceFilter(choices=PartyKind.choices)
    person = filters.UUIDFilter(field_name="person_id")

    class Meta:
        model = RecipientParty
        fields = ["is_active"]


class AgreementFilter(filters.FilterSet):
    """Agreements by party, kind and day."""

    party = filters.UUIDFilter(field_name="party_id")
    kind = filters.ChoiceFilter(choices=AgreementKind.choices)
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = ServiceAgreement
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        return queryset.on(value)


class OrderFilter(filters.FilterSet):
    """Court orders by client, site and recipient."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    party = filters.UUIDFilter(field_name="party_id")

    class Meta:
        model = CourtOrder
        fields: list[str] = []


class RecipientResource(InHouse):
    """Outside recipients. Being in the register permits nothing."""

    serializer_class = shapes.PartyOut
    filterset_class = PartyFilter
    read_scope = READ

    def get_queryset(self) -> QuerySet[RecipientParty]:
        """Leave out relatives of clients whom the caller may not see: their names say who is a client."""
        seen = Client.objects.visible_to(self.actor).values("pk")
        theirs = RecipientParty.objects.filter(person__relationships__client__in=seen).values("pk")
        return RecipientParty.objects.filter(Q(person__isnull=True) | Q(pk__in=theirs))

    @creates(WRITE, takes=shapes.PartyIn)
    def create(self, data: dict[str, Any]) -> RecipientParty:
        """Put a recipient into the register."""
        return parties.add_party(by=self.actor, at=self.at, **data)

    @changes(WRITE, takes=shapes.PartyChange)
    def partial_update(self, row: RecipientParty, data: dict[str, Any]) -> None:
        """Change a recipient; what left earlier keeps the name it had then."""
        version = data.pop("version")
        parties.change_party(by=self.actor, party=row, version=version, changes=data, at=self.at)

    @verb(WRITE, takes=shapes.PartyActiveIn)
    def set_active(self, row: RecipientParty, data: dict[str, Any]) -> None:
        """Take a recipient out of use, or back into it."""
        parties.set_party_active(by=self.actor, party=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.NamedPartyIn, detail=False, status=201)
    def named(self, data: dict[str, Any]) -> RecipientParty:
        """Put somebody whom a client names on a form into the register."""
        return consents.name_recipient(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.SupporterIn, detail=False, status=201)
    def supporter(self, data: dict[str, Any]) -> RecipientParty:
        """Add a relative or supporter to the people around a client, as somebody whom a release can name."""
        return consents.name_supporter(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.RelativeIn, detail=False, status=201)
    def relative(self, data: dict[str, Any]) -> RecipientParty:
        """Make somebody from a client's contacts a recipient whom a release can name."""
        return parties.name_relative(by=self.actor, at=self.at, **data)


class AgreementResource(Resource):
    """Agreements by which parties serve the program. Nothing in them is about a client."""

    serializer_class = shapes.AgreementOut
    filterset_class = AgreementFilter
    read_scope = READ
    expands = {"party": "recipient"}
    queryset = ServiceAgreement.objects.all()

    @creates(WRITE, takes=shapes.AgreementIn)
    @transaction.atomic
    def create(self, data: dict[str, Any]) -> ServiceAgreement:
        """Record a signed agreement."""
        paper = _kept(self, data.pop("paper"))
        return agreements.add_agreement(by=self.actor, paper=paper, at=self.at, **data)

    @verb(WRITE, takes=shapes.AgreementEndIn)
    def end(self, row: ServiceAgreement, data: dict[str, Any]) -> None:
        """End an agreement with its last day."""
        agreements.end_agreement(by=self.actor, agreement=row, at=self.at, **data)


class CourtOrderResource(MayBeNobodys):
    """Court orders with their mandates; one without a client concerns the program."""

    serializer_class = shapes.CourtOrderOut
    filterset_class = OrderFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.PRESENCE,)
    event_name = "court_orders"
    expands = {"client": "client", "party": "recipient", "site": "site"}

    def get_queryset(self) -> QuerySet[CourtOrder]:
        """Scope to the caller's sites, and to charts that the caller may open."""
        rows: QuerySet[CourtOrder] = shapes.orders(self.actor)
        return rows

    @creates(WRITE, takes=shapes.CourtOrderIn)
    @transaction.atomic
    def create(self, data: dict[str, Any]) -> CourtOrder:
        """Record an order with what came along. A subpoena alone is refused with the words for the phone."""
        paper = _kept(self, data.pop("paper"))
        return orders.record_order(by=self.actor, site_id=data.pop("site").pk, paper=paper, at=self.at, **data)

    @verb(WRITE, takes=shapes.MandateIn)
    def mandate(self, row: CourtOrder, data: dict[str, Any]) -> None:
        """Add the mandate to an order that came without one."""
        orders.add_mandate(by=self.actor, order=row, at=self.at, **data)


def _kept(view: Resource, upload: Any) -> Any:
    return store_file(by=view.actor, upload=upload) if upload is not None else None
