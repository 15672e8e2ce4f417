"""Putting clients' money to what they owe. Whoever moves a client's money holds that client's row first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet, Sum

from billing.actions import ledger
from billing.actions.ledger import Draft
from billing.choices.ledger import Account, EntryKind
from billing.client_money import ids_of, on_account, open_charges
from billing.models import Charge, Posting, SlidingFee
from billing.rules import allocation, sliding
from billing.rules.allocation import Part
from billing.rules.ledger import Side
from clients.models import Client
from iop.access.actors import Actor
from iop.core.ids import uuid7


def hold(client_id: uuid.UUID) -> tuple[Client, list[uuid.UUID]]:
    """Keep everybody else from moving this client's money until the transaction ends; give the client and all charts of theirs."""
    client = Client.objects.select_for_update(no_key=True).get(pk=client_id)
    if client.merged_into_id:
        client = Client.objects.select_for_update(no_key=True).get(pk=client.merged_into_id)
    return client, ids_of(client)


@transaction.atomic
def settle(*, by: Actor, client_id: uuid.UUID, site_id: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    """Take sliding fees off, put back what was paid too much, and let money on account pay what is owed, the oldest first.

    May run at any time and as often as one likes. Says how many cents were put to charges.
    """
    client, ids = hold(client_id)
    _slide(by, client, ids, on, at)
    _free(by, client, ids, site_id, on, at)
    parts = allocation.oldest_first(open_charges(ids), on_account(ids))
    _post(by, client.pk, site_id, parts, 1, on, at)
    return sum(part.cents for part in parts)


def open_again(
    *, by: Actor, client: Client, site_id: uuid.UUID, parts: Sequence[Part], on: dt.date, at: dt.datetime
) -> None:
    """Put money that had paid charges back on account: those charges are owed again."""
    _post(by, client.pk, site_id, parts, -1, on, at)


def _post(
    by: Actor, client_id: uuid.UUID, site_id: uuid.UUID, parts: Sequence[Part], sign: int, on: dt.date, at: dt.datetime
) -> None:
    if not parts:
        return
    sides = [Side(Account.CREDIT, sign * sum(part.cents for part in parts), client_id)]
    sides += [
        Side(Account.CLIENTS_OWE, -sign * part.cents, part.owed.client_id, charge_id=part.owed.charge_id)
        for part in parts
    ]
    ledger.post(by=by, drafts=[Draft(f"used:{uuid7()}", EntryKind.MATCHED, site_id, on, sides)], at=at)


def _free(by: Actor, client: Client, ids: list[uuid.UUID], site_id: uuid.UUID, on: dt.date, at: dt.datetime) -> None:
    parts = allocation.overpaid(open_charges(ids))
    _post(by, client.pk, site_id, parts, -1, on, at)


def _slide(by: Actor, client: Client, ids: list[uuid.UUID], on: dt.date, at: dt.datetime) -> None:
    """Take the sliding fee off charges that the client pays alone, once each; put it back on those that were taken back."""
    fees = list(SlidingFee.objects.filter(client__in=ids))
    rows = Posting.objects.filter(client__in=ids, account=Account.SLIDING, charge__isnull=False)
    slid = dict(_sums(rows))
    drafts = _taken_back(slid)
    if fees:
        drafts += _taken_off(fees, ids, slid)
    ledger.post(
        by=by, at=at,
        drafts=[Draft(key, EntryKind.SLIDING_FEE, site_id, on, sides) for key, site_id, sides in drafts],
    )  # fmt: skip


Planned = tuple[str, uuid.UUID, list[Side]]


def _taken_back(slid: dict[uuid.UUID, int]) -> list[Planned]:
    gone = Charge.objects.filter(pk__in=[key for key, cents in slid.items() if cents], reversed_at__isnull=False)
    return [
        (f"sliding-back:{row.pk}", row.site_id, _sliding(row, -slid[row.pk]))
        for row in gone.only("pk", "site_id", "client_id")
    ]


def _taken_off(fees: Sequence[SlidingFee], ids: list[uuid.UUID], slid: dict[uuid.UUID, int]) -> list[Planned]:
    rows = Charge.objects.filter(
        client__in=ids, payer__isnull=True, reversed_at__isnull=True, on__gte=min(fee.starts_on for fee in fees)
    )
    drafts = []
    for row in rows.exclude(pk__in=slid):
        fee = next(
            (fee for fee in fees if fee.starts_on <= row.on and (fee.ends_on is None or row.on <= fee.ends_on)), None
        )
        off = row.cents - sliding.client_pays(row.cents, fee.pays_percent, fee.most_cents) if fee else 0
        if off:
            drafts.append((f"sliding:{row.pk}", row.site_id, _sliding(row, off)))
    return drafts


def _sliding(charge: Charge, cents: int) -> list[Side]:
    return [
        Side(Account.SLIDING, cents, charge.client_id, charge_id=charge.pk),
        Side(Account.CLIENTS_OWE, -cents, charge.client_id, charge_id=charge.pk),
    ]


def _sums(rows: QuerySet[Posting]) -> list[tuple[uuid.UUID, int]]:
    return list(rows.order_by().values_list("charge").annotate(sum=Sum("cents")))
