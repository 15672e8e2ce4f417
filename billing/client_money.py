"""What clients owe and paid, read from the ledger. Everything is for a client and the charts that were joined into theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from billing.choices.ledger import Account, EntryKind
from billing.models import Charge, ClientPayment, ClientRefund, PaymentPlan, Posting, SlidingFee
from billing.rules.allocation import Owed
from billing.rules.payment_plans import Due, Standing, standing
from clients.models import Client

OWN_MONEY = (EntryKind.CLIENT_PAYMENT, EntryKind.MATCHED, EntryKind.CLIENT_REFUND)
"""Kinds of entries in which a client's own money pays a charge, or stops paying it."""
MONEY_SIDES = (
    Account.CLIENTS_OWE, Account.PAYERS_OWE, Account.REVENUE, Account.CONTRACTUAL, Account.SLIDING, Account.BAD_DEBT,
    Account.DENIED,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One charge as a client is told of it: cents by what became of them. ``left`` is theirs to pay."""

    charge_id: uuid.UUID
    client_id: uuid.UUID
    on: dt.date
    service: str
    payer: str
    charged: int
    payer_paid: int
    written_off: int
    sliding: int
    forgiven: int
    waits: int
    """What the payer has not decided yet."""
    own_paid: int
    left: int
    reasons: Mapping[str, int]
    """Of what the payer passed on: cents by reason ("PR-1")."""


def ids_of(client: Client) -> list[uuid.UUID]:
    """Name a client and the charts that were joined into theirs. One statement."""
    return list(Client.objects.filter(Q(pk=client.pk) | Q(merged_into=client.pk)).values_list("pk", flat=True))


def owed(client_id: uuid.UUID) -> int:
    """Say what a client owes in cents, less what they have on account; below zero: we owe them."""
    ids = Client.objects.filter(Q(pk=client_id) | Q(merged_into=client_id)).values("pk")
    rows = Posting.objects.filter(client__in=ids, account__in=[Account.CLIENTS_OWE, Account.CREDIT])
    return rows.aggregate(sum=Sum("cents"))["sum"] or 0


def on_account(client_ids: Collection[uuid.UUID]) -> int:
    """Say how much of the clients' own money waits to be used, in cents. One statement."""
    rows = Posting.objects.filter(client__in=client_ids, account=Account.CREDIT)
    return -(rows.aggregate(sum=Sum("cents"))["sum"] or 0)


def open_charges(client_ids: Collection[uuid.UUID]) -> list[Owed]:
    """Give what stands open, or was paid too much, for each charge. Two statements."""
    rows = Posting.objects.filter(client__in=client_ids, account=Account.CLIENTS_OWE).order_by()
    sums = [row for row in rows.values_list("client", "charge").annotate(sum=Sum("cents")) if row[2]]
    return _dated(sums)


def paid_by_themselves(client_ids: Collection[uuid.UUID]) -> list[Owed]:
    """Give what the clients' own money paid on each charge, in cents. Two statements."""
    rows = Posting.objects.filter(client__in=client_ids, account=Account.CLIENTS_OWE, entry__kind__in=OWN_MONEY)
    sums = rows.order_by().values_list("client", "charge").annotate(sum=Sum("cents"))
    return _dated([(client_id, charge_id, -cents) for client_id, charge_id, cents in sums if cents < 0])


def lines(client_ids: Collection[uuid.UUID], *, only_open: bool = False) -> list[Line]:
    """Give every charge of which anything ever fell to the client, the newest first. Two statements, whatever the number."""
    theirs = Posting.objects.filter(client__in=client_ids, account=Account.CLIENTS_OWE, charge__isnull=False)
    rows = Posting.objects.filter(charge__in=theirs.order_by().values("charge"), account__in=MONEY_SIDES).order_by()
    sums: dict[uuid.UUID, list[tuple[str, str, str, int]]] = defaultdict(list)
    for charge_id, account, reason, kind, cents in rows.values_list(
        "charge", "account", "reason", "entry__kind"
    ).annotate(sum=Sum("cents")):
        sums[charge_id].append((account, reason, kind, cents))
    charges = Charge.objects.filter(pk__in=sums).select_related("payer")
    made = [_line(charge, sums[charge.pk]) for charge in charges]
    kept = [line for line in made if line.left > 0] if only_open else [line for line in made if _says_anything(line)]
    return sorted(kept, key=lambda line: (line.on, str(line.charge_id)), reverse=True)


def paid_since(plan: PaymentPlan) -> int:
    """Say what came of a client since their plan was agreed, less what went back, in cents."""
    return _paid_since([plan])[plan.pk]


def standings(plans: Sequence[PaymentPlan], todays: Mapping[uuid.UUID, dt.date]) -> dict[uuid.UUID, Standing]:
    """Say where plans stand; ``todays`` gives each site's date. Three statements, whatever the number."""
    paid = _paid_since(plans)
    return {
        plan.pk: standing(
            [Due(row.due_on, row.cents) for row in plan.instalments.all()], paid[plan.pk], todays[plan.site_id]
        )
        for plan in plans
    }


def sliding_fees(client_ids: Collection[uuid.UUID]) -> list[SlidingFee]:
    """Give sliding fees that were not taken back, the newest first."""
    return list(SlidingFee.objects.filter(client__in=client_ids).order_by("-starts_on", "-created_at"))


def refundable(payment: ClientPayment) -> int:
    """Say how much of a payment may still be given back, in cents."""
    given = ClientRefund.objects.filter(payment=payment).aggregate(sum=Sum("cents"))["sum"] or 0
    return payment.cents - given


def _paid_since(plans: Sequence[PaymentPlan]) -> dict[uuid.UUID, int]:
    found = dict.fromkeys((plan.pk for plan in plans), 0)
    clients = {plan.client_id for plan in plans}
    around = Q(client__in=clients) | Q(client__merged_into__in=clients)
    payments = ClientPayment.objects.filter(around).values_list("client", "client__merged_into", "at", "cents")
    refunds = ClientRefund.objects.filter(
        Q(payment__client__in=clients) | Q(payment__client__merged_into__in=clients)
    ).values_list("payment__client", "payment__client__merged_into", "payment__at", "cents")
    moves = [*payments, *((one, two, at, -cents) for one, two, at, cents in refunds)]
    for plan in plans:
        found[plan.pk] = sum(
            cents for one, two, at, cents in moves if plan.client_id in (one, two) and at >= plan.agreed_at
        )
    return found


def _dated(sums: Iterable[tuple[uuid.UUID, uuid.UUID | None, int]]) -> list[Owed]:
    rows = list(sums)
    days = dict(Charge.objects.filter(pk__in=[row[1] for row in rows if row[1]]).values_list("pk", "on"))
    return [
        Owed(client_id, charge_id, days[charge_id] if charge_id else dt.date.min, cents)
        for client_id, charge_id, cents in rows
    ]


def _says_anything(line: Line) -> bool:
    return bool(line.left or line.own_paid or line.sliding or line.forgiven or any(line.reasons.values()))


def _line(charge: Charge, sums: Sequence[tuple[str, str, str, int]]) -> Line:
    def total(*accounts: str) -> int:
        return sum(cents for account, _reason, _kind, cents in sums if account in accounts)

    reasons: dict[str, int] = defaultdict(int)
    own = 0
    for account, reason, kind, cents in sums:
        if account == Account.CLIENTS_OWE and reason:
            reasons[reason] += cents
        if account == Account.CLIENTS_OWE and kind in OWN_MONEY:
            own -= cents
    charged = -total(Account.REVENUE)
    written_off, waits = total(Account.CONTRACTUAL, Account.DENIED), total(Account.PAYERS_OWE)
    passed_on = sum(reasons.values())
    payer_paid = charged - written_off - waits - passed_on if charge.payer_id else 0
    return Line(
        charge_id=charge.pk, client_id=charge.client_id, on=charge.on, service=charge.service,
        payer=charge.payer.name if charge.payer else "", charged=charged, payer_paid=payer_paid, written_off=written_off,
        sliding=total(Account.SLIDING), forgiven=total(Account.BAD_DEBT), waits=waits, own_paid=own,
        left=total(Account.CLIENTS_OWE), reasons=dict(reasons),
    )  # fmt: skip
