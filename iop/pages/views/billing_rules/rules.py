"""The rules of billing: the list, one rule, writing a draft, publishing, ending, taking back."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.actions import rules as actions
from billing.choices.rules import RuleStatus
from billing.models import BillingRule
from billing.policies.rules import may_change_rules, may_see_rules
from iop.core import clock
from iop.core.errors import require
from iop.pages.billing_rules_forms import EndForm, PublishForm, RuleForm, TakeBackForm, initial_of
from iop.pages.presenters.billing_rules import lists
from iop.pages.presenters.billing_rules.words import facts_of, rule_shown
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views import form_pages


@require_GET
def billing_rules(request: StaffRequest) -> HttpResponse:
    """List the rules by payer, drafts beside what is published."""
    require(may_see_rules(request.actor))
    asked = request.GET
    payer = asked.get("payer", "")
    payer = payer if payer == lists.OWN or as_uuid(payer) else ""
    found = lists.book(
        clock.today("UTC"), payer=payer, service=asked.get("service", ""), everything=bool(asked.get("all"))
    )
    may = may_change_rules(request.actor) is None
    return render(request, "billing_rules/list.html", {"page": found, "own": lists.OWN, "may_change": may})


@require_GET
def billing_rule(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Show everything one rule says, and what may be done with it."""
    require(may_see_rules(request.actor))
    rule = lists.rule(rule_id)
    context = {
        "rule": rule_shown(rule, clock.today("UTC")),
        "payer": rule.payer.name if rule.payer else _("Clients who pay themselves"),
        "facts": facts_of(rule),
        "replaces": rule_shown(rule.replaces, clock.today("UTC")) if rule.replaces else None,
        "is_draft": rule.status == RuleStatus.DRAFT,
        "is_published": rule.status == RuleStatus.PUBLISHED,
        "may_change": may_change_rules(request.actor) is None,
    }
    return render(request, "billing_rules/one.html", context)


@require_http_methods(["GET", "POST"])
def billing_rule_add(request: StaffRequest) -> HttpResponse:
    """Write a new rule as a draft."""
    return _edit(request, None, None, _("Add a rule"))


@require_http_methods(["GET", "POST"])
def billing_rule_edit(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    return _edit(request, lists.rule(rule_id), None, _("Change the draft"))


@require_http_methods(["GET", "POST"])
def billing_rule_replace(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Write the draft that is to take a published rule's place."""
    return _edit(request, None, lists.rule(rule_id), _("Write what takes its place"))


def _edit(
    request: StaffRequest, rule: BillingRule | None, replaces: BillingRule | None, title: str
) -> HttpResponse:  # fmt: skip
    require(may_change_rules(request.actor))
    like = rule or replaces
    initial: dict[str, Any] = initial_of(like) if like else {"starts_on": clock.today("UTC")}
    if replaces:
        initial |= {"starts_on": clock.today("UTC"), "ends_on": None, "version": 0}
    form = RuleForm(request.POST or None, initial=initial, payers=lists.payers(), levels=lists.levels())
    if request.method == "POST" and form.attempt(partial(_save, request, form, rule, replaces)):
        return form_pages.done(request, _("The draft is saved. Try it before you publish it."), form.saved_url)
    return form_pages.ask(request, form, title=title, crumbs=_crumbs(rule or replaces), do=_("Save the draft"))


def _save(request: StaffRequest, form: RuleForm, rule: BillingRule | None, replaces: BillingRule | None) -> None:
    row = actions.save_draft(by=request.actor, at=clock.now(), rule=rule, replaces=replaces, **form.values())
    form.saved_url = reverse("billing_rule", args=[row.pk])


@require_http_methods(["GET", "POST"])
def billing_rule_publish(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Let a draft hold."""
    rule = lists.rule(rule_id)
    intro = _(
        "From its first day on it decides. Days that it touches are decided anew. What was published never changes."
    )
    return _act(request, rule, PublishForm, actions.publish, _("Publish the rule"), _("The rule is published."), intro)


@require_http_methods(["GET", "POST"])
def billing_rule_end(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Say with which day a rule ends."""
    return _act(
        request, lists.rule(rule_id), EndForm, actions.end, _("End the rule"), _("The rule ends with that day.")
    )


@require_http_methods(["GET", "POST"])
def billing_rule_take_back(request: StaffRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Take a rule back that should never have held."""
    intro = _("Days that it decided are decided anew, as if it had never held. The row stays for the record.")
    rule = lists.rule(rule_id)
    return _act(
        request, rule, TakeBackForm, actions.take_back, _("Take the rule back"), _("The rule is taken back."), intro
    )


def _act(
    request: StaffRequest, rule: BillingRule, form_class: Any, action: Any, title: str, done: str, intro: str = ""
) -> HttpResponse:  # fmt: skip
    require(may_change_rules(request.actor))
    form = form_class(request.POST or None, initial={"version": rule.version})

    def save() -> None:
        data = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        action(by=request.actor, rule=rule, at=clock.now(), **data)

    if request.method == "POST" and form.attempt(save):
        return form_pages.done(request, done, reverse("billing_rule", args=[rule.pk]))
    return form_pages.ask(request, form, title=title, crumbs=_crumbs(rule), do=title, intro=intro)


def _crumbs(rule: BillingRule | None) -> list[tuple[str, str]]:
    crumbs = [(reverse("billing_rules"), _("Rules of billing"))]
    return [*crumbs, (reverse("billing_rule", args=[rule.pk]), rule.code)] if rule else crumbs
