"""When questionnaires are given, by level of care, as dated data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require
from iop.core.words import say
from therapy.choices.measures import SUGGESTED, SUGGESTED_LEVELS, Suggested
from therapy.models.measures import MeasureRule
from therapy.policies.measures import may_set_rhythm

MOST_DAYS = 730


@transaction.atomic
def set_rhythm(
    *,
    by: Actor,
    level: LevelOfCare,
    key: str,
    valid_from: dt.date,
    today: dt.date,
    at_intake: bool = False,
    every_days: int | None = None,
    at_discharge: bool = False,
    after_days: tuple[int, ...] = (),
) -> MeasureRule:
    """Say when a questionnaire is given at a level from a day on; nothing chosen means it is not given there any more.

    What was asked before keeps its reason: past days are not changed (``Invalid``). What stands already is given back.
    """
    require(may_set_rhythm(by))
    if valid_from < today:
        raise Invalid(say("A rhythm begins today or later: what was due before stays as it was."), field="valid_from")
    if every_days is not None and not 1 <= every_days <= 365:
        raise Invalid(say("Give a number of days from 1 to 365."), field="every_days")
    if any(not 1 <= days <= MOST_DAYS for days in after_days):
        raise Invalid(say("Give days after treatment from 1 to 730."), field="after_days")
    wanted = {
        "at_intake": at_intake, "every_days": every_days, "at_discharge": at_discharge,
        "after_days": sorted(set(after_days)),
    }  # fmt: skip
    newest = MeasureRule.objects.filter(level=level, key=key, valid_from__lte=valid_from).first()
    if newest is not None and {name: getattr(newest, name) for name in wanted} == wanted:
        return newest
    made = MeasureRule.objects.create(level=level, key=key, valid_from=valid_from, made_by_id=by.staff_id, **wanted)
    record(
        by=by, verb="therapy.measure_rhythm_set", subject=made,
        detail={"level": level.key, "key": key, "from": valid_from, "every": every_days, "intake": at_intake},
    )  # fmt: skip
    return made


@transaction.atomic
def install_rhythm(*, by: Actor, valid_from: dt.date) -> int:
    """Make the suggested rhythm for levels that have none yet; say how many lines were made (measures.md §14)."""
    if not by.is_system:
        require(may_set_rhythm(by))
    known = set(MeasureRule.objects.values_list("level__key", flat=True))
    levels: Mapping[str, LevelOfCare] = {
        level.key: level for level in LevelOfCare.objects.filter(key__in=SUGGESTED_LEVELS).exclude(key__in=known)
    }
    rows = [_row(level, line, valid_from) for level in levels.values() for line in SUGGESTED]
    MeasureRule.objects.bulk_create(rows)
    if rows:
        record(
            by=by, verb="therapy.measure_rhythm_set", subject=None, detail={"suggested": len(rows), "from": valid_from}
        )  # fmt: skip
    return len(rows)


def _row(level: LevelOfCare, line: Suggested, valid_from: dt.date) -> MeasureRule:
    return MeasureRule(
        level=level, key=line.key, valid_from=valid_from, at_intake=line.at_intake, every_days=line.every_days,
        at_discharge=line.at_discharge, after_days=list(line.after_days),
    )  # fmt: skip
