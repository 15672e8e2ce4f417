"""What a rule of billing may say, and when one may be published. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from billing.choices.payers import ClaimForm
from billing.choices.rules import Service, UnitRule
from iop.core.words import Sentence, say

CODE = re.compile(r"^[A-Z0-9]{5}$")
MODIFIER = re.compile(r"^[A-Z0-9]{2}$")
REVENUE = re.compile(r"^[0-9]{4}$")
MOST_MODIFIERS = 4


@dataclass(frozen=True)
class Held:
    """When a published rule for the same thing holds."""

    starts_on: dt.date
    ends_on: dt.date | None


def why_not(values: Mapping[str, Any]) -> tuple[str, Sentence] | None:
    """Say which field of a rule cannot be so, and why; none: it may be saved.

    Source: billing.md §1 to §5; X12 837 SV101 and SV201 for lengths.
    """
    return _codes(values) or _numbers(values) or _sense(values)


def _codes(values: Mapping[str, Any]) -> tuple[str, Sentence] | None:
    if not CODE.match(values["code"]):
        return "code", say("A code has five letters or digits: H0015, 90834.")
    if values["form"] == ClaimForm.INSTITUTIONAL and not REVENUE.match(values.get("revenue_code") or ""):
        return "revenue_code", say("An institutional claim needs a revenue code of four digits: 0906.")
    if values.get("revenue_code") and not REVENUE.match(values["revenue_code"]):
        return "revenue_code", say("A revenue code has four digits: 0906.")
    for name in ("modifiers", "telehealth_modifiers"):
        if any(not MODIFIER.match(one) for one in values[name]):
            return name, say("A modifier has two letters or digits: HF, 95.")
        if len(values[name]) > MOST_MODIFIERS:
            return name, say("A line holds four modifiers at the most.")
    if len({*values["modifiers"], *values["telehealth_modifiers"]}) > MOST_MODIFIERS:
        return "telehealth_modifiers", say(
            "With those of every line these are more than four: by video one would be lost."
        )
    return None


def _numbers(values: Mapping[str, Any]) -> tuple[str, Sentence] | None:
    most = values.get("max_minutes")
    if most is not None and most < values["min_minutes"]:
        return "max_minutes", say("The most minutes are fewer than the least.")
    if values.get("group_from") and values.get("group_to") and values["group_to"] < values["group_from"]:
        return "group_to", say("The largest group is smaller than the smallest.")
    if values["week_days"] > 7:
        return "week_days", say("A week has seven days.")
    if values.get("ends_on") and values["ends_on"] < values["starts_on"]:
        return "ends_on", say("The last day lies before the first.")
    return None


def _sense(values: Mapping[str, Any]) -> tuple[str, Sentence] | None:
    whole_day = values["service"] == Service.TREATMENT_DAY
    if values["unit_rule"] == UnitRule.PER_DIEM and not whole_day:
        return "unit_rule", say("Only a treatment day is billed as one for each day.")
    if values["unit_rule"] == UnitRule.SESSION and whole_day:
        return "unit_rule", say("A treatment day is billed for the day, by hours or by quarter hours.")
    if values["bundles"] and not whole_day:
        return "bundles", say("Only the rate of a treatment day holds other services.")
    if Service.TREATMENT_DAY in values["bundles"]:
        return "bundles", say("A day does not hold itself.")
    if (values["falls_back"] or values["week_days"] or values["week_minutes"]) and not whole_day:
        return "falls_back", say("Only treatment days have a weekly least and fall back to their groups.")
    if values.get("client_present") is not None and values["service"] != Service.FAMILY:
        return "client_present", say("Only family sessions differ by whether the client was there.")
    return None


def why_not_published(starts_on: dt.date, ends_on: dt.date | None, others: Collection[Held]) -> Sentence | None:
    """Two rules for the same payer, level, service and position never hold on the same day."""
    for other in others:
        begins_before = other.ends_on is None or starts_on <= other.ends_on
        ends_after = ends_on is None or other.starts_on <= ends_on
        if begins_before and ends_after:
            return say(
                "Another rule for this payer, level, service and place in the order holds on some of these days."
            )
    return None


def why_not_end(starts_on: dt.date, ends_on: dt.date) -> Sentence | None:
    """A rule's last day lies on or after its first."""
    return say("The last day lies before the first.") if ends_on < starts_on else None
