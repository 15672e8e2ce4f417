"""How often somebody is tested when their level of care changes: from one date on, and back as it was when that is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import require, require_valid
from therapy.actions.drug_tests.plans import ONE_DAY, why_not_rate
from therapy.models.drug_tests import TestPlan
from therapy.policies import signer
from therapy.policies.drug_tests import may_collect
from therapy.policies.transitions import may_transition


@transaction.atomic
def rate_from(
    *, by: Actor, plan: TestPlan, per_week: Decimal, from_on: dt.date, at: dt.datetime
) -> tuple[TestPlan, str]:
    """Let somebody be tested ``per_week`` times a week from a day on, otherwise as ``plan`` says: panel and necessity.

    Gives the new plan, and the last day that ``plan`` had before (empty for none). ``plan`` may have ended before: then it
    goes on with the new one.
    """
    require(may_collect(by, plan.episode.site_id))
    require_valid(why_not_rate(per_week, plan.max_gap_days), "tests_per_week")
    before = _end(plan, from_on, at)
    made = TestPlan.objects.create(
        episode_id=plan.episode_id, panel_id=plan.panel_id, oral_panel_id=plan.oral_panel_id, per_week=per_week,
        max_gap_days=gap_for(plan, per_week), on_days_off=plan.on_days_off, necessity=plan.necessity, starts_on=from_on,
        ends_on=None, ordered_by_id=signer(by), ordered_at=at,
    )  # fmt: skip
    _told(by, "therapy.test_plan_saved", made, plan.episode, per_week=str(per_week), before=plan.pk)
    return made, before


@transaction.atomic
def stop_from(*, by: Actor, plan: TestPlan, from_on: dt.date, at: dt.datetime) -> str:
    """Let a plan end before ``from_on``, because they are cared for elsewhere then. Gives the last day it had before."""
    require(may_transition(by, plan.episode.site_id))
    before = _end(plan, from_on, at)
    _told(by, "therapy.test_plan_ended", plan, plan.episode, on=from_on - ONE_DAY)
    return before


@transaction.atomic
def as_before(*, by: Actor, episode: Episode, was: Mapping[str, Any], at: dt.datetime) -> None:
    """Let plans stand as they stood before ``rate_from`` or ``stop_from``: ``was`` names them and their last day."""
    require(may_transition(by, episode.site_id))
    if was.get("made"):
        TestPlan.objects.filter(pk=was["made"]).update(withdrawn_at=at)
    row = TestPlan.every.select_for_update(of=("self",)).get(pk=was["plan"])
    row.ends_on = dt.date.fromisoformat(was["ends_on"]) if was["ends_on"] else None
    row.withdrawn_at = None
    _save(row)
    _told(by, "therapy.test_plan_restored", row, episode)


def gap_for(plan: TestPlan, per_week: Decimal) -> int:
    """Say the longest gap that fits another rate: as long in proportion, from a day to three months."""
    days = round(plan.max_gap_days * plan.per_week / per_week)
    return max(1, min(90, int(days)))


def _end(plan: TestPlan, from_on: dt.date, at: dt.datetime) -> str:
    row = TestPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    before = row.ends_on.isoformat() if row.ends_on else ""
    if row.ends_on is not None and row.ends_on < from_on:
        return before
    if row.starts_on >= from_on:
        row.withdrawn_at = at
    else:
        row.ends_on = from_on - ONE_DAY
    _save(row)
    return before


def _save(row: TestPlan) -> None:
    row.version += 1
    row.save(update_fields=["ends_on", "withdrawn_at", "version"])


def _told(by: Actor, verb: str, subject: TestPlan, episode: Episode, **detail: object) -> None:
    record(by=by, verb=verb, subject=subject, clients=[episode.client_id], site_id=episode.site_id, detail=detail)
