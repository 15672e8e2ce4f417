"""Whether anything a decision rests on has changed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from billing.rules.shapes import DayFacts, Terms, Week


def digest(facts: DayFacts, terms: Sequence[Terms]) -> str:
    """Give a digest of all that a day's decision rests on: equal ones decide alike.

    Not in it: what today is, how many units an authorization has left beyond whether there are any, and how full a week is
    beyond what the rules ask of it; else every day would look changed whenever another one is charged.
    """
    values = dataclasses.asdict(facts)
    values.pop("today")
    values["authorized"] = [{**each, "left": each["left"] > 0} for each in values["authorized"]]
    values["week"] = [_week(facts.week, one) for one in terms if one.week_days or one.week_minutes]
    whole = {"facts": values, "terms": [dataclasses.asdict(one) for one in terms]}
    text = json.dumps(_plain(whole), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _week(week: Week | None, terms: Terms) -> list[bool]:
    if week is None:
        return []
    return [week.minutes >= terms.week_minutes, week.days >= terms.week_days, week.is_over]


def _plain(value: Any) -> Any:
    """Put sets into an order, so that equal facts give equal text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(str(each) for each in value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
