"""Money that comes from clients and goes back to them. Each happens once for its key."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Sum

from billing.actions import ledger
from billing.actions.client_money.keeping import hold, open_again, settle
from billing.actions.client_money.numbers import next_number
from billing.actions.ledger import Draft
from billing.choices.client_money import AT_THE_DESK, PayWay
from billing.choices.ledger import Account, EntryKind
from billing.client_money import on_account, open_charges, paid_by_themselves, refundable
from billing.models import ClientPayment, ClientRefund, Entry
from billing.policies.client_money import may_give_back, may_take_payment
from billing.rules import allocation
from billing.rules.cards import why_not_reference
from billing.rules.ledger import Side
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.money import dollars
from iop.core.words import say, sentence

OTHER_USE = say("This form was sent already, with another amount. Please look at the account and begin again.")
KEY_LENGTH = 100
MOST_CENTS = 5_000_000
"""$50,000: more is a slip of the hand."""


@transaction.atomic
def take_payment(
    *, by: Actor, client: Client, site_id: uuid.UUID, way: str, cents: int, received_on: dt.date, key: str, at: dt.datetime,
    reference: str = "",
) -> ClientPayment:  # fmt: skip
    """Take money at the desk: written down, put to the oldest charges, the rest kept on account.

    ``key`` names this one sending of a form or request: sent again it gives the payment that is there. Raises ``Invalid`` for what
    looks like a card's number, ``Conflict`` for the same key with another amount.
    """
    require(may_take_payment(by, site_id))
    if way not in AT_THE_DESK:
        raise Invalid(say("Choose from the list how it was paid."), field="way")
    _check(cents, reference)
    _not_ahead(received_on, site_id, at)
    return take(
        by=by, client_id=client.pk, site_id=site_id, way=way, cents=cents, received_on=received_on, key=key,
        reference=reference, at=at,
    )  # fmt: skip


@transaction.atomic
def take(
    *, by: Actor, client_id: uuid.UUID, site_id: uuid.UUID, way: str, cents: int, received_on: dt.date, key: str,
    at: dt.datetime, reference: str = "",
) -> ClientPayment:  # fmt: skip
    """Write money down that came, whoever says so; callers ask who may. Idempotent by ``key``."""
    client, _ids = hold(client_id)
    known = ClientPayment.objects.filter(key=key).first()
    if known is not None:
        if (known.client_id, known.cents) != (client.pk, cents):
            raise Conflict(OTHER_USE, code="key_used")
        return known
    payment = _written(
        client=client, site_id=site_id, number=next_number("R"), key=key, way=way, cents=cents, received_on=received_on,
        reference=reference.strip(), taken_by=by.staff_id, at=at,
    )  # fmt: skip
    sides = [Side(Account.CASH, cents, client.pk), Side(Account.CREDIT, -cents, client.pk)]
    ledger.post(
        by=by, at=at, drafts=[Draft(f"payment:{payment.pk}", EntryKind.CLIENT_PAYMENT, site_id, received_on, sides)]
    )
    settle(by=by, client_id=client.pk, site_id=site_id, on=received_on, at=at)
    record(
        by=by, verb="billing.payment_taken", subject=payment, site_id=site_id, clients=[client.pk],
        detail={"way": str(way), "cents": cents},
    )  # fmt: skip
    return payment


@transaction.atomic
def refund(
    *, by: Actor, payment: ClientPayment, cents: int, because: str, key: str, at: dt.datetime, way: str = "", reference: str = "",
) -> ClientRefund:  # fmt: skip
    """Give money back, from what is on account first; what had paid a charge by then opens that charge again.

    Never more than the payment was, less what went back already. Idempotent by ``key``. Raises ``Invalid``, and ``Conflict``
    for the same key with another payment or amount.
    """
    require(may_give_back(by, payment.site_id))
    client, ids = hold(payment.client_id)
    known = ClientRefund.objects.filter(key=key).first()
    if known is not None:
        if (known.payment_id, known.cents) != (payment.pk, cents):
            raise Conflict(OTHER_USE, code="key_used")
        return known
    _check(cents, reference)
    if not because.strip():
        raise Invalid(say("Say why the money goes back."), field="because")
    left = refundable(payment)
    if cents > left:
        words = say("At most ${left} of this payment can go back.")
        raise Invalid(sentence(words, left=dollars(left)), field="cents")
    today = clock.local_date(at, payment.site.time_zone)
    missing = cents - max(0, on_account(ids))
    if missing > 0:
        parts = allocation.opened_again(paid_by_themselves(ids), missing)
        open_again(by=by, client=client, site_id=payment.site_id, parts=parts, on=today, at=at)
    row = ClientRefund.objects.create(
        payment=payment, key=key[:KEY_LENGTH], way=way or payment.way, cents=cents, reference=reference.strip(),
        because=because.strip()[:200], made_by=by.staff_id, at=at,
    )  # fmt: skip
    sides = [Side(Account.CREDIT, cents, client.pk), Side(Account.CASH, -cents, client.pk)]
    ledger.post(
        by=by, at=at, drafts=[Draft(f"refund:{row.pk}", EntryKind.CLIENT_REFUND, payment.site_id, today, sides)]
    )
    record(
        by=by, verb="billing.payment_refunded", subject=payment, site_id=payment.site_id, clients=[client.pk],
        detail={"cents": cents, "way": str(row.way)},
    )  # fmt: skip
    return row


@transaction.atomic
def forgive(
    *, by: Actor, client: Client, site_id: uuid.UUID, cents: int, because: str, key: str, at: dt.datetime, hardship: bool = True
) -> int:  # fmt: skip
    """Write off what a client cannot pay, the oldest first; say how many cents were. One decision each time, with its reason.

    Copays are not waived as a habit: hardship is looked at for each person (billing.md §12). Idempotent by ``key``: sent again it
    says the same; raises ``Conflict`` for the same key with another client or amount.
    """
    require(may_give_back(by, site_id))
    if not because.strip():
        raise Invalid(say("Say why it is written off."), field="because")
    held, ids = hold(client.pk)
    known = Entry.objects.filter(key=f"forgiven:{key}").first()
    if known is not None:
        return _forgiven_before(known, ids, cents)
    owed = [one for one in open_charges(ids) if one.cents > 0]
    open_cents = sum(one.cents for one in owed)
    if not 0 < cents <= open_cents:
        words = say("Between one cent and ${open} can be written off.")
        raise Invalid(sentence(words, open=dollars(open_cents)), field="cents")
    account = Account.SLIDING if hardship else Account.BAD_DEBT
    on = clock.local_date(at, _zone(site_id))
    parts = allocation.oldest_first(owed, cents)
    sides = [
        side
        for part in parts
        for side in (
            Side(account, part.cents, part.owed.client_id, charge_id=part.owed.charge_id),
            Side(Account.CLIENTS_OWE, -part.cents, part.owed.client_id, charge_id=part.owed.charge_id),
        )
    ]
    ledger.post(by=by, drafts=[Draft(f"forgiven:{key}", EntryKind.WRITE_OFF, site_id, on, sides)], at=at)
    record(
        by=by, verb="billing.debt_forgiven", subject=held, site_id=site_id, clients=[held.pk],
        detail={"cents": cents, "hardship": hardship},
    )  # fmt: skip
    return cents


def _forgiven_before(entry: Entry, ids: Collection[uuid.UUID], cents: int) -> int:
    lines = entry.postings.filter(account=Account.CLIENTS_OWE, client__in=ids)
    if -(lines.aggregate(sum=Sum("cents"))["sum"] or 0) != cents:
        raise Conflict(OTHER_USE, code="key_used")
    return cents


def _written(*, key: str, **fields: object) -> ClientPayment:
    try:
        with transaction.atomic():
            return ClientPayment.objects.create(key=key[:KEY_LENGTH], **fields)
    except IntegrityError as trouble:
        # The key belongs to another client's payment: their row was not ours to hold.
        raise Conflict(OTHER_USE, code="key_used") from trouble


def _check(cents: int, reference: str) -> None:
    if not 0 < cents <= MOST_CENTS:
        raise Invalid(say("An amount is between one cent and $50,000."), field="cents")
    require_valid(why_not_reference(reference), "reference")


def _not_ahead(on: dt.date, site_id: uuid.UUID, at: dt.datetime) -> None:
    if on > clock.local_date(at, _zone(site_id)):
        raise Invalid(say("Money is written down once it is there: today or before."), field="received_on")


def _zone(site_id: uuid.UUID) -> str:
    return Site.objects.values_list("time_zone", flat=True).get(pk=site_id)


WAYS_BACK = (PayWay.CASH, PayWay.CHECK, PayWay.CARD)
"""How money goes back at the desk."""
