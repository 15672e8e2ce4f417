"""A client's account, and each thing that is done on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions.client_money import estimates, payments, plans, sliding_fees, statements
from billing.client_money import owed, refundable
from billing.estimating import AHEAD, suggested
from billing.models import ClientPayment, ClientStatement, Estimate, PaymentPlan
from billing.policies.client_money import may_give_back, may_see_account, may_take_payment
from iop.core.errors import require
from iop.core.ids import uuid7
from iop.core.money import money
from iop.core.words import Sentence
from iop.pages import pdf
from iop.pages.forms.client_money import (
    EndPlanForm,
    EstimateForm,
    ForgiveForm,
    PaymentForm,
    PlanForm,
    RefundForm,
    SlidingFeeForm,
    line_values,
)
from iop.pages.presenters.client_money.account import account_chart, read_account, row_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.form_pages import done
from iop.pages.views.support.sheets import sent, sheet
from iop.workflows.client_papers import (
    hand_paper,
    help_lines,
    neutral_head,
    plan_sentence,
    statement_facts,
    statement_lines,
)

HERE = "client_account"
both = require_http_methods(["GET", "POST"])


@require_GET
def client_account(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what they will pay, what they owe and why, what came, and the papers about it."""
    chart = opened(request, client_id)
    require(may_see_account(request.actor, chart.episode.site_id))
    return shown(request, chart, HERE, "account", **read_account(chart))


@both
def client_payment_take(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Take money at the desk."""
    chart = _taking(request, client_id)
    due = owed(chart.client.pk)
    form = PaymentForm(
        sent(request), initial={**_once(), "received_on": chart.today, "cents": due if due > 0 else None}
    )
    return _sheet(
        request, chart, form, lambda data: payments.take_payment(
            by=chart.actor, client=chart.client, site_id=chart.episode.site_id, at=chart.at, **data
        ),
        title=_("Take a payment"), do=_("Take it"), said=_("The payment is written down; the receipt is on the account."),
        intro=_("They owe %(amount)s. It pays the oldest amounts first; what is left stays on their account.") % {"amount": money(max(0, due))},
    )  # fmt: skip


@both
def payment_refund(request: StaffRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Give money of one payment back."""
    row, chart = row_of(request.actor, ClientPayment, payment_id)
    require(may_give_back(request.actor, row.site_id))
    left = refundable(row)
    form = RefundForm(sent(request), initial={**_once(), "cents": left, "way": row.way})
    return _sheet(
        request, chart, form, lambda data: payments.refund(by=chart.actor, payment=row, at=chart.at, **data),
        title=_("Give money back"), do=_("Give it back"), said=_("The refund is written down."), about=f"{row.number} · {money(row.cents)}",
        intro=_("At most %(left)s. What had paid a visit by now is owed again afterwards.") % {"left": money(left)},
        is_danger=True,
    )  # fmt: skip


@require_POST
def payment_receipt(request: StaffRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Hand the client a receipt."""
    row, chart = row_of(request.actor, ClientPayment, payment_id)
    return pdf.answer(hand_paper(by=chart.actor, paper=row, language=chart.client.language, at=chart.at), "receipt")


@both
def client_forgive(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write off what cannot be paid."""
    chart = account_chart(request.actor, client_id)
    require(may_give_back(request.actor, chart.episode.site_id))
    return _sheet(
        request, chart, ForgiveForm(sent(request), initial=_once()), lambda data: payments.forgive(
            by=chart.actor, client=chart.client, site_id=chart.episode.site_id, at=chart.at, **data
        ),
        title=_("Write off"), do=_("Write it off"), said=_("Written off; the account says so."),
        intro=_("They owe %(amount)s. This is decided for each person, and stands in the ledger with its reason.")
        % {"amount": money(max(0, owed(chart.client.pk)))},
        is_danger=True,
    )  # fmt: skip


@both
def client_plan_agree(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Agree on a payment plan."""
    chart = _taking(request, client_id)
    due = max(0, owed(chart.client.pk))
    form = PlanForm(sent(request), initial={"total_cents": due or None, "first_on": chart.today})
    return _sheet(
        request, chart, form, lambda data: plans.agree_plan(
            by=chart.actor, client=chart.client, site=chart.episode.site, at=chart.at, **data
        ),
        title=_("A payment plan"), do=_("Agree on it"), said=_("The plan is agreed."),
        intro=_("No interest. They are reminded in neutral words, and two missed payments are work for billing."),
    )  # fmt: skip


@require_GET
def payment_plan(request: StaffRequest, payment_plan_id: uuid.UUID) -> HttpResponse:
    """Lead to the account of the plan's client."""
    _row, chart = row_of(request.actor, PaymentPlan, payment_plan_id)
    return redirect(HERE, chart.client.pk)


@both
def payment_plan_end(request: StaffRequest, payment_plan_id: uuid.UUID) -> HttpResponse:
    """End a plan."""
    row, chart = row_of(request.actor, PaymentPlan, payment_plan_id)
    require(may_take_payment(request.actor, row.site_id))
    form = EndPlanForm(sent(request), initial={"version": row.version})
    return _sheet(
        request, chart, form, lambda data: plans.end_plan(by=chart.actor, plan=row, at=chart.at, **data),
        title=_("End the plan"), do=_("End it"), said=_("The plan has ended. What is owed stays owed."), is_danger=True,
    )  # fmt: skip


@both
def client_sliding_fee(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Decide what they pay by the sliding scale."""
    chart = _taking(request, client_id)
    form = SlidingFeeForm(sent(request), initial={"starts_on": chart.today})
    return _sheet(
        request, chart, form, lambda data: sliding_fees.give_sliding_fee(
            by=chart.actor, client=chart.client, site=chart.episode.site, today=chart.today, at=chart.at, **data
        ),
        title=_("Sliding fee"), do=_("Decide it"), said=_("The sliding fee holds for twelve months."),
        intro=_("The scale decides by household and income. Visits that no plan pays are lowered from that day on."),
    )  # fmt: skip


@both
def client_estimate_give(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Give a good-faith estimate, suggested from what is planned."""
    chart = _taking(request, client_id)
    initial = {
        "asked_on": chart.today,
        "starts_on": chart.today,
        "ends_on": chart.today + AHEAD,
        "language": chart.client.language,
    }
    if request.method == "GET":
        initial |= line_values(suggested(chart.episode, chart.today, chart.today + AHEAD))
    form = EstimateForm(sent(request), initial=initial)
    return _sheet(
        request, chart, form, lambda data: estimates.give_estimate(
            by=chart.actor, episode=chart.episode, items=form.items(), at=chart.at,
            **{name: data[name] for name in ("reason", "asked_on", "starts_on", "ends_on", "language")},
        ),
        title=_("A good-faith estimate"), do=_("Give the estimate"), said=_("The estimate is given; hand the paper over."),
        intro=_("For people whom no plan pays for (45 CFR 149.610). The lines come from what is planned and the price list."),
    )  # fmt: skip


@require_POST
def client_estimate_ask(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down that they asked what it costs."""
    chart = _taking(request, client_id)
    due = estimates.ask_estimate(by=chart.actor, episode=chart.episode, at=chart.at)
    return done(request, _("On the work list, due on %(day)s.") % {"day": due.strftime("%Y-%m-%d")}, _page(chart))


@require_POST
def estimate_pdf(request: StaffRequest, estimate_id: uuid.UUID) -> HttpResponse:
    """Hand the client their estimate."""
    row, chart = row_of(request.actor, Estimate, estimate_id)
    return pdf.answer(hand_paper(by=chart.actor, paper=row, language=row.language, at=chart.at), "estimate")


@require_POST
def client_statement_make(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Make a statement of what is left to pay."""
    chart = _taking(request, client_id)
    row = statements.make_statement(
        by=chart.actor, client=chart.client, site=chart.episode.site, key=f"asked:{request.POST.get('key') or uuid7()}"[:100], at=chart.at
    )  # fmt: skip
    return done(request, _("The statement is made."), reverse("statement", args=[row.pk]))


@require_GET
def statement(request: StaffRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Show a statement as its client reads it."""
    row, chart = row_of(request.actor, ClientStatement, statement_id)
    page = {
        "row": row, "facts": statement_facts(row), "lines": statement_lines(row), "plan": plan_sentence(row), "due": money(row.due_cents),
        "credit": money(row.credit_cents) if row.credit_cents else "", "help": help_lines(row.site), "head": neutral_head(row.site),
    }  # fmt: skip
    return shown(request, chart, HERE, "statement", **page)


@require_POST
def statement_pdf(request: StaffRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Hand the client a statement on paper."""
    row, chart = row_of(request.actor, ClientStatement, statement_id)
    return pdf.answer(hand_paper(by=chart.actor, paper=row, language=chart.client.language, at=chart.at), "statement")


def _taking(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = account_chart(request.actor, client_id)
    require(may_take_payment(request.actor, chart.episode.site_id))
    return chart


def _once() -> dict[str, str]:
    return {"key": str(uuid7())}


def _page(chart: Chart) -> str:
    return reverse(HERE, args=[chart.client.pk])


def _sheet(
    request: StaffRequest, chart: Chart, form: RefusableForm, act: Callable[[dict[str, Any]], Any], *, title: Sentence,
    do: Sentence, said: Sentence, about: str = "", intro: Sentence = "", is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    return sheet(
        request, chart, form, act, here=HERE, title=title, do=do, said=said, back=_page(chart), about=about, intro=intro,
        is_danger=is_danger,
    )  # fmt: skip
