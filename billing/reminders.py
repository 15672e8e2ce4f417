"""Payments of a plan that clients may be reminded of. The message says no more than that something is due."""

from __future__ import annotations

import datetime as dt

from billing.choices.client_money import RUNNING
from billing.client_money import standings
from billing.models import Instalment, PaymentPlan
from iop.core import clock
from iop.notifications.reminders import CLIENT, Only, ReminderKind, Wish

INSTALMENT = "billing.instalment"
EVENING = dt.time(22, 30)
"""A payment falls due on a day, by its end; so it never stands in one message with a time to come at."""
WIDEST = dt.timedelta(days=2)


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only) -> list[Wish]:
    """Give the payments of running plans that fall due from ``first`` until ``last`` and are not covered yet. Five statements at most."""
    rows = Instalment.objects.filter(
        due_on__gte=(first - WIDEST).date(), due_on__lte=(last + WIDEST).date(), plan__status__in=RUNNING
    ).select_related("plan__site")
    near = list(only.narrow(rows, client="plan__client_id", thing="pk").order_by("due_on", "number"))
    open_ones = _open(near)
    made = [
        Wish(
            ReminderKind.FORM, (CLIENT, row.plan.client_id), (INSTALMENT, row.pk),
            clock.at_local(row.due_on, EVENING, row.plan.site.time_zone), row.plan.site_id, values={"is_due": "yes"},
        )
        for row in near
        if row.due_on >= open_ones.get(row.plan_id, dt.date.max)
    ]  # fmt: skip
    return [wish for wish in made if first <= wish.starts_at < last]


def _open(near: list[Instalment]) -> dict[object, dt.date]:
    """Say by plan from which day on payments are still missing."""
    plans = {row.plan_id for row in near}
    rows = list(PaymentPlan.objects.filter(pk__in=plans).prefetch_related("instalments")) if plans else []
    found = standings(rows, {row.site_id: dt.date.min for row in rows})
    return {plan_id: one.next.on for plan_id, one in found.items() if one.next}
