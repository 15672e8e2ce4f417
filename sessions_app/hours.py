"""The weekly-hours meter of many clients at once: what was read, handed to the pure rule."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from clients.choices import EpisodeStatus
from clients.models import LevelRequirement, Placement
from iop.clinic import settings as clinic_settings
from iop.core import clock
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from sessions_app import makeups
from sessions_app.choices import MISSED
from sessions_app.models import Attendance, MakeUp, ProgramSession
from sessions_app.rules import hours as rules
from sessions_app.rules.hours import Required, Seat, WeekHours, WeekLine

__all__ = ["WeekHours", "weeks"]

NOTHING = {"minutes": 0, "individual": 0}
"""What a level without a requirement asks for."""


@dataclass(frozen=True)
class _Stay:
    """Where a client is in treatment, which hours their level asks for, and how long it holds."""

    zone: str
    minutes: int
    individual: int
    covers: tuple[dt.date, dt.date | None]


def weeks(
    client_ids: Collection[uuid.UUID], *, week_of: dt.date, at: dt.datetime, begins: int | None = None
) -> dict[uuid.UUID, WeekHours]:
    """Give each client's counted week around ``week_of``: attended, still possible, required, the prediction, what mends it.

    Minutes are of service in treatment days; individual appointments are counted beside them. A client without a level of
    care in that week is judged by no requirement. A fixed number of queries, whatever the number of clients; seats are
    looked for only where a week falls short. ``begins`` is the weekday on which the clinic's weeks begin, where it is known.
    """
    wanted = set(client_ids)
    if begins is None:
        begins = int(clinic_settings.value("week.starts_on", on=week_of))
    first, last = rules.week_of(week_of, begins)
    stays = _stays(wanted, first, last)
    required = _required(stays, first, last)
    lines = _lines(wanted, first, last)
    individual = _individual(wanted, stays, first, last)
    today = _todays(stays, at)
    found = {
        client: rules.decide(
            first=first,
            lines=lines[client],
            required=required.get(client, Required()),
            today=today.get(client, week_of),
        )
        for client in wanted
    }
    offers = _offers(
        [client for client in wanted if found[client].state == "out_of_reach" and today[client] <= last],
        first,
        last,
        at,
    )
    for client, seats in offers.items():
        found[client] = rules.decide(
            first=first, lines=lines[client], required=required[client], today=today[client], offers=seats
        )
    return {
        client: replace(week, individual_done=individual[client][0], individual_booked=individual[client][1])
        for client, week in found.items()
    }


def _stays(clients: Collection[uuid.UUID], first: dt.date, last: dt.date) -> dict[uuid.UUID, _Stay]:
    """Read what the level that holds last in the week asks for, and how far it and its neighbours reach without a gap."""
    rows = (
        Placement.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=first),
            episode__client__in=clients,
            starts_on__lte=last,
            episode__status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED],
        )
        .annotate(asked=_asked(last))
        .order_by("episode__client_id", "starts_on")
        .values_list(
            "episode__client_id", "episode__site__time_zone", "asked", "starts_on", "ends_on", "episode__admitted_on",
            "episode__discharged_on",
        )
    )  # fmt: skip
    stays: dict[uuid.UUID, _Stay] = {}
    for client, zone, asked, starts_on, ends_on, admitted_on, discharged_on in rows:
        begun = max(starts_on, admitted_on or starts_on)
        until = min((day for day in (ends_on, discharged_on) if day), default=None)
        before = stays.get(client)
        ended = before.covers[1] if before else None
        if before and ended and ended >= begun - dt.timedelta(days=1):
            begun = before.covers[0]
        week = asked or NOTHING
        stays[client] = _Stay(zone, week["minutes"], week["individual"], (begun, until))
    return stays


def _asked(on: dt.date) -> Subquery:
    rows = LevelRequirement.objects.filter(level=OuterRef("level"), valid_from__lte=on).order_by("-valid_from")
    return Subquery(rows.values(json=JSONObject(minutes="min_weekly_minutes", individual="individual_per_week"))[:1])


def _required(stays: Mapping[uuid.UUID, _Stay], first: dt.date, last: dt.date) -> dict[uuid.UUID, Required]:
    found = {}
    for client, stay in stays.items():
        begun, until = stay.covers
        is_partial = begun > first or (until is not None and until < last)
        found[client] = Required(minutes=stay.minutes, is_partial=is_partial, individual=stay.individual)
    return found


def _lines(clients: Collection[uuid.UUID], first: dt.date, last: dt.date) -> Mapping[uuid.UUID, list[WeekLine]]:
    # Plain values: a census reads some hundreds of these, and rows of four tables each would cost more than the query.
    rows = list(
        Attendance.objects.filter(client__in=clients, session__on__gte=first, session__on__lte=last)
        .on_roster()
        .order_by("session__starts_at")
        .values_list(
            "client_id", "session_id", "session__on", "session__starts_at", "session__status", "status", "credited_minutes"
        )
    )  # fmt: skip
    planned = makeups.service_minutes({session for _client, session, *_rest in rows})
    lines: dict[uuid.UUID, list[WeekLine]] = defaultdict(list)
    for client, session, on, starts_at, session_status, status, credited in rows:
        lines[client].append(WeekLine(on, starts_at, session_status, status, credited, planned.get(session, 0)))
    return lines


def _individual(
    clients: Collection[uuid.UUID], stays: Mapping[uuid.UUID, _Stay], first: dt.date, last: dt.date
) -> Mapping[uuid.UUID, tuple[int, int]]:
    """Count individual appointments of the week: held, and booked."""
    counts: dict[uuid.UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    start, end = (
        clock.day_bounds(first - dt.timedelta(days=1), "UTC")[0],
        clock.day_bounds(last + dt.timedelta(days=1), "UTC")[1],
    )
    rows = Appointment.objects.filter(client__in=clients, kind=AppointmentKind.INDIVIDUAL).between(start, end)
    for client, status, starts_at in rows.values_list("client_id", "status", "starts_at"):
        zone = stays[client].zone if client in stays else "UTC"
        if not first <= clock.local_date(starts_at, zone) <= last:
            continue
        done, booked = counts[client]
        if status == AppointmentStatus.COMPLETED:
            counts[client] = (done + 1, booked)
        elif status in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED):
            counts[client] = (done, booked + 1)
    return counts


def _todays(stays: Mapping[uuid.UUID, _Stay], at: dt.datetime) -> dict[uuid.UUID, dt.date]:
    zones = {stay.zone: clock.local_date(at, stay.zone) for stay in stays.values()}
    return {client: zones[stay.zone] for client, stay in stays.items()}


def _offers(
    clients: Collection[uuid.UUID], first: dt.date, last: dt.date, at: dt.datetime
) -> dict[uuid.UUID, list[Seat]]:
    """Look for seats of this week for clients who fall short, site by site and level by level; each needs a miss to mend."""
    misses = _misses(clients, first, last) if clients else {}
    groups: dict[tuple[uuid.UUID, uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    like: dict[tuple[uuid.UUID, uuid.UUID], ProgramSession] = {}
    for client, miss in misses.items():
        key = (miss.session.site_id, miss.session.track.program.level_id)
        groups[key].append(client)
        like[key] = miss.session
    window = makeups.Window(first, last, last)
    found: dict[uuid.UUID, list[Seat]] = {}
    for key, members in groups.items():
        for client, seats in makeups.free_seats(members, window, like[key], at).items():
            found[client] = [replace(seat, missed_id=misses[client].pk) for seat in seats]
    return found


def _misses(clients: Collection[uuid.UUID], first: dt.date, last: dt.date) -> dict[uuid.UUID, Attendance]:
    """Give each client's first miss of the week that no make-up mends yet."""
    mended = MakeUp.objects.filter(missed=OuterRef("pk"), cancelled_at__isnull=True)
    rows = (
        Attendance.objects.filter(
            ~Exists(mended), client__in=clients, session__on__gte=first, session__on__lte=last, status__in=MISSED
        )
        .select_related("session__track__program")
        .order_by("session__starts_at")
    )
    found: dict[uuid.UUID, Attendance] = {}
    for row in rows:
        found.setdefault(row.client_id, row)
    return found
