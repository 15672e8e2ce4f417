"""How what was asked is put to a table. Source: FHIR R4, "Search": prefixes, modifiers, tokens, references."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from iop.core.errors import Invalid
from iop.core.words import say, sentence

NOTHING = Q(pk__in=())
PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
A_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
TOO_LONG = 400


class Match(ABC):
    """One way of asking. Commas mean "or": each value is asked by itself."""

    modifiers: tuple[str, ...] = ()

    def asked(self, name: str, told: str, modifier: str = "") -> Q:
        """Turn one given parameter into a condition. Raises ``Invalid`` for what cannot be read."""
        if modifier and modifier not in self.modifiers:
            raise Invalid(
                sentence(say("“:{modifier}” cannot be asked of {name}."), modifier=modifier, name=name), field=name
            )
        values = [part.replace("\\,", ",") for part in re.split(r"(?<!\\),", told)]
        if not all(values) or len(told) > TOO_LONG or "\0" in told:
            raise Invalid(sentence(say("Say what {name} is asked for."), name=name), field=name)
        return self.each(name, values, modifier)

    def each(self, name: str, values: Iterable[str], modifier: str = "") -> Q:
        """Ask for any of the values."""
        found = NOTHING
        for value in values:
            one = self.one(name, value, modifier)
            if one == Q():
                return one
            found |= one
        return found

    @abstractmethod
    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask for one value."""


@dataclass(frozen=True)
class Text(Match):
    """Names: one of the ``fields`` begins with what was typed, whatever the capitals; ``:exact``, ``:contains``."""

    fields: tuple[str, ...]
    modifiers = ("exact", "contains")

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask each field."""
        how = {"exact": "exact", "contains": "icontains"}.get(modifier, "istartswith")
        found = Q()
        for each in self.fields:
            found |= Q(**{f"{each}__{how}": value})
        return found


@dataclass(frozen=True)
class Code(Match):
    """A coded value: what each code means in the table. ``system`` is the codes' own; another one finds nothing."""

    means: Mapping[str, Q]
    system: str = ""
    modifiers = ("not",)

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask for a code, with or without its system."""
        system, code = _token(value)
        wrong = system is not None and self.system and system != self.system
        meant = NOTHING if wrong else self.means.get(code, NOTHING)
        return ~meant if modifier == "not" else meant


@dataclass(frozen=True)
class Always(Match):
    """A code that every row of this table has, with others it may have."""

    codes: tuple[str, ...]
    system: str = ""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """All or nothing."""
        system, code = _token(value)
        if code not in self.codes or (system and self.system and system != self.system):
            return NOTHING
        return Q()


@dataclass(frozen=True)
class Coded(Match):
    """A code that stands in a column as it is (or in capitals, with ``upper``)."""

    column: str
    system: str = ""
    upper: bool = False

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Compare the column."""
        system, code = _token(value)
        if not code or (system and self.system and system != self.system):
            return NOTHING
        return Q(**{self.column: code.upper() if self.upper else code})


@dataclass(frozen=True)
class Number(Match):
    """Identifiers: for each system how its number is found; without a system all are asked."""

    systems: Mapping[str, Callable[[str], Q]]

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask the system that was named, or each."""
        system, number = _token(value)
        asked = self.systems.values() if system is None else [self.systems[system]] if system in self.systems else []
        found = NOTHING
        for find in asked:
            found |= find(number)
        return found


@dataclass(frozen=True)
class Ref(Match):
    """A reference: by what it may lead to, the column (or a function of the id) that holds it."""

    to: Mapping[str, str | Callable[[uuid.UUID], Q]]

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Read ``Type/id``, a bare id, or an address of ours. An id that is no UUID leads nowhere."""
        kind, _, told = ("/" + value).rpartition("/")
        kind = kind.rpartition("/")[2] or modifier
        try:
            pk = uuid.UUID(told)
        except ValueError:
            return NOTHING
        found = NOTHING
        for target, where in self.to.items():
            if kind in ("", target):
                found |= where(pk) if callable(where) else Q(**{where: pk})
        return found

    @property
    def modifiers(self) -> tuple[str, ...]:  # type: ignore[override]
        """``:Patient`` says what a bare id means."""
        return tuple(self.to)


@dataclass(frozen=True)
class When(Match):
    """A date, an instant or a stretch between two columns; without an end column it is a point.

    An open end lasts. ``is_date`` says that the columns are dates of the clinic's calendar, else they are instants, and a day
    asked without an offset is the day in UTC.
    """

    start: str
    end: str = ""
    is_date: bool = False

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Compare by the prefix; none means that the stretch lies within what was asked."""
        prefix, text = (value[:2], value[2:]) if value[:2] in PREFIXES else ("eq", value)
        low, high = bounds(text, name)
        if self.is_date:
            return self._by_prefix(prefix, low.date(), _last_day(low, high))
        return self._by_prefix(prefix, low, high - dt.timedelta(microseconds=1))

    def _by_prefix(self, prefix: str, low: dt.date, high: dt.date) -> Q:
        start, end = self.start, self.end or self.start
        within = Q(**{f"{start}__gte": low, f"{end}__lte": high})
        open_end = Q(**{f"{end}__isnull": True, f"{start}__isnull": False}) if self.end else Q(pk__in=())
        return {
            "eq": within, "ne": ~within, "gt": Q(**{f"{end}__gt": high}) | open_end,
            "ge": Q(**{f"{end}__gte": low}) | open_end, "lt": Q(**{f"{start}__lt": low}), "le": Q(**{f"{start}__lte": high}),
            "sa": Q(**{f"{start}__gt": high}), "eb": Q(**{f"{end}__lt": low}),
            "ap": Q(**{f"{start}__lte": high}) & (Q(**{f"{end}__gte": low}) | open_end),
        }[prefix]  # fmt: skip


@dataclass(frozen=True)
class Own(Match):
    """The resource's own id."""

    column: str = "pk"

    def one(self, name: str, value: str, modifier: str) -> Q:
        """An id that is no UUID is nobody's."""
        try:
            return Q(**{self.column: uuid.UUID(value)})
        except ValueError:
            return NOTHING


def bounds(text: str, name: str) -> tuple[dt.datetime, dt.datetime]:
    """Read a date as exact as it was written, as the half-open range of instants that it means. Raises ``Invalid``."""
    found = A_DATE.fullmatch(text.replace(" ", "+"))
    try:
        if found is None:
            raise ValueError
        return _range(found)
    except (ValueError, OverflowError) as wrong:
        raise Invalid(sentence(say("{name} takes a date such as 2026-03-02."), name=name), field=name) from wrong


def _range(found: re.Match[str]) -> tuple[dt.datetime, dt.datetime]:
    year, month, day, hour, minute, second, zone = found.groups()
    low = dt.datetime(
        int(year),
        int(month or 1),
        int(day or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        tzinfo=_offset(zone),
    )
    if second:
        return low, low + dt.timedelta(seconds=1)
    if hour:
        return low, low + dt.timedelta(minutes=1)
    if day:
        return low, low + dt.timedelta(days=1)
    if month:
        return low, low + dt.timedelta(days=calendar.monthrange(low.year, low.month)[1])
    return low, low.replace(year=low.year + 1)


def _offset(zone: str | None) -> dt.tzinfo:
    if zone in (None, "Z"):
        return dt.UTC
    hours, _, minutes = (zone or "")[1:].partition(":")
    ahead = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return dt.timezone(-ahead if (zone or "").startswith("-") else ahead)


def _last_day(low: dt.datetime, high: dt.datetime) -> dt.date:
    return max(low.date(), (high - dt.timedelta(microseconds=1)).date())


def _token(value: str) -> tuple[str | None, str]:
    system, bar, code = value.rpartition("|")
    return (system, code) if bar else (None, code)
