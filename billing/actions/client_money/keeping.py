"""Putting clients' money to what they owe. Whoever moves a client's money holds that client's row first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet, Sum

from billing.actions import ledger
from billing.actions.ledger import Draft
from billing.choices.ledger import Account, EntryKind
from billing.client_money import ids_of, on_account, open_charges, paid_by_themselves
from billing.models import Charge, Posting, SlidingFee
from billing.rules import allocation, sliding
from billing.rules.allocation import Part
from billing.rules.coverage import holds_on
from billing.rules.ledger import Side
from clients.models import Client
from iop.access.actors import Actor
from iop.core.ids import uuid7

WRITTEN_OFF = (Account.SLIDING, Account.BAD_DEBT)
"""What the clinic takes upon itself of a client's debt."""


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
    _slide(by, ids, on, at)
    _charge_again(by, ids, on, at)
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


def _slide(by: Actor, ids: list[uuid.UUID], on: dt.date, at: dt.datetime) -> None:
    """Take the sliding fee off charges that the client pays alone and of which nothing was written off, once each."""
    fees = list(SlidingFee.objects.filter(client__in=ids))
    if fees:
        drafts = [
            Draft(f"sliding:{row.pk}", EntryKind.SLIDING_FEE, row.site_id, on, _written_off(row, Account.SLIDING, off))
            for row, off in _to_slide(fees, ids)
        ]
        ledger.post(by=by, drafts=drafts, at=at)


def _charge_again(by: Actor, ids: list[uuid.UUID], on: dt.date, at: dt.datetime) -> None:
    """Undo what was written off on charges that no longer stand, or that a payer took upon itself after all.

    Else a debt that was forgiven would come back as money of the client's: only what they paid themselves is theirs.
    """
    below = {one.charge_id: -one.cents for one in open_charges(ids) if one.cents < 0 and one.charge_id}
    if not below:
        return
    paid = {one.charge_id: one.cents for one in paid_by_themselves(ids)}
    off = _sums(Posting.objects.filter(charge__in=below, account__in=WRITTEN_OFF))
    rows = Charge.objects.in_bulk({charge_id for charge_id, _account in off})
    drafts = []
    for (charge_id, account), cents in sorted(off.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        undone = min(cents, below[charge_id] - paid.get(charge_id, 0))
        if undone > 0:
            below[charge_id] -= undone
            sides = _written_off(rows[charge_id], account, -undone)
            drafts.append(Draft(f"owed-again:{uuid7()}", EntryKind.WRITE_OFF, rows[charge_id].site_id, on, sides))
    ledger.post(by=by, drafts=drafts, at=at)


def _to_slide(fees: Sequence[SlidingFee], ids: list[uuid.UUID]) -> Iterator[tuple[Charge, int]]:
    touched = Posting.objects.filter(client__in=ids, account__in=WRITTEN_OFF, charge__isnull=False)
    rows = Charge.objects.filter(
        client__in=ids, payer__isnull=True, reversed_at__isnull=True, on__gte=min(fee.starts_on for fee in fees)
    )
    for row in rows.exclude(pk__in=touched.order_by().values("charge")):
        fee = next((fee for fee in fees if holds_on(row.on, fee.starts_on, fee.ends_on)), None)
        off = row.cents - sliding.client_pays(row.cents, fee.pays_percent, fee.most_cents) if fee else 0
        if off:
            yield row, off


def _written_off(charge: Charge, account: str, cents: int) -> list[Side]:
    return [
        Side(account, cents, charge.client_id, charge_id=charge.pk),
        Side(Account.CLIENTS_OWE, -cents, charge.client_id, charge_id=charge.pk),
    ]


def _sums(rows: QuerySet[Posting]) -> dict[tuple[uuid.UUID, str], int]:
    found = rows.order_by().values_list("charge", "account").annotate(sum=Sum("cents"))
    return {(charge_id, account): cents for charge_id, account, cents in found}
