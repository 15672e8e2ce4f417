"""A client reads their bills, takes papers along, and pays online where the clinic offers it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions.client_money.online import begin_online, hear
from billing.models import ClientPayment, ClientStatement, Estimate, OnlinePayment
from billing.payments import sandbox
from billing.payments.providers import provider
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.ids import uuid7
from iop.core.money import money
from iop.core.words import say
from iop.pages import pdf
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.bills import PayForm
from iop.portal.presenters import bills as presenter
from iop.workflows.client_papers import hand_paper

NOWHERE = say("Please call us about this: we cannot tell which of our places you mean.")


@for_clients
@require_GET
def my_bills(request: OutsiderRequest) -> HttpResponse:
    """Show what is left to pay, in kind words, and everything about it."""
    return render(request, "portal/bills/bills.html", presenter.read_bills(client_of(request), clock.now()))


@for_clients
@require_GET
def my_statement(request: OutsiderRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Show one statement; that it was read is written down."""
    row = presenter.find(ClientStatement, client_of(request), statement_id)
    record(
        by=request.outsider.actor,
        verb="portal.statement_read",
        subject=row,
        clients=[row.client_id],
        site_id=row.site_id,
    )
    return render(request, "portal/bills/statement.html", presenter.read_statement(row))


@for_clients
@require_POST
def my_statement_copy(request: OutsiderRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Hand a statement over as a PDF; it goes through the gate."""
    row = presenter.find(ClientStatement, client_of(request), statement_id)
    return _hand(request, row, "statement")


@for_clients
@require_POST
def my_receipt(request: OutsiderRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Hand a receipt over as a PDF; it goes through the gate."""
    return _hand(request, presenter.find(ClientPayment, client_of(request), payment_id), "receipt")


@for_clients
@require_POST
def my_estimate(request: OutsiderRequest, estimate_id: uuid.UUID) -> HttpResponse:
    """Hand an estimate over as a PDF; it goes through the gate."""
    return _hand(request, presenter.find(Estimate, client_of(request), estimate_id), "estimate")


@for_clients
@require_http_methods(["GET", "POST"])
def my_pay(request: OutsiderRequest) -> HttpResponse:
    """Ask how much, then lead to the provider. Nothing about a card is typed here."""
    client, at = client_of(request), clock.now()
    due, site = presenter.due_of(client), presenter.place_of(client)
    if request.method == "GET" and (due <= 0 or provider() is None):
        return redirect("my_bills")
    form = PayForm(request.POST if request.method == "POST" else None, initial={"key": str(uuid7()), "cents": due})
    begun: list[OnlinePayment] = []

    def begin() -> None:
        if site is None:
            raise Conflict(NOWHERE, code="no_stay")
        back = request.build_absolute_uri(reverse("my_bills"))
        data = form.cleaned_data
        begun.append(begin_online(by=request.outsider.actor, client=client, site=site, back_url=back, at=at, **data))

    if request.method == "POST" and form.attempt(begin):
        return redirect(begun[0].url)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/bills/pay.html", {"form": form, "due": money(due)}, status=status)


@for_clients
@require_http_methods(["GET", "POST"])
def my_pay_test(request: OutsiderRequest, reference: str) -> HttpResponse:
    """The test provider's own page: it stands in for a page elsewhere, moves no money, and sends the same signed message."""
    taker = provider()
    if not isinstance(taker, sandbox.Sandbox):
        raise Http404
    row = presenter.find_attempt(client_of(request), reference)
    if request.method == "POST":
        body, signed = sandbox.message(row.reference, row.cents, is_paid=request.POST.get("do") == "pay")
        row = hear(body=body, headers={sandbox.SIGNATURE: signed}, at=clock.now())
        messages.info(request, presenter.attempt_words(row))
        return redirect("my_bills")
    return render(request, "portal/bills/test.html", {"amount": money(row.cents), "row": row})


def _hand(request: OutsiderRequest, row: ClientStatement | ClientPayment | Estimate, name: str) -> HttpResponse:
    content = hand_paper(by=request.outsider.actor, paper=row, language=request.outsider.language, at=clock.now())
    return pdf.answer(content, name)
