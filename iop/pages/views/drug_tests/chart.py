"""The chart's tab "Drug tests": plan, exemptions, orders."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import open_chart
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import say
from iop.pages.drug_test_forms import ExemptForm, OrderForm, PlanForm, offer
from iop.pages.presenters.drug_tests.asking import collecting_chart, oral_panels, screens, test_of, tests_chart
from iop.pages.presenters.drug_tests.chart import plan_now, read_tests
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.drug_tests.framing import asked, framed
from iop.pages.views.saving import tried
from therapy.actions import drug_tests
from therapy.models.drug_tests import DrugTest


@require_GET
def client_tests(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show plan and tests of a client. Opening it is an event on record."""
    at = clock.now()
    chart = tests_chart(request.actor, client_id, at)
    open_chart(by=request.actor, client=chart.client, at=at)
    return framed(request, chart, "list", **read_tests(chart, page_asked(request)))


@require_http_methods(["GET", "POST"])
def client_test_order(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Order one test outside the draw."""
    chart = collecting_chart(request.actor, client_id, clock.now())
    follows = _follows(request, client_id)
    plan = plan_now(chart)
    panel = follows.panel if follows else plan.panel if plan else None
    form = OrderForm(
        request.POST or None,
        initial={
            "due_on": chart.today, "necessity": follows.necessity if follows else plan.necessity if plan else "",
            "panel": str(panel.pk) if panel else "", "reason": "follow_up" if follows else "admission",
        },
    )  # fmt: skip
    offer(form.fields["panel"], screens())
    made: list[DrugTest] = []

    def order() -> None:
        made.append(
            drug_tests.order_test(
                by=request.actor, episode=chart.episode, follows=follows, at=chart.at, **form.cleaned_data
            )
        )

    if request.method == "POST" and tried(form, order, "panel"):
        messages.success(request, _("Ordered. The client hears of it on arrival."))
        return redirect("drug_test", made[0].pk)
    return asked(
        request, chart, form, title=_("Order a test"), do=_("Order it"), back=reverse("client_tests", args=[client_id]),
        intro=_("A test is support: it tells whether the plan helps. Orders are this client's own, never the same for everybody."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def client_test_plan(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Say how often a client is drawn, and why."""
    chart = collecting_chart(request.actor, client_id, clock.now())
    plan = plan_now(chart)
    initial: dict[str, object] = {"starts_on": chart.today}
    if plan:
        names = ("per_week", "max_gap_days", "on_days_off", "necessity", "ends_on")
        initial |= {name: getattr(plan, name) for name in names}
        initial |= {"panel": str(plan.panel_id), "oral_panel": str(plan.oral_panel_id or "")}
    form = PlanForm(request.POST or None, initial=initial)
    offer(form.fields["panel"], screens())
    offer(form.fields["oral_panel"], oral_panels())
    done = request.method == "POST" and tried(
        form,
        lambda: drug_tests.save_plan(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data),
        "starts_on",
    )
    if done:
        messages.success(request, _("The plan stands."))
        return redirect("client_tests", client_id)
    return asked(
        request, chart, form, title=_("Plan of drug tests"), do=_("Sign the plan"),
        back=reverse("client_tests", args=[client_id]),
        intro=_("Days are drawn by chance: a test yesterday makes none less likely today, and nobody can reckon with it."),
    )  # fmt: skip


@require_POST
def client_test_plan_end(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """End the plan with today."""
    chart = collecting_chart(request.actor, client_id, clock.now())
    plan = plan_now(chart)
    if plan is None:
        raise Conflict(say("There is no plan to end."), code="no_plan")
    drug_tests.end_plan(by=request.actor, plan=plan, at=chart.at)
    messages.success(request, _("The plan ends today."))
    return redirect("client_tests", client_id)


@require_http_methods(["GET", "POST"])
def client_test_exempt(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Take a client out of the draw for a while, or have oral fluid taken."""
    chart = collecting_chart(request.actor, client_id, clock.now())
    form = ExemptForm(request.POST or None, initial={"starts_on": chart.today})
    done = request.method == "POST" and tried(
        form, lambda: drug_tests.exempt(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data)
    )
    if done:
        messages.success(request, _("Kept. It ends by itself."))
        return redirect("client_tests", client_id)
    return asked(
        request, chart, form, title=_("Exemption"), do=_("Keep it"), back=reverse("client_tests", args=[client_id])
    )


def _follows(request: StaffRequest, client_id: uuid.UUID) -> DrugTest | None:
    wanted = as_uuid(request.GET.get("follows"))
    if wanted is None:
        return None
    row, chart = test_of(request.actor, wanted, clock.now())
    if chart.client.pk != client_id:
        raise Http404
    return row
