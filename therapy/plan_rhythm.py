"""By when a plan is signed and how often it is reviewed: the clinic's own numbers by level, as they stood on a date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from clients.models import Episode, Placement
from iop.clinic import settings
from therapy.models.plans import PlanRhythm


@dataclass(frozen=True)
class Rhythm:
    """Days from admission to the first signed plan, and from one review to the next."""

    first_days: int
    review_days: int


def rhythm_of(episode: Episode, on: dt.date) -> Rhythm:
    """Give the rhythm of a stay on a day: that of its level, or else the clinic's settings."""
    placed = Placement.objects.filter(episode=episode.pk).on(on).values_list("level_id", flat=True).first()
    found = rhythms(on).get(placed) if placed else None
    return found or default_rhythm(on, episode.site_id)


def rhythms(on: dt.date) -> Mapping[uuid.UUID, Rhythm]:
    """Give the rhythm of each level that has one on a day; one statement."""
    rows = PlanRhythm.objects.filter(valid_from__lte=on).order_by("level_id", "-valid_from").distinct("level_id")
    return {row.level_id: Rhythm(row.first_days, row.review_days) for row in rows}


def default_rhythm(on: dt.date, site_id: uuid.UUID | None) -> Rhythm:
    """Give the rhythm of levels without one of their own."""
    found = settings.values(("admission.plan_days", "plans.review_days"), on=on, site_id=site_id)
    return Rhythm(found["admission.plan_days"], found["plans.review_days"])
