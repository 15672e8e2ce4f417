"""What is left of what payers authorized. Used is what standing charges use: it is added up and kept nowhere."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from billing.choices.authorizations import GIVES_UNITS, AuthStatus
from billing.models import Authorization, Charge
from billing.rules import authorizations as rules
from billing.rules.shapes import Authorized
from iop.core.words import Sentence, say

NOTHING = Decimal(0)


@dataclass
class Book:
    """Authorizations of stays with what each day used of them, so that many days are answered without asking again.

    ``count`` writes down what a day decided in the same run uses, so that the days after it find less.
    """

    rows: dict[uuid.UUID, list[Authorization]] = field(default_factory=dict)
    used: dict[uuid.UUID, dict[dt.date, Decimal]] = field(default_factory=dict)

    def left(self, episode_id: uuid.UUID, on: dt.date) -> list[Authorized]:
        """Give the authorizations that hold on a day, first to end first, with what all other days leave of them."""
        return [
            self._authorized(row, on) for row in self.rows.get(episode_id, []) if row.starts_on <= on <= row.ends_on
        ]

    def of_day(self, episode_id: uuid.UUID, on: dt.date) -> list[Authorized]:
        """Give all authorizations of a stay, also those that do not hold that day, with what all other days leave of them."""
        return [self._authorized(row, on) for row in self.rows.get(episode_id, [])]

    def left_now(self, episode_id: uuid.UUID) -> list[Authorized]:
        """Give all authorizations of a stay with what is left of them."""
        return [self._authorized(row, None) for row in self.rows.get(episode_id, [])]

    def count(self, authorization_id: uuid.UUID, on: dt.date, units: Decimal) -> None:
        """Write down that a day uses so many units, in place of what it used until now."""
        self.used.setdefault(authorization_id, {})[on] = units

    def _authorized(self, row: Authorization, on: dt.date | None) -> Authorized:
        days = self.used.get(row.pk, {})
        used = sum((units for day, units in days.items() if day != on), NOTHING)
        return authorized_of(row, row.units - used)


def gives(row: Authorization) -> bool:
    """Say whether service may be taken from it: it was given, or given in part while the rest is appealed."""
    return row.status in GIVES_UNITS or (row.status == AuthStatus.APPEALED and row.units > 0)


def authorized_of(row: Authorization, left: Decimal) -> Authorized:
    """Give an authorization as the plain value that rules take."""
    return Authorized(
        row.pk, row.number, row.level_id, frozenset(row.codes), row.unit, left, row.starts_on, row.ends_on
    )


def book(episode_ids: Collection[uuid.UUID]) -> Book:
    """Read what stays have authorized and which day used how much of it. Two statements, whatever the number."""
    rows = Authorization.objects.giving().filter(episode__in=episode_ids)
    found: dict[uuid.UUID, list[Authorization]] = defaultdict(list)
    for row in rows.order_by("ends_on", "starts_on", "number"):
        found[row.episode_id].append(row)
    return Book(dict(found), _used_by_day([row.pk for rows in found.values() for row in rows]))


def left(episode_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, list[Authorized]]:
    """Give for each stay the authorizations that hold on a day, first to end first. Two statements.

    What charges of that same day use is not taken off: the day is decided as a whole, each time anew.
    """
    found = book(episode_ids)
    return {episode_id: found.left(episode_id, on) for episode_id in episode_ids}


def used(authorization_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Decimal]:
    """Say how much of each is used by charges that stand. One statement."""
    rows = Charge.objects.filter(authorization__in=authorization_ids, reversed_at__isnull=True)
    found = dict(rows.order_by().values_list("authorization").annotate(sum=Sum("authorized_units")))
    return {each: found.get(each) or NOTHING for each in authorization_ids}


def hold(authorization_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Decimal]:
    """Lock authorizations until the transaction ends and say what is left of each now.

    Whoever posts a charge calls this first and leaves out what no longer fits, so two cannot both take the last unit. Locked
    in the order of their ids, so two runs never wait for each other. One that gives no units any more has nothing left.
    """
    wanted = sorted(set(authorization_ids))
    rows = list(Authorization.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True))
    taken = used([row.pk for row in rows])
    return {row.pk: (row.units - taken[row.pk]) if gives(row) else NOTHING for row in rows}


def words_for(client_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, Sentence]:
    """Say for each client whose stay has authorizations what is left of the one in use: "3 of 12 days left; ends …". Two statements.

    Nothing is said about clients who never had one. No amounts of money: counselors read this too.
    """
    rows = Authorization.objects.giving().filter(episode__client__in=client_ids)
    mine: dict[uuid.UUID, list[Authorization]] = defaultdict(list)
    for row in rows.select_related("episode").order_by("ends_on", "starts_on"):
        mine[row.episode.client_id].append(row)
    taken = used([row.pk for each in mine.values() for row in each])
    return {client_id: _words(each, taken, on) for client_id, each in mine.items()}


def _words(rows: list[Authorization], taken: dict[uuid.UUID, Decimal], on: dt.date) -> Sentence:
    holding = [row for row in rows if row.starts_on <= on <= row.ends_on]
    if not holding:
        return say("No authorization holds on this day.")
    best = next((row for row in holding if row.units > taken[row.pk]), holding[-1])
    return rules.left_words(best.units - taken[best.pk], best.units, best.unit, best.ends_on)


def _used_by_day(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[dt.date, Decimal]]:
    rows = Charge.objects.filter(authorization__in=ids, reversed_at__isnull=True)
    found: dict[uuid.UUID, dict[dt.date, Decimal]] = defaultdict(dict)
    for key, on, units in rows.order_by().values_list("authorization", "on").annotate(sum=Sum("authorized_units")):
        found[key][on] = units
    return dict(found)
