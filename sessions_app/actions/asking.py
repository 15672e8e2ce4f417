"""Asking for another time, and what becomes of it. Nothing moves until a colleague says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from clients.models import Client
from clients.portal_news import tell_of_something_new
from clients.rules import plain_text
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, require, require_current
from iop.core.words import Sentence, say
from iop.work.actions import close_for, drop_for, open_item
from iop.work.choices import WorkKind
from scheduling.actions.appointments import cancel_appointment, move_appointment
from scheduling.choices import AppointmentStatus, StatusReason
from scheduling.models import Appointment
from sessions_app.actions.absence.noticing import take_notice
from sessions_app.ask_choices import LONGEST_WORDS, AskKind, AskStatus
from sessions_app.ask_policies import may_ask, may_settle_asks
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, ScheduleAsk

ASK = "sessions_app.scheduleask"
ROLE = "case_manager"
"""Who is asked about a treatment day; an appointment's own colleague is asked about that."""
ANSWER_WITHIN = dt.timedelta(days=1)
LEAST_TIME = dt.timedelta(minutes=30)


@transaction.atomic
def ask(
    *,
    by: Actor,
    client: Client,
    about: Attendance | Appointment,
    kind: str,
    words: str,
    at: dt.datetime,
    wished: str = "",
) -> ScheduleAsk:
    """Take down that a client cannot come to something of theirs, will be late, or would like another time.

    Raises ``Invalid`` without a word about why, ``Conflict`` for what has begun or was asked about already.
    """
    require(may_ask(by, client.pk))
    said, when = _fitting(words, "words"), _fitting(wished, "wished")
    if kind not in kinds_for(about):
        raise Invalid(say("Choose what you need."), field="kind")
    if not said:
        raise Invalid(say("Tell us in a few words why."), field="words")
    if kind == AskKind.MOVE and not when:
        raise Invalid(say("Tell us when it would suit you."), field="wished")
    _refuse_over(about, at)
    row = _write(client, about, kind=kind, words=said, wished=when, asked_at=at)
    open_item(
        by=by, kind=WorkKind.CLIENT_ASKS, site_id=row.site_id, subject=(ASK, row.pk), client_id=client.pk,
        summary=SUMMARIES[AskKind(kind)], due_at=_due_at(about, at), dedupe_key=f"schedule_ask:{row.pk}",
        assignee_id=about.staff_id if isinstance(about, Appointment) else None,
        role_key="" if isinstance(about, Appointment) else ROLE,
    )  # fmt: skip
    _record(by, row, "sessions.time_asked")
    return row


@transaction.atomic
def take_back(*, by: Actor, ask: ScheduleAsk, at: dt.datetime) -> ScheduleAsk:
    """Take an ask back that nobody has answered."""
    row = _held(ask)
    require(may_ask(by, row.client_id))
    row.status, row.settled_at, row.version = AskStatus.WITHDRAWN, at, row.version + 1
    row.save(update_fields=["status", "settled_at", "version"])
    drop_for(by=by, subject=(ASK, row.pk), at=at)
    _record(by, row, "sessions.ask_taken_back")
    return row


@transaction.atomic
def decline_ask(*, by: Actor, ask: ScheduleAsk, version: int, words: str, at: dt.datetime) -> ScheduleAsk:
    """Say no, in words that the client reads; everything stays as it was."""
    row = _held(ask, version)
    said = _fitting(words, "answer")
    if not said:
        raise Invalid(say("Say why not, in words the client will read."), field="answer")
    return _settle(by, row, AskStatus.DECLINED, said, at)


@transaction.atomic
def grant_ask(
    *,
    by: Actor,
    ask: ScheduleAsk,
    version: int,
    at: dt.datetime,
    words: str = "",
    starts_at: dt.datetime | None = None,
    excused: bool = False,
) -> ScheduleAsk:
    """Do what was asked: the day is noted as called off, the appointment is cancelled or moved to ``starts_at``.

    Coming late is taken note of and changes nothing. Whatever stands in the way of cancelling or moving refuses this too.
    ``excused`` excuses a day although the notice was short.
    """
    row = _held(ask, version)
    require(may_settle_asks(by, row.site_id))
    if row.kind == AskKind.CANCEL:
        _call_off(by, row, at, excused=excused)
    elif row.kind == AskKind.MOVE:
        _move(by, row, starts_at, at)
    return _settle(by, row, AskStatus.DONE, _fitting(words, "answer"), at)


def kinds_for(about: Attendance | Appointment) -> list[AskKind]:
    """Say what may be asked about a thing: a treatment day is made up for, not moved."""
    return list(AskKind) if isinstance(about, Appointment) else [AskKind.CANCEL, AskKind.LATE]


SUMMARIES: dict[AskKind, Sentence] = {
    AskKind.CANCEL: say("Somebody cannot come and asks to be excused: answer them."),
    AskKind.MOVE: say("Somebody asks for another time: answer them."),
    AskKind.LATE: say("Somebody will be late: take note of it."),
}


def _write(client: Client, about: Attendance | Appointment, **fields: Any) -> ScheduleAsk:
    if isinstance(about, Appointment):
        mine = {"appointment": about, "site_id": about.site_id}
    else:
        mine = {"attendance": about, "site_id": about.session.site_id}
    try:
        with transaction.atomic():
            return ScheduleAsk.objects.create(client=client, **mine, **fields)
    except IntegrityError:
        raise Conflict(say("You have asked about this already. We will answer soon."), code="already_asked") from None


def _call_off(by: Actor, row: ScheduleAsk, at: dt.datetime, *, excused: bool) -> None:
    if row.attendance is not None:
        called = min(row.asked_at, at)
        take_notice(by=by, lines=[row.attendance], called_at=called, reason=row.words, at=at, excused=excused)
    elif row.appointment is not None:
        cancel_appointment(
            by=by, appointment=row.appointment, reason=row.words[:200], because=StatusReason.OTHER, at=at
        )


def _move(by: Actor, row: ScheduleAsk, starts_at: dt.datetime | None, at: dt.datetime) -> None:
    if row.appointment is None:
        raise Conflict(say("A treatment day is made up for, not moved."), code="not_movable")
    if starts_at is None:
        raise Invalid(say("Choose the new day and time."), field="on")
    now = Appointment.objects.get(pk=row.appointment.pk)
    length = now.ends_at - now.starts_at
    move_appointment(
        by=by, appointment=now, version=now.version, starts_at=starts_at, ends_at=starts_at + length, at=at
    )  # fmt: skip


def _settle(by: Actor, row: ScheduleAsk, status: str, answer: str, at: dt.datetime) -> ScheduleAsk:
    require(may_settle_asks(by, row.site_id))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person settles what a client asks for."))
    row.status, row.answer, row.settled_at, row.settled_by_id = status, answer, at, by.staff_id
    row.version += 1
    row.save(update_fields=["status", "answer", "settled_at", "settled_by", "version"])
    close_for(by=by, subject=(ASK, row.pk), at=at)
    _record(by, row, "sessions.ask_settled")
    # What was moved or cancelled is told by the appointment's own message; an answer in words is read in their week.
    if status == AskStatus.DECLINED or answer:
        tell_of_something_new(
            by=by, client_id=row.client_id, about=(ASK, row.pk), site_id=row.site_id, key="answered", at=at
        )
    return row


def _held(ask: ScheduleAsk, version: int | None = None) -> ScheduleAsk:
    rows = ScheduleAsk.objects.select_for_update(of=("self",)).select_related("attendance__session", "appointment")
    row = rows.get(pk=ask.pk)
    require_current(row.version, version, say("Somebody answered this meanwhile. Nothing was overwritten."))
    if row.status != AskStatus.OPEN:
        raise Conflict(say("This has been answered already."), code="answered")
    return row


def _refuse_over(about: Attendance | Appointment, at: dt.datetime) -> None:
    if isinstance(about, Appointment):
        is_open = about.status == AppointmentStatus.BOOKED and about.starts_at > at
    else:
        planned = about.session.status == SessionStatus.PLANNED and about.session.starts_at > at
        is_open = planned and about.status == AttendanceStatus.EXPECTED
    if not is_open:
        raise Conflict(say("This has begun or does not take place. Call us if something came up."), code="over")


def _due_at(about: Attendance | Appointment, at: dt.datetime) -> dt.datetime:
    starts = about.starts_at if isinstance(about, Appointment) else about.session.starts_at
    return max(at + LEAST_TIME, min(starts, at + ANSWER_WITHIN))


def _fitting(words: str, field: str) -> str:
    said = plain_text(words.strip())
    if len(said) > LONGEST_WORDS:
        raise Invalid(say("Please keep it shorter: 500 characters fit here."), field=field)
    return said


def _record(by: Actor, row: ScheduleAsk, verb: str) -> None:
    record(
        by=by, verb=verb, subject=row, site_id=row.site_id, clients=[row.client_id],
        detail={"kind": str(row.kind), "status": str(row.status)},
    )  # fmt: skip
