"""Trying rules: on a real or made-up day, on last month, and on the day that is under way."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing import draft_effect, invented
from billing.choices.rules import RuleStatus
from billing.policies.rules import may_see_rules
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.core.words import say
from iop.pages.billing_rules_forms import TesterForm
from iop.pages.presenters.billing_rules import lists, trying, worth
from iop.pages.presenters.billing_rules.words import decision_shown, rule_shown
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import session_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid


@require_GET
def rule_tester(request: StaffRequest) -> HttpResponse:
    """Decide a real day, or one that is made up, and show which rule fired and each step; nothing is written."""
    require(may_see_rules(request.actor))
    at, asked = clock.now(), request.GET
    form = TesterForm(asked if "minutes" in asked else None, payers=lists.payers(), levels=lists.levels())
    context: dict[str, object] = {"form": form}
    if (day_id := as_uuid(asked.get("day", ""))) is not None:
        context["real"] = trying.real_day(request.actor, day_id, (), at)
    elif form.is_bound and form.is_valid():
        made_up = form.made_up(clock.today("UTC"))
        drafts = lists.drafts_of(made_up.payer)
        context["now"] = decision_shown(invented.decide(made_up))
        context["tried"] = decision_shown(invented.decide(made_up, drafts)) if drafts else None
        context["drafts"] = [rule_shown(one, made_up.on) for one in drafts]
    return render(request, "billing_rules/tester.html", context)


@require_GET
def rule_effect(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Show what a draft would have done to last month's days of its payer."""
    require(may_see_rules(request.actor))
    rule = lists.rule(rule_id)
    if rule.status != RuleStatus.DRAFT:
        raise Conflict(say("Only a draft is tried on last month: this rule decides already."))
    at = clock.now()
    first, last = draft_effect.last_month(clock.today("UTC"))
    found = draft_effect.of(request.actor, [rule], first, last, at)
    names = trying.names_of(request.actor, found)
    context = {"effect": trying.effect_shown(found, names), "rule": rule_shown(rule, at.date())}
    return render(request, "billing_rules/effect.html", context)


@require_GET
def session_worth(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Say for each client on a day's roster what the day comes to as attendance stands, without amounts of money."""
    session = session_of(request.actor, session_id)
    rows = worth.rows(session, request.actor, clock.now())
    context = {"rows": rows, "frame": frames.frame(session, request.actor)}
    name = "worth_part" if request.headers.get("HX-Request") else "worth"
    return render(request, f"billing_rules/{name}.html", context)
