"""What matters about a client on a treatment day, as columns of the roster's one statement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from clients.models import Concern
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, LimitReached, ShortTermGoal
from therapy.choices.measures import AlertLevel
from therapy.models import MeasureAlert, MeasureAssignment

LOOKS_BACK = dt.timedelta(days=14)
"""How far back a missed day still matters."""


def with_matters(lines: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Add to roster lines: ``first_day``, ``last_status`` of the client's day before, ``concern_open``, ``goals_open``,

    ``measure_alarms``, ``measure_due``, ``absence_limit``.
    """
    earlier = Attendance.objects.filter(session__starts_at__lt=OuterRef("session__starts_at"))
    came_before = earlier.filter(episode=OuterRef("episode"), status__in=ATTENDED)
    day_before = (
        earlier.filter(client=OuterRef("client"), session__on__gte=OuterRef("session__on") - LOOKS_BACK)
        .exclude(status=AttendanceStatus.REMOVED)
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("-session__starts_at")
    )
    open_goals = ShortTermGoal.objects.filter(client=OuterRef("client"), outcome="", withdrawn_at__isnull=True)
    return lines.annotate(
        first_day=~Exists(came_before),
        last_status=Subquery(day_before.values("status")[:1]),
        concern_open=Exists(Concern.objects.filter(client=OuterRef("client"), resolved_at__isnull=True)),
        measure_alarms=Exists(
            MeasureAlert.objects.unanswered().filter(
                response__episode__client=OuterRef("client"), level__in=[AlertLevel.URGENT, AlertLevel.TODAY]
            )
        ),
        measure_due=Exists(
            MeasureAssignment.objects.open().filter(episode=OuterRef("episode"), due_on__lte=OuterRef("session__on"))
        ),
        absence_limit=Exists(LimitReached.objects.unsettled().filter(episode=OuterRef("episode"))),
        goals_open=Exists(open_goals.exclude(attendance=OuterRef("pk"))),
        family=F("client__legal_last_name"),
    )


def chips(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Say what matters about a roster line as (tone, words), the gravest first."""
    found: list[tuple[str, Any]] = []
    if row["concern_open"]:
        found.append(("bad", gettext("Concern open")))
    if row["measure_alarms"]:
        found.append(("bad", gettext("Answer to look at")))
    if row["first_day"]:
        found.append(("new", gettext("First day")))
    elif row["last_status"] in MISSED:
        found.append(("absent", gettext("Missed last time")))
    if row["absence_limit"]:
        found.append(("warn", gettext("Missed days: limit reached")))
    if row["source"] == "make_up":
        found.append(("repeat", gettext("Make-up")))
    elif row["source"] == "added":
        found.append(("info", gettext("Added for today")))
    if row["measure_due"]:
        found.append(("info", gettext("Measure due")))
    return found
