"""How often a level of care is reviewed."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from therapy.models.reviews import ReviewRhythm
from therapy.policies.reviews import may_set_review_rhythm
from therapy.rules.reviews import why_not_rhythm

SUGGESTED = {"php": (14, 0, 14), "iop": (14, 28, 30), "op": (90, 0, 90)}
"""Days by level key: first every, for how long, then every (levels_of_care.md §4)."""
SINCE = dt.date(2020, 1, 1)


@transaction.atomic
def set_review_rhythm(
    *, by: Actor, level: LevelOfCare, valid_from: dt.date, first_every_days: int, first_period_days: int, then_every_days: int,
    at: dt.datetime,
) -> ReviewRhythm:  # fmt: skip
    """Set how often a level is reviewed, from a day on. What held before stays on record."""
    require(may_set_review_rhythm(by))
    if wrong := why_not_rhythm(first_every_days, first_period_days, then_every_days):
        raise Invalid(wrong[1], field=wrong[0])
    try:
        with transaction.atomic():
            row = ReviewRhythm.objects.create(
                level=level, valid_from=valid_from, first_every_days=first_every_days, first_period_days=first_period_days,
                then_every_days=then_every_days, made_by=by.staff_id, created_at=at,
            )  # fmt: skip
    except IntegrityError as clash:
        if "review_rhythm_once" not in str(clash):
            raise
        raise Conflict(
            say("This level has a rhythm from that day on already: choose a later day."),
            code="once",
            field="valid_from",
        ) from clash
    record(
        by=by, verb="therapy.review_rhythm_set", subject=row,
        detail={"level": level.key, "first": first_every_days, "period": first_period_days, "then": then_every_days},
    )  # fmt: skip
    return row


@transaction.atomic
def install_review_rhythms(*, by: Actor, at: dt.datetime) -> int:
    """Make the rhythms a clinic begins with, for levels that have none; say how many are new."""
    levels = {level.key: level for level in LevelOfCare.objects.filter(key__in=SUGGESTED, review_rhythms__isnull=True)}
    made = ReviewRhythm.objects.bulk_create(
        ReviewRhythm(
            level=level, valid_from=SINCE, first_every_days=SUGGESTED[key][0], first_period_days=SUGGESTED[key][1],
            then_every_days=SUGGESTED[key][2], created_at=at,
        )
        for key, level in levels.items()
    )  # fmt: skip
    if made:
        record(by=by, verb="therapy.review_rhythms_installed", subject=None, detail={"rhythms": len(made)})
    return len(made)
