"""How what was asked is put to a table. Source: FHIR R4, "Search": prefixes, modifiers, tokens, references."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Contains, StartsWith

from iop.core.errors import Invalid
from iop.core.words import say, sentence

NOTHING = Q(pk__in=())
PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
A_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
TOO_LONG = 400


def any_of(conditions: Iterable[Q]) -> Q:
    """Put conditions side by side: one that always holds (an empty ``Q``, which "or" would drop) is enough; none finds nothing."""
    found = NOTHING
    for one in conditions:
        if one == Q():
            return one
        found |= one
    return found


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
        return any_of(self.one(name, value, modifier) for value in values)

    @abstractmethod
    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask for one value."""


def plain(text: str) -> str:
    """Write a text small and without accents, as names are compared."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(WITHOUT_PARTS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


WITHOUT_PARTS = str.maketrans("łøđħ", "lodh")
"""Letters that are another letter with a stroke, and no accent that could be taken off."""
LETTERS = [
    sign for sign in map(chr, range(0xC0, 0x250)) if sign.islower() and len(plain(sign)) == 1 and plain(sign) != sign
]
ACCENTED, UNACCENTED = "".join(LETTERS), "".join(map(plain, LETTERS))


@dataclass(frozen=True)
class Text(Match):
    """Names: one of the ``fields`` begins with what was typed, whatever the capitals and accents; ``:exact``, ``:contains``.

    Source: FHIR R4, "Search", string: both are compared small and without accents.
    """

    fields: tuple[str, ...]
    modifiers = ("exact", "contains")

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask each field."""
        if modifier == "exact":
            return any_of(Q(**{each: value}) for each in self.fields)
        compare = Contains if modifier == "contains" else StartsWith
        return any_of(Q(compare(_plain(each), plain(value))) for each in self.fields)


def _plain(field: str) -> Func:
    return Func(
        Lower(F(field)), Value(ACCENTED), Value(UNACCENTED), function="TRANSLATE", output_field=TextField()
    )  # fmt: skip


@dataclass(frozen=True)
class Code(Match):
    """A coded value: what each code means in the table. ``system`` is the codes' own; another one finds nothing."""

    means: Mapping[str, Q]
    system: str = ""
    modifiers = ("not",)

    def each(self, name: str, values: Iterable[str], modifier: str = "") -> Q:
        """Ask for any of the values; with ``:not`` for none of them."""
        meant = super().each(name, values)
        if modifier != "not":
            return meant
        return NOTHING if meant == Q() else ~meant

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask for a code, with or without its system."""
        system, code = _token(value)
        wrong = system is not None and self.system and system != self.system
        return NOTHING if wrong else self.means.get(code, NOTHING)


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
class Either(Match):
    """A coded value that is told in the codes of several systems: whichever fits."""

    ways: tuple[Match, ...]

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask each way."""
        return any_of(way.one(name, value, modifier) for way in self.ways)


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
        return any_of(find(number) for find in asked)


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
        meant = [where for target, where in self.to.items() if kind in ("", target)]
        return any_of(where(pk) if callable(where) else Q(**{where: pk}) for where in meant)

    @property
    def modifiers(self) -> tuple[str, ...]:  # type: ignore[override]
        """``:Patient`` says what a bare id means."""
        return tuple(self.to)


@dataclass(frozen=True)
class When(Match):
    """A date, an instant or a stretch between two columns; without an end column it is a point.

    An open end lasts; ``lasts`` says that there is no end at all. ``is_date`` says that the columns are dates of the clinic's
    calendar, else they are instants, and a day asked without an offset is the day in UTC.
    """

    start: str
    end: str = ""
    is_date: bool = False
    lasts: bool = False

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Compare by the prefix; none means that the stretch lies within what was asked."""
        prefix, text = (value[:2], value[2:]) if value[:2] in PREFIXES else ("eq", value)
        low, high = bounds(text, name)
        if self.is_date:
            return self._by_prefix(prefix, low.date(), _last_day(low, high))
        return self._by_prefix(prefix, low, high - dt.timedelta(microseconds=1))

    def _by_prefix(self, prefix: str, low: dt.date, high: dt.date) -> Q:
        start, end = self.start, self.end or self.start
        if self.lasts:
            begun, never = Q(**{f"{start}__isnull": False}), NOTHING
            begins = {"lt": Q(**{f"{start}__lt": low}), "sa": Q(**{f"{start}__gt": high})}
            begins |= dict.fromkeys(("le", "ap"), Q(**{f"{start}__lte": high}))
            return begins.get(prefix, never if prefix in ("eq", "eb") else begun)
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
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    low = dt.datetime(
        int(year),
        int(month or 1),
        int(day or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        tzinfo=_offset(zone),
    )
    if fraction:
        # As exact as it was written, down to what is kept: an answer's lastUpdated, asked with gt, is behind that instant.
        digits = fraction[1:7]
        step = 10 ** (6 - len(digits))
        low += dt.timedelta(microseconds=int(digits) * step)
        return low, low + dt.timedelta(microseconds=step)
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
