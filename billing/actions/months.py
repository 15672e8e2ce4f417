"""Closing a month of the ledger. It does not open again: what comes later is posted into the next open month."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from billing import balances
from billing.models import BillingMonth, Entry
from billing.policies.charges import may_close_month
from billing.rules.months import last_day, why_not_close
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require
from iop.core.words import say


@transaction.atomic
def close_month(*, by: Actor, first_on: dt.date, today: dt.date, at: dt.datetime) -> BillingMonth:
    """Close a month that is over, the oldest open one first, and keep each account's balance at its end.

    Whoever posts into it at the same moment either comes first and is in the balances, or finds it closed and posts into the
    next one: posting holds the month's row too. ``today`` is the clinic's date.
    """
    require(may_close_month(by))
    BillingMonth.objects.bulk_create([BillingMonth(first_on=first_on)], ignore_conflicts=True)
    row = BillingMonth.objects.select_for_update().get(first_on=first_on)
    if row.closed_at is not None:
        raise Conflict(say("This month is closed already."), code="closed")
    require(why_not_close(first_on, today, oldest_open()))
    row.totals = balances.by_account(until=last_day(first_on))
    row.closed_at, row.closed_by = at, by.staff_id or by.id
    row.version += 1
    row.save()
    record(by=by, verb="billing.month_closed", subject=row, detail={"month": f"{first_on:%Y-%m}"})
    return row


def oldest_open() -> dt.date | None:
    """Give the first day of the oldest month that has entries and is open; none when nothing was posted yet. Two statements."""
    closed = BillingMonth.objects.filter(closed_at__isnull=False).aggregate(last=Max("first_on"))["last"]
    entries = Entry.objects.filter(posted_on__gt=last_day(closed)) if closed else Entry.objects.all()
    first = entries.order_by("posted_on").values_list("posted_on", flat=True).first()
    return first.replace(day=1) if first else None
