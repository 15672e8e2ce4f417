"""Decisions and rules in the words and tones of the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.choices.rules import DayState, HoldOwner, Requirement, RuleStatus, Service, UnitRule
from billing.models import BillingRule
from billing.rules.day.working import code_words
from billing.rules.shapes import Decision
from iop.core.money import money
from iop.core.words import hours_minutes
from iop.pages.presenters.schedule.when import day_words

TONES: dict[str, str] = {
    DayState.BILLABLE: "good", DayState.HELD: "warn", DayState.REVIEW: "info", DayState.OPEN: "info",
    DayState.NOT_BILLABLE: "quiet",
}  # fmt: skip
STATUS_TONES: dict[str, str] = {RuleStatus.DRAFT: "info", RuleStatus.PUBLISHED: "good", RuleStatus.RETIRED: "quiet"}


def decision_shown(decision: Decision) -> dict[str, Any]:
    """Put a decision on a page: its state and sentence, its lines with money, what mends what, and each step."""
    return {
        "state": DayState(decision.state).label,
        "tone": TONES[decision.state],
        "words": str(decision.words),
        "lines": [_line(line) for line in decision.lines],
        "total": money(decision.cents) if len(decision.lines) > 1 else "",
        "holds": [
            {"words": str(hold.words), "owner": HoldOwner(hold.owner).label, "mends": str(hold.mends)}
            for hold in decision.holds
        ],
        "steps": steps_shown(decision),
    }


def steps_shown(decision: Decision) -> list[dict[str, Any]]:
    """Give each step of a decision: whether it held, and its words."""
    return [
        {"held": step.held, "words": str(step.words), "icon": "check2" if step.held else "x-lg"}
        for step in decision.trace
    ]


def _line(line: Any) -> dict[str, Any]:
    return {
        "service": Service(line.service).label,
        "code": code_words(line),
        "revenue": line.revenue_code,
        "place": line.place_of_service,
        "units": line.units,
        "cents": money(line.cents),
        "rule_url": reverse("billing_rule", args=[line.rule_id]),
    }


def rule_shown(rule: BillingRule, today: dt.date) -> dict[str, Any]:
    """Put a rule into a row: what it bills, how it counts, since when, and how it stands today."""
    return {
        "id": str(rule.pk),
        "url": f"/billing/rules/{rule.pk}/",
        "service": Service(rule.service).label,
        "level": rule.level.short_name if rule.level else _("Any level"),
        "code": "-".join([rule.code, *rule.modifiers]),
        "revenue": rule.revenue_code,
        "counted": _counted(rule),
        "dates": _dates(rule),
        "state": _state(rule, today)[0],
        "tone": _state(rule, today)[1],
    }


def _counted(rule: BillingRule) -> str:
    words = [str(UnitRule(rule.unit_rule).label)]
    if rule.min_minutes:
        words.append(_("from %(minutes)s") % {"minutes": hours_minutes(rule.min_minutes)})
    if rule.max_minutes:
        words.append(_("up to %(minutes)s") % {"minutes": hours_minutes(rule.max_minutes)})
    if rule.week_minutes or rule.week_days:
        week = {"hours": hours_minutes(rule.week_minutes), "days": rule.week_days}
        words.append(_("in weeks of %(hours)s on %(days)s days") % week)
    return ", ".join(words)


def _dates(rule: BillingRule) -> str:
    if rule.ends_on:
        return _("%(first)s to %(last)s") % {"first": day_words(rule.starts_on), "last": day_words(rule.ends_on)}
    return _("since %(first)s") % {"first": day_words(rule.starts_on)}


def _state(rule: BillingRule, today: dt.date) -> tuple[str, str]:
    if rule.status != RuleStatus.PUBLISHED:
        return str(RuleStatus(rule.status).label), STATUS_TONES[rule.status]
    if rule.ends_on and rule.ends_on < today:
        return _("Ended"), "quiet"
    if rule.starts_on > today:
        return _("Holds later"), "info"
    return _("In force"), "good"


def facts_of(rule: BillingRule) -> list[tuple[str, str]]:
    """Give everything a rule says, as names and values."""
    presence = {True: _("With the client"), False: _("Without the client")}
    group = f"{rule.group_from or 1} – {rule.group_to or '…'}" if rule.group_from or rule.group_to else ""
    services = ", ".join(str(Service(one).label) for one in rule.bundles)
    pairs = [
        (_("Claim form"), rule.get_form_display()),
        (_("Revenue code"), rule.revenue_code),
        (_("How it is counted"), _counted(rule)),
        (_("Units a day at most"), str(rule.max_units or "")),
        (_("Added by video"), ", ".join(rule.telehealth_modifiers)),
        (_("Place of service"), rule.place_of_service or _("The site's own")),
        (_("Place of service by video"), rule.telehealth_place or _("Not paid by video")),
        (_("Size of the group"), group),
        (_("Family sessions"), presence.get(rule.client_present, "") if rule.client_present is not None else ""),
        (_("Held in the day's rate"), services),
        (_("A day that is too short"), _("is billed by its groups") if rule.falls_back else ""),
        (_("Credentials"), ", ".join(rule.credentials)),
        (_("What must be there"), ", ".join(str(Requirement(one).label) for one in rule.requirements)),
        (_("Place in the order"), str(rule.position)),
        (_("Where the payer says so"), rule.note),
        (_("Taken back because"), rule.retired_reason),
    ]
    return [(str(name), value) for name, value in pairs if value]
