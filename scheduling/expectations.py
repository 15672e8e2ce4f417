"""What is due one-to-one: expected, booked, held and missing, for many stays at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from clients.choices import EpisodeStatus
from clients.models import Placement
from clients.requirements import for_levels
from iop.clinic.choices import SETTINGS
from iop.clinic.models import SettingValue
from iop.core import clock
from scheduling.choices import EXPECTED_KINDS, AppointmentKind
from scheduling.models import Appointment, Expectation
from scheduling.rules import expectations as rules
from scheduling.rules.expectations import Rhythm, Standing

__all__ = ["RHYTHM_OF_CHECK_INS", "Standing", "standing", "weekday_of"]

RHYTHM_OF_CHECK_INS = "checkins.every_weeks"
WEEK = "week.starts_on"
REACH = dt.timedelta(weeks=8)
"""No rhythm is longer (``MOST_WEEKS_BETWEEN``): what counts lies within so much of the week asked about."""


@dataclass(frozen=True)
class _Stay:
    site_id: uuid.UUID
    zone: str
    level_id: uuid.UUID
    covers: tuple[dt.date, dt.date | None]


def standing(
    episode_ids: Collection[uuid.UUID], week_first: dt.date, at: dt.datetime
) -> dict[uuid.UUID, list[Standing]]:
    """Say of each stay how its one-to-one appointments stand in the counted week that begins on ``week_first``.

    Individual therapy is due as the level of care says, check-ins as the site's setting says; an ``Expectation`` stands in
    place of either, and of any other kind. Kinds of which nothing is due and nothing booked are left out, and so are stays
    that are not in treatment that week. ``at`` decides which day's level and settings hold when the week is not over.
    A fixed number of statements, whatever the number of stays.
    """
    last = week_first + rules.ONE_WEEK - rules.ONE_DAY
    stays = _stays(episode_ids, week_first, last)
    if not stays:
        return {}
    own = _own(stays, week_first, last)
    usual = _usual(stays, last)
    meetings = _meetings(stays, own, week_first)
    found: dict[uuid.UUID, list[Standing]] = {}
    for episode, stay in stays.items():
        rhythms = {**usual[episode], **own.get(episode, {})}
        rows = [
            rules.standing(kind, rhythm, week_first, stay.covers, meetings.get((episode, kind), ()))
            for kind, rhythm in sorted(rhythms.items(), key=lambda item: _place(item[0]))
        ]
        found[episode] = [row for row in rows if row.expected or row.booked or row.held]
    return found


def weekday_of(on: dt.date) -> int:
    """Say on which weekday the clinic's counted weeks begin (one statement)."""
    rows = SettingValue.objects.filter(key=WEEK, site__isnull=True, valid_from__lte=on)
    own = rows.order_by("-valid_from", "-id").values_list("value", flat=True).first()
    return int(SETTINGS[WEEK].default if own is None else own)


def _place(kind: str) -> int:
    return [*EXPECTED_KINDS, *(each for each in AppointmentKind if each not in EXPECTED_KINDS)].index(
        AppointmentKind(kind)
    )


def _stays(episode_ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> dict[uuid.UUID, _Stay]:
    """Read the level that holds last in the week, and from when to when the client is in treatment."""
    rows = (
        Placement.objects.overlapping(first, last)
        .filter(
            episode__in=episode_ids, level__is_off_site=False,
            episode__status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED],
        )
        .order_by("episode", "starts_on")
        .values_list(
            "episode_id", "episode__site_id", "episode__site__time_zone", "level_id", "episode__admitted_on",
            "episode__discharged_on",
        )
    )  # fmt: skip
    return {
        episode: _Stay(site, zone, level, (admitted, discharged))
        for episode, site, zone, level, admitted, discharged in rows
        if admitted <= last and (discharged is None or discharged >= first)
    }


def _own(stays: Mapping[uuid.UUID, _Stay], first: dt.date, last: dt.date) -> dict[uuid.UUID, dict[str, Rhythm]]:
    """Read what is set for a client alone; where one rhythm follows another within the week, the later one counts."""
    rows = Expectation.objects.overlapping(first, last).filter(episode__in=stays, withdrawn_at__isnull=True)
    found: dict[uuid.UUID, dict[str, Rhythm]] = defaultdict(dict)
    fields = ("episode_id", "kind", "times", "every_weeks", "starts_on")
    for episode, kind, times, every_weeks, since in rows.order_by("starts_on").values_list(*fields):
        found[episode][kind] = Rhythm(times, every_weeks, since, is_own=True)
    return found


def _usual(stays: Mapping[uuid.UUID, _Stay], on: dt.date) -> dict[uuid.UUID, dict[str, Rhythm]]:
    levels = for_levels({stay.level_id for stay in stays.values()}, on)
    check_ins = _check_ins({stay.site_id for stay in stays.values()}, on)
    found: dict[uuid.UUID, dict[str, Rhythm]] = {}
    for episode, stay in stays.items():
        level, weeks = levels.get(stay.level_id), check_ins[stay.site_id]
        found[episode] = {AppointmentKind.INDIVIDUAL: Rhythm(level.individual_per_week if level else 0)}
        if weeks:
            found[episode][AppointmentKind.CHECK_IN] = Rhythm(1, weeks, stay.covers[0])
    return found


def _check_ins(site_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, int]:
    """Read how often each site holds check-ins: its own value before the clinic's (one statement)."""
    rows = SettingValue.objects.filter(
        Q(site__isnull=True) | Q(site__in=site_ids), key=RHYTHM_OF_CHECK_INS, valid_from__lte=on
    )
    values = dict(rows.order_by("valid_from", "id").values_list("site_id", "value"))
    usual = values.get(None, SETTINGS[RHYTHM_OF_CHECK_INS].default)
    return {site: int(values.get(site, usual)) for site in site_ids}


def _meetings(
    stays: Mapping[uuid.UUID, _Stay], own: Mapping[uuid.UUID, Mapping[str, Rhythm]], week: dt.date
) -> dict[tuple[uuid.UUID, str], list[tuple[dt.date, str]]]:
    kinds = {*EXPECTED_KINDS, *(kind for rhythms in own.values() for kind in rhythms)}
    start = clock.day_bounds(week - REACH, "UTC")[0]
    end = clock.day_bounds(week + REACH + rules.ONE_WEEK, "UTC")[1]
    rows = Appointment.objects.standing().filter(episode__in=stays, kind__in=kinds).between(start, end).order_by()
    found: dict[tuple[uuid.UUID, str], list[tuple[dt.date, str]]] = defaultdict(list)
    for episode, kind, status, starts_at in rows.values_list("episode_id", "kind", "status", "starts_at"):
        found[episode, kind].append((clock.local_date(starts_at, stays[episode].zone), status))
    return found
