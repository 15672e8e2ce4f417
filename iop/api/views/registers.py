"""The registers as resources: reported by whoever works here, worked on by those who keep them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet

from clients.actions import registers
from clients.choices import Information
from clients.models import AccessRequest, AmendmentRequest, Breach, Grievance, Incident, RestrictionRequest
from clients.models.registers import Entry
from clients.register_choices import EntryStatus, Register
from iop.api.choices import Scope
from iop.api.reaching import MayBeNobodys
from iop.api.serializers import registers as shapes
from iop.api.verbs import changes, creates, verb

READ, WRITE = Scope.REGISTERS_READ, Scope.REGISTERS_WRITE


class EntryFilter(filters.FilterSet):
    """Entries by client, site, status and days; ``running`` keeps those with a deadline that still runs."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    status = filters.ChoiceFilter(choices=EntryStatus.choices)
    received_from = filters.DateFilter(field_name="received_on", lookup_expr="gte")
    received_until = filters.DateFilter(field_name="received_on", lookup_expr="lte")
    due_until = filters.DateFilter(field_name="due_on", lookup_expr="lte")
    running = filters.BooleanFilter(field_name="due_on", lookup_expr="isnull", exclude=True)


class RegisterResource(MayBeNobodys):
    """What the registers share: whoever reports sees what they reported, the keepers all of their sites."""

    register: ClassVar[Register]
    table: ClassVar[Any]
    filterset_class = EntryFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.SAFETY, Information.CONTACT)
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[Any]:
        """Scope to what the caller keeps or reported."""
        rows: QuerySet[Any] = self.table.objects.visible_to(self.actor)
        return rows.prefetch_related("changes")

    def report(self, data: dict[str, Any]) -> Entry:
        """Write a new entry of this register."""
        site = data.pop("site")
        return registers.report(by=self.actor, register=self.register, site_id=site.pk, at=self.at, **data)

    def amend(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        registers.amend(by=self.actor, entry=row, version=data.pop("version"), changes=data, at=self.at)

    @verb(WRITE, takes=shapes.EntryMoveIn)
    def move(self, row: Entry, data: dict[str, Any]) -> None:
        """Take an entry on: acknowledge, decide, answer, end."""
        registers.move(by=self.actor, entry=row, at=self.at, **data)


class ExtendedResource(RegisterResource):
    """A register whose clock may be extended once."""

    @verb(WRITE, takes=shapes.EntryExtendIn)
    def extend(self, row: Entry, data: dict[str, Any]) -> None:
        """Take thirty days more, once and before the deadline."""
        registers.extend(by=self.actor, entry=row, at=self.at, **data)


class IncidentResource(RegisterResource):
    """Things that happened and should not have."""

    register, table, event_name = Register.INCIDENT, Incident, "incidents"
    serializer_class = shapes.IncidentOut

    @creates(WRITE, takes=shapes.IncidentIn)
    def create(self, data: dict[str, Any]) -> Entry:
        """Report an incident."""
        return self.report(data)

    @changes(WRITE, takes=shapes.IncidentAmendIn)
    def partial_update(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        self.amend(row, data)


class BreachResource(RegisterResource):
    """Records that were used or told as they must not be."""

    register, table, event_name = Register.BREACH, Breach, "breaches"
    serializer_class = shapes.BreachOut

    @creates(WRITE, takes=shapes.BreachIn)
    def create(self, data: dict[str, Any]) -> Entry:
        """Report what may be a breach; it is presumed one until the four factors say otherwise."""
        return self.report(data)

    @changes(WRITE, takes=shapes.BreachAmendIn)
    def partial_update(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        self.amend(row, data)


class GrievanceResource(RegisterResource):
    """Complaints, each owed an answer."""

    register, table, event_name = Register.GRIEVANCE, Grievance, "grievances"
    serializer_class = shapes.GrievanceOut

    @creates(WRITE, takes=shapes.GrievanceIn)
    def create(self, data: dict[str, Any]) -> Entry:
        """Write down that somebody is not content."""
        return self.report(data)

    @changes(WRITE, takes=shapes.GrievanceAmendIn)
    def partial_update(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        self.amend(row, data)


class RestrictionResource(RegisterResource):
    """Wishes that something isn't used or told."""

    register, table, event_name = Register.RESTRICTION, RestrictionRequest, "restriction_requests"
    serializer_class = shapes.RestrictionOut

    @creates(WRITE, takes=shapes.RestrictionIn)
    def create(self, data: dict[str, Any]) -> Entry:
        """Write down that a client wants something not used or told."""
        return self.report(data)

    @changes(WRITE, takes=shapes.RestrictionAmendIn)
    def partial_update(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        self.amend(row, data)


class AmendmentResource(ExtendedResource):
    """Wishes that the record is corrected."""

    register, table, event_name = Register.AMENDMENT, AmendmentRequest, "amendment_requests"
    serializer_class = shapes.AmendmentOut

    @creates(WRITE, takes=shapes.AmendmentIn)
    def create(self, data: dict[str, Any]) -> Entry:
        """Write down that a client wants their record corrected."""
        return self.report(data)

    @changes(WRITE, takes=shapes.AmendmentAmendIn)
    def partial_update(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        self.amend(row, data)


class AccessRequestResource(ExtendedResource):
    """Requests for a copy of the record."""

    register, table, event_name = Register.ACCESS, AccessRequest, "access_requests"
    serializer_class = shapes.AccessRequestOut

    @creates(WRITE, takes=shapes.AccessRequestIn)
    def create(self, data: dict[str, Any]) -> Entry:
        """Write down that a client wants a copy of their record."""
        return self.report(data)

    @changes(WRITE, takes=shapes.AccessAmendIn)
    def partial_update(self, row: Entry, data: dict[str, Any]) -> None:
        """Write what has become known; what was reported stays as it was."""
        self.amend(row, data)
