"""Levels, programs, tracks and enrolments as resources."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.actions import save_level
from clients.choices import Information
from clients.models import LevelOfCare
from iop.api import asked
from iop.api.choices import Scope
from iop.api.filters import EnrolmentFilter, TrackFilter
from iop.api.resources import Resource
from iop.api.serializers import places, schedule
from iop.api.serializers.care import LevelOfCareChangeIn, LevelOfCareIn
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, verb
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.workflows import enrolment as enrolling
from scheduling import actions, seats
from scheduling.models import Enrolment, Program, Track

MOST_DAYS = 92


class LevelResource(Resource):
    """Levels of care, as data."""

    serializer_class = schedule.LevelOut
    read_scope = Scope.SCHEDULE_READ
    queryset = LevelOfCare.objects.all()

    @creates(Scope.SCHEDULE_WRITE, takes=LevelOfCareIn)
    def create(self, data: dict[str, Any]) -> LevelOfCare:
        """Add a level of care."""
        return save_level(by=self.actor, at=self.at, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=LevelOfCareChangeIn)
    def partial_update(self, row: LevelOfCare, data: dict[str, Any]) -> None:
        """Change a level of care: the whole of it anew."""
        save_level(by=self.actor, level=row, at=self.at, **data)


class ProgramResource(Resource):
    """Levels of care offered at sites."""

    serializer_class = schedule.ProgramOut
    read_scope = Scope.SCHEDULE_READ
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[Program]:
        """Scope to the caller's sites."""
        return Program.objects.at_sites_of(self.actor).select_related("level")

    @creates(Scope.SCHEDULE_WRITE, takes=places.ProgramIn)
    def create(self, data: dict[str, Any]) -> Program:
        """Offer a level of care at a site."""
        return actions.save_program(by=self.actor, at=self.at, site_id=data.pop("site").pk, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=places.ProgramPatch)
    def partial_update(self, row: Program, data: dict[str, Any]) -> None:
        """Change what is offered."""
        said = kept(row, data, "name", "target_weeks", "min_weeks", "max_weeks", "is_active")
        actions.save_program(by=self.actor, at=self.at, site_id=row.site_id, level=row.level, program=row, **said)


class TrackResource(Resource):
    """Cohort schedules, with their seats."""

    serializer_class = schedule.TrackOut
    filterset_class = TrackFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"program": "program", "site": "site"}
    scopes = {"seats": Scope.SCHEDULE_READ}

    def get_queryset(self) -> QuerySet[Track]:
        """Scope to the caller's sites."""
        return Track.objects.at_sites_of(self.actor).select_related("program")

    @creates(Scope.SCHEDULE_WRITE, takes=places.TrackIn)
    def create(self, data: dict[str, Any]) -> Track:
        """Add a track to a program."""
        return actions.save_track(by=self.actor, at=self.at, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=places.TrackPatch)
    def partial_update(self, row: Track, data: dict[str, Any]) -> None:
        """Change a track; its seats cannot go below those already given away."""
        said = kept(row, data, "name", "day_part", "capacity", "telehealth_link", "is_active")
        actions.save_track(by=self.actor, at=self.at, program=row.program, track=row, **said)

    @extend_schema(
        parameters=[
            OpenApiParameter("first", OpenApiTypes.DATE, required=True),
            OpenApiParameter("last", OpenApiTypes.DATE, required=True),
        ],
        responses=schedule.SeatsOut(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def seats(self, request: Request, pk: str) -> Response:
        """Count taken and free seats, day by day, both days included; at most 92 days."""
        first, last = (asked.day(request, name) for name in ("first", "last"))
        if not first <= last <= first + dt.timedelta(days=MOST_DAYS):
            raise Invalid(say("Ask for at most 92 days, the first before the last."), field="last")
        track = self.get_object()
        days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        taken, there = seats.taken(track, days, at=clock.now()), seats.seats_on(track, days)
        rows = [
            {"on": on, "capacity": there[on], "taken": taken.get(on, 0), "free": there[on] - taken.get(on, 0)}
            for on in days
        ]
        return Response(schedule.SeatsOut(rows, many=True).data)


class EnrolmentResource(Resource):
    """Clients' places in tracks, by date."""

    serializer_class = schedule.EnrolmentOut
    filterset_class = EnrolmentFilter
    read_scope = Scope.SCHEDULE_READ
    client_path = "client_id"
    information = (Information.SCHEDULE,)
    event_name = "enrolments"
    expands = {"client": "client", "episode": "episode", "track": "track"}

    def get_queryset(self) -> QuerySet[Enrolment]:
        """Scope to the caller's sites."""
        return Enrolment.objects.visible_to(self.actor, "session.view")

    @creates(Scope.ENROLMENTS_WRITE, takes=schedule.EnrolmentIn)
    def create(self, data: dict[str, Any]) -> Enrolment:
        """Take a seat. A full track answers 409 with the days that are full."""
        return enrolling.enrol(by=self.actor, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE, takes=schedule.PauseIn)
    def pause(self, row: Enrolment, data: dict[str, Any]) -> None:
        """Stay away for some days, keeping the seat unless it is released."""
        enrolling.pause(by=self.actor, enrolment=row, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE, takes=places.OtherWeekdaysIn, status=201)
    def weekdays(self, row: Enrolment, data: dict[str, Any]) -> Enrolment:
        """Come on other weekdays from a day on; answers with the new enrolment."""
        return enrolling.change_weekdays(by=self.actor, enrolment=row, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE, takes=places.OtherTrackIn, status=201)
    def track(self, row: Enrolment, data: dict[str, Any]) -> Enrolment:
        """Go on in another track from a day on; answers with the new enrolment."""
        return enrolling.change_track(by=self.actor, enrolment=row, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE, takes=schedule.WithdrawIn)
    def withdraw(self, row: Enrolment, data: dict[str, Any]) -> None:
        """Take an enrolment back before its first day: it never was, and the row stays to say so."""
        enrolling.withdraw(by=self.actor, enrolment=row, at=self.at, **data)

    @verb(Scope.ENROLMENTS_WRITE, takes=schedule.EndIn)
    def end(self, row: Enrolment, data: dict[str, Any]) -> None:
        """Leave the track after a last day."""
        enrolling.end(by=self.actor, enrolment=row, at=self.at, **data)
