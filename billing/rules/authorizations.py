"""What an authorization is worth: how service uses it up, which one a day takes, until when units last, how it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from billing.choices.authorizations import GIVES_UNITS, AuthStatus, AuthUnit, Standing
from billing.rules.shapes import Authorized
from iop.core.words import Sentence, count_words, day_words, say, sentence

QUARTER_MINUTES = 15
QUARTER_COUNTS_FROM = 8


def units_for(unit: str, minutes: int) -> Decimal:
    """Say how much of an authorization a service of so many minutes uses up.

    A visit or a day is one, however long. Quarter hours count from their 8th minute on (7 is 0, 8 is 1, 22 is 1, 23 is 2);
    hours are counted in the same quarters, so 170 minutes are 2.75 hours. Source: billing.md §1, unit rule 4.
    """
    if unit in (AuthUnit.VISIT, AuthUnit.DAY):
        return Decimal(1)
    quarters = Decimal((max(minutes, 0) + QUARTER_MINUTES - QUARTER_COUNTS_FROM) // QUARTER_MINUTES)
    return quarters if unit == AuthUnit.QUARTER else quarters / 4


def covers(authorized: Authorized, code: str, level_id: uuid.UUID | None, on: dt.date) -> bool:
    """Say whether an authorization is for this code, this level and this day; whether anything is left is not asked here.

    One without codes is for every code of its level; an empty ``code`` asks for the level alone.
    """
    return (
        authorized.level_id == level_id
        and authorized.starts_on <= on <= authorized.ends_on
        and (not code or not authorized.codes or code in authorized.codes)
    )


def need(authorized: Authorized, minutes: int, counted: Collection[uuid.UUID] = ()) -> Decimal:
    """Say what a service would use of an authorization. One by days that this day has used already (``counted``) gives more free."""
    if authorized.unit == AuthUnit.DAY and authorized.id in counted:
        return Decimal(0)
    return units_for(authorized.unit, minutes)


def take(
    authorized: Iterable[Authorized],
    code: str,
    level_id: uuid.UUID | None,
    on: dt.date,
    minutes: int,
    counted: Collection[uuid.UUID] = (),
) -> Authorized | None:
    """Choose which authorization a service uses: of those that cover it and have enough left, the first to end.

    What ends first is used first, so nothing lapses unused. None: no unit is left for it. Source: billing.md §6.
    """
    fitting = [
        one
        for one in authorized
        if covers(one, code, level_id, on) and one.left >= need(one, minutes, counted)
    ]  # fmt: skip
    return min(fitting, key=lambda one: (one.ends_on, one.starts_on, one.number), default=None)


def after(authorized: Iterable[Authorized], taken: Authorized, units: Decimal) -> list[Authorized]:
    """Give the authorizations as they are once ``units`` of one of them are used."""
    return [replace(one, left=one.left - units) if one.id == taken.id else one for one in authorized]


@dataclass(frozen=True)
class Planned:
    """One day on which a client is to come: for how many minutes, at which level, and whether to treatment or to meetings alone."""

    on: dt.date
    minutes: int
    level_id: uuid.UUID | None
    is_treatment: bool = True


@dataclass(frozen=True)
class Runway:
    """How far authorized units reach: the last planned day they pay for, the first they do not, and how many each."""

    last_paid: dt.date | None
    first_unpaid: dt.date | None
    paid: int
    unpaid: int


def runway(authorized: Sequence[Authorized], planned: Iterable[Planned], code: str = "") -> Runway:
    """Work out on which day units end when everything planned happens as planned.

    Each planned day takes from what is authorized as a charge would (``take``); a planned day that finds nothing is unpaid,
    also when a later authorization pays again after it.
    """
    rest = list(authorized)
    paid: list[dt.date] = []
    unpaid: list[dt.date] = []
    for day in sorted(planned, key=lambda one: one.on):
        taken = take(rest, code, day.level_id, day.on, day.minutes)
        if taken is None:
            unpaid.append(day.on)
            continue
        rest = after(rest, taken, units_for(taken.unit, day.minutes))
        paid.append(day.on)
    return Runway(max(paid, default=None), min(unpaid, default=None), len(paid), len(unpaid))


def standing(
    status: str, left: Decimal, starts_on: dt.date, ends_on: dt.date, today: dt.date, units_alert: int, days_alert: int
) -> str:
    """Say how an authorization stands today: by what the payer decided, by its dates, and by what is left of it.

    It is low from ``units_alert`` units or ``days_alert`` days (today is none of them) on. Source: levels_of_care.md §5.
    """
    if status not in GIVES_UNITS:
        return _UNDECIDED[status]
    if today > ends_on:
        return Standing.OVER
    if left <= 0:
        return Standing.USED_UP
    if today < starts_on:
        return Standing.AHEAD
    if left <= units_alert or (ends_on - today).days <= days_alert:
        return Standing.LOW
    return Standing.IN_FORCE


_UNDECIDED: dict[str, str] = {
    AuthStatus.REQUESTED: Standing.WAITING,
    AuthStatus.DENIED: Standing.DENIED,
    AuthStatus.APPEALED: Standing.APPEALED,
    AuthStatus.CANCELLED: Standing.CANCELLED,
}


def number(units: Decimal) -> str:
    """Write units as people do: 12, not 12.00; 2.75 stays."""
    return format(units.normalize(), "f") if units else "0"


def units_words(units: Decimal, unit: str) -> Sentence:
    """Say so many units in words: "12 days", "1 visit", "2.75 hours"."""
    whole = 1 if units == 1 else 2
    words = {
        AuthUnit.VISIT: count_words("{number} visit", "{number} visits", whole),
        AuthUnit.DAY: count_words("{number} day", "{number} days", whole),
        AuthUnit.HOUR: count_words("{number} hour", "{number} hours", whole),
        AuthUnit.QUARTER: count_words("{number} unit of 15 minutes", "{number} units of 15 minutes", whole),
    }[AuthUnit(unit)]
    return sentence(str(words), number=number(units))


def left_words(left: Decimal, given: Decimal, unit: str, ends_on: dt.date) -> Sentence:
    """Say what is left, always with numbers: "3 of 12 days left; ends Monday, May 4, 2026"."""
    return sentence(
        say("{left} of {given} left; ends {day}"),
        left=number(left),
        given=units_words(given, unit),
        day=day_words(ends_on),
    )


def why_not_given(asked: Decimal, given: Decimal, status: str) -> Sentence | None:
    """An approval gives at least what was asked, one in part gives less; neither gives nothing."""
    if given <= 0:
        return say("Say how many units the payer gave.")
    if status == AuthStatus.PARTIAL and given >= asked:
        return say("That is all that was asked for: record it as approved.")
    if status == AuthStatus.APPROVED and given < asked:
        return say("That is less than was asked for: record it as approved in part.")
    return None


def why_not_dates(starts_on: dt.date, ends_on: dt.date) -> Sentence | None:
    """An authorization runs forward and for a year at most; a longer one is a typing mistake."""
    if ends_on < starts_on:
        return say("The last day lies before the first.")
    if (ends_on - starts_on).days > 366:
        return say("That is more than a year: look at the dates again.")
    return None


def deadlines(
    decided_on: dt.date, peer_to_peer_days: int, appeal_days: int
) -> tuple[dt.date, dt.date]:  # fmt: skip
    """Give the last day for a call between clinicians and the last day of an appeal, by the payer's own days from its decision."""
    return decided_on + dt.timedelta(days=peer_to_peer_days), decided_on + dt.timedelta(days=appeal_days)


def level_differs(level_ids: Iterable[uuid.UUID], clinical: uuid.UUID | None) -> bool:
    """Say whether the level that clinicians found right is missing among the levels that payers authorized for that day."""
    found = set(level_ids)
    return bool(found) and clinical is not None and clinical not in found


def ends_mid_week(ends_on: dt.date, planned: Iterable[dt.date]) -> list[dt.date]:
    """Give the planned days that fall into the week (from Sunday to Saturday) in which an authorization ends, but after its end."""
    sunday = ends_on - dt.timedelta(days=(ends_on.weekday() + 1) % 7)
    return sorted(day for day in planned if ends_on < day < sunday + dt.timedelta(days=7))
