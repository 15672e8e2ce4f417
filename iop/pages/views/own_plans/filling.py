"""The same plan in the client's own hands: nothing of the chart around it, in their language, on their phone or a tablet."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import NotAllowed, Refusal, require
from iop.pages import handed_over
from iop.pages.own_plan_forms import contents_in, language_in, wish_in
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.own_plans import plans as presenter
from iop.pages.presenters.own_plans.asking import plan_of
from iop.pages.views.own_plans.plans import autosaved, keep
from therapy.choices.own_plans import MadeHow
from therapy.own_plan_form import form_of
from therapy.policies.own_plans import may_write_own_plan
from therapy.rules.own_plans import cleaned

IN_THEIR_HANDS = frozenset({"own_plan_fill", "own_plan_filled"})


@require_POST
def own_plan_hand_over(request: StaffRequest, own_plan_id: uuid.UUID) -> HttpResponse:
    """Close everything but this plan, and show it for the client to write in."""
    plan, chart = plan_of(request.actor, own_plan_id, clock.now())
    require(may_write_own_plan(request.actor, chart.client))
    back = reverse("own_plan", args=[chart.client.pk, plan.kind])
    handed_over.hand_over(request, of=plan.pk, names=IN_THEIR_HANDS, back=back)
    language = language_in(request.POST, chart.client.language)
    return redirect(reverse("own_plan_fill", args=[plan.pk]) + f"?language={language}")


@require_http_methods(["GET", "POST"])
def own_plan_fill(request: StaffRequest, own_plan_id: uuid.UUID) -> HttpResponse:
    """Let the client write their plan and keep it."""
    plan, chart = plan_of(request.actor, own_plan_id, clock.now())
    require(may_write_own_plan(request.actor, chart.client))
    if "X-Autosave" in request.headers:
        return autosaved(request, chart, plan, MadeHow.BY_CLIENT)
    language = language_in(request.POST if request.method == "POST" else request.GET, chart.client.language)
    more: dict[str, object] = {}
    typed, status = None, 200
    if request.method == "POST":
        try:
            keep(request, chart, plan, MadeHow.BY_CLIENT, language)
            return redirect(reverse("own_plan_filled", args=[plan.pk]) + f"?language={language}")
        except NotAllowed:
            raise
        except Refusal as told:
            plan.refresh_from_db()
            form = form_of(plan.kind)
            typed, status = cleaned(form, contents_in(form, request.POST)), told.status
            more = {"refusal": told.sentence, "wrong": told.field, "wish": wish_in(request.POST)}
    with override(language):
        page = presenter.form_page(plan, language, typed)
        page |= {"language": language, "form_url": reverse("own_plan_fill", args=[plan.pk]), "name": chart.name}
        return render(request, "own_plans/fill.html", {**page, **more}, status=status)


@require_GET
def own_plan_filled(request: StaffRequest, own_plan_id: uuid.UUID) -> HttpResponse:
    """Thank the client and ask for the device back."""
    plan, _chart = plan_of(request.actor, own_plan_id, clock.now())
    language = language_in(request.GET, "en")
    with override(language):
        title = form_of(plan.kind).title(language)
        return render(request, "own_plans/filled.html", {"plan": plan, "language": language, "plan_title": title})
