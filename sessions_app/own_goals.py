"""The goals a client took on at their last wrap-up, as they look at them from outside."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet

from sessions_app.actions.checkins import LOOK_BACK
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, ShortTermGoal


def last_goals(client_id: uuid.UUID, at: dt.datetime) -> list[ShortTermGoal]:
    """Give the goals of the client's last wrap-up, oldest first; those of more than four weeks ago are let go. One statement."""
    rows = ShortTermGoal.objects.filter(client=client_id, withdrawn_at__isnull=True, due_at__gte=at - LOOK_BACK)
    begun = rows.filter(attendance__session__starts_at__lte=at).select_related("reviewed_in__session")
    found = list(begun.order_by("-attendance__session__starts_at", "created_at"))
    return [goal for goal in found if goal.attendance_id == found[0].attendance_id]


def is_open(goal: ShortTermGoal) -> bool:
    """Say whether the client may still mark a goal: nobody looked at it with them in a group that has begun."""
    return goal.reviewed_in is None or goal.reviewed_in.session.status == SessionStatus.PLANNED


def next_line(client_id: uuid.UUID, at: dt.datetime) -> Attendance | None:
    """Give the roster line of the client's next group, whose check-in opens with the goals."""
    lines: QuerySet[Attendance] = Attendance.objects.filter(client=client_id, status=AttendanceStatus.EXPECTED)
    ahead = lines.filter(session__status=SessionStatus.PLANNED, session__ends_at__gt=at)
    return ahead.order_by("session__starts_at").first()
