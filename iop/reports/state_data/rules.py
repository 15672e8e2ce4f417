"""How facts become what the state is told: pure rules (reporting.md §2, mapping rules)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from iop.reports.state_data.choices import RecordKind

SAME_TREATMENT_DAYS = 30
"""Somebody who comes back to another service of this provider within so many days is a transfer."""


@dataclass(frozen=True)
class Stretch:
    """A stretch at one service: from when to when (none: it goes on), and which service."""

    starts_on: dt.date
    ends_on: dt.date | None
    service: str


@dataclass(frozen=True)
class Stay:
    """A stay in plain values: its days, and the services it went through in order."""

    admitted_on: dt.date
    discharged_on: dt.date | None
    services: tuple[Stretch, ...] = ()

    @property
    def first_service(self) -> str:
        """Name the service it began with."""
        return self.services[0].service if self.services else ""

    @property
    def last_service(self) -> str:
        """Name the service it ended with."""
        return self.services[-1].service if self.services else ""


def days_waiting(asked_on: dt.date | None, first_on: dt.date | None) -> int | None:
    """Days from the first request for help to the first service; none while either is not known, never below nothing."""
    return max(0, (first_on - asked_on).days) if asked_on and first_on else None


def length_of_stay(admitted_on: dt.date, discharged_on: dt.date) -> int:
    """Days from admission to discharge."""
    return (discharged_on - admitted_on).days


def kind_of_beginning(stay: Stay, before: Stay | None) -> RecordKind:
    """A change of service at the same provider within 30 days is a transfer, not a new admission (reporting.md §1)."""
    if before is None or before.discharged_on is None:
        return RecordKind.ADMISSION
    gap = (stay.admitted_on - before.discharged_on).days
    changed = bool(before.last_service) and before.last_service != stay.first_service
    return RecordKind.TRANSFER if changed and gap <= SAME_TREATMENT_DAYS else RecordKind.ADMISSION


def transfers(services: Sequence[Stretch]) -> list[int]:
    """Say at which stretches of a stay the service changed: each is a transfer; the same service at another level is none."""
    return [index for index, (one, other) in enumerate(pairwise(services), 1) if one.service != other.service]


def prior_here(stays: Sequence[Stay], index: int) -> int:
    """Count treatment here before a stay of a client (all in order): what went on as a transfer counts once."""
    begun = [kind_of_beginning(stay, stays[at - 1] if at else None) for at, stay in enumerate(stays[: index + 1])]
    return max(0, sum(kind == RecordKind.ADMISSION for kind in begun) - 1)


def prior_total(here: int, elsewhere: str) -> str:
    """Treatment before in all, once it is known how often somebody was treated elsewhere."""
    return str(here + int(elsewhere)) if elsewhere.isdigit() else elsewhere


def service_at(services: Iterable[Stretch], on: dt.date) -> str:
    """Name the service on a day: the stretch that holds, else the last one before."""
    found = ""
    for each in services:
        if each.starts_on <= on:
            found = each.service
    return found
