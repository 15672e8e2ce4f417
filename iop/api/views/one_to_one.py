"""Appointments, what is due one-to-one, and when clients cannot come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import AppointmentFilter, CommitmentFilter, DueFilter, ExpectationFilter
from iop.api.page_rights import shown_to
from iop.api.resources import Resource
from iop.api.serializers import one_to_one as out
from iop.api.serializers.patching import LookedAtIn
from iop.api.verbs import creates, verb
from iop.api.versions import require_version
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from scheduling import actions, expectations
from scheduling.models import Appointment, Commitment, Expectation, Room
from scheduling.rules.expectations import week_first


class AppointmentResource(Resource):
    """Appointments one-to-one: booked once or weekly, moved, marked and cancelled by the same rules as on the pages."""

    serializer_class = out.AppointmentOut
    filterset_class = AppointmentFilter
    read_scope = Scope.APPOINTMENTS_READ
    scopes = {
        "create": Scope.APPOINTMENTS_WRITE, "move": Scope.APPOINTMENTS_WRITE, "cancel": Scope.APPOINTMENTS_WRITE,
        "status": Scope.APPOINTMENTS_WRITE,
    }  # fmt: skip
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "appointments"
    expands = {"client": "client", "episode": "episode", "site": "site", "room": "room", "staff": "colleague"}

    def get_queryset(self) -> QuerySet[Appointment]:
        """Scope to the caller's sites."""
        return Appointment.objects.visible_to(self.actor, Permission.SESSION_VIEW)

    @extend_schema(request=out.AppointmentIn, responses={201: out.AppointmentOut(many=True)}, filters=False)
    def create(self, request: Request) -> Response:
        """Book one appointment or a weekly series: all of it, or none. Whoever is taken answers 409 and says by what.

        A time at which the client said they cannot come answers 409 with the code ``commitment``.
        """
        data = self.parsed(out.AppointmentIn)
        data["plan"] = out.plan_of(data["plan"])
        site = self.pick(Site.objects.filter(pk__in=self.actor.sites_where(Permission.APPOINTMENT_BOOK)), data["site"])
        weeks, skips = data.pop("weeks"), data.pop("skip_clashes")
        wanted = {
            **data, "site_id": site.pk, "by": self.actor, "at": clock.now(), "room": self._room(data["room"]),
            "client": self.pick(Client.objects.visible_to(self.actor), data["client"]),
            "staff": self.pick(StaffMember.objects.all(), data["staff"]),
        }  # fmt: skip
        del wanted["site"]
        if weeks > 1:
            rows = actions.book_series(**wanted, count=weeks, skip_clashes=skips).appointments
        else:
            rows = [actions.book_appointment(**wanted)]
        return self._all(rows, status.HTTP_201_CREATED)

    @extend_schema(request=out.AppointmentMoveIn, responses=out.AppointmentOut(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def move(self, request: Request, pk: str) -> Response:
        """Move it, or with ``scope`` those of its series too; answers with all that moved."""
        data = self.parsed(out.AppointmentMoveIn)
        row, scope = self.get_object(), data.pop("scope")
        data["room"] = self._room(data["room"])
        data["staff"] = self.pick(StaffMember.objects.all(), data["staff"]) if data["staff"] else None
        if scope == "this" or row.series_id is None:
            return self._all([actions.move_appointment(by=self.actor, appointment=row, at=clock.now(), **data)])
        return self._all(
            actions.move_series(
                by=self.actor, appointment=row, at=clock.now(), only_following=scope == "following", **data
            )
        )

    @extend_schema(request=out.AppointmentCancelIn, responses=out.AppointmentOut(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel it with a reason, or with ``scope`` those of its series that are still ahead too."""
        data = self.parsed(out.AppointmentCancelIn)
        row, scope, at = self.get_object(), data.pop("scope"), clock.now()
        if scope == "this" or row.series_id is None:
            return self._all([actions.cancel_appointment(by=self.actor, appointment=row, at=at, **data)])
        require_version(row, data["version"])
        from_at = max(at, row.starts_at) if scope == "following" else at
        why = {"reason": data["reason"], "because": data["because"]}
        return self._all(actions.cancel_series(by=self.actor, series_id=row.series_id, from_at=from_at, at=at, **why))

    @extend_schema(request=out.AppointmentStatusIn, responses=out.AppointmentOut(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def status(self, request: Request, pk: str) -> Response:
        """Say what became of it, or with ``scope`` of those of its series that have begun and nobody marked yet."""
        data = self.parsed(out.AppointmentStatusIn)
        row, scope = self.get_object(), data.pop("scope")
        if scope == "this" or row.series_id is None:
            return self._all([actions.set_appointment_status(by=self.actor, appointment=row, at=clock.now(), **data)])
        return self._all(
            actions.mark_series(
                by=self.actor, appointment=row, at=clock.now(), only_following=scope == "following", **data
            )
        )

    @verb(Scope.APPOINTMENTS_WRITE, takes=out.FamilyPlanChangeIn)
    def plan_family(self, row: Appointment, data: dict[str, Any]) -> None:
        """Plan a family appointment anew: who sits together, what for, and who is invited. Nobody without a live release."""
        data["plan"] = out.plan_of(data["plan"])
        actions.plan_family(by=self.actor, appointment=row, at=self.at, **data)

    @verb(Scope.APPOINTMENTS_WRITE, takes=out.WhoCameIn)
    def who_came(self, row: Appointment, data: dict[str, Any]) -> None:
        """Write down who was at a family session."""
        presence = {one["person"]: one["presence"] for one in data.pop("presence")}
        actions.note_who_came(by=self.actor, appointment=row, presence=presence, at=self.at, **data)

    def _room(self, pk: Any) -> Room | None:
        room: Room | None = self.pick(Room.objects.at_sites_of(self.actor), pk) if pk else None
        return room

    def _all(self, rows: Iterable[Appointment], code: int = 200) -> Response:
        found = self.get_queryset().filter(pk__in=[row.pk for row in rows]).order_by("starts_at")
        return Response(self.exit(found), status=code)


class DueResource(Resource):
    """What is due one-to-one this week of everybody in treatment: expected, booked, held, missing."""

    serializer_class = out.DueOut
    filterset_class = DueFilter
    read_scope = Scope.APPOINTMENTS_READ
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "due"

    def get_queryset(self) -> QuerySet[Episode]:
        """Scope to stays under way at the caller's sites."""
        rows = shown_to(Episode.objects.all(), self.actor, Permission.CLIENT_VIEW, program=Permission.SESSION_VIEW)
        return rows.admitted().select_related("site")

    def _drawn(self, rows: Any, kind: Any) -> Any:
        at = clock.now()
        found: dict[Any, Any] = {}
        for zone in {row.site.time_zone for row in rows}:
            today = clock.local_date(at, zone)
            week = week_first(today, expectations.weekday_of(today))
            found |= expectations.standing([row.pk for row in rows if row.site.time_zone == zone], week, at)
        context = {**self.get_serializer_context(), "standing": found}
        return out.DueOut(rows, many=True, context=context).data


class ExpectationResource(Resource):
    """Rhythms agreed with clients, in place of what their level or the clinic expects."""

    serializer_class = out.ExpectationOut
    filterset_class = ExpectationFilter
    read_scope = Scope.APPOINTMENTS_READ
    client_path = "episode.client_id"
    information = (Information.SCHEDULE,)
    event_name = "expectations"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[Expectation]:
        """Scope to the caller's sites."""
        return Expectation.objects.visible_to(self.actor).select_related("episode")

    @creates(Scope.APPOINTMENTS_WRITE, takes=out.ExpectationIn)
    def create(self, data: dict[str, Any]) -> Expectation:
        """Agree on a rhythm from a day on; the one before ends."""
        return actions.set_expectation(by=self.actor, at=self.at, **data)

    @verb(Scope.APPOINTMENTS_WRITE, takes=out.LastDayIn)
    def end(self, row: Expectation, data: dict[str, Any]) -> None:
        """Set the last day; one that has not begun by then is taken back."""
        actions.end_expectation(by=self.actor, expectation=row, at=self.at, **data)


class CommitmentResource(Resource):
    """When clients cannot come: work, school, childcare. Every proposal respects it."""

    serializer_class = out.CommitmentOut
    filterset_class = CommitmentFilter
    read_scope = Scope.APPOINTMENTS_READ
    scopes = {"create": Scope.APPOINTMENTS_WRITE}
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "commitments"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[Commitment]:
        """Scope to the caller's clients; one that was taken back never held and is shown once, as the answer to that."""
        rows = Commitment.objects.visible_to(self.actor)
        return rows if self.action == "withdraw" else rows.standing()

    @extend_schema(request=out.CommitmentIn, responses={201: out.CommitmentOut(many=True)}, filters=False)
    def create(self, request: Request) -> Response:
        """Keep a time of some weekdays: one row for each."""
        data = self.parsed(out.CommitmentIn)
        rows = actions.add_commitments(by=self.actor, at=self.at, **data)
        found = self.get_queryset().filter(pk__in=[row.pk for row in rows]).order_by("weekday")
        return Response(self.exit(found), status=status.HTTP_201_CREATED)

    @verb(Scope.APPOINTMENTS_WRITE, takes=out.LastDayIn)
    def end(self, row: Commitment, data: dict[str, Any]) -> None:
        """Set the last day it holds."""
        actions.end_commitment(by=self.actor, commitment=row, at=self.at, **data)

    @verb(Scope.APPOINTMENTS_WRITE, takes=LookedAtIn)
    def withdraw(self, row: Commitment, data: dict[str, Any]) -> None:
        """Take back one that was entered by mistake: it never held."""
        actions.withdraw_commitment(by=self.actor, commitment=row, at=self.at, **data)
