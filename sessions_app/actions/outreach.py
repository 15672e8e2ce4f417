"""Calling somebody who was missed, and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from clients.actions import raise_concern
from clients.choices import ConcernKind
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import say
from iop.work.actions import NewItem, close_for, open_items
from iop.work.choices import WorkKind
from sessions_app import facts, policies
from sessions_app.actions.absence.hearing import heard
from sessions_app.actions.attendance import keep_history, save_lines
from sessions_app.choices import ATTENDED, AttendanceStatus, OutreachMethod, OutreachOutcome, SessionStatus
from sessions_app.models import Attendance, Outreach, ProgramSession
from sessions_app.rules import attendance as rules

LINE = "sessions_app.attendance"
CALLERS = "case_manager"
"""The role that keeps people in care."""
AGAIN = frozenset({OutreachOutcome.NO_ANSWER, OutreachOutcome.LEFT_MESSAGE, OutreachOutcome.SENT})
"""Outcomes after which somebody still has to try again."""
LOOK_BACK = dt.timedelta(days=2)


@dataclass
class Missing:
    """Somebody on the call list, with the attempts so far."""

    line: Attendance
    attempts: list[Outreach] = field(default_factory=list)


@transaction.atomic
def record_outreach(
    *,
    by: Actor,
    attendance: Attendance,
    method: str,
    outcome: str,
    at: dt.datetime,
    note: str = "",
    step_id: uuid.UUID | None = None,
) -> Outreach:
    """Note one attempt to reach somebody who is missing. Reached and excused marks the line; a worry raises a concern.

    ``step_id`` is the step of following them up that it was; else the first open one by the same means is done with it.
    """
    session = ProgramSession.objects.select_for_update(no_key=True).get(pk=attendance.session_id)
    line = (
        Attendance.objects.select_for_update(no_key=True, of=("self",)).select_related("client").get(pk=attendance.pk)
    )
    require(policies.may_record_contact(by, session))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can note a call."))
    if method not in OutreachMethod.values:
        raise Invalid(say("Choose how you tried to reach them."), field="method")
    if outcome not in OutreachOutcome.values:
        raise Invalid(say("Choose what came of it."), field="outcome")
    if line.status in ATTENDED or line.status == AttendanceStatus.REMOVED:
        raise Conflict(say("They are not missing."), code="not_missing")
    row = Outreach.objects.create(
        attendance=line, at=at, by_id=by.staff_id, method=method, outcome=outcome, note=note.strip()
    )
    record(
        by=by, verb="sessions.outreach", subject=line, site_id=session.site_id, clients=[line.client_id],
        detail={"session": session.pk, "method": method, "outcome": outcome},
    )  # fmt: skip
    _follow(by, session, line, outcome, at, note)
    heard(by, line, row, at, step_id)
    return row


def call_list(session: ProgramSession, at: dt.datetime) -> list[Missing]:
    """List who is missing from a day and has no outcome yet, from ``attendance.absent_after_minutes`` after its start."""
    day = facts.day_of(session, at)
    rows = Attendance.objects.filter(session=session, status__in=[AttendanceStatus.EXPECTED, AttendanceStatus.ABSENT])
    lines = list(rows.select_related("client").order_by("client__legal_last_name", "client__legal_first_name"))
    attempts: dict[uuid.UUID, list[Outreach]] = defaultdict(list)
    for attempt in Outreach.objects.filter(attendance__in=lines):
        attempts[attempt.attendance_id].append(attempt)
    return [
        Missing(line, attempts[line.pk])
        for line in lines
        if rules.belongs_on_call_list(line.status, day, has_outcome=_is_settled(attempts[line.pk]))
    ]


@transaction.atomic
def call_absentees(*, by: Actor, at: dt.datetime) -> int:
    """Put everybody missing from a day under way on the work list of who keeps people in care, once; say how many were new."""
    sessions = ProgramSession.objects.filter(
        status=SessionStatus.RUNNING, starts_at__lte=at, starts_at__gt=at - LOOK_BACK
    ).select_related("site")
    items = [
        NewItem(
            kind=WorkKind.CALL_ABSENT,
            site_id=session.site_id,
            subject=(LINE, missing.line.pk),
            summary=say("Call somebody who was missed, and offer another time."),
            due_at=clock.day_bounds(session.on, session.site.time_zone)[1],
            dedupe_key=f"absent:{missing.line.pk}",
            role_key=CALLERS,
            client_id=missing.line.client_id,
        )
        for session in sessions
        for missing in call_list(session, at)
        if not missing.attempts
    ]
    return open_items(by=by, items=items)


def _is_settled(attempts: list[Outreach]) -> bool:
    return any(attempt.outcome not in AGAIN for attempt in attempts)


def _follow(by: Actor, session: ProgramSession, line: Attendance, outcome: str, at: dt.datetime, note: str) -> None:
    if outcome not in AGAIN:
        close_for(by=by, subject=(LINE, line.pk), kind=WorkKind.CALL_ABSENT, at=at)
    if outcome == OutreachOutcome.REACHED_EXCUSED and session.status in (SessionStatus.PLANNED, SessionStatus.RUNNING):
        line.status = AttendanceStatus.ABSENT_EXCUSED
        line.absence_reason = note.strip()[:300]
        save_lines([line])
        keep_history(by, [line], at, note, is_late=False)
    if outcome == OutreachOutcome.SAFETY_WORRY:
        raise_concern(
            by=by, site_id=session.site_id, client=line.client, kind=ConcernKind.SUICIDAL, at=at, session_id=session.pk,
            what_happened=note.strip() or str(say("Missing from the day, and whoever called is worried about their safety.")),
        )  # fmt: skip
