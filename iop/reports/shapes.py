"""What a report is: a question with its definition, what may be asked of it, and the table it answers with."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from iop.core.words import Sentence

Number = int | Decimal | None
"""None: it cannot be said (a share of nothing, a mean of nobody)."""


class Unit(StrEnum):
    """What a column's numbers are. Amounts are whole cents, time is whole minutes, shares are percent."""

    PEOPLE = "people"
    """Clients, stays, or events of clients: small ones are hidden where a table is given away."""
    COUNT = "count"
    """Things that are nobody's: days held, seats, weeks of a calendar."""
    PERCENT = "percent"
    NUMBER = "number"
    DAYS = "days"
    MINUTES = "minutes"
    CENTS = "cents"


class Period(StrEnum):
    """Over which time a report is asked."""

    RANGE = "range"
    DAY = "day"
    NOW = "now"


class Filter(StrEnum):
    """What narrows a report, beside its sites."""

    LEVEL = "level"
    TRACK = "track"
    PAYER = "payer"
    CLINICIAN = "clinician"


@dataclass(frozen=True)
class Column:
    """A column: its key in files and the API, its heading, and what its numbers are."""

    key: str
    label: Sentence
    unit: Unit = Unit.PEOPLE


@dataclass(frozen=True)
class Row:
    """A row: whom or what it is about, its numbers by column, and a code of the place where they can be opened."""

    key: str
    label: Sentence
    cells: Mapping[str, Number | dt.date]
    place: str = ""


@dataclass(frozen=True)
class Chart:
    """How a table is drawn: which columns, as bars beside or on one another, or as lines."""

    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The answer: a table with its totals. ``first_label`` heads the column that names the rows."""

    first_label: Sentence
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Mapping[str, Number | dt.date] | None = None
    chart: Chart | None = None
    notes: tuple[Sentence, ...] = ()
    counted: tuple[Sentence, ...] = ()
    """Sentences that carry numbers of people: they stay inside, where a table is given away."""


@dataclass(frozen=True)
class Ask:
    """What is asked: of which sites, over which days, as it stands at ``at``; by what it is broken down; and what narrows it.

    ``zone`` is the wall clock by which "today" is read; days of rows are always their own site's.
    """

    sites: tuple[uuid.UUID, ...]
    first: dt.date
    last: dt.date
    at: dt.datetime
    zone: str = "UTC"
    by: str = ""
    level: uuid.UUID | None = None
    track: uuid.UUID | None = None
    payer: uuid.UUID | None = None
    clinician: uuid.UUID | None = None

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Report:
    """One report of the catalogue. ``definition`` says in one sentence what is counted, out of what."""

    key: str
    group: str
    title: Sentence
    definition: Sentence
    read: Callable[[Ask], Result]
    period: Period = Period.RANGE
    groupings: tuple[tuple[str, Sentence], ...] = ()
    """By what it can be broken down: code and label, the usual one first."""
    filters: frozenset[Filter] = field(default_factory=frozenset)
    needs_billing: bool = False
