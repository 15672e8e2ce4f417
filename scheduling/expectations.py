"""What is due one-to-one: expected, booked, held and missing, for many stays at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, JSONObject

from clients.choices import EpisodeStatus
from clients.models import LevelRequirement, Placement
from iop.clinic import settings as clinic_settings
from iop.clinic.choices import SETTINGS
from iop.clinic.models import SettingValue
from iop.core import clock
from scheduling.choices import EXPECTED_KINDS, AppointmentKind
from scheduling.models import Appointment, Expectation
from scheduling.rules import expectations as rules
from scheduling.rules.expectations import Rhythm, Standing

__all__ = ["RHYTHM_OF_CHECK_INS", "Standing", "standing", "weekday_column", "weekday_of"]

RHYTHM_OF_CHECK_INS = "checkins.every_weeks"
WEEK = "week.starts_on"
REACH = dt.timedelta(weeks=8)
"""No rhythm is longer (``MOST_WEEKS_BETWEEN``): what counts lies within so much of the week asked about."""


@dataclass(frozen=True)
class _Stay:
    zone: str
    covers: tuple[dt.date, dt.date | None]
    rhythms: Mapping[str, Rhythm]


def standing(
    episode_ids: Collection[uuid.UUID], week_first: dt.date, at: dt.datetime
) -> dict[uuid.UUID, list[Standing]]:
    """Say of each stay how its one-to-one appointments stand in the counted week that begins on ``week_first``.

    Individual therapy is due as the level of care says, check-ins as the site's setting says; an ``Expectation`` stands in
    place of either, and of any other kind. Kinds of which nothing is due and nothing booked are left out, and so are stays
    that are not in treatment that week. What will be decided later than ``at`` is not known here: levels, rhythms and
    settings hold as they stand on the week's last day. Two statements, whatever the number of stays.
    """
    stays = _stays(episode_ids, week_first, week_first + rules.ONE_WEEK - rules.ONE_DAY)
    if not stays:
        return {}
    meetings = _meetings(stays, week_first)
    found: dict[uuid.UUID, list[Standing]] = {}
    for episode, stay in stays.items():
        rows = [
            rules.standing(kind, stay.rhythms[kind], week_first, stay.covers, meetings.get((episode, kind), ()))
            for kind in sorted(stay.rhythms, key=_place)
        ]
        found[episode] = [row for row in rows if row.expected or row.booked or row.held]
    return found


def weekday_of(on: dt.date) -> int:
    """Say on which weekday the clinic's counted weeks begin (one statement)."""
    return int(clinic_settings.value(WEEK, on=on))


def weekday_column() -> Func:
    """The same as a column of rows that bear their date as ``today``, for a list that asks for nothing else besides."""
    rows = SettingValue.objects.filter(site__isnull=True, key=WEEK, valid_from__lte=OuterRef("today"))
    own = Subquery(rows.order_by("-valid_from", "-id").values("value")[:1])
    return Coalesce(Cast(own, IntegerField()), Value(int(SETTINGS[WEEK].default)))


def _place(kind: str) -> int:
    others = [each for each in AppointmentKind if each not in EXPECTED_KINDS]
    return [*EXPECTED_KINDS, *others].index(AppointmentKind(kind))


def _stays(episode_ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> dict[uuid.UUID, _Stay]:
    """Read the level that holds last in the week, when the client is in treatment, and what is due of whom (one statement)."""
    rows = (
        Placement.objects.overlapping(first, last)
        .filter(
            episode__in=episode_ids, level__is_off_site=False,
            episode__status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED],
        )
        .annotate(individual=_of_level(last), check_ins=_of_site(last), own=_own(first, last))
        .order_by("episode", "starts_on")
        .values_list(
            "episode_id", "episode__site__time_zone", "episode__admitted_on", "episode__discharged_on", "individual",
            "check_ins", "own",
        )
    )  # fmt: skip
    return {
        episode: _Stay(zone, (admitted, left), _rhythms(individual or 0, check_ins, admitted, own))
        for episode, zone, admitted, left, individual, check_ins, own in rows
        if admitted and admitted <= last and (left is None or left >= first)
    }


def _of_level(on: dt.date) -> Subquery:
    rows = LevelRequirement.objects.filter(level=OuterRef("level"), valid_from__lte=on).order_by("-valid_from")
    return Subquery(rows.values("individual_per_week")[:1])


def _of_site(on: dt.date) -> Subquery:
    """The site's own value before the clinic's, the newest begun."""
    rows = SettingValue.objects.filter(
        Q(site__isnull=True) | Q(site=OuterRef("episode__site")), key=RHYTHM_OF_CHECK_INS, valid_from__lte=on
    )
    return Subquery(rows.order_by(F("site").desc(nulls_last=True), "-valid_from", "-id").values("value")[:1])


def _own(first: dt.date, last: dt.date) -> ArraySubquery:
    """What is agreed with the client; where one rhythm follows another within the week, the later one counts."""
    rows = Expectation.objects.overlapping(first, last).filter(episode=OuterRef("episode"), withdrawn_at__isnull=True)
    names = ("kind", "times", "every_weeks", "starts_on")
    return ArraySubquery(rows.order_by("starts_on").values(json=JSONObject(**{name: name for name in names})))


def _rhythms(
    individual: int, check_ins: int | None, admitted_on: dt.date, own: Iterable[Mapping[str, Any]]
) -> dict[str, Rhythm]:
    weeks = int(SETTINGS[RHYTHM_OF_CHECK_INS].default if check_ins is None else check_ins)
    found: dict[str, Rhythm] = {AppointmentKind.INDIVIDUAL: Rhythm(individual)}
    if weeks:
        found[AppointmentKind.CHECK_IN] = Rhythm(1, weeks, admitted_on)
    for row in own:
        since = dt.date.fromisoformat(row["starts_on"])
        found[row["kind"]] = Rhythm(row["times"], row["every_weeks"], since, is_own=True)
    return found


def _meetings(
    stays: Mapping[uuid.UUID, _Stay], week: dt.date
) -> dict[tuple[uuid.UUID, str], list[tuple[dt.date, str]]]:
    kinds = {kind for stay in stays.values() for kind in stay.rhythms}
    start = clock.day_bounds(week - REACH, "UTC")[0]
    end = clock.day_bounds(week + REACH + rules.ONE_WEEK, "UTC")[1]
    rows = Appointment.objects.standing().filter(episode__in=stays, kind__in=kinds).between(start, end).order_by()
    found: dict[tuple[uuid.UUID, str], list[tuple[dt.date, str]]] = defaultdict(list)
    for episode, kind, status, starts_at in rows.values_list("episode_id", "kind", "status", "starts_at"):
        found[episode, kind].append((clock.local_date(starts_at, stays[episode].zone), status))
    return found
