"""Check-ins, wrap-ups, goals and self-reports of treatment days: clinical words, for those who may read notes."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import SelfReportFilter
from iop.api.page_rights import shown_to
from iop.api.resources import Resource
from iop.api.serializers import day_voices as shapes
from iop.api.serializers.days import CARE
from iop.api.serializers.one_to_one import SelfReportOut
from iop.api.verbs import creates, verb
from sessions_app import actions as sessions
from sessions_app.models import CheckIn, SelfReport, ShortTermGoal, WrapUp
from sessions_app.rules.reports import Use


def of_care(rows: Any, actor: Actor) -> Any:
    """Keep rows of days at sites where the caller reads notes or runs sessions: others know that a client came, and no more.

    Need to know (42 CFR 2.12(c)(3)), as on the page of one client within the day.
    """
    return shown_to(rows, actor, *CARE)


class OfLineFilter(filters.FilterSet):
    """By client, day, roster line and clinic date."""

    client = filters.UUIDFilter(field_name="attendance__client_id")
    session = filters.UUIDFilter(field_name="attendance__session_id")
    attendance = filters.UUIDFilter(field_name="attendance_id")
    first = filters.DateFilter(field_name="attendance__session__on", lookup_expr="gte")
    last = filters.DateFilter(field_name="attendance__session__on", lookup_expr="lte")

    class Meta:
        fields: list[str] = []


class CheckInFilter(OfLineFilter):
    """Check-ins by client, day, roster line and clinic date."""

    class Meta(OfLineFilter.Meta):
        model = CheckIn


class WrapUpFilter(OfLineFilter):
    """Wrap-ups by client, day, roster line and clinic date."""

    class Meta(OfLineFilter.Meta):
        model = WrapUp


class GoalFilter(OfLineFilter):
    """Goals by client, day, roster line and clinic date; ``open`` keeps those nobody has answered."""

    open = filters.BooleanFilter(method="waiting")

    class Meta(OfLineFilter.Meta):
        model = ShortTermGoal

    def waiting(self, rows, name, value):  # type: ignore[no-untyped-def]
        """Keep the goals nobody has said anything of, or the others."""
        return rows.filter(outcome="") if value else rows.exclude(outcome="")


class CheckInResource(Resource):
    """How clients arrived at treatment days."""

    serializer_class = shapes.CheckInOut
    filterset_class = CheckInFilter
    read_scope = Scope.NOTES_READ
    client_path = "attendance.client_id"
    information = (Information.PROGRESS,)
    event_name = "check_ins"
    expands = {"client": "client", "session": "session", "attendance": "attendance"}

    def get_queryset(self) -> QuerySet[CheckIn]:
        """Scope to where the caller reads more of a client's day than that they came."""
        return of_care(CheckIn.objects.all(), self.actor).select_related("attendance")

    @creates(Scope.ATTENDANCE_WRITE, takes=shapes.CheckInIn)
    def create(self, data: dict[str, Any]) -> CheckIn:
        """Save how a client arrives; the ``version`` that was read saves it anew."""
        return sessions.save_check_in(by=self.actor, at=self.at, **data)


class WrapUpResource(Resource):
    """How clients left treatment days."""

    serializer_class = shapes.WrapUpOut
    filterset_class = WrapUpFilter
    read_scope = Scope.NOTES_READ
    client_path = "attendance.client_id"
    information = (Information.PROGRESS,)
    event_name = "wrap_ups"
    expands = {"client": "client", "session": "session", "attendance": "attendance"}

    def get_queryset(self) -> QuerySet[WrapUp]:
        """Scope to where the caller reads more of a client's day than that they came."""
        return of_care(WrapUp.objects.all(), self.actor).select_related("attendance")

    @creates(Scope.ATTENDANCE_WRITE, takes=shapes.WrapUpIn)
    def create(self, data: dict[str, Any]) -> WrapUp:
        """Save how a client leaves, with their goals; the ``version`` that was read saves it anew."""
        return sessions.save_wrap_up(by=self.actor, at=self.at, **data)


class GoalResource(Resource):
    """What clients took on for the next day or two."""

    serializer_class = shapes.ShortTermGoalOut
    filterset_class = GoalFilter
    read_scope = Scope.NOTES_READ
    client_path = "client_id"
    information = (Information.PROGRESS,)
    event_name = "short_term_goals"
    expands = {"client": "client", "attendance": "attendance"}

    def get_queryset(self) -> QuerySet[ShortTermGoal]:
        """Scope as check-ins; a goal that was withdrawn is none."""
        return of_care(ShortTermGoal.objects.all(), self.actor).filter(withdrawn_at__isnull=True)

    @verb(Scope.ATTENDANCE_WRITE, takes=shapes.ShortTermGoalReviewIn)
    def review(self, row: ShortTermGoal, data: dict[str, Any]) -> None:
        """Say at a later check-in how the goal went."""
        sessions.review_goal(by=self.actor, goal=row, at=self.at, **data)


class SelfReportResource(Resource):
    """What clients say of use, sleep, stress and habits at check-in: for those who may read clinical notes."""

    serializer_class = SelfReportOut
    filterset_class = SelfReportFilter
    read_scope = Scope.NOTES_READ
    client_path = "attendance.client_id"
    information = (Information.PROGRESS,)
    event_name = "self_reports"
    expands = {"client": "client", "attendance": "attendance"}

    def get_queryset(self) -> QuerySet[SelfReport]:
        """Scope to the caller's sites."""
        rows = SelfReport.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("attendance__session").prefetch_related("uses")

    @creates(Scope.ATTENDANCE_WRITE, takes=shapes.SelfReportIn)
    def create(self, data: dict[str, Any]) -> SelfReport:
        """Save what a client says; whoever writes it must be allowed to read it (``notes:read``)."""
        uses = [Use(**use) for use in data.pop("uses", ())]
        return sessions.save_self_report(by=self.actor, at=self.at, uses=uses, **data)
