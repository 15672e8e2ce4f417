"""A rule or a price was changed with a past date: what that would change is shown first, and done when somebody says so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from billing import deciding
from billing.actions.days import chunks
from billing.actions.posting import on_live_claims, said_by
from billing.actions.settling import Settled, settle
from billing.day_facts import Key
from billing.models import Charge, ClientDay
from billing.policies.charges import may_reprice
from billing.rules.charges import difference, still_right
from billing.rules.shapes import DayFacts, Decision
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import require

MOST_DAYS = 1000
"""Looked at in one go; a longer range is looked at in parts."""
BECAUSE = "Rules or prices of that day have changed."


@dataclass(frozen=True)
class Repriced:
    """A charged day that would be charged differently now: cents before and after, and whether a claim bears it."""

    day: ClientDay
    before: int
    after: int
    is_on_claim: bool


def what_would_change(
    *, by: Actor, payer_id: uuid.UUID | None, first: dt.date, last: dt.date, at: dt.datetime
) -> list[Repriced]:  # fmt: skip
    """Give the charged days of a payer (none: paid by clients) in a range that today's rules and prices would charge differently."""
    require(may_reprice(by))
    rows = (
        Charge.objects.standing()
        .visible_to(by, Permission.BILLING_WORK)
        .filter(payer=payer_id, on__range=(first, last))
    )
    charges: dict[Key, list[Charge]] = defaultdict(list)
    days = list(rows.order_by("on").values_list("day", flat=True).distinct()[:MOST_DAYS])
    for charge in Charge.objects.standing().filter(day__in=days).select_related("day", "client"):
        charges[charge.client_id, charge.on].append(charge)
    live = on_live_claims(charge.pk for each in charges.values() for charge in each)
    found = []
    for part in chunks(charges):
        decided = deciding.decide(part, at)
        found += [one for key in part if (one := _compared(charges[key], decided.get(key), live))]
    return sorted(found, key=lambda one: one.day.on)


def reprice(*, by: Actor, day_ids: Collection[uuid.UUID], at: dt.datetime) -> Settled:
    """Take these days' charges back and post them by today's rules and prices; days on a claim that stands are put on the list."""
    require(may_reprice(by))
    rows = ClientDay.objects.visible_to(by, Permission.BILLING_WORK).filter(pk__in=day_ids)
    total = Settled()
    for part in chunks(rows.values_list("client", "on")):
        total.add(settle(by=by, keys=part, at=at, charges=False, terms_too=True, because=BECAUSE))
    return total


def _compared(
    charges: list[Charge], decided: tuple[DayFacts, Decision] | None, live: set[uuid.UUID]
) -> Repriced | None:
    wanted = still_right(*decided) if decided else ()
    if not difference([(charge.pk, said_by(charge)) for charge in charges], wanted):
        return None
    return Repriced(
        charges[0].day, sum(charge.cents for charge in charges), sum(one.line.cents for one in wanted),
        any(charge.pk in live for charge in charges),
    )  # fmt: skip
