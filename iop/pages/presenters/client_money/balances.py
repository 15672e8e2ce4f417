"""Who owes us what: one line for each client, the largest first. Fixed numbers of statements, whatever the number."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, Sum
from django.utils.formats import date_format

from billing.choices.client_money import RUNNING, PlanStatus
from billing.choices.ledger import Account
from billing.models import ClientPayment, PaymentPlan, Posting
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.money import money
from iop.pages.presenters.client_money.account import PLAN_TONES
from iop.pages.presenters.schedule.addresses import to

ON_A_PAGE = 40
AGES = ("30", "60", "90")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the age in days, the state of a plan, a page."""

    age: str
    plan: str
    page: int

    @property
    def query(self) -> str:
        """Give the filters as they stand in an address."""
        return f"?age={self.age}&plan={self.plan}"


def asked_of(given: Mapping[str, str]) -> Asked:
    """Read the filters; what is not on the lists counts as none."""
    age, plan, page = given.get("age", ""), given.get("plan", ""), given.get("page", "")
    return Asked(
        age if age in AGES else "", plan if plan in [*RUNNING] else "", int(page) if page.isdecimal() and 0 < len(page) < 4 else 1
    )  # fmt: skip


def read_balances(actor: Actor, site_id: uuid.UUID | None, asked: Asked, today: dt.date) -> dict[str, Any]:
    """Read one page. ``site_id`` none: all sites of the colleague."""
    ids = _who_owes(actor, site_id, asked, today)
    first = (asked.page - 1) * ON_A_PAGE
    shown = ids[first : first + ON_A_PAGE]
    people = {row.pk: row for row in Client.objects.filter(pk__in=[pk for pk, _sum in shown])}
    since = _since([pk for pk, _sum in shown])
    plans = {row.client_id: row for row in PaymentPlan.objects.filter(client__in=people, status__in=RUNNING)}
    came = dict(
        ClientPayment.objects.filter(client__in=people)
        .order_by()
        .values_list("client")
        .annotate(last=Max("received_on"))
    )
    return {
        "rows": [_row(people[pk], cents, since.get(pk), plans.get(pk), came.get(pk), today) for pk, cents in shown],
        "total": money(sum(cents for _pk, cents in ids)), "number": len(ids), "asked": asked,
        "earlier": f"{asked.query}&page={asked.page - 1}" if asked.page > 1 else "",
        "later": f"{asked.query}&page={asked.page + 1}" if len(ids) > first + ON_A_PAGE else "",
    }  # fmt: skip


def _who_owes(actor: Actor, site_id: uuid.UUID | None, asked: Asked, today: dt.date) -> list[tuple[uuid.UUID, int]]:
    seen: QuerySet[Client] = Client.objects.visible_to(actor, Permission.PAYMENT_TAKE)
    if site_id:
        seen = seen.filter(episodes__site=site_id)
    if asked.plan:
        seen = seen.filter(payment_plans__status=asked.plan)
    rows = Posting.objects.filter(
        account__in=[Account.CLIENTS_OWE, Account.CREDIT], client__in=seen.values("pk")
    ).order_by()
    sums = rows.values("client").annotate(sum=Sum("cents")).filter(sum__gt=0).order_by("-sum", "client")
    if asked.age:
        old = today - dt.timedelta(days=int(asked.age))
        sums = sums.filter(client__in=[pk for pk, on in _since(None).items() if on <= old])
    return list(sums.values_list("client", "sum"))


def _since(client_ids: list[uuid.UUID] | None) -> dict[uuid.UUID, dt.date]:
    """Say from which day on something stands open. One statement."""
    where = Q(client__in=client_ids) if client_ids is not None else Q()
    rows = Posting.objects.filter(where, account=Account.CLIENTS_OWE).order_by()
    found: dict[uuid.UUID, dt.date] = {}
    open_ones = rows.values("client", "charge").annotate(sum=Sum("cents"), on=Min("charge__on")).filter(sum__gt=0)
    for client_id, on in open_ones.values_list("client", "on"):
        if on and (client_id not in found or on < found[client_id]):
            found[client_id] = on
    return found


def _row(
    client: Client, cents: int, since: dt.date | None, plan: PaymentPlan | None, came: dt.date | None, today: dt.date
) -> dict[str, Any]:
    return {
        "name": client.name, "url": to("client_account")(client.pk), "cents": money(cents),
        "since": date_format(since, "SHORT_DATE_FORMAT") if since else "–", "days": (today - since).days if since else 0,
        "plan": str(plan.get_status_display()) if plan else "",
        "tone": PLAN_TONES[PlanStatus(plan.status)] if plan else "", "is_behind": bool(plan and plan.status == PlanStatus.BEHIND),
        "came": date_format(came, "SHORT_DATE_FORMAT") if came else "–",
    }  # fmt: skip
