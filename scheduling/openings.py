"""Which tracks have room in the coming weeks, and when somebody could start: what a caller asks first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from iop.clinic.models import Closure
from iop.core import clock
from iop.core.words import Sentence
from scheduling import seats
from scheduling.models import Enrolment, SeatHold, Track
from scheduling.rules.openings import first_start
from scheduling.rules.seats import ONE_DAY, ONE_WEEK, Seating

LONGEST_LOOK = dt.timedelta(days=400)


@dataclass(frozen=True)
class Opening:
    """A track as a caller needs it.

    ``free`` are the free seats of each day it runs in the weeks asked for, closed days left out; ``fewest`` the least of
    them on the chosen weekdays. ``first_possible_start`` looks beyond those weeks. ``known_leavers`` end in these weeks, and
    ``held`` seats are kept for others. ``reason`` says why nobody can start.
    """

    track: Track
    weekdays: tuple[int, ...]
    free: Mapping[dt.date, int]
    fewest: int
    first_possible_start: dt.date | None
    known_leavers: int
    held: int
    reason: Sentence = ""


def openings(
    *, site_id: uuid.UUID, weekdays: Collection[int], first: dt.date, at: dt.datetime, weeks: int = 4
) -> list[Opening]:
    """Say for each track of a site how many seats are free, day by day, and when somebody could start on ``weekdays``.

    Known leavers and held seats count; closures are honoured. Without ``weekdays`` those on which a track runs are meant.
    Tracks in which one can start soonest come first. A fixed number of statements.
    """
    found = Track.objects.filter(program__site=site_id, is_active=True, program__is_active=True)
    tracks = list(found.select_related("program__level", "program__site").order_by("name"))
    if not tracks:
        return []
    begins = max(first, clock.local_date(at, tracks[0].program.site.time_zone))
    last = begins + ONE_WEEK * weeks - ONE_DAY
    ids = [track.pk for track in tracks]
    seatings = seats.seatings_of(tracks, begins, None, at=at)
    closed = _closed(site_id, begins)
    leaving, held = _leaving(ids, begins, last), _held(ids, at)
    rows = [
        _opening(
            track, seatings[track.pk], frozenset(weekdays), begins, last, closed, leaving[track.pk], held[track.pk]
        )
        for track in tracks
    ]
    return sorted(rows, key=lambda row: (row.first_possible_start or dt.date.max, row.track.name))


def _opening(
    track: Track,
    seating: Seating,
    weekdays: frozenset[int],
    first: dt.date,
    last: dt.date,
    closed: Sequence[tuple[dt.date, dt.date]],
    leaving: int,
    held: int,
) -> Opening:
    def is_closed(day: dt.date) -> bool:
        return any(start <= day <= end for start, end in closed)

    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    free = {
        day: max(0, seating.limit_on(day).seats - seating.taken_on(day))
        for day in days
        if seating.runs_on(day) and not is_closed(day)
    }
    start = first_start(seating, weekdays, first, is_closed)
    chosen = [number for day, number in free.items() if day.weekday() in start.weekdays]
    return Opening(
        track, tuple(sorted(start.weekdays)), free, min(chosen, default=0), start.on, leaving, held, start.reason
    )


def _closed(site_id: uuid.UUID, first: dt.date) -> list[tuple[dt.date, dt.date]]:
    rows = Closure.objects.filter(site=site_id).overlapping(first, first + LONGEST_LOOK)
    return [(begins, ends or begins) for begins, ends in rows.values_list("starts_on", "ends_on")]


def _leaving(track_ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> Counter[uuid.UUID]:
    rows = Enrolment.objects.standing().filter(track__in=track_ids, ends_on__range=(first, last))
    return Counter(rows.order_by().values_list("track_id", flat=True))


def _held(track_ids: Collection[uuid.UUID], at: dt.datetime) -> Counter[uuid.UUID]:
    rows = SeatHold.objects.live(at).filter(track__in=track_ids)
    return Counter(rows.order_by().values_list("track_id", flat=True))
