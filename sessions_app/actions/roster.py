"""Rosters that follow enrolment, and people added to or taken off a day by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from clients.portal import is_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require
from iop.core.words import say
from scheduling import seats
from sessions_app import making, policies, taking
from sessions_app import seats as own_seats
from sessions_app.actions.attendance import keep_history, lock_line, lock_session, save_lines
from sessions_app.actions.watching import report_clashes
from sessions_app.choices import AttendanceStatus, RosterSource, SessionStatus
from sessions_app.models import Attendance, ProgramSession


@dataclass(frozen=True)
class Synced:
    """How many lines a change of enrolment added, brought back and took off."""

    added: int = 0
    restored: int = 0
    removed: int = 0


@transaction.atomic
def sync_rosters(
    *,
    by: Actor,
    track_id: uuid.UUID,
    from_on: dt.date,
    at: dt.datetime,
    client_ids: Collection[uuid.UUID] | None = None,
) -> Synced:
    """Let the rosters of a track's planned days from ``from_on`` say what enrolment says; all clients, or only some.

    A line that is no longer wanted is marked as taken off, never deleted. Make-ups and people added by hand stay, unless
    their treatment has ended. Days that have begun are left as they are. A handful of statements, whatever the number.
    """
    track = seats.lock_track(track_id)
    rows = ProgramSession.objects.filter(track=track_id, status=SessionStatus.PLANNED, on__gte=from_on, ends_at__gt=at)
    ids = list(rows.order_by("starts_at").values_list("pk", flat=True))
    if not ids:
        return Synced()
    wanted = _expected(ids, client_ids)
    lines = (
        Attendance.objects.filter(session__in=ids)
        .select_for_update(no_key=True, of=("self",))
        .select_related("episode")
    )
    if client_ids is not None:
        lines = lines.filter(client__in=client_ids)
    known = list(lines.select_related("session").order_by("pk"))
    restored = [line for line in known if _comes_back(line, wanted)]
    removed = [line for line in known if _goes(line, wanted)]
    for line in restored:
        line.status, line.source = AttendanceStatus.EXPECTED, RosterSource.ENROLLED
        line.episode_id, line.enrolment_id = wanted[line.session_id, line.client_id]
    for line in removed:
        line.status = AttendanceStatus.REMOVED
    _keep(by, [*restored, *removed], at, "enrolment")
    added = making.make_lines(ids, at, None if client_ids is None else list(client_ids))
    taking.release_clients((line.session_id, line.client_id) for line in removed)
    _take(by, ids, track.program.site_id, at, has_new=bool(added or restored))
    touched = {client for client, _ in added} | {line.client_id for line in (*restored, *removed)}
    result = Synced(len(added), len(restored), len(removed))
    if touched:
        record(
            by=by, verb="sessions.rosters_synced", subject=track, site_id=track.program.site_id, clients=touched,
            detail={"from": from_on, "added": result.added, "restored": result.restored, "removed": result.removed},
        )  # fmt: skip
    return result


@transaction.atomic
def leave_all(*, by: Actor, client_id: uuid.UUID, from_on: dt.date, at: dt.datetime) -> int:
    """Take somebody off every planned roster from ``from_on``, make-ups included: their treatment ends. Say how many."""
    from sessions_app.actions.makeups import cancel_for_lines

    rows = Attendance.objects.filter(
        client=client_id, status=AttendanceStatus.EXPECTED, session__status=SessionStatus.PLANNED,
        session__on__gte=from_on, session__ends_at__gt=at,
    )  # fmt: skip
    lines = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for line in lines:
        line.status = AttendanceStatus.REMOVED
    _keep(by, lines, at, "treatment ended")
    taking.release_clients((line.session_id, line.client_id) for line in lines)
    cancel_for_lines(by=by, lines=lines, at=at)
    if lines:
        record(
            by=by,
            verb="sessions.left_rosters",
            subject=("clients.client", client_id),
            clients=[client_id],
            detail={"days": len(lines)},
        )
    return len(lines)


@transaction.atomic
def add_to_roster(
    *, by: Actor, session: ProgramSession, client: Client, at: dt.datetime, source: str = RosterSource.ADDED
) -> Attendance:
    """Put somebody on the roster of one day: in treatment at the site, a free seat, and no second day on that date.

    Somebody who was taken off comes back to their own line.
    """
    seats.lock_track(session.track_id)
    row = lock_session(session.pk)
    # Somebody's own make-up was checked against the free seats they are offered (``makeups``).
    if not (source == RosterSource.MAKE_UP and is_own(by, client.pk)):
        require(policies.may_change_roster(by, row))
    episode = Episode.objects.filter(client=client, status=EpisodeStatus.ADMITTED).first()
    if episode is None:
        raise Conflict(say("They are not in treatment here now."), code="not_in_treatment")
    _refuse_second_day(row, client)
    own_seats.refuse_if_full(row, at=at)
    line = _line_for(row, client, episode, source)
    _keep(by, [line], at, "")
    taking.ensure_calendars([row.pk])
    _refuse_taken(row, client)
    taking.fill([row.pk])
    record(
        by=by,
        verb="sessions.roster_added",
        subject=row,
        site_id=row.site_id,
        clients=[client.pk],
        detail={"source": str(source)},
    )
    return line


@transaction.atomic
def remove_from_roster(
    *, by: Actor, attendance: Attendance, version: int, at: dt.datetime, reason: str = ""
) -> Attendance:
    """Take somebody who is still expected off the roster of one day. A make-up is cancelled instead."""
    session, line = lock_line(attendance, version)
    require(policies.may_change_roster(by, session))
    if line.source == RosterSource.MAKE_UP:
        raise Conflict(say("This is a make-up. Cancel the make-up instead."), code="is_make_up")
    if line.status != AttendanceStatus.EXPECTED:
        raise Conflict(say("They are already marked. Set them to expected first."), code="already_marked")
    line.status = AttendanceStatus.REMOVED
    _keep(by, [line], at, reason)
    taking.release_clients([(session.pk, line.client_id)])
    record(by=by, verb="sessions.roster_removed", subject=session, site_id=session.site_id, clients=[line.client_id])
    return line


def _expected(
    session_ids: Sequence[uuid.UUID], client_ids: Collection[uuid.UUID] | None
) -> dict[tuple[uuid.UUID, uuid.UUID], tuple[uuid.UUID, uuid.UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(making.EXPECTED, {"sessions": [str(item) for item in session_ids]})
        rows = cursor.fetchall()
    return {
        (session, client): (episode, enrolment)
        for session, client, episode, enrolment in rows
        if client_ids is None or client in client_ids
    }


def _comes_back(line: Attendance, wanted: Collection[tuple[uuid.UUID, uuid.UUID]]) -> bool:
    return line.status == AttendanceStatus.REMOVED and (line.session_id, line.client_id) in wanted


def _goes(line: Attendance, wanted: Collection[tuple[uuid.UUID, uuid.UUID]]) -> bool:
    if line.status == AttendanceStatus.REMOVED or (line.session_id, line.client_id) in wanted:
        return False
    if line.source == RosterSource.ENROLLED:
        return True
    last = line.episode.discharged_on
    return last is not None and last < line.session.on


def _keep(by: Actor, lines: Sequence[Attendance], at: dt.datetime, reason: str) -> None:
    for line in lines:
        if line.status in (AttendanceStatus.REMOVED, AttendanceStatus.EXPECTED):
            line.arrived_at = line.left_at = None
            line.credited_minutes, line.participation, line.absence_reason = 0, "", ""
    save_lines(lines, "source", "episode", "enrolment")
    keep_history(by, lines, at, reason, is_late=False)


def _take(by: Actor, session_ids: Sequence[uuid.UUID], site_id: uuid.UUID, at: dt.datetime, *, has_new: bool) -> None:
    if has_new:
        taking.ensure_calendars(session_ids)
        taking.fill(session_ids)
    report_clashes(by=by, site_id=site_id, session_ids=session_ids, at=at)


def _refuse_second_day(session: ProgramSession, client: Client) -> None:
    lines = Attendance.objects.filter(client=client).on_roster().exclude(session__status=SessionStatus.CANCELLED)
    if lines.filter(session=session).exists():
        raise Conflict(say("They are already on this roster."), code="already_on_roster")
    if lines.filter(session__on=session.on).exists():
        raise Conflict(say("They already have a session that day; two on one day are not possible."), code="same_day")


def _refuse_taken(session: ProgramSession, client: Client) -> None:
    for clash in taking.clashes([session.pk]):
        if clash.whose == "client" and clash.owner_id == client.pk:
            raise Conflict(say("They are taken by something else at that time."), code="busy")


def _line_for(session: ProgramSession, client: Client, episode: Episode, source: str) -> Attendance:
    line = Attendance.objects.filter(session=session, client=client).first()
    if line is None:
        return Attendance.objects.create(session=session, client=client, episode=episode, source=source, version=0)
    line.status, line.source, line.episode, line.enrolment = AttendanceStatus.EXPECTED, source, episode, None
    return line
