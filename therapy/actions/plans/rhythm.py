"""The rhythm of plans at a level of care."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.policies import may_edit_clinic
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import say
from therapy.models.plans import PlanRhythm
from therapy.rules.plans import why_not_rhythm


@transaction.atomic
def set_rhythm(
    *, by: Actor, level: LevelOfCare, valid_from: dt.date, first_days: int, review_days: int, at: dt.datetime
) -> PlanRhythm:
    """Set by when a level's plan is signed and how often it is reviewed, from a day on. What held before stays on record."""
    require(may_edit_clinic(by))
    require_valid(why_not_rhythm(first_days, review_days), "first_days")
    try:
        with transaction.atomic():
            row = PlanRhythm.objects.create(
                level=level, valid_from=valid_from, first_days=first_days, review_days=review_days, created_at=at
            )
    except IntegrityError as clash:
        if "plan_rhythm_once" not in str(clash):
            raise
        raise Conflict(
            say("This level has a rhythm from that day on already: choose a later day."), code="once"
        ) from clash
    record(
        by=by, verb="therapy.plan_rhythm_set", subject=row,
        detail={"level": level.key, "first_days": first_days, "review_days": review_days},
    )  # fmt: skip
    return row
