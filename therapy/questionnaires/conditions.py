"""Tests of answers, written as data: whether a question is asked, a band, flag or alert holds.

They know three answers: true, false, and none while it cannot be said because something is unanswered. A missing answer is
never taken for nought: it stands for every value it could still have.

::

    {"item": "9", "op": ">=", "value": 1}            one answer's value
    {"sum": ["2", "3"], "op": "==", "value": 0}      points of some questions
    {"score": "total", "op": ">=", "value": 20}      a score
    {"count": [condition, …], "op": ">=", "value": 5}
    {"all": […]}  {"any": […]}  {"not": condition}
    {"sex": ["male"]}  {"complete": true}
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from therapy.questionnaires.shapes import Condition

Bounds = tuple[Decimal, Decimal]
Truth = bool | None

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True)
class Facts:
    """What conditions are tested against. ``points`` and ``scores`` are the least and the most each can still come to."""

    values: Mapping[str, Any]
    not_asked: frozenset[str] = frozenset()
    points: Mapping[str, Bounds] = field(default_factory=dict)
    scores: Mapping[str, Bounds] = field(default_factory=dict)
    sex: str = "unknown"
    is_complete: Truth = None


def holds(condition: Condition, facts: Facts) -> Truth:
    """Say whether ``condition`` holds, does not, or cannot be said yet."""
    for name, test in TESTS.items():
        if name in condition:
            return test(condition, facts)
    raise ValueError(f"a condition without a known test: {sorted(condition)}")


def compare(bounds: Bounds, op: str, value: Decimal) -> Truth:
    """Compare something that lies between two numbers with one: none while both outcomes are possible."""
    low, high = bounds
    if op in ("==", "!="):
        equal = (low == value) if low == high else (None if low <= value <= high else False)
        return equal if equal is None or op == "==" else not equal
    at_low, at_high = OPERATORS[op](low, value), OPERATORS[op](high, value)
    return at_low if at_low == at_high else None


def _item(condition: Condition, facts: Facts) -> Truth:
    key = condition["item"]
    if key in facts.not_asked:
        return False
    value = facts.values.get(key)
    if value is None:
        return None
    wanted = condition["value"]
    if isinstance(value, str) or isinstance(wanted, str):
        return OPERATORS[condition["op"]](str(value), str(wanted)) if condition["op"] in ("==", "!=") else None
    return OPERATORS[condition["op"]](Decimal(value), Decimal(wanted))


def _sum(condition: Condition, facts: Facts) -> Truth:
    found = [facts.points.get(key, (Decimal(0), Decimal(0))) for key in condition["sum"]]
    total = (sum((low for low, _ in found), Decimal(0)), sum((high for _, high in found), Decimal(0)))
    return compare(total, condition["op"], Decimal(condition["value"]))


def _score(condition: Condition, facts: Facts) -> Truth:
    bounds = facts.scores.get(condition["score"])
    return None if bounds is None else compare(bounds, condition["op"], Decimal(condition["value"]))


def _count(condition: Condition, facts: Facts) -> Truth:
    found = [holds(each, facts) for each in condition["count"]]
    surely, perhaps = found.count(True), found.count(None)
    return compare((Decimal(surely), Decimal(surely + perhaps)), condition["op"], Decimal(condition["value"]))


def _every(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else (None if None in found else True)


def _all(condition: Condition, facts: Facts) -> Truth:
    return _every(holds(each, facts) for each in condition["all"])


def _any(condition: Condition, facts: Facts) -> Truth:
    found = [holds(each, facts) for each in condition["any"]]
    return True if True in found else (None if None in found else False)


def _not(condition: Condition, facts: Facts) -> Truth:
    found = holds(condition["not"], facts)
    return None if found is None else not found


def _sex(condition: Condition, facts: Facts) -> Truth:
    return facts.sex in condition["sex"]


def _complete(condition: Condition, facts: Facts) -> Truth:
    return None if facts.is_complete is None else facts.is_complete == condition["complete"]


TESTS: dict[str, Callable[[Condition, Facts], Truth]] = {
    "item": _item,
    "sum": _sum,
    "score": _score,
    "count": _count,
    "all": _all,
    "any": _any,
    "not": _not,
    "sex": _sex,
    "complete": _complete,
}


def items_of(condition: Condition) -> set[str]:
    """Name every question a condition looks at."""
    found = {condition["item"]} if "item" in condition else set(condition.get("sum", ()))
    for name in ("all", "any", "count"):
        for each in condition.get(name, ()):
            found |= items_of(each)
    return found | (items_of(condition["not"]) if "not" in condition else set())
