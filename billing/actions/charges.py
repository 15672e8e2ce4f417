"""Charging what is billable, and taking charges back. What a claim bears is corrected on the claim first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import structlog
from django.db import IntegrityError, transaction

from billing.actions import locks
from billing.actions.days import chunks
from billing.actions.posting import on_live_claims, reverse_charges
from billing.actions.settling import Settled, settle
from billing.day_facts import Key
from billing.models import Charge, ClientDay
from billing.policies.charges import may_work_days
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say

MOST_AT_ONCE = 5000
LOG = structlog.get_logger(__name__)


def pull(*, by: Actor, at: dt.datetime, limit: int = MOST_AT_ONCE) -> Settled:
    """Charge days that are billable and not charged yet, the oldest first.

    Each is decided anew under its client's lock. One transaction for each chunk: what a killed run has not finished was never
    begun, and the next run does it. Clients with whom another run works just now are left to it.
    """
    ready = ClientDay.objects.ready().order_by("on", "pk").values_list("client", "on")[:limit]
    total = Settled()
    for part in chunks(ready):
        waiting: list[Key] = part
        while waiting:
            done = charge_days(by=by, keys=waiting, at=at)
            total.add(done)
            # What found its authorization used up by an earlier day of this round is decided once more.
            waiting = done.later if len(done.later) < len(waiting) else []
    return total


def charge_days(*, by: Actor, keys: Sequence[Key], at: dt.datetime) -> Settled:
    """Charge days in one transaction. One that the database refuses is left out and told of; the others are charged."""
    try:
        return _charge_free(by, keys, at)
    except IntegrityError as error:
        if len(keys) == 1:
            LOG.warning("billing.day_not_charged", on=str(keys[0][1]), why=str(error.__cause__).partition("\n")[0])
            return Settled()
    middle = len(keys) // 2
    total = charge_days(by=by, keys=keys[:middle], at=at)
    rest = charge_days(by=by, keys=keys[middle:], at=at)
    total.add(rest)
    total.later += rest.later
    return total


@transaction.atomic
def _charge_free(by: Actor, keys: Sequence[Key], at: dt.datetime) -> Settled:
    free = locks.take_free_clients({client_id for client_id, _on in keys})
    mine = [key for key in keys if key[0] in free]
    return settle(by=by, keys=mine, at=at, charges=True) if mine else Settled()


@transaction.atomic
def take_back(*, by: Actor, charge: Charge, because: str, at: dt.datetime) -> Charge:
    """Take one charge back: it stays on record, the ledger gets its counter-entry, its authorized units are free again.

    The day is decided anew by itself later and may be charged again. Raises ``Conflict`` while a claim that stands bears it,
    or when it was taken back already.
    """
    require(may_work_days(by, charge.site_id))
    if not because.strip():
        raise Invalid(say("Say why it is taken back."), field="because")
    locks.hold_clients([charge.client_id])
    row = Charge.objects.select_for_update().get(pk=charge.pk)
    _must_be_free([row])
    reverse_charges(by=by, charges=[row], because=because.strip(), at=at)
    # Without its sum the day is compared anew by the next run, also when other charges of it stand.
    stays = Charge.objects.standing().filter(day=row.day_id).exists()
    ClientDay.objects.filter(pk=row.day_id).update(digest="", **({} if stays else {"charged_at": None}))
    record(
        by=by, verb="billing.charge_taken_back", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"cents": row.cents, "code": row.code},
    )  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def post_anew(*, by: Actor, day: ClientDay, because: str, at: dt.datetime) -> Settled:
    """Bring a charged day in line with what it is now, by today's rules and prices of that day, for a reason."""
    require(may_work_days(by, day.site_id))
    if not because.strip():
        raise Invalid(say("Say why it is posted anew."), field="because")
    locks.hold_clients([day.client_id])
    _must_be_free(list(Charge.objects.standing().filter(day=day).select_for_update()))
    return settle(by=by, keys=[(day.client_id, day.on)], at=at, charges=True, terms_too=True, because=because.strip())


def _must_be_free(charges: Collection[Charge]) -> None:
    if any(row.reversed_at for row in charges):
        raise Conflict(say("This charge was taken back already."), code="taken_back")
    if on_live_claims(row.pk for row in charges):
        raise Conflict(
            say("A claim that stands bears this charge. Replace or void the claim first, then take it back."),
            code="on_a_claim",
        )
