"""Free times: opening hours, less what the colleague, the client and the room already have, and when the client cannot."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from iop.clinic.models import Closure, OpeningHours, SiteRole
from iop.core import clock
from scheduling import commitments
from scheduling.choices import SLOT_STEP_MINUTES, BusySource
from scheduling.models import BusyTime, Calendar
from scheduling.rules import times
from scheduling.rules.commitments import Bound, stretches
from scheduling.rules.times import Stretch


def free_slots(
    *,
    staff_id: uuid.UUID,
    on: dt.date,
    minutes: int,
    zone: str,
    client_id: uuid.UUID | None = None,
    room_id: uuid.UUID | None = None,
    site_id: uuid.UUID | None = None,
    not_before: dt.datetime | None = None,
    during_session: bool = False,
    step_minutes: int = SLOT_STEP_MINUTES,
    despite_commitments: bool = False,
    bounds: Iterable[Bound] | None = None,
    person_ids: Collection[uuid.UUID] = (),
) -> list[Stretch]:
    """Give the stretches of ``minutes`` on ``on`` in which everybody named is free, as instants, in order.

    ``person_ids`` are relatives and other supports who come too.

    What the client said keeps them (``Commitment``) counts as taken, unless ``despite_commitments``; ``bounds`` are these
    where they have been read already.

    Without a ``site_id`` all sites count where the colleague has a role that day. ``not_before`` leaves out what has passed;
    ``during_session`` does not mind the client's treatment day. Three statements, whatever the clinic's size.
    """
    opening = _opening(staff_id, site_id, on, zone)
    if not opening:
        return []
    busy = _busy(staff_id, client_id, room_id, clock.day_bounds(on, zone), during_session, person_ids)
    if client_id and not despite_commitments:
        if bounds is None:
            bounds = commitments.of_clients([client_id], on, on).get(client_id, [])
        busy += [stretch for _bound, stretch in stretches(bounds, on, on, zone)]
    found = times.slots(opening, busy, minutes, step_minutes)
    return [slot for slot in found if not_before is None or slot[0] >= not_before]


def _opening(staff_id: uuid.UUID, site_id: uuid.UUID | None, on: dt.date, zone: str) -> list[Stretch]:
    roles = SiteRole.objects.on(on).filter(staff=staff_id, site=OuterRef("site"))
    closed = Closure.objects.on(on).filter(site=OuterRef("site"))
    hours = OpeningHours.objects.filter(Exists(roles), ~Exists(closed), weekday=on.weekday(), site__time_zone=zone)
    if site_id:
        hours = hours.filter(site=site_id)
    walls = hours.order_by("opens").values_list("opens", "closes")
    return times.joined((clock.at_local(on, opens, zone), clock.at_local(on, closes, zone)) for opens, closes in walls)


def _busy(
    staff_id: uuid.UUID, client_id: uuid.UUID | None, room_id: uuid.UUID | None, day: Stretch, during_session: bool,
    person_ids: Collection[uuid.UUID] = (),
) -> list[Stretch]:  # fmt: skip
    which = Q(staff=staff_id) | (Q(person__in=list(person_ids)) if person_ids else Q(pk__in=[]))
    for kind, each in (("client", client_id), ("room", room_id)):
        which |= Q(**{kind: each}) if each else Q(pk__in=[])
    wanted = Calendar.objects.filter(which).order_by().values("pk")
    rows = BusyTime.objects.between(*day).filter(calendar__in=wanted).order_by()
    return [
        (start, end)
        for client, start, end, source in rows.values_list("calendar__client_id", "starts_at", "ends_at", "source")
        if not (during_session and source == BusySource.SESSION and client)
    ]


def free_slots_of(
    *,
    staff_ids: Collection[uuid.UUID],
    site_id: uuid.UUID,
    zone: str,
    first: dt.date,
    days: int,
    minutes: int,
    not_before: dt.datetime | None = None,
    room_id: uuid.UUID | None = None,
    step_minutes: int = 30,
) -> dict[uuid.UUID, list[Stretch]]:
    """Give each colleague's free stretches of ``minutes`` at a site over some days, in order: a fixed number of statements."""
    on = [first + dt.timedelta(days=number) for number in range(days)]
    hours = hours_of(site_id, on, zone)
    roles = roles_of(staff_ids, site_id, on[0], on[-1])
    start, end = clock.day_bounds(on[0], zone)[0], clock.day_bounds(on[-1], zone)[1]
    busy = _busy_of(staff_ids, room_id, start, end)
    taken = busy.pop(room_id, []) if room_id else []
    found: dict[uuid.UUID, list[Stretch]] = {}
    for staff_id in staff_ids:
        rows = [
            slot
            for day in on
            if any(begins <= day and (ends is None or day <= ends) for begins, ends in roles.get(staff_id, ()))
            for slot in times.slots(hours[day], [*busy.get(staff_id, []), *taken], minutes, step_minutes)
        ]
        found[staff_id] = [slot for slot in rows if not_before is None or slot[0] >= not_before]
    return found


def hours_of(site_id: uuid.UUID, days: Collection[dt.date], zone: str) -> dict[dt.date, list[Stretch]]:
    """Give the site's opening hours of each day as instants; closed days have none (two statements)."""
    weekly: dict[int, list[tuple[dt.time, dt.time]]] = defaultdict(list)
    walls = OpeningHours.objects.filter(site=site_id).order_by("opens")
    for weekday, opens, closes in walls.values_list("weekday", "opens", "closes"):
        weekly[weekday].append((opens, closes))
    closures = Closure.objects.filter(site=site_id).overlapping(min(days), max(days))
    closed = [(begins, ends or begins) for begins, ends in closures.values_list("starts_on", "ends_on")]
    return {
        day: []
        if any(start <= day <= end for start, end in closed)
        else times.joined(
            (clock.at_local(day, opens, zone), clock.at_local(day, closes, zone))
            for opens, closes in weekly[day.weekday()]
        )
        for day in days
    }


def roles_of(
    staff_ids: Collection[uuid.UUID], site_id: uuid.UUID, first: dt.date, last: dt.date
) -> dict[uuid.UUID, list[tuple[dt.date, dt.date | None]]]:
    """Give the dates of each colleague's roles at the site (one statement)."""
    spans: dict[uuid.UUID, list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    rows = SiteRole.objects.overlapping(first, last).filter(staff__in=staff_ids, site=site_id).order_by()
    for staff_id, begins, ends in rows.values_list("staff_id", "starts_on", "ends_on"):
        spans[staff_id].append((begins, ends))
    return spans


def _busy_of(
    staff_ids: Collection[uuid.UUID], room_id: uuid.UUID | None, start: dt.datetime, end: dt.datetime
) -> dict[uuid.UUID, list[Stretch]]:
    named = Q(calendar__staff__in=list(staff_ids)) | (Q(calendar__room=room_id) if room_id else Q(pk__in=[]))
    rows = BusyTime.objects.between(start, end).filter(named).order_by()
    busy: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    for staff_id, room, starts_at, ends_at in rows.values_list(
        "calendar__staff_id", "calendar__room_id", "starts_at", "ends_at"
    ):
        busy[staff_id or room].append((starts_at, ends_at))
    return busy
