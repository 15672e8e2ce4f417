"""Statements: what a client is told that they owe, as it stands now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Sum

from billing.actions.client_money.keeping import hold, settle
from billing.actions.client_money.numbers import next_number
from billing.choices.client_money import RUNNING
from billing.choices.ledger import Account
from billing.client_money import Line, lines, on_account, standings
from billing.models import ClientStatement, PaymentPlan, Posting
from billing.policies.client_money import may_take_payment
from clients.models import Client, Episode
from clients.portal_news import tell_of_something_new
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.core.words import say

OTHER_USE = say("This key was used for another client's statement. Send a new one.")
NOTHING_DUE = say("There is nothing to pay, so there is no statement.")
DUE_DAYS = "billing.statement_due_days"
MONTHLY_DAY = "billing.statement_day"
LEAST_CENTS = "billing.statement_least_cents"


@transaction.atomic
def make_statement(
    *, by: Actor, client: Client, site: Site, key: str, at: dt.datetime, tells: bool = True
) -> ClientStatement:
    """Make a statement of what is left to pay, and tell the client that there is something new to read.

    Money on account is used first. The same ``key`` makes one. Raises ``Conflict`` when nothing is owed, and for another
    client's key.
    """
    require(may_take_payment(by, site.pk))
    held, ids = hold(client.pk)
    known = ClientStatement.objects.filter(key=key[:120]).first()
    if known is not None:
        if known.client_id not in ids:
            raise Conflict(OTHER_USE, code="key_used")
        return known
    today = clock.local_date(at, site.time_zone)
    settle(by=by, client_id=held.pk, site_id=site.pk, on=today, at=at)
    found, credit = lines(ids, only_open=True), max(0, on_account(ids))
    owed = sum(line.left for line in found)
    if owed - credit <= 0:
        raise Conflict(NOTHING_DUE, code="nothing_due")
    row = ClientStatement.objects.create(
        client=held, site=site, number=next_number("S"), key=key[:120], made_on=today, lines=[_kept(line) for line in found],
        due_on=today + dt.timedelta(days=settings.value(DUE_DAYS, on=today, site_id=site.pk)), owed_cents=owed,
        credit_cents=credit, plan_words=_plan(held, site, today), made_by=by.staff_id, at=at,
    )  # fmt: skip
    record(
        by=by, verb="billing.statement_made", subject=row, site_id=site.pk, clients=[held.pk],
        detail={"cents": row.due_cents, "lines": len(found)},
    )  # fmt: skip
    if tells:
        tell_of_something_new(
            by=by, client_id=held.pk, about=("billing.clientstatement", row.pk), site_id=site.pk, key="made", at=at
        )
    return row


def make_due(*, by: Actor, at: dt.datetime) -> int:
    """Make the monthly statements of sites whose day of the month has come, one a month and client; say how many are new.

    Each is a transaction of its own, so a run that is killed goes on with the next one.
    """
    made = 0
    for site in Site.objects.filter(is_active=True):
        today = clock.local_date(at, site.time_zone)
        kept = settings.values([MONTHLY_DAY, LEAST_CENTS], on=today, site_id=site.pk)
        if today.day >= kept[MONTHLY_DAY]:
            made += sum(_monthly(by, client, site, today, at) for client in _who_owes(site, kept[LEAST_CENTS], today))
    return made


def _monthly(by: Actor, client: Client, site: Site, today: dt.date, at: dt.datetime) -> bool:
    try:
        make_statement(by=by, client=client, site=site, key=f"monthly:{client.pk}:{today:%Y-%m}", at=at)
    except Conflict:
        return False
    return True


def _who_owes(site: Site, least: int, today: dt.date) -> list[Client]:
    rows = Posting.objects.filter(account__in=[Account.CLIENTS_OWE, Account.CREDIT]).order_by()
    owing = (
        rows.values("client").annotate(sum=Sum("cents")).filter(sum__gte=max(1, least)).values_list("client", flat=True)
    )
    found = list(Client.objects.filter(pk__in=list(owing), merged_into__isnull=True))
    done = {f"monthly:{client.pk}:{today:%Y-%m}": client.pk for client in found}
    known = set(ClientStatement.objects.filter(key__in=done).values_list("key", flat=True))
    gone = {pk for key, pk in done.items() if key in known}
    homes = _sites_of([client.pk for client in found])
    return [client for client in found if client.pk not in gone and homes.get(client.pk) == site.pk]


def _sites_of(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    rows = (
        Episode.objects.filter(client__in=client_ids).order_by("client", "-opened_on", "-created_at").distinct("client")
    )
    return dict(rows.values_list("client", "site"))


def _plan(client: Client, site: Site, today: dt.date) -> dict[str, Any]:
    plan = PaymentPlan.objects.filter(client=client, status__in=RUNNING).prefetch_related("instalments").first()
    if plan is None:
        return {}
    upcoming = standings([plan], {plan.site_id: today})[plan.pk].next
    return {"on": upcoming.on.isoformat(), "cents": upcoming.cents} if upcoming else {}


def _kept(line: Line) -> dict[str, Any]:
    return {
        "on": line.on.isoformat(), "service": line.service, "payer": line.payer, "charged": line.charged,
        "payer_paid": line.payer_paid, "written_off": line.written_off, "sliding": line.sliding + line.forgiven,
        "own_paid": line.own_paid, "left": line.left, "reasons": dict(line.reasons),
    }  # fmt: skip


def settle_all(*, by: Actor, at: dt.datetime) -> int:
    """Use money on account and take sliding fees off for everybody with something open; say for how many anything moved."""
    rows = Posting.objects.filter(account__in=[Account.CLIENTS_OWE, Account.CREDIT]).order_by()
    open_ids = list(
        rows.values("client", "charge").annotate(sum=Sum("cents")).exclude(sum=0).values_list("client", flat=True)
    )
    people = Client.objects.filter(pk__in=set(open_ids))
    homes = _sites_of([client.merged_into_id or client.pk for client in people])
    zones = dict(Site.objects.values_list("pk", "time_zone"))
    moved = 0
    for client_id, site_id in homes.items():
        on = clock.local_date(at, zones[site_id])
        moved += bool(settle(by=by, client_id=client_id, site_id=site_id, on=on, at=at))
    return moved
