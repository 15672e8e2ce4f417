"""Missed days to test with: a clinic with a policy, and a client with days behind them, marked as asked."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from iop.access.actors import SYSTEM
from sessions_app import actions
from sessions_app.absence_choices import Consequence, LimitKind, StepOwner
from sessions_app.actions.absence.setting import PolicyPlan, StepPlan, set_absence_policy
from sessions_app.actions.absence.watching import watch_absence
from sessions_app.models import Attendance, ProgramSession
from sessions_app.rules.absence import Limit
from tests.factories import days

SINCE = dt.date(2026, 1, 1)
PHONE = StepPlan(0, "phone", StepOwner.CASE_MANAGER, 10, "Call the same day")
COUNSELOR = StepPlan(24, "phone", StepOwner.COUNSELOR, 24, "Call as the counselor")
CONTACT = StepPlan(72, "contact", StepOwner.COUNSELOR, 24, "Ask the emergency contact")
LETTER = StepPlan(168, "letter", StepOwner.CASE_MANAGER, 48, "Send a letter")
TWO_IN_A_ROW = Limit(LimitKind.IN_A_ROW, 2, None, Consequence.TALK)
THREE_IN_FOUR = Limit(LimitKind.WITHIN, 3, 4, Consequence.REVIEW)


def make_policy(*, at=days.AT, **fields):
    fields = {
        "name": "House rule", "valid_from": SINCE, "notice_hours": 24, "no_service_days": 30,
        "limits": [TWO_IN_A_ROW, THREE_IN_FOUR], "steps": [PHONE, COUNSELOR, CONTACT, LETTER], **fields,
    }  # fmt: skip
    return set_absence_policy(by=SYSTEM, plan=PolicyPlan(**fields), at=at)


def make_clinic(*, people=1, weeks=4, policy=True, **options) -> SimpleNamespace:
    """A clinic with a policy and ``weeks`` of planned days (Monday, Wednesday, Friday at nine) from 2 March 2026."""
    clinic = days.make_day(people=people, until=days.TODAY + dt.timedelta(weeks=weeks), **options)
    clinic.policy = make_policy() if policy else None
    clinic.sessions = list(ProgramSession.objects.filter(track=clinic.track).order_by("starts_at"))
    return clinic


def hold(clinic, number, *statuses):
    """Hold the ``number``-th day: each client of the roster gets the status given, the last one standing for the rest."""
    session = ProgramSession.objects.get(pk=clinic.sessions[number].pk)
    if session.status == "planned":
        session = actions.start(by=clinic.by_counselor, session=session, at=session.starts_at)
    lines = days.lines_of(session)
    for line, status in zip(lines, [*statuses, *[statuses[-1]] * len(lines)], strict=False):
        if line.status != status:
            at = session.starts_at + days.minutes(30)
            actions.mark(by=clinic.by_counselor, attendance=line, version=line.version, status=status, at=at)
    return days.lines_of(session)


HOUR = dt.timedelta(hours=1)


def watch(clinic, number, *, after=HOUR):
    """Let the watch look so long after the start of the ``number``-th day."""
    at = clinic.sessions[number].starts_at + after
    return watch_absence(by=SYSTEM, at=at)


def line_of(clinic, number, person=0) -> Attendance:
    return days.lines_of(clinic.sessions[number])[person]
