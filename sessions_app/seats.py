"""Seats that days give away one by one: make-ups and people added for a day, beside the enrolments of ``scheduling``."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count

from iop.core.errors import Conflict
from iop.core.words import day_words, say, sentence
from scheduling import seats
from scheduling.models import Track
from sessions_app.choices import RosterSource, SessionStatus
from sessions_app.models import Attendance, ProgramSession


def make_ups_taken(
    track_ids: Collection[uuid.UUID], days: Collection[dt.date]
) -> Mapping[tuple[uuid.UUID, dt.date], int]:
    """Count, by track and day, the seats that make-ups and people added by hand hold (slot ``SEATS_TAKEN``)."""
    rows = (
        Attendance.objects.filter(session__track__in=list(track_ids), session__on__in=list(days))
        .exclude(source=RosterSource.ENROLLED)
        .exclude(session__status=SessionStatus.CANCELLED)
        .on_roster()
        .order_by()
    )
    counted = rows.values_list("session__track_id", "session__on").annotate(Count("pk"))
    return {(track_id, on): number for track_id, on, number in counted}


def free_by_session(sessions: Sequence[ProgramSession], *, at: dt.datetime) -> dict[uuid.UUID, int]:
    """Say how many seats are free in each of these days at ``at``; a fixed number of queries."""
    if not sessions:
        return {}
    days = [session.on for session in sessions]
    tracks = Track.objects.filter(pk__in={session.track_id for session in sessions})
    free = seats.free_in(tracks, min(days), max(days), at=at)
    return {session.pk: free[session.track_id].get(session.on, 0) for session in sessions}


def refuse_if_full(session: ProgramSession, *, at: dt.datetime) -> None:
    """Raise ``Conflict`` when a day has no seat left. The track's row must be locked by the caller."""
    if free_by_session([session], at=at)[session.pk] < 1:
        words = say("No seat is free on {day}.")
        raise Conflict(sentence(words, day=day_words(session.on)), code="full", detail={"session": str(session.pk)})
