"""What draft rules would have done to a month of one payer before they are published."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from billing import day_facts, deciding
from billing.day_facts import Key
from billing.models import BillingRule, ClientDay
from billing.rules.shapes import Decision
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence

MOST_DAYS = 2000
"""Days that are decided while somebody waits; of more, the newest."""


@dataclass(frozen=True)
class Changed:
    """One client-day that would have come out otherwise."""

    client_id: uuid.UUID
    on: dt.date
    state_before: str
    state_after: str
    cents_before: int
    cents_after: int
    words_before: Sentence
    words_after: Sentence


@dataclass(frozen=True)
class Effect:
    """What drafts would have changed: days looked at, days that differ, and money billable before and after."""

    first: dt.date
    last: dt.date
    days: int
    left_out: int
    billable_before: int
    billable_after: int
    cents_before: int
    cents_after: int
    changed: Sequence[Changed]


def last_month(today: dt.date) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the month before this one."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    return last.replace(day=1), last


def of(actor: Actor, drafts: Sequence[BillingRule], first: dt.date, last: dt.date, at: dt.datetime) -> Effect:
    """Decide the days of the drafts' payers twice, as rules are and with the drafts, and say what differs.

    A draft that begins later is tried as if it had held all that month. The days are those that the actor may see, the
    newest 2,000 at the most. Nothing is written, and its statements grow with the number of days only by 500s.
    """
    tried = [_from(draft, first) for draft in drafts]
    keys, left_out = _keys(actor, {draft.payer_id for draft in drafts}, first, last)
    gathered = day_facts.gather(keys, at)
    if not gathered.facts:
        return Effect(first, last, 0, left_out, 0, 0, 0, 0, ())
    before = deciding.decide_facts(gathered, deciding.terms_for(gathered.facts.values()))
    after = deciding.decide_facts(gathered, deciding.terms_for(gathered.facts.values(), tried))
    pairs = [(key, before[key][1], after[key][1]) for key in before]
    return Effect(
        first=first, last=last, days=len(pairs), left_out=left_out,
        billable_before=_billable(old for _key, old, _new in pairs),
        billable_after=_billable(new for _key, _old, new in pairs),
        cents_before=_cents(old for _key, old, _new in pairs), cents_after=_cents(new for _key, _old, new in pairs),
        changed=[_changed(key, old, new) for key, old, new in pairs if _differs(old, new)],
    )  # fmt: skip


def _from(draft: BillingRule, first: dt.date) -> BillingRule:
    """Let a copy of a draft hold from the first day looked at; the row itself is left alone."""
    values = {field.attname: getattr(draft, field.attname) for field in BillingRule._meta.concrete_fields}
    return BillingRule(**{**values, "starts_on": min(draft.starts_on, first)})


def _keys(
    actor: Actor, payer_ids: set[uuid.UUID | None], first: dt.date, last: dt.date
) -> tuple[list[Key], int]:  # fmt: skip
    rows = ClientDay.objects.filter(on__gte=first, on__lte=last)
    if not actor.is_system:
        rows = rows.filter(site__in=actor.sites_where(Permission.BILLING_VIEW))
    known = [payer_id for payer_id in payer_ids if payer_id is not None]
    rows = rows.filter(payer__in=known) if None not in payer_ids else rows.filter(payer__isnull=True)
    found = list(rows.order_by("-on", "client_id").values_list("client_id", "on").distinct()[: MOST_DAYS + 1])
    left_out = rows.count() - MOST_DAYS if len(found) > MOST_DAYS else 0
    return found[:MOST_DAYS], left_out


def _billable(decisions: Iterable[Decision]) -> int:
    return sum(each.state == "billable" for each in decisions)


def _cents(decisions: Iterable[Decision]) -> int:
    return sum(each.cents for each in decisions if each.state == "billable")


def _differs(old: Decision, new: Decision) -> bool:
    return (old.state, old.cents, [line.code for line in old.lines]) != (
        new.state, new.cents, [line.code for line in new.lines]
    )  # fmt: skip


def _changed(key: Key, old: Decision, new: Decision) -> Changed:
    return Changed(key[0], key[1], old.state, new.state, old.cents, new.cents, old.words, new.words)
