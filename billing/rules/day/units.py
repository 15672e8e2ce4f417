"""How minutes become units."""

from __future__ import annotations

from billing.choices.rules import UnitRule
from billing.rules.shapes import Terms

QUARTER = 15
HALF_OF_QUARTER = 7
HOUR = 60


def units(unit_rule: str, minutes: int) -> int:
    """Say how many units a service of so many minutes is; minutes are of service, breaks left out.

    A unit of 15 minutes counts from its 8th minute on: 7 is none, 8 is 1, 22 is 1, 23 is 2, 38 is 3, 53 is 4. Hours are whole
    ones. A day and a session are one, however long; their least minutes are the rule's. Source: billing.md §1, unit rule 4.
    """
    if unit_rule == UnitRule.TIMED_15:
        return (max(minutes, 0) + HALF_OF_QUARTER) // QUARTER
    if unit_rule == UnitRule.HOUR:
        return max(minutes, 0) // HOUR
    return 1


def least_minutes(terms: Terms) -> int:
    """Say from how many minutes on a rule gives anything at all."""
    own = {UnitRule.TIMED_15: QUARTER - HALF_OF_QUARTER, UnitRule.HOUR: HOUR}.get(UnitRule(terms.unit_rule), 0)
    return max(own, terms.min_minutes)
