"""Rooms, pauses, waiting lists and held seats as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from clients.models import Inquiry
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.page_rights import shown_to
from iop.api.resources import Resource
from iop.api.serializers import places as shapes
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, verb
from iop.api.views.schedule import EnrolmentResource
from iop.workflows import enrolment as enrolling
from scheduling import actions
from scheduling.choices import HoldEnd, WaitStatus
from scheduling.models import Enrolment, EnrolmentPause, Room, SeatHold, WaitlistEntry


class RoomFilter(filters.FilterSet):
    """Rooms by site, and whether they are in use."""

    site = filters.UUIDFilter(field_name="site_id")
    is_active = filters.BooleanFilter()

    class Meta:
        model = Room
        fields: list[str] = []


class PauseFilter(filters.FilterSet):
    """Pauses by client, enrolment and day; ``standing`` leaves out those taken back."""

    client = filters.UUIDFilter(field_name="enrolment__client_id")
    enrolment = filters.UUIDFilter(field_name="enrolment_id")
    from_on = filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    until_on = filters.DateFilter(field_name="starts_on", lookup_expr="lte")
    standing = filters.BooleanFilter(field_name="cancelled_at", lookup_expr="isnull")

    class Meta:
        model = EnrolmentPause
        fields: list[str] = []


class WaitlistFilter(filters.FilterSet):
    """Who waits, by track, client and status."""

    track = filters.UUIDFilter(field_name="track_id")
    client = filters.UUIDFilter(field_name="client_id")
    status = filters.ChoiceFilter(choices=WaitStatus.choices)

    class Meta:
        model = WaitlistEntry
        fields: list[str] = []


class HoldFilter(filters.FilterSet):
    """Held seats by track, inquiry and how they ended; ``standing`` keeps those nobody has ended."""

    track = filters.UUIDFilter(field_name="track_id")
    inquiry = filters.UUIDFilter(field_name="inquiry_id")
    ended_as = filters.ChoiceFilter(choices=HoldEnd.choices)
    standing = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")

    class Meta:
        model = SeatHold
        fields: list[str] = []


class RoomResource(Resource):
    """Rooms of sites."""

    serializer_class = shapes.RoomOut
    filterset_class = RoomFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[Room]:
        """Scope to the caller's sites."""
        return Room.objects.at_sites_of(self.actor)

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.RoomIn)
    def create(self, data: dict[str, Any]) -> Room:
        """Add a room to a site."""
        return actions.save_room(by=self.actor, at=self.at, site_id=data.pop("site").pk, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=shapes.RoomPatch)
    def partial_update(self, row: Room, data: dict[str, Any]) -> None:
        """Change a room."""
        said = kept(row, data, "name", "capacity", "equipment", "is_active")
        actions.save_room(by=self.actor, at=self.at, site_id=row.site_id, room=row, **said)


class EnrolmentPauseResource(Resource):
    """Days on which clients stay away by agreement. One is made with ``enrolments/{id}/pause/``."""

    serializer_class = shapes.EnrolmentPauseOut
    filterset_class = PauseFilter
    read_scope = Scope.SCHEDULE_READ
    client_path = "enrolment.client_id"
    information = (Information.SCHEDULE,)
    event_name = "pauses"
    expands = {"client": "client", "enrolment": "enrolment"}

    def get_queryset(self) -> QuerySet[EnrolmentPause]:
        """Scope to the caller's sites."""
        theirs = Enrolment.objects.visible_to(self.actor, Permission.SESSION_VIEW).order_by()
        return EnrolmentPause.objects.filter(enrolment__in=theirs).select_related("enrolment")

    @verb(Scope.ENROLMENTS_WRITE)
    def cancel(self, row: EnrolmentPause, data: dict[str, Any]) -> None:
        """Come back early: one that has begun ends yesterday, one that has not never was."""
        enrolling.cancel_pause(by=self.actor, pause=row, at=self.at)


class WaitlistResource(Resource):
    """Who waits for a seat in which track."""

    serializer_class = shapes.WaitlistEntryOut
    filterset_class = WaitlistFilter
    read_scope = Scope.SCHEDULE_READ
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "waitlist"
    expands = {"client": "client", "episode": "episode", "track": "track"}

    def get_queryset(self) -> QuerySet[WaitlistEntry]:
        """Scope to the caller's sites."""
        return shown_to(
            WaitlistEntry.objects.all(), self.actor, Permission.CLIENT_VIEW, program=Permission.SESSION_VIEW
        )

    @creates(Scope.ENROLMENTS_WRITE, takes=shapes.WaitlistEntryIn)
    def create(self, data: dict[str, Any]) -> WaitlistEntry:
        """Put somebody at the end of a track's waiting list."""
        return actions.join_waitlist(by=self.actor, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE)
    def leave(self, row: WaitlistEntry, data: dict[str, Any]) -> None:
        """Take somebody off the list who no longer waits."""
        actions.leave_waitlist(by=self.actor, entry=row, at=self.at)

    @verb(Scope.ENROLMENTS_WRITE, takes=shapes.WaitlistPlaceIn)
    def move(self, row: WaitlistEntry, data: dict[str, Any]) -> None:
        """Give somebody another place in the order; those behind move along."""
        actions.move_in_waitlist(by=self.actor, entry=row, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE, takes=shapes.WaitlistSeatIn, gives=EnrolmentResource, status=201)
    def seat(self, row: WaitlistEntry, data: dict[str, Any]) -> Enrolment:
        """Give somebody who waits a seat; answers with the enrolment."""
        return enrolling.seat_waiting(by=self.actor, entry=row, at=self.at, **data)


class SeatHoldResource(Resource):
    """Seats kept for people who are not admitted yet. Each names the inquiry by its id, and nobody by name."""

    serializer_class = shapes.SeatHoldOut
    filterset_class = HoldFilter
    read_scope = Scope.INTAKE_READ
    information = (Information.PRESENCE, Information.SCHEDULE)
    event_name = "seat_holds"
    expands = {"track": "track"}

    def get_queryset(self) -> QuerySet[SeatHold]:
        """Scope to inquiries that the caller works on."""
        theirs = Inquiry.objects.visible_to(self.actor, Permission.INTAKE_WORK).order_by()
        return SeatHold.objects.filter(inquiry__in=theirs)

    def open_rows(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Show a party that needs consents none: who asks for help has signed nothing yet."""
        asks_elsewhere = self.key is not None and not self.key.by_staff and self.serving is None
        return queryset.none() if asks_elsewhere else queryset

    @creates(Scope.INTAKE_WRITE, takes=shapes.SeatHoldIn)
    def create(self, data: dict[str, Any]) -> SeatHold:
        """Keep a seat for an inquiry."""
        return actions.hold_seat(by=self.actor, at=self.at, **data)

    @changes(Scope.INTAKE_WRITE, takes=shapes.SeatHoldChangeIn)
    def partial_update(self, row: SeatHold, data: dict[str, Any]) -> SeatHold:
        """Keep another seat instead, until the same moment; answers with the seat that is kept now."""
        return actions.change_hold(by=self.actor, hold=row, at=self.at, **data)

    @verb(Scope.INTAKE_WRITE, takes=shapes.SeatHoldLongerIn)
    def extend(self, row: SeatHold, data: dict[str, Any]) -> None:
        """Keep the seat longer, up to the longest the clinic allows."""
        actions.extend_hold(by=self.actor, hold=row, at=self.at, **data)

    @verb(Scope.INTAKE_WRITE, takes=shapes.SeatHoldReleaseIn)
    def release(self, row: SeatHold, data: dict[str, Any]) -> None:
        """Give the seat back: it is free for everybody from now."""
        actions.release_hold(by=self.actor, hold=row, at=self.at, **data)
