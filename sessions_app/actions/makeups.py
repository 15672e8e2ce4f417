"""Booking and cancelling the seat that makes up for a miss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from clients.portal import is_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require
from iop.core.words import day_words, say, sentence
from scheduling import seats
from sessions_app import makeups, policies, taking
from sessions_app.actions.attendance import keep_history, lock_line, save_lines
from sessions_app.actions.roster import add_to_roster
from sessions_app.actions.telling import News, tell_clients
from sessions_app.choices import AttendanceStatus, RosterSource, SessionStatus
from sessions_app.models import Attendance, MakeUp, ProgramSession


@transaction.atomic
def offer_make_up(*, by: Actor, attendance: Attendance, session: ProgramSession, at: dt.datetime) -> MakeUp:
    """Book a free seat of another day for a miss: it replaces the hours once, in the week it is attended. The client is told.

    Refused without a free seat, on a day with another session, outside the days a make-up may be offered for, or while one
    is booked. The track's row is locked, so of two people who want the last seat one gets it.
    """
    seats.lock_track(session.track_id)
    missed_session, line = lock_line(attendance)
    require(policies.may_offer_make_up(by, line))
    if makeups.is_mended(line):
        raise Conflict(say("A make-up for this miss is already booked."), code="already_mended")
    target = ProgramSession.objects.get(pk=session.pk)
    if is_own(by, line.client_id) and target.pk not in {seat.session_id for seat in makeups.offers(line, at)}:
        raise Conflict(say("That place is no longer free. Choose one of the others."), code="not_offered")
    window = makeups.window_of(missed_session.site_id, missed_session.on)
    _refuse_unfit(target, window, at)
    booked = add_to_roster(by=by, session=target, client=line.client, at=at, source=RosterSource.MAKE_UP)
    values = {
        "missed": line, "mends_same_week": target.on <= window.last, "offered_by_id": by.staff_id, "cancelled_at": None,
    }  # fmt: skip
    row, _ = MakeUp.objects.update_or_create(line=booked, defaults=values)
    record(
        by=by, verb="sessions.make_up_booked", subject=row, site_id=target.site_id, clients=[line.client_id],
        detail={"missed": line.pk, "session": target.pk, "mends_same_week": row.mends_same_week},
    )  # fmt: skip
    tell_clients(by=by, at=at, news=[News(target, "makeup_booked", client_ids=frozenset({line.client_id}))])
    return row


@transaction.atomic
def cancel_make_up(*, by: Actor, make_up: MakeUp, at: dt.datetime, reason: str = "") -> MakeUp:
    """Give a booked make-up back before it is held: the seat is free again, and another may be offered for the miss."""
    session, line = lock_line(make_up.line)
    require(policies.may_record_contact(by, session))
    row = MakeUp.objects.select_for_update().get(pk=make_up.pk)
    if row.cancelled_at:
        raise Conflict(say("This make-up is already cancelled."), code="already_cancelled")
    if line.status != AttendanceStatus.EXPECTED:
        raise Conflict(say("This make-up has been marked; it can no longer be cancelled."), code="already_marked")
    line.status = AttendanceStatus.REMOVED
    save_lines([line])
    keep_history(by, [line], at, reason, is_late=False)
    taking.release_clients([(session.pk, line.client_id)])
    _cancel(by, [row], at)
    return row


def cancel_make_ups_in(*, by: Actor, sessions: Sequence[ProgramSession], at: dt.datetime) -> None:
    """Give the make-ups of cancelled days back, so that another may be offered for each miss."""
    _cancel(by, list(MakeUp.objects.filter(line__session__in=sessions, cancelled_at__isnull=True)), at)


def cancel_for_lines(*, by: Actor, lines: Sequence[Attendance], at: dt.datetime) -> None:
    """Cancel the make-ups that these lines were booked as."""
    _cancel(by, list(MakeUp.objects.filter(line__in=lines, cancelled_at__isnull=True)), at)


def _cancel(by: Actor, rows: Sequence[MakeUp], at: dt.datetime) -> None:
    if not rows:
        return
    MakeUp.objects.filter(pk__in=[row.pk for row in rows]).update(cancelled_at=at)
    for row in rows:
        row.cancelled_at = at
    clients = Attendance.objects.filter(pk__in=[row.line_id for row in rows]).values_list("client_id", flat=True)
    record(
        by=by, verb="sessions.make_up_cancelled", subject=rows[0] if len(rows) == 1 else None, clients=clients,
        detail={"make_ups": len(rows)},
    )  # fmt: skip


def _refuse_unfit(target: ProgramSession, window: makeups.Window, at: dt.datetime) -> None:
    if target.status != SessionStatus.PLANNED or target.starts_at <= at:
        raise Conflict(say("A make-up is booked in a day that is still to come."), code="not_planned")
    if not window.first <= target.on <= window.until:
        words = say("A make-up for this miss is possible until {day}.")
        raise Conflict(sentence(words, day=day_words(window.until)), code="too_late")
