"""Months of the ledger: which are closed, which is next, and what is still open in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Sum

from billing import balances
from billing.actions.months import oldest_open
from billing.choices.ledger import Account
from billing.choices.remittances import RemittanceStatus
from billing.models import BillingMonth, ClientDay
from billing.models.remittances import Remittance
from billing.rules.months import last_day, why_not_close
from iop.core.money import money
from iop.pages.presenters.charges.ledger import month_words
from iop.pages.presenters.clients.listing import date_words

MOST_MONTHS = 24


def read_months(today: dt.date) -> dict[str, Any]:
    """Give the month that is next to close with what is open in it, and those that are closed with their balances."""
    first_on = oldest_open()
    closed = BillingMonth.objects.filter(closed_at__isnull=False)[:MOST_MONTHS]
    return {
        "next": _next(first_on, today) if first_on else None,
        "closed": [
            {
                "label": month_words(row.first_on), "when": date_words(row.closed_at.date()) if row.closed_at else "",
                "balances": _balances(row.totals),
            }
            for row in closed
        ],
    }  # fmt: skip


def _next(first_on: dt.date, today: dt.date) -> dict[str, Any]:
    last = last_day(first_on)
    held = ClientDay.objects.waiting().filter(on__range=(first_on, last))
    ready = ClientDay.objects.ready().filter(on__range=(first_on, last))
    totals = balances.by_account(until=last)
    return {
        "key": f"{first_on:%Y-%m}", "label": month_words(first_on), "why_not": why_not_close(first_on, today, first_on),
        "open": [one for one in (_days("held", held), _days("ready", ready), _unposted(last), *_money(totals)) if one],
        "balances": _balances(totals),
    }  # fmt: skip


def _days(kind: str, rows: Any) -> dict[str, Any] | None:
    found = rows.aggregate(days=Count("pk"), cents=Sum("expected_cents"))
    return {"kind": kind, "days": found["days"], "money": money(found["cents"] or 0)} if found["days"] else None


def _unposted(last: dt.date) -> dict[str, Any] | None:
    number = Remittance.objects.filter(status=RemittanceStatus.RECEIVED, paid_on__lte=last).count()
    return {"kind": "unposted", "days": number} if number else None


def _money(totals: dict[str, int]) -> list[dict[str, Any] | None]:
    unmatched, credit = -totals[Account.UNMATCHED], -totals[Account.CREDIT]
    return [
        {"kind": "unmatched", "money": money(unmatched)} if unmatched else None,
        {"kind": "credit", "money": money(credit)} if credit else None,
    ]


def _balances(totals: dict[str, int]) -> list[dict[str, str]]:
    return [
        {"label": str(label), "money": money(totals.get(key, 0))} for key, label in Account.choices if totals.get(key)
    ]
