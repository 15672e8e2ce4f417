"""What all readers share: days by a site's own clock, medians, months, and rows out of grouped counts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Aggregate, DateField, DateTimeField, F, FloatField, Func, IntegerField, Q
from django.db.models.functions import Cast, Coalesce, Extract, TruncMonth
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.functional import lazy

from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.words import Sentence, say, sentence
from iop.reports.shapes import Ask, Column, Number, Row

FAR = dt.date(9999, 12, 31)
WITHOUT = say("Not known")
PEOPLE = Column("people", say("People"))
"""How many different people a row is about: what a small number is judged by, where it counts days or hours of theirs."""
HEADS = """
SELECT GROUPING(grp) = 1, grp, COUNT(DISTINCT person) FROM ({pairs}) AS pair (grp, person) GROUP BY GROUPING SETS ((grp), ())
"""


class Median(Aggregate):
    """The middle value: half lie below, half above."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class DaysBetween(Func):
    """Days from the second date to the first (PostgreSQL gives whole days for dates)."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class MinutesBetween(Func):
    """Minutes from the second instant to the first."""

    template = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 60.0)"
    arg_joiner = " - "
    output_field = FloatField()


def local_day(instant: str, zone: str) -> Cast:
    """The date that a site's wall clock showed at an instant; ``zone`` is the path to the site's time zone."""
    return Cast(Func(F(zone), F(instant), function="timezone", output_field=DateTimeField()), DateField())


def around(instant: str, ask: Ask) -> Q:
    """Bound the bare column by the period and a day on either side, so that its index is used before the local date."""
    day = dt.timedelta(days=1)
    return Q(
        **{
            f"{instant}__gte": clock.day_bounds(ask.first - day, "UTC")[0],
            f"{instant}__lt": clock.day_bounds(ask.last + day, "UTC")[1],
        }
    )


def today(ask: Ask) -> dt.date:
    """The clinic's date at the instant the report is about."""
    return clock.local_date(ask.at, ask.zone)


def month(path: str) -> Cast:
    """The month of a date column, by its first day."""
    return Cast(TruncMonth(path, output_field=DateField()), DateField())


def weekday(path: str) -> Func:
    """The weekday of a date column, Monday as 1."""
    return Extract(path, "isodow")


def month_words(first_on: dt.date) -> Sentence:
    """Say a month: "March 2026"."""
    return sentence("{month} {year}", month=MONTHS[first_on.month], year=first_on.year)


def day_label(day: dt.date) -> Sentence:
    """Say a day shortly, when it is shown: "Nov 22, 2026"."""
    return _date_format(day, "M j, Y")


_date_format = lazy(date_format, str)


def staff_names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Name colleagues, in one statement."""
    wanted = {each for each in ids if each}
    rows = StaffMember.objects.filter(pk__in=wanted).values_list("pk", "first_name", "last_name")
    return {key: f"{first} {last}" for key, first, last in rows}


def text_of(key: Any) -> str:
    """A row's key as codes in files: an id, a month, a word."""
    if key is None or key == "":
        return "none"
    return f"{key:%Y-%m}" if isinstance(key, dt.date) else str(key)


def labelled(
    groups: Mapping[Any, Mapping[str, Any]],
    label: Callable[[Any], Sentence],
    *,
    order: Sequence[Any] | None = None,
    place: Callable[[Any], str] | None = None,
) -> list[Row]:
    """Make rows of grouped numbers, in the ``order`` of their keys, else by what they are called, the unnamed last."""
    keys = [key for key in dict.fromkeys(order) if key in groups] if order is not None else []
    rest = [key for key in groups if key not in set(keys)]
    keys += sorted(rest, key=lambda key: (key is None or key == "", _sortable(key, label)))
    return [Row(text_of(key), label(key), groups[key], place(key) if place else "") for key in keys]


def _sortable(key: Any, label: Callable[[Any], Sentence]) -> str:
    return key.isoformat() if isinstance(key, dt.date) else str(label(key)).casefold()


def choice(choices: type[models.TextChoices]) -> Callable[[Any], Sentence]:
    """Labels of a list of choices; what is not on it is "not known"."""
    known = dict(choices.choices)
    return lambda key: known.get(key, WITHOUT)


def named(names: Mapping[Any, Sentence], without: Sentence = WITHOUT) -> Callable[[Any], Sentence]:
    """Labels from a mapping of names."""
    return lambda key: names.get(key, without)


def whole(value: Any) -> int:
    """A number of the database as a whole one; nothing is nought."""
    return round(value or 0)


def totalled(rows: Sequence[Row], keys: Iterable[str]) -> dict[str, Number]:
    """Add columns up over the rows."""
    return {key: sum(whole(row.cells.get(key)) for row in rows) for key in keys}


Cells = dict[str, Any]
Derive = Callable[[Cells], Cells]


def grouped(rows: models.QuerySet[Any], by: Any, **numbers: Any) -> dict[Any, Cells]:
    """Give aggregates by group, in one statement. ``by`` is a path or an expression."""
    key = F(by) if isinstance(by, str) else by
    found = rows.order_by().annotate(grp=key).values("grp").annotate(**numbers).values_list("grp", *numbers)
    return {row[0]: dict(zip(numbers, row[1:], strict=True)) for row in found}


def pairs(rows: models.QuerySet[Any], by: Any, who: Any) -> models.QuerySet[Any, Any]:
    """Give each group with each person in it, once; for ``heads``. ``who`` is the path to the client, or an expression."""
    key = F(by) if isinstance(by, str) else by
    whom = person(who) if isinstance(who, str) else who
    return rows.order_by().annotate(grp=key, person=whom).values_list("grp", "person").distinct()


def person(client: str) -> Coalesce:
    """The chart that somebody is known by now: what was billed stays with a chart that was joined to another."""
    return Coalesce(f"{client}__merged_into", client)


def heads(found: models.QuerySet[Any, Any]) -> tuple[dict[Any, Cells], int]:
    """Count the people of each group and of all: nobody twice, whatever they did how often. One statement.

    ``found`` gives a group and a person in each row.
    """
    try:
        sql, values = found.query.sql_with_params()
    except EmptyResultSet:
        return {}, 0
    with connection.cursor() as cursor:
        cursor.execute(HEADS.format(pairs=sql), values)
        rows = cursor.fetchall()
    groups = {key: {"people": number} for is_total, key, number in rows if not is_total}
    return groups, next(number for is_total, _key, number in rows if is_total)


def merged(*parts: Mapping[Any, Cells], blank: Iterable[str] = ()) -> dict[Any, Cells]:
    """Put numbers of several statements side by side, by group; what a group has not is nought."""
    nought = dict.fromkeys(blank, 0)
    found: dict[Any, Cells] = {}
    for part in parts:
        for key, cells in part.items():
            found.setdefault(key, dict(nought)).update({name: value or 0 for name, value in cells.items()})
    return found


def derived(groups: Mapping[Any, Cells], derive: Derive) -> dict[Any, Cells]:
    """Work shares and means out for every group."""
    return {key: derive(cells) for key, cells in groups.items()}


def summed(groups: Mapping[Any, Cells], derive: Derive, **extra: Any) -> Cells:
    """Work the totals out: sums over the groups, and the shares and means of the sums. ``extra`` comes from elsewhere."""
    total: Cells = {}
    for cells in groups.values():
        for name, value in cells.items():
            total[name] = total.get(name, 0) + (value or 0)
    return derive({**total, **extra})
