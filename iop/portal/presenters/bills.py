"""A client's bills in words for themselves: what is left to pay, statements, payments, plan, estimate. Fixed numbers of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from billing.choices.client_money import RUNNING, OnlineStatus
from billing.client_money import owed, standings
from billing.models import ClientPayment, ClientStatement, Estimate, OnlinePayment, PaymentPlan
from billing.payments.providers import provider
from clients.models import Client
from clients.own_papers import last_stay, of
from iop.clinic.models import Site
from iop.core import clock
from iop.core.money import money
from iop.pages.presenters.schedule.addresses import to
from iop.portal.presenters.papers.words import day
from iop.workflows.client_papers import help_lines, plan_sentence, statement_facts, statement_lines

SHOWN = 24


def read_bills(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Read all of it."""
    stay = last_stay(client)
    due = owed(client.pk)
    return {
        "says": _says(due), "is_owed": due > 0, "pays_online": due > 0 and provider() is not None,
        "statements": [_statement(row) for row in ClientStatement.objects.filter(of(client))[:SHOWN]],
        "payments": [_payment(row) for row in ClientPayment.objects.filter(of(client)).prefetch_related("refunds")[:SHOWN]],
        "estimates": [_estimate(row) for row in Estimate.objects.filter(of(client), replaced_by__isnull=True)[:3]],
        "plan": _plan(client, at), "help": help_lines(stay.site) if stay else [],
    }  # fmt: skip


def read_statement(row: ClientStatement) -> dict[str, Any]:
    """Give one statement as it is read."""
    return {
        "row": row, "facts": statement_facts(row), "lines": statement_lines(row), "plan": plan_sentence(row),
        "due": money(row.due_cents), "credit": money(row.credit_cents) if row.credit_cents else "",
        "help": help_lines(row.site),
    }  # fmt: skip


def find(model: type[Any], client: Client, row_id: uuid.UUID) -> Any:
    """Give a paper of this client; any other is not there (``Http404``)."""
    return get_object_or_404(model.objects.select_related("client", "site").filter(of(client)), pk=row_id)


def find_attempt(client: Client, reference: str) -> OnlinePayment:
    """Give a payment that this client began; any other is not there (``Http404``)."""
    return get_object_or_404(OnlinePayment, of(client), reference=reference)


def place_of(client: Client) -> Site | None:
    """Give the site whose desk a client's bills have: that of their newest stay."""
    stay = last_stay(client)
    return stay.site if stay else None


def due_of(client: Client) -> int:
    """Say what may be paid now, in cents."""
    return max(0, owed(client.pk))


def attempt_words(row: OnlinePayment) -> str:
    """Say what became of a payment that was begun."""
    if row.status == OnlineStatus.PAID:
        return _("Thank you. Your payment of %(amount)s has arrived.") % {"amount": money(row.cents)}
    if row.status == OnlineStatus.FAILED:
        return _("The payment did not go through. Nothing was taken; you can try again or call us.")
    return _("Your payment is on its way. It shows here as soon as we hear of it.")


def _says(due: int) -> str:
    if due > 0:
        return _("There is %(amount)s left to pay. If that is hard right now, call us: we find a way together.") % {
            "amount": money(due)
        }
    if due < 0:
        return _("You have paid %(amount)s more than is due. We keep it for you, or give it back if you ask.") % {
            "amount": money(-due)
        }
    return _("There is nothing to pay. Thank you.")


def _statement(row: ClientStatement) -> dict[str, Any]:
    return {
        "made": day(row.made_on), "due": day(row.due_on), "cents": money(row.due_cents), "url": to("my_statement")(row.pk),
        "copy_url": to("my_statement_copy")(row.pk),
    }  # fmt: skip


def _payment(row: ClientPayment) -> dict[str, Any]:
    back = sum(refund.cents for refund in row.refunds.all())
    return {
        "on": day(row.received_on), "cents": money(row.cents), "way": str(row.get_way_display()),
        "back": money(back) if back else "", "url": to("my_receipt")(row.pk),
    }  # fmt: skip


def _estimate(row: Estimate) -> dict[str, Any]:
    return {
        "given": day(row.given_on), "until": day(row.ends_on), "cents": money(row.total_cents), "url": to("my_estimate")(row.pk),
    }  # fmt: skip


def _plan(client: Client, at: dt.datetime) -> dict[str, Any] | None:
    rows = (
        PaymentPlan.objects.filter(of(client), status__in=RUNNING)
        .select_related("site")
        .prefetch_related("instalments")
    )
    row = rows.first()
    if row is None:
        return None
    now = standings([row], {row.site_id: clock.local_date(at, row.site.time_zone)})[row.pk]
    return {
        "total": money(row.total_cents), "left": money(now.left), "rhythm": str(row.get_rhythm_display()),
        "next": _("%(amount)s by %(day)s") % {"amount": money(now.next.cents), "day": day(now.next.on)} if now.next else "",
        "missed": now.missed,
    }  # fmt: skip
