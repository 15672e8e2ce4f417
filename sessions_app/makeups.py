"""Real free seats that would mend a miss: in the same week, or else in the days after it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, Sum
from django.db.models.functions import Extract

from iop.clinic import settings as clinic_settings
from scheduling import commitments
from scheduling.models import BusyTime
from sessions_app import seats
from sessions_app.choices import MISSED, SessionStatus
from sessions_app.models import Attendance, MakeUp, ProgramSession, SessionComponent
from sessions_app.rules.hours import Seat, week_of


@dataclass(frozen=True)
class Window:
    """The counted week of a miss, and the last day on which a make-up may still be offered."""

    first: dt.date
    last: dt.date
    until: dt.date


def offers(attendance: Attendance, at: dt.datetime) -> list[Seat]:
    """List free seats for a miss: those of the same week, and only if there is none those of the days after it.

    The latter don't mend this week. Never on a day on which the client already has a session; none while a make-up for the
    same miss is booked. Same site, same level of care. A fixed number of queries.
    """
    if attendance.status not in MISSED or is_mended(attendance):
        return []
    session = attendance.session
    window = window_of(session.site_id, session.on)
    found = free_seats([attendance.client_id], window, session, at)[attendance.client_id]
    marked = [replace(seat, missed_id=attendance.pk) for seat in found]
    return [seat for seat in marked if seat.mends_same_week] or marked


def is_mended(attendance: Attendance) -> bool:
    """Say whether a make-up for this miss is booked."""
    return MakeUp.objects.filter(missed=attendance, cancelled_at__isnull=True).exists()


def window_of(site_id: uuid.UUID, on: dt.date) -> Window:
    """Read which week ``on`` is counted in, and until when a make-up may be offered."""
    known = clinic_settings.values(["week.starts_on", "makeup.days_after_week"], on=on, site_id=site_id)
    first, last = week_of(on, int(known["week.starts_on"]))
    return Window(first, last, last + dt.timedelta(days=int(known["makeup.days_after_week"])))


def free_seats(
    client_ids: Collection[uuid.UUID], window: Window, like: ProgramSession, at: dt.datetime
) -> dict[uuid.UUID, list[Seat]]:
    """Give each client the free seats of a window in days like ``like``: same site and level, at a time they have.

    A time at which they said they cannot come (``scheduling.Commitment``) is none.
    """
    candidates = _candidates(window, like, at)
    free = seats.free_by_session(candidates, at=at)
    candidates = [session for session in candidates if free[session.pk] > 0]
    minutes = service_minutes([session.pk for session in candidates])
    days = _days_with_session(client_ids, candidates)
    taken = _taken(client_ids, candidates)
    return {
        client: [
            _seat(session, minutes.get(session.pk, 0), free[session.pk], window)
            for session in candidates
            if session.on not in days[client] and not _overlaps(session, taken[client])
        ]
        for client in client_ids
    }


def service_minutes(session_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Add up the planned minutes of service of each day, in one query."""
    rows = SessionComponent.objects.filter(session__in=list(session_ids), counts_as_service=True).order_by()
    totals = rows.values_list("session").annotate(
        seconds=Sum(Extract("ends_at", "epoch") - Extract("starts_at", "epoch"))
    )
    return {session: int(seconds // 60) for session, seconds in totals}


def _candidates(window: Window, like: ProgramSession, at: dt.datetime) -> list[ProgramSession]:
    rows = ProgramSession.objects.filter(
        site=like.site_id,
        track__program__level=like.track.program.level_id,
        track__is_active=True,
        status=SessionStatus.PLANNED,
        on__gte=window.first,
        on__lte=window.until,
        starts_at__gt=at,
    )
    return list(rows.select_related("track", "site").order_by("starts_at", "pk"))


def _days_with_session(
    client_ids: Collection[uuid.UUID], sessions: Sequence[ProgramSession]
) -> Mapping[uuid.UUID, set[dt.date]]:
    days: dict[uuid.UUID, set[dt.date]] = defaultdict(set)
    lines = Attendance.objects.filter(
        client__in=client_ids, session__on__in={session.on for session in sessions}
    ).on_roster()
    rows = lines.exclude(session__status=SessionStatus.CANCELLED).order_by()
    for client, on in rows.values_list("client_id", "session__on"):
        days[client].add(on)
    return days


def _taken(
    client_ids: Collection[uuid.UUID], sessions: Sequence[ProgramSession]
) -> Mapping[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]:
    taken: dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    if not sessions:
        return taken
    first, last = min(session.starts_at for session in sessions), max(session.ends_at for session in sessions)
    rows = BusyTime.objects.filter(Q(calendar__client__in=list(client_ids))).between(first, last)
    for client, start, end in rows.values_list("calendar__client_id", "starts_at", "ends_at"):
        taken[client].append((start, end))
    zone = sessions[0].site.time_zone
    days = [session.on for session in sessions]
    for client, stretches in commitments.taken(client_ids, min(days), max(days), zone).items():
        taken[client] += stretches
    return taken


def _overlaps(session: ProgramSession, taken: Iterable[tuple[dt.datetime, dt.datetime]]) -> bool:
    return any(start < session.ends_at and end > session.starts_at for start, end in taken)


def _seat(session: ProgramSession, minutes: int, free: int, window: Window) -> Seat:
    return Seat(
        session_id=session.pk,
        missed_id=None,
        on=session.on,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        minutes=minutes,
        place=session.track.name,
        mends_same_week=session.on <= window.last,
        free=free,
    )
