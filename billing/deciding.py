"""Deciding clients' days: facts and rules are read for all of them, and the pure rule decides each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from billing import day_facts, terms
from billing.authorizations import Book
from billing.choices.rules import DayState
from billing.day_facts import Key
from billing.models import BillingRule
from billing.rules import day
from billing.rules.shapes import DayFacts, Decision
from billing.terms import TermsBook

Decided = tuple[DayFacts, Decision]


def decide(keys: Collection[Key], at: dt.datetime, drafts: Sequence[BillingRule] = ()) -> dict[Key, Decided]:
    """Decide client-days, in order of their dates: a day finds what the days before it leave of an authorization.

    Days on which nothing was delivered are left out. Nothing is written. ``drafts`` are rules taken in as if published.
    """
    gathered = day_facts.gather(keys, at)
    if not gathered.facts:
        return {}
    book = terms_for(gathered.facts.values(), drafts)
    return decide_facts(gathered, book)


def decide_facts(gathered: day_facts.Gathered, book: TermsBook) -> dict[Key, Decided]:
    """Decide facts that were read, by rules that were read."""
    found: dict[Key, Decided] = {}
    units = Book(gathered.book.rows, {key: dict(days) for key, days in gathered.book.used.items()})
    for key in sorted(gathered.facts, key=lambda key: (key[1], str(key[0]))):
        facts = gathered.facts[key]
        facts = replace(facts, authorized=tuple(units.of_day(facts.episode_id, facts.on)))
        decision = day.decide(facts, rules_of(facts, book))
        _count(units, decision, facts.on)
        found[key] = (facts, decision)
    return found


def terms_for(facts: Collection[DayFacts], drafts: Sequence[BillingRule] = ()) -> TermsBook:
    """Read the rules that facts of days need."""
    days = [each.on for each in facts]
    payers = {day.who_pays(each) for each in facts}
    return terms.of(payers, min(days), max(days), drafts)


def rules_of(facts: DayFacts, book: TermsBook) -> tuple[terms.Terms, ...]:
    """Give the rules that decide a day: of the payer who pays first, or of clients who pay themselves."""
    return book.for_day(day.who_pays(facts), facts.level_id, facts.on)


def _count(units: Book, decision: Decision, on: dt.date) -> None:
    """A day that is ready uses its units up for the days after it; one that waits does not keep them from being used."""
    if decision.state != DayState.BILLABLE:
        return
    taken: dict[uuid.UUID, Decimal] = defaultdict(Decimal)
    for line in decision.lines:
        if line.authorization_id:
            taken[line.authorization_id] += line.authorized_units
    for authorization_id, used in taken.items():
        units.count(authorization_id, on, used)
