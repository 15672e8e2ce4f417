"""Free slots of a day: opening hours, less what the colleague, the client and the room already have."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef

from iop.clinic.models import Closure, OpeningHours, SiteRole
from iop.core import clock
from scheduling.choices import SLOT_STEP_MINUTES, BusySource
from scheduling.models import BusyTime, Calendar
from scheduling.rules import times
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
) -> list[Stretch]:
    """Give the stretches of ``minutes`` on ``on`` in which everybody named is free, as instants, in order.

    Without a ``site_id`` all sites count where the colleague has a role that day. ``not_before`` leaves out what has passed;
    ``during_session`` does not mind the client's treatment day. Three statements, whatever the clinic's size.
    """
    opening = _opening(staff_id, site_id, on, zone)
    if not opening:
        return []
    busy = _busy(staff_id, client_id, room_id, clock.day_bounds(on, zone), during_session)
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
    staff_id: uuid.UUID, client_id: uuid.UUID | None, room_id: uuid.UUID | None, day: Stretch, during_session: bool
) -> list[Stretch]:
    named = {"staff": staff_id, "client": client_id, "room": room_id}
    wanted = [
        Calendar.objects.filter(**{kind: each}).order_by().values_list("pk", "client_id")
        for kind, each in named.items()
        if each
    ]
    calendars = wanted[0].union(*wanted[1:], all=True) if len(wanted) > 1 else wanted[0]
    found = list(calendars)
    rows = BusyTime.objects.between(*day).filter(calendar__in=[pk for pk, _ in found]).order_by()
    clients = {pk for pk, client in found if client}
    return [
        (start, end)
        for calendar, start, end, source in rows.values_list("calendar_id", "starts_at", "ends_at", "source")
        if not (during_session and source == BusySource.SESSION and calendar in clients)
    ]
