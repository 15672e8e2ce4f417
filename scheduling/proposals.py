"""Times of the week that stay free for some weeks: for client, colleague and room, and when the client can.

A weekly appointment is only kept when it fits. Sessions are made some weeks ahead and go on after that, so a time that cuts
into the client's treatment day in any week is not proposed at all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q

from iop.core import clock
from scheduling import commitments, slots
from scheduling.choices import BusySource
from scheduling.models import BusyTime
from scheduling.rules import times
from scheduling.rules.times import Stretch

ONE_DAY = dt.timedelta(days=1)
MOST = 12
STEP = 30


@dataclass(frozen=True)
class Proposal:
    """A wall time of a weekday: ``first`` is its first free date, ``free`` on how many of the ``weeks`` everybody is.

    ``room_id`` is the room that is free then in most of these weeks, none when no room was wanted. ``taken`` are the dates on
    which somebody, or every room, is taken.
    """

    weekday: int
    at: dt.time
    minutes: int
    first: dt.date
    free: int
    weeks: int
    room_id: uuid.UUID | None
    taken: tuple[dt.date, ...]


@dataclass(frozen=True)
class _Known:
    hours: Mapping[dt.date, list[Stretch]]
    roles: Sequence[tuple[dt.date, dt.date | None]]
    staff: Sequence[Stretch]
    client: Sequence[Stretch]
    days: Sequence[Stretch]
    """The client's treatment days alone."""
    rooms: Mapping[uuid.UUID, Sequence[Stretch]]


def weekly_proposals(
    *,
    staff_id: uuid.UUID,
    client_id: uuid.UUID,
    site_id: uuid.UUID,
    zone: str,
    first: dt.date,
    weeks: int,
    minutes: int,
    at: dt.datetime,
    room_ids: Collection[uuid.UUID] = (),
    during_session: bool = False,
    step_minutes: int = STEP,
) -> list[Proposal]:
    """Propose weekly times from ``first`` on that are free in as many of ``weeks`` weeks as can be, the best first.

    ``room_ids`` are the rooms one of which must be free too; none: no room is needed. Only times that are free in more than
    half of the weeks are proposed, at most three a weekday. A fixed number of statements, whatever the number of weeks.
    """
    days = [first + ONE_DAY * number for number in range(7 * weeks)]
    known = _read(staff_id, client_id, site_id, zone, days, room_ids, during_session)
    found: list[Proposal] = []
    for weekday in range(7):
        dates = [day for day in days if day.weekday() == weekday]
        best = [
            proposal
            for wall in _walls(known, dates, zone, minutes, step_minutes)
            if (proposal := _judge(known, wall, dates, zone, minutes, room_ids, at)) and proposal.free * 2 > weeks
        ]
        found += sorted(best, key=lambda one: (-one.free, one.at))[:3]
    return sorted(found, key=lambda one: (-one.free, one.first, one.at))[:MOST]


def _read(
    staff_id: uuid.UUID,
    client_id: uuid.UUID,
    site_id: uuid.UUID,
    zone: str,
    days: Sequence[dt.date],
    room_ids: Collection[uuid.UUID],
    during_session: bool,
) -> _Known:
    start, end = clock.day_bounds(days[0], zone)[0], clock.day_bounds(days[-1], zone)[1]
    named = Q(calendar__staff=staff_id) | Q(calendar__client=client_id) | Q(calendar__room__in=list(room_ids))
    rows = BusyTime.objects.between(start, end).filter(named).order_by("starts_at")
    busy: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    treatment: list[Stretch] = []
    fields = ("calendar__staff_id", "calendar__client_id", "calendar__room_id", "source", "starts_at", "ends_at")
    for staff, client, room, source, starts_at, ends_at in rows.values_list(*fields):
        if client and source == BusySource.SESSION:
            treatment.append((starts_at, ends_at))
        else:
            busy[staff or client or room].append((starts_at, ends_at))
    bound = commitments.taken([client_id], days[0], days[-1], zone).get(client_id, [])
    return _Known(
        hours=slots.hours_of(site_id, days, zone),
        roles=slots.roles_of([staff_id], site_id, days[0], days[-1]).get(staff_id, []),
        staff=busy[staff_id],
        client=times.joined([*busy[client_id], *bound]),
        days=() if during_session else treatment,
        rooms={room: busy[room] for room in room_ids},
    )


def _walls(known: _Known, dates: Sequence[dt.date], zone: str, minutes: int, step: int) -> list[dt.time]:
    """Every wall time at which the site is open long enough on some of the dates, clear of the client's treatment days."""
    tz = ZoneInfo(zone)
    found = {
        start.astimezone(tz).time() for day in dates for start, _end in times.slots(known.hours[day], (), minutes, step)
    }
    held = {
        (start.astimezone(tz).time(), end.astimezone(tz).time())
        for start, end in known.days
        if start.astimezone(tz).weekday() == dates[0].weekday()
    }
    return sorted(wall for wall in found if not any(_cuts(wall, minutes, each) for each in held))


def _cuts(wall: dt.time, minutes: int, held: tuple[dt.time, dt.time]) -> bool:
    begins = wall.hour * 60 + wall.minute
    start, end = (each.hour * 60 + each.minute for each in held)
    return begins < end and begins + minutes > start


def _judge(
    known: _Known,
    wall: dt.time,
    dates: Sequence[dt.date],
    zone: str,
    minutes: int,
    room_ids: Collection[uuid.UUID],
    at: dt.datetime,
) -> Proposal | None:
    wanted = {day: _stretch(day, wall, minutes, zone) for day in dates}
    ahead = {day: stretch for day, stretch in wanted.items() if stretch[0] >= at}
    open_to_all = [day for day, stretch in ahead.items() if _is_open(known, day, stretch)]
    room = _room(known, [ahead[day] for day in open_to_all], room_ids)
    free = [day for day in open_to_all if room is None or not _hits(known.rooms[room], ahead[day])]
    if not free or (room_ids and room is None):
        return None
    taken = tuple(day for day in ahead if day not in free)
    return Proposal(dates[0].weekday(), wall, minutes, free[0], len(free), len(dates), room, taken)


def _stretch(day: dt.date, wall: dt.time, minutes: int, zone: str) -> Stretch:
    start = clock.at_local(day, wall, zone)
    return start, start + dt.timedelta(minutes=minutes)


def _is_open(known: _Known, day: dt.date, stretch: Stretch) -> bool:
    works = any(begins <= day and (ends is None or day <= ends) for begins, ends in known.roles)
    inside = any(opens <= stretch[0] and stretch[1] <= closes for opens, closes in known.hours[day])
    return works and inside and not _hits(known.staff, stretch) and not _hits(known.client, stretch)


def _room(known: _Known, wanted: Sequence[Stretch], room_ids: Collection[uuid.UUID]) -> uuid.UUID | None:
    """The room that is free most often; the first named of those that are."""
    counted = [(sum(not _hits(known.rooms[room], stretch) for stretch in wanted), room) for room in room_ids]
    most = max((number for number, _room in counted), default=0)
    return next((room for number, room in counted if number == most and number), None)


def _hits(busy: Sequence[Stretch], stretch: Stretch) -> bool:
    return any(start < stretch[1] and end > stretch[0] for start, end in busy)
