"""What the ledger says now. Balances are sums of postings and are kept nowhere."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Sum

from billing.choices.ledger import Account
from billing.models import Posting


def by_account(*, until: dt.date | None = None) -> dict[str, int]:
    """Give each account's balance in cents, up to and with a day; accounts nothing was posted to are 0. One statement."""
    rows = Posting.objects.all() if until is None else Posting.objects.filter(entry__posted_on__lte=until)
    found = dict(rows.order_by().values_list("account").annotate(sum=Sum("cents")))
    return {account: found.get(account) or 0 for account in Account.values}


def everything() -> int:
    """The sum of all there is. It is zero at any time: anything else means that the record is damaged."""
    return Posting.objects.aggregate(sum=Sum("cents"))["sum"] or 0


def of_clients(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Give what each client owes, less what they have on account, in cents; below zero: we owe them. One statement."""
    rows = Posting.objects.filter(client__in=client_ids, account__in=[Account.CLIENTS_OWE, Account.CREDIT])
    found = dict(rows.order_by().values_list("client").annotate(sum=Sum("cents")))
    return {client_id: found.get(client_id) or 0 for client_id in client_ids}


def of_charges(charge_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """Give for each charge the balance by account, in cents. One statement."""
    rows = Posting.objects.filter(charge__in=charge_ids).order_by().values_list("charge", "account")
    found: dict[uuid.UUID, dict[str, int]] = {charge_id: {} for charge_id in charge_ids}
    for charge_id, account, cents in rows.annotate(sum=Sum("cents")):
        found[charge_id][account] = cents
    return found
