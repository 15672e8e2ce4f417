"""Which rules stand on a day, what they find, and how a warning reads: always its reasons, in words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.formats import date_format

from iop.core.words import Sentence, say, sentence
from therapy import questionnaires
from therapy.choices.warnings import WarningKind
from therapy.models import EarlyWarning, WarningRule
from therapy.questionnaires.shapes import BETTER
from therapy.rules import warnings as rules
from therapy.rules.warnings import Fact, Found
from therapy.warning_facts import facts_of

LOOK_BACK_FOR_SCORES = dt.timedelta(days=180)
"""How far back the score before the newest may lie."""


def standing_rules(on: dt.date) -> list[WarningRule]:
    """Give the newest begun rule of each kind and questionnaire, those switched off left out. One statement."""
    newest = (
        WarningRule.objects.filter(valid_from__lte=on)
        .order_by("kind", "measure_key", "-valid_from", "-created_at")
        .distinct("kind", "measure_key")
    )
    return [rule for rule in newest if rule.threshold is not None]


def find(rule: WarningRule, episode_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, Found]:
    """Say which of these stays a rule warns of on a day, with the facts. One statement, however many stays."""
    back = max(
        dt.timedelta(days=rule.window_days), LOOK_BACK_FOR_SCORES if rule.kind == WarningKind.SCORE else dt.timedelta()
    )
    facts = facts_of(rule.kind, rule.measure_key, episode_ids=episode_ids, first=on - back, last=on)
    found = {episode_id: _judge(rule, own, on) for episode_id, own in facts.items()}
    return {episode_id: one for episode_id, one in found.items() if one is not None}


def _judge(rule: WarningRule, facts: list[Fact], on: dt.date) -> Found | None:
    asked: dict[str, Any] = {"on": on, "threshold": rule.threshold, "window_days": rule.window_days}
    if rule.kind == WarningKind.CRAVINGS:
        return rules.above_average(facts, **asked)
    if rule.kind == WarningKind.SCORE:
        definition = questionnaires.find(rule.measure_key)
        return rules.worse_than_before(facts, **asked, higher_is_worse=definition.direction != BETTER)
    return rules.often(facts, **asked)


def kept(found: Found) -> dict[str, Any]:
    """Turn what was found into what a warning keeps."""
    return {
        "facts": [asdict(fact) | {"on": fact.on.isoformat()} for fact in found.facts],
        "before": found.before,
    }


def reason(warning: EarlyWarning) -> Sentence:
    """Say in plain words why a warning stands, with its days and figures. ``warning.rule`` should be loaded."""
    facts = warning.facts["facts"]
    newest = facts[-1]
    day = date_format(dt.date.fromisoformat(newest["on"]), "M j")
    if warning.kind == WarningKind.CRAVINGS:
        return sentence(
            say("Cravings {now} on {day}; {before} on average at the check-ins before it."),
            now=_figure(newest["value"]), day=day, before=_figure(warning.facts["before"]),
        )  # fmt: skip
    if warning.kind == WarningKind.SCORE:
        return sentence(
            say("{name} {now} on {day}; {before} the time before."),
            name=title_of(warning.measure_key), now=_figure(newest["value"]), day=day,
            before=_figure(warning.facts["before"]),
        )  # fmt: skip
    days = ", ".join(date_format(dt.date.fromisoformat(fact["on"]), "M j") for fact in facts)
    return sentence(PATTERNS[warning.kind], count=len(facts), days=days, window=warning.rule.window_days)


def places(warning: EarlyWarning) -> list[tuple[str, uuid.UUID]]:
    """Name the records that a warning rests on, newest first: a kind and an id that ``settings.WORK_PLACES`` may know."""
    keys = [fact["key"].split(":") for fact in reversed(warning.facts["facts"])]
    return [(key[0], uuid.UUID(key[1])) for key in keys]


def title_of(measure_key: str) -> str:
    """Give a questionnaire's short name."""
    definition = questionnaires.find(measure_key)
    return definition.short or definition.title


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


PATTERNS: Mapping[str, Sentence] = {
    WarningKind.ABSENCES: say("Treatment days missed in {window} days: {count} ({days})."),
    WarningKind.TEST_MISSED: say("Drug tests missed in {window} days: {count} ({days})."),
    WarningKind.TEST_UNEXPECTED: say("Unexpected test results in {window} days: {count} ({days})."),
    WarningKind.USE: say("Told us of use in the last {window} days: {count} ({days})."),
    WarningKind.THERAPY: say("Individual sessions missed in {window} days: {count} ({days})."),
    WarningKind.GOALS: say("Goals not kept in {window} days: {count} ({days})."),
}
