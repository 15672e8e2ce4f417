"""Clients who owe something: charges with their ledger entries, as rules and payers would have made them."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace

from billing.actions import ledger
from billing.actions.client_money import payments
from billing.actions.ledger import Draft
from billing.choices.ledger import Account, EntryKind
from billing.rules.ledger import Side
from iop.access.actors import SYSTEM
from tests.factories.billing import make_charge, make_coverage
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_site

_count = itertools.count(1)


def make_account(**fields) -> SimpleNamespace:
    """A client in treatment at a site, with who takes payments and who gives back."""
    site = make_site(**fields)
    stay = make_admitted(site)
    return SimpleNamespace(
        site=site,
        stay=stay,
        client=stay.client,
        by=make_actor(site, "biller"),
        director=make_actor(site),
        at=AT,
        today=TODAY,
    )


def owe(room, cents=10_000, on=TODAY):
    """A visit that the client pays alone."""
    charge = make_charge(room.stay, on, cents=cents, day=None)
    sides = [
        Side(Account.CLIENTS_OWE, cents, room.client.pk, charge_id=charge.pk),
        Side(Account.REVENUE, -cents, room.client.pk, charge_id=charge.pk),
    ]
    post(room, EntryKind.CHARGE, sides, on)
    return charge


def owe_a_copay(room, charged=17_500, paid=10_000, copay=3_500, on=TODAY):
    """A visit of which a payer paid a part, wrote off by contract, and left a copay."""
    cover = getattr(room, "cover", None) or make_coverage(room.client)
    room.cover = cover
    charge = make_charge(room.stay, on, coverage=cover, cents=charged)
    them, us = {"payer_id": charge.payer_id, "charge_id": charge.pk}, room.client.pk
    off = charged - paid - copay
    post(
        room,
        EntryKind.CHARGE,
        [Side(Account.PAYERS_OWE, charged, us, **them), Side(Account.REVENUE, -charged, us, **them)],
        on,
    )
    post(
        room,
        EntryKind.PAYER_PAYMENT,
        [Side(Account.CASH, paid, payer_id=charge.payer_id), Side(Account.PAYERS_OWE, -paid, us, **them)],
        on,
    )
    post(
        room,
        EntryKind.ADJUSTMENT,
        [Side(Account.CONTRACTUAL, off, us, reason="CO-45", **them), Side(Account.PAYERS_OWE, -off, us, **them)],
        on,
    )
    post(
        room,
        EntryKind.TRANSFER,
        [
            Side(Account.CLIENTS_OWE, copay, us, charge_id=charge.pk, reason="PR-3"),
            Side(Account.PAYERS_OWE, -copay, us, **them),
        ],
        on,
    )
    return charge


def post(room, kind, sides, on=TODAY):
    ledger.post(by=SYSTEM, drafts=[Draft(f"test:{next(_count)}", kind, room.site.pk, on, sides)], at=room.at)


def pay(room, cents=10_000, key="", **fields):
    """Money at the desk."""
    return payments.take_payment(
        by=room.by, client=room.client, site_id=room.site.pk, cents=cents, key=key or f"k{next(_count)}", at=room.at,
        **{"way": "cash", "received_on": room.today, **fields},
    )  # fmt: skip


def later(days: int) -> dt.datetime:
    return AT + dt.timedelta(days=days)
