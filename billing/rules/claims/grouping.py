"""Which charges go together on one claim (billing.md §7, §8)."""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from billing.choices.claims import ClaimPeriod
from billing.choices.payers import ClaimForm

MOST_LINES = {ClaimForm.PROFESSIONAL: 50, ClaimForm.INSTITUTIONAL: 999}
MOST_DIAGNOSES = 12
MOST_POINTERS = 4


@dataclass(frozen=True)
class Service:
    """One charge as grouping sees it."""

    charge_id: uuid.UUID
    client_id: uuid.UUID
    episode_id: uuid.UUID
    coverage_id: uuid.UUID
    form: str
    on: dt.date
    code: str
    period: str
    authorization_id: uuid.UUID | None = None
    diagnoses: tuple[str, ...] = ()
    staff_id: uuid.UUID | None = None
    identity_id: uuid.UUID | None = None
    """Under which name and numbers of the site it is billed: those of its day."""


def period_of(on: dt.date, period: str) -> tuple[dt.date, dt.date]:
    """Give the first and last day of the week (from Monday) or the month of a day of service."""
    if period == ClaimPeriod.MONTH:
        return on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1])
    first = on - dt.timedelta(days=on.weekday())
    return first, first + dt.timedelta(days=6)


def grouped(services: Iterable[Service]) -> list[list[Service]]:
    """Put services on claims: one for each stay, cover, form, period, authorization, principal diagnosis and who bills.

    A claim holds no more lines than its form allows; what is more begins another. The order is that of clients and dates.
    """
    groups: dict[tuple[object, ...], list[Service]] = {}
    for each in sorted(services, key=lambda each: (str(each.client_id), each.on, each.code, str(each.charge_id))):
        key = (
            each.episode_id, each.coverage_id, each.form, period_of(each.on, each.period)[0], each.authorization_id,
            each.diagnoses[:1], each.identity_id,
        )  # fmt: skip
        groups.setdefault(key, []).append(each)
    return [part for rows in groups.values() for part in _parts(rows, MOST_LINES[ClaimForm(rows[0].form)])]


def _parts(rows: Sequence[Service], most: int) -> list[list[Service]]:
    return [list(rows[first : first + most]) for first in range(0, len(rows), most)]


def diagnoses_of(lines: Iterable[Sequence[str]]) -> list[str]:
    """Give a claim's diagnoses: each once, in the order of its lines, the principal one first; at most twelve."""
    return list(dict.fromkeys(code for line in lines for code in line))[:MOST_DIAGNOSES]


def pointers(line: Sequence[str], claim: Sequence[str]) -> tuple[int, ...]:
    """Say which of the claim's diagnoses a line rests on, counted from 1, at most four; none where they are not among them."""
    places = {code: number for number, code in enumerate(claim, 1)}
    return tuple(places[code] for code in line if code in places)[:MOST_POINTERS]


def mostly(staff: Iterable[uuid.UUID | None]) -> uuid.UUID | None:
    """Give whoever rendered most of the lines; of several the first."""
    found = Counter(each for each in staff if each is not None).most_common(1)
    return found[0][0] if found else None
