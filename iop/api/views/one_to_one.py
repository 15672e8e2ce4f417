"""Appointments, what is due one-to-one, when clients cannot come, and what they say of use, sleep and stress."""

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
from iop.api.filters import AppointmentFilter, CommitmentFilter, DueFilter, ExpectationFilter, SelfReportFilter
from iop.api.resources import Resource
from iop.api.serializers import one_to_one as out
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from scheduling import actions, expectations
from scheduling.models import Appointment, Commitment, Expectation, Room
from scheduling.rules.expectations import week_first
from sessions_app.models import SelfReport


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

    def get_queryset(self) -> QuerySet[Appointment]:
        """Scope to the caller's sites."""
        return Appointment.objects.visible_to(self.actor, Permission.SESSION_VIEW)

    @extend_schema(request=out.AppointmentIn, responses={201: out.AppointmentOut(many=True)}, filters=False)
    def create(self, request: Request) -> Response:
        """Book one appointment or a weekly series: all of it, or none. Whoever is taken answers 409 and says by what.

        A time at which the client said they cannot come answers 409 with the code ``commitment``.
        """
        data = self.parsed(out.AppointmentIn)
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
        return Episode.objects.visible_to(self.actor, Permission.SESSION_VIEW).admitted().select_related("site")

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
    scopes = {"create": Scope.APPOINTMENTS_WRITE, "end": Scope.APPOINTMENTS_WRITE}
    client_path = "episode.client_id"
    information = (Information.SCHEDULE,)
    event_name = "expectations"

    def get_queryset(self) -> QuerySet[Expectation]:
        """Scope to the caller's sites."""
        return Expectation.objects.visible_to(self.actor).select_related("episode")

    @extend_schema(request=out.ExpectationIn, responses={201: out.ExpectationOut})
    def create(self, request: Request) -> Response:
        """Agree on a rhythm from a day on; the one before ends."""
        data = self.parsed(out.ExpectationIn)
        data["episode"] = self.pick(Episode.objects.visible_to(self.actor), data["episode"])
        return self.fresh(actions.set_expectation(by=self.actor, at=clock.now(), **data), status.HTTP_201_CREATED)

    @extend_schema(request=out.LastDayIn, responses=out.ExpectationOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Set the last day; one that has not begun by then is taken back."""
        data = self.parsed(out.LastDayIn)
        row = self.get_object()
        return self.fresh(actions.end_expectation(by=self.actor, expectation=row, at=clock.now(), **data))


class CommitmentResource(Resource):
    """When clients cannot come: work, school, childcare. Every proposal respects it."""

    serializer_class = out.CommitmentOut
    filterset_class = CommitmentFilter
    read_scope = Scope.APPOINTMENTS_READ
    scopes = {"create": Scope.APPOINTMENTS_WRITE, "end": Scope.APPOINTMENTS_WRITE}
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "commitments"

    def get_queryset(self) -> QuerySet[Commitment]:
        """Scope to the caller's clients."""
        return Commitment.objects.visible_to(self.actor).standing()

    @extend_schema(request=out.CommitmentIn, responses={201: out.CommitmentOut(many=True)}, filters=False)
    def create(self, request: Request) -> Response:
        """Keep a time of some weekdays: one row for each."""
        data = self.parsed(out.CommitmentIn)
        data["client"] = self.pick(Client.objects.visible_to(self.actor), data["client"])
        rows = actions.add_commitments(by=self.actor, at=clock.now(), **data)
        found = self.get_queryset().filter(pk__in=[row.pk for row in rows]).order_by("weekday")
        return Response(self.exit(found), status=status.HTTP_201_CREATED)

    @extend_schema(request=out.LastDayIn, responses=out.CommitmentOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Set the last day it holds."""
        data = self.parsed(out.LastDayIn)
        row = self.get_object()
        return self.fresh(actions.end_commitment(by=self.actor, commitment=row, at=clock.now(), **data))


class SelfReportResource(Resource):
    """What clients say of use, sleep, stress and habits at check-in: a clinical record, for those who may read notes."""

    serializer_class = out.SelfReportOut
    filterset_class = SelfReportFilter
    read_scope = Scope.NOTES_READ
    client_path = "attendance.client_id"
    information = (Information.PROGRESS,)
    event_name = "self_reports"

    def get_queryset(self) -> QuerySet[SelfReport]:
        """Scope to the caller's sites."""
        rows = SelfReport.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("attendance__session").prefetch_related("uses")
