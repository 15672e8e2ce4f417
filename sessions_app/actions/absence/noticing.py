"""Writing down that a client called before a day they will miss."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import day_words, say, sentence
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from sessions_app import absence, policies, taking
from sessions_app.actions.attendance import keep_history, lock_line, save_lines
from sessions_app.actions.makeups import cancel_for_lines
from sessions_app.actions.outreach import LINE
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import AbsenceNotice, Attendance, ProgramSession
from sessions_app.rules import absence as rules

OPEN_DAYS = frozenset({SessionStatus.PLANNED, SessionStatus.RUNNING})
CAN_BE_EXCUSED = frozenset({AttendanceStatus.EXPECTED, AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED})


@dataclass(frozen=True)
class _Call:
    """When a client called, what they said, whether it is excused all the same, and who took the call."""

    at: dt.datetime
    reason: str
    excused: bool
    taken_by: uuid.UUID


@transaction.atomic
def take_notice(
    *,
    by: Actor,
    lines: Sequence[Attendance],
    called_at: dt.datetime,
    reason: str,
    at: dt.datetime,
    excused: bool = False,
) -> list[AbsenceNotice]:
    """Note that a client called ahead of days they will miss: they are off the call list, and their time is free.

    A call later than the policy's notice is short and counts like a miss without a word, unless ``excused`` says that
    somebody excuses it all the same. Raises ``Invalid`` for a call that did not come before the day.
    """
    taker = by.staff_id
    if taker is None:
        raise NotAllowed(say("Only a person can note a call."))
    words = plain_line(reason)[:300]
    if not words:
        raise Invalid(say("Say in a few words why they cannot come."), field="reason")
    if called_at > at:
        raise Invalid(say("The call lies in the future."), field="called_at")
    if not lines:
        raise Invalid(say("Choose at least one day."), field="lines")
    ordered = sorted(lines, key=lambda line: (str(line.session_id), str(line.pk)))
    call = _Call(called_at, words, excused, taker)
    return [_take(by, line, call, at) for line in ordered]


def _take(by: Actor, asked: Attendance, call: _Call, at: dt.datetime) -> AbsenceNotice:
    session, line = lock_line(asked)
    require(policies.may_record_contact(by, session))
    _refuse(session, line, call.at)
    short = is_short(session, call.at)
    row = AbsenceNotice.objects.create(
        attendance=line, called_at=call.at, is_short=short, is_excused=call.excused and short, reason=call.reason,
        taken_by_id=call.taken_by, created_at=at,
    )  # fmt: skip
    _mark(by, session, line, call.reason, at)
    record(
        by=by, verb="sessions.absence_notice", subject=line, site_id=session.site_id, clients=[line.client_id],
        detail={"session": session.pk, "short": short, "excused": row.is_excused},
    )  # fmt: skip
    return row


def is_short(session: ProgramSession, called_at: dt.datetime) -> bool:
    """Say whether a call came later before a day than its policy asks for; without a policy no notice is short."""
    policy = absence.policy_of_day(session.site_id, session.track_id, session.on)
    return policy is not None and rules.is_short_notice(called_at, session.starts_at, policy.notice_hours)


def _mark(by: Actor, session: ProgramSession, line: Attendance, reason: str, at: dt.datetime) -> None:
    line.status, line.absence_reason = AttendanceStatus.ABSENT_EXCUSED, reason
    save_lines([line])
    keep_history(by, [line], at, reason, is_late=False)
    cancel_for_lines(by=by, lines=[line], at=at)
    if session.status == SessionStatus.PLANNED:
        taking.release_clients([(session.pk, line.client_id)])
    close_for(by=by, subject=(LINE, line.pk), kind=WorkKind.CALL_ABSENT, at=at)


def _refuse(session: ProgramSession, line: Attendance, called_at: dt.datetime) -> None:
    day = day_words(session.on)
    if session.status not in OPEN_DAYS:
        raise Conflict(
            sentence(say("{day}: this day is closed or cancelled."), day=day), code="day_over", field="lines"
        )
    if line.status not in CAN_BE_EXCUSED:
        raise Conflict(
            sentence(say("{day}: they are here, or off the roster."), day=day), code="not_missing", field="lines"
        )
    if called_at >= session.starts_at:
        words = say("{day}: the call came after the start. Note it on the call list of the day.")
        raise Invalid(sentence(words, day=day), field="called_at")
