"""How often each level is reviewed: the clinic's own numbers, as they stood on a date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Max

from clients.models import Episode, LevelOfCare, Placement
from iop.core import clock
from therapy.models.reviews import LevelReview, ReviewRhythm
from therapy.rules.reviews import DEFAULT_RHYTHM, Rhythm, Rung, due_on


@dataclass(frozen=True)
class AtLevel:
    """The level somebody is at on a day, and since when without a break."""

    level_id: uuid.UUID
    rung: Rung
    since: dt.date


@dataclass(frozen=True)
class Span:
    """What a review looks at: from the day after the last one (``since``); ``reviewed_on`` is none for the first."""

    since: dt.date
    reviewed_on: dt.date | None


def rhythms(on: dt.date) -> Mapping[uuid.UUID, Rhythm]:
    """Give the rhythm of each level that has one on a day; one statement."""
    rows = ReviewRhythm.objects.filter(valid_from__lte=on).order_by("level_id", "-valid_from").distinct("level_id")
    return {row.level_id: Rhythm(row.first_every_days, row.first_period_days, row.then_every_days) for row in rows}


def at_levels(episode_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, AtLevel]:
    """Give the level of each stay on a day, with the first day of the unbroken stretch at it; one statement."""
    rows = (
        Placement.objects.filter(episode__in=list(episode_ids), starts_on__lte=on)
        .select_related("level")
        .order_by("episode_id", "starts_on")
    )
    found: dict[uuid.UUID, AtLevel] = {}
    ends: dict[uuid.UUID, dt.date | None] = {}
    for row in rows:
        before, ended = found.get(row.episode_id), ends.get(row.episode_id)
        goes_on = (
            before is not None and before.level_id == row.level_id and ended == row.starts_on - dt.timedelta(days=1)
        )
        since = before.since if before is not None and goes_on else row.starts_on
        found[row.episode_id] = AtLevel(row.level_id, rung_of(row.level), since)
        ends[row.episode_id] = row.ends_on
    return {pk: at for pk, at in found.items() if ends[pk] is None or ends[pk] >= on}  # type: ignore[operator]


def rung_of(level: LevelOfCare) -> Rung:
    """Give a level as the rules see it."""
    return Rung(level.key, level.name, level.intensity, level.is_off_site)


def ladder() -> list[Rung]:
    """Give the clinic's levels in use, the most intensive first; one statement."""
    return [rung_of(level) for level in LevelOfCare.objects.filter(is_active=True)]


def spans(stays: Collection[Episode]) -> dict[uuid.UUID, Span]:
    """Say for each stay which days its next review looks at; one statement. ``stays`` have their site loaded."""
    rows = LevelReview.objects.signed().filter(episode__in=[stay.pk for stay in stays]).order_by()
    newest = dict(rows.values_list("episode").annotate(Max("signed_at")))
    return {stay.pk: _span(stay, newest.get(stay.pk)) for stay in stays}


def _span(stay: Episode, signed_at: dt.datetime | None) -> Span:
    if signed_at is None:
        return Span(stay.admitted_on or stay.opened_on, None)
    on = clock.local_date(signed_at, stay.site.time_zone)
    return Span(on + dt.timedelta(days=1), on)


def next_due(at: AtLevel, span: Span, known: Mapping[uuid.UUID, Rhythm]) -> dt.date | None:
    """Say when a stay is reviewed next by rhythm; none while they are in care elsewhere."""
    if at.rung.is_off_site:
        return None
    rhythm = known.get(at.level_id, DEFAULT_RHYTHM)
    return due_on(rhythm, level_since=at.since, reviewed_on=span.reviewed_on)
