"""Rules of billing: written as drafts, published, ended, taken back. What was published never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from billing.actions import locks
from billing.choices.rules import RuleStatus
from billing.models import BillingRule, Payer
from billing.policies.rules import may_change_rules
from billing.rules import rulebook
from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Stale, require, require_valid
from iop.core.words import say

DAY = dt.timedelta(days=1)
FIELDS = (
    "service", "starts_on", "ends_on", "position", "form", "code", "revenue_code", "modifiers", "telehealth_modifiers",
    "place_of_service", "telehealth_place", "unit_rule", "min_minutes", "max_minutes", "max_units", "week_days",
    "week_minutes", "group_from", "group_to", "bundles", "falls_back", "credentials", "requirements", "client_present", "note",
)  # fmt: skip
STALE = say("Somebody else changed this rule meanwhile. Nothing was overwritten: look and save again.")
NOT_A_DRAFT = say("A published rule stays as it was: end it, or write a draft that takes its place.")
NOT_PUBLISHED = say("Only a published rule can be ended or taken back.")


@transaction.atomic
def save_draft(
    *, by: Actor, at: dt.datetime, payer: Payer | None, level: LevelOfCare | None, rule: BillingRule | None = None,
    version: int = 0, replaces: BillingRule | None = None, **values: Any,
) -> BillingRule:  # fmt: skip
    """Write a rule as a draft, or change one. No payer: for people who pay themselves; no level: for any.

    Raises ``Invalid`` beside the field, ``Stale``, ``Conflict`` for a rule that was published already.
    """
    require(may_change_rules(by))
    wrong = rulebook.why_not(values)
    if wrong:
        require_valid(wrong[1], wrong[0])
    known = {"payer": payer, "level": level, **{name: values[name] for name in FIELDS}}
    if rule is None:
        row = BillingRule.objects.create(**known, replaces=replaces, made_by=by.id)
        record(by=by, verb="billing.rule_drafted", subject=row, detail={"code": row.code, "at": at})
        return row
    row = _locked(rule, version)
    require(None if row.status == RuleStatus.DRAFT else NOT_A_DRAFT, code="not_a_draft")
    for name, value in known.items():
        setattr(row, name, value)
    _save(row)
    record(by=by, verb="billing.rule_drafted", subject=row, detail={"code": row.code, "at": at})
    return row


@transaction.atomic
def publish(*, by: Actor, rule: BillingRule, version: int, at: dt.datetime) -> BillingRule:
    """Let a draft hold from its first day on. The rule that it replaces ends the day before, or is taken back if it began later.

    Raises ``Stale``, and ``Conflict`` where another rule for the same thing holds on one of its days.
    """
    require(may_change_rules(by))
    locks.hold_rules()
    row = _locked(rule, version)
    require(None if row.status == RuleStatus.DRAFT else NOT_A_DRAFT, code="not_a_draft")
    alike = _alike(row)
    old = next((one for one in alike if one.pk == row.replaces_id), None)
    _must_be_alone(row, [one for one in alike if one is not old])
    if old:
        _give_way(by, old, row.starts_on, at)
    row.status, row.published_at, row.published_by = RuleStatus.PUBLISHED, at, by.id
    _save(row)
    record(by=by, verb="billing.rule_published", subject=row, detail={"code": row.code, "from": row.starts_on})
    return row


@transaction.atomic
def end(*, by: Actor, rule: BillingRule, version: int, ends_on: dt.date, at: dt.datetime) -> BillingRule:
    """Let a published rule end with a day, earlier or later than it would. Raises ``Invalid``, ``Stale``, ``Conflict`` as ``publish``."""
    require(may_change_rules(by))
    locks.hold_rules()
    row = _locked(rule, version)
    require(None if row.status == RuleStatus.PUBLISHED else NOT_PUBLISHED, code="not_published")
    require_valid(rulebook.why_not_end(row.starts_on, ends_on), "ends_on")
    row.ends_on = ends_on
    _must_be_alone(row, _alike(row))
    _save(row)
    record(by=by, verb="billing.rule_ended", subject=row, detail={"on": ends_on, "at": at})
    return row


@transaction.atomic
def take_back(*, by: Actor, rule: BillingRule, version: int, reason: str, at: dt.datetime) -> BillingRule:
    """Take a published rule back as wrong from its first day on; days it decided are decided anew. Raises ``Invalid``, ``Stale``."""
    require(may_change_rules(by))
    row = _locked(rule, version)
    require(None if row.status == RuleStatus.PUBLISHED else NOT_PUBLISHED, code="not_published")
    require_valid(None if reason.strip() else say("Say why the rule is taken back."), "reason")
    _retire(row, reason.strip())
    record(by=by, verb="billing.rule_taken_back", subject=row, detail={"at": at})
    return row


def _alike(row: BillingRule) -> list[BillingRule]:
    rows = BillingRule.objects.filter(
        payer=row.payer_id, level=row.level_id, service=row.service, position=row.position, status=RuleStatus.PUBLISHED
    )
    return list(rows.exclude(pk=row.pk).order_by("pk").select_for_update(no_key=True))


def _must_be_alone(row: BillingRule, others: Sequence[BillingRule]) -> None:
    held = [rulebook.Held(one.starts_on, one.ends_on) for one in others]
    why = rulebook.why_not_published(row.starts_on, row.ends_on, held)
    if why:
        raise Conflict(why, code="overlaps")


def _give_way(by: Actor, old: BillingRule, starts_on: dt.date, at: dt.datetime) -> None:
    if old.starts_on < starts_on:
        old.ends_on = min(filter(None, [old.ends_on, starts_on - DAY]))
        _save(old)
        record(by=by, verb="billing.rule_ended", subject=old, detail={"on": old.ends_on, "at": at})
        return
    _retire(old, str(say("Replaced before it held.")))
    record(by=by, verb="billing.rule_taken_back", subject=old, detail={"at": at})


def _retire(row: BillingRule, reason: str) -> None:
    row.status, row.retired_reason = RuleStatus.RETIRED, reason[:200]
    _save(row)


def _locked(rule: BillingRule, version: int) -> BillingRule:
    row = BillingRule.objects.select_for_update().get(pk=rule.pk)
    if row.version != version:
        raise Stale(STALE)
    return row


def _save(row: BillingRule) -> None:
    row.version += 1
    row.save()
