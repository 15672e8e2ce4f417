"""Who is in treatment: the census on a day and over time, who came and who went, how long they stayed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from billing.models import Coverage
from clients.choices import CareRole
from clients.models import CareTeamMembership, LevelOfCare, Placement
from iop.core.words import Sentence, day_words, say, sentence
from iop.reports.numbers.ground import (
    FAR,
    WITHOUT,
    day_label,
    grouped,
    labelled,
    month_words,
    named,
    staff_names,
)
from iop.reports.numbers.names import payer_names
from iop.reports.registry import report
from iop.reports.rules.periods import DAY, month_of, step_for, steps
from iop.reports.rules.rates import percent, ratio
from iop.reports.rules.series import average, running
from iop.reports.shapes import Ask, Chart, Column, Filter, Period, Result, Row, Unit
from scheduling.models import Enrolment

GROUP = "people"
BY_LEVEL = ("level", say("Level of care"))
BY_SITE = ("site", say("Site"))
BY_MONTH = ("month", say("Month"))


def spans(ask: Ask) -> QuerySet[Any]:
    """Give the stretches of days that somebody was in treatment at a level, ``begin`` to ``end``, both included."""
    rows: QuerySet[Any] = Placement.objects.filter(episode__site__in=ask.sites, episode__admitted_on__isnull=False)
    if ask.level:
        rows = rows.filter(level=ask.level)
    return rows.annotate(
        begin=Greatest("starts_on", "episode__admitted_on"),
        end=Least(Coalesce("ends_on", Value(FAR)), Coalesce("episode__discharged_on", Value(FAR))),
    ).filter(end__gte=F("begin"))


def there_on(ask: Ask, day: dt.date) -> QuerySet[Any]:
    """Keep the stretches that hold on ``day``, narrowed by track, payer and counselor as of that day."""
    rows = spans(ask).filter(begin__lte=day, end__gte=day)
    if ask.track:
        rows = rows.filter(Exists(_enrolled(day).filter(episode=OuterRef("episode"), track=ask.track)))
    rows = rows.annotate(payer=_payer(day), counselor=_counselor(day))
    if ask.payer:
        rows = rows.filter(payer=ask.payer)
    return rows.filter(counselor=ask.clinician) if ask.clinician else rows


def _enrolled(day: dt.date) -> QuerySet[Enrolment]:
    open_on = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Enrolment.objects.filter(open_on, starts_on__lte=day, withdrawn_at__isnull=True)


def _payer(day: dt.date) -> Subquery:
    open_on = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = Coverage.objects.filter(
        open_on, client=OuterRef("episode__client"), starts_on__lte=day, error_at__isnull=True
    ).order_by("priority", "-starts_on", "pk")
    return Subquery(rows.values("plan__payer")[:1])


def _counselor(day: dt.date) -> Subquery:
    rows = CareTeamMembership.objects.on(day).filter(
        episode=OuterRef("episode"), role=CareRole.PRIMARY_COUNSELOR
    )  # fmt: skip
    return Subquery(rows.values("staff")[:1])


@report(
    "census",
    group=GROUP,
    title=say("Census on a day"),
    definition=say(
        "Clients with an open level of care at 23:59 of the day, the last day in treatment included; levels given elsewhere during a "
        "stay (detox, residential) too, in rows of their own. The share is of all of them."
    ),
    period=Period.DAY,
    by=(
        BY_LEVEL, ("track", say("Track")), BY_SITE, ("payer", say("First payer")), ("counselor", say("Primary counselor")),
    ),
    filters=(Filter.LEVEL, Filter.TRACK, Filter.PAYER, Filter.CLINICIAN),
)  # fmt: skip
def census(ask: Ask) -> Result:
    """Count who is in treatment on the last day asked for. Two or three statements."""
    here = there_on(ask, ask.last)
    counts, label, total = _census_groups(ask, here)
    notes: tuple[Sentence, ...] = (sentence(say("As of {day}, end of the day."), day=day_words(ask.last)),)
    if ask.by == "track":
        notes += (say("Somebody with places in two tracks counts in both; the total counts them once."),)
    rows = labelled(
        {key: {"clients": number, "share": percent(number, total)} for key, number in counts.items()}, label
    )
    return Result(
        _heading(ask.by),
        (Column("clients", say("Clients")), Column("share", say("Share"), Unit.PERCENT)),
        rows,
        {"clients": total, "share": percent(total, total)},
        Chart("bar", ("clients",)),
        notes,
    )


_HEADINGS: dict[str, Sentence] = {
    "level": say("Level of care"),
    "track": say("Track"),
    "site": say("Site"),
    "payer": say("First payer"),
    "counselor": say("Primary counselor"),
}


def _heading(by: str) -> Sentence:
    return _HEADINGS[by]


def _census_groups(ask: Ask, here: QuerySet[Any]) -> tuple[dict[Any, int], Any, int]:
    many = Count("episode", distinct=True)
    if ask.by == "track":
        return _by_track(ask, here)
    if ask.by == "counselor":
        counts = {key: cells["n"] for key, cells in grouped(here, "counselor", n=many).items()}
        return counts, named(staff_names(counts), say("Nobody yet")), sum(counts.values())
    if ask.by == "payer":
        found = grouped(here, "payer", n=many)
        counts = {key: cells["n"] for key, cells in found.items()}
        return counts, named(payer_names(), say("No cover on record")), sum(counts.values())
    path = {"site": "episode__site__name", "level": "level__name"}[ask.by]
    counts = {key: cells["n"] for key, cells in grouped(here, path, n=many).items()}
    return counts, lambda key: key or WITHOUT, sum(counts.values())


def _by_track(ask: Ask, here: QuerySet[Any]) -> tuple[dict[Any, int], Any, int]:
    """A seat is counted in each track; whoever has none stands in a row of their own."""
    total = here.aggregate(n=Count("episode", distinct=True))["n"]
    seats = _enrolled(ask.last).filter(episode__in=here.values("episode"))
    if ask.track:
        seats = seats.filter(track=ask.track)
    rows = (
        seats.order_by()
        .values("track", "track__name", "track__program__site__name")
        .annotate(n=Count("episode", distinct=True))
        .values_list("track", "track__name", "track__program__site__name", "n")
    )
    counts: dict[Any, int] = {}
    names: dict[Any, Sentence] = {}
    for key, name, site, number in rows:
        counts[key], names[key] = number, f"{name} · {site}"
    seated = seats.aggregate(n=Count("episode", distinct=True))["n"]
    if total > seated:
        counts[None] = total - seated
    return counts, named(names, say("No track")), total


Daily = dict[dt.date, int]


def daily_by_level(ask: Ask, first: dt.date, last: dt.date) -> dict[Any, Daily]:
    """Count who was in treatment on each day, by level: who was there before, who began and who ended. Three statements.

    ``Any`` is the level's id. What grows is the number of days, never of clients or of days of clients.
    """
    opening = grouped(spans(ask).filter(begin__lt=first, end__gte=first), "level", n=Count("pk"))
    begun: dict[Any, Daily] = defaultdict(dict)
    ended: dict[Any, Daily] = defaultdict(dict)
    came = spans(ask).filter(begin__gte=first, begin__lte=last).order_by()
    for level, day, number in came.values("level", "begin").annotate(n=Count("pk")).values_list("level", "begin", "n"):
        begun[level][day] = number
    went = spans(ask).filter(end__gte=first, end__lt=last).order_by()
    for level, day, number in went.values("level", "end").annotate(n=Count("pk")).values_list("level", "end", "n"):
        ended[level][day] = number
    levels = {*opening, *begun, *ended}
    return {
        level: running(first, last, opening.get(level, {"n": 0})["n"], begun[level], ended[level]) for level in levels
    }


def _levels(ids: Any) -> list[tuple[Any, str]]:
    """Name levels, the most intensive first."""
    rows = LevelOfCare.objects.filter(pk__in=list(ids)).order_by("-intensity")
    return [(row.pk, row.short_name) for row in rows]


def _all(daily: dict[Any, Daily], first: dt.date, last: dt.date) -> Daily:
    days = range((last - first).days + 1)
    return {first + number * DAY: sum(each[first + number * DAY] for each in daily.values()) for number in days}


@report(
    "census_over_time",
    group=GROUP,
    title=say("Census over time"),
    definition=say(
        "Clients with an open level of care at 23:59 of each day; a week or month shows its last day. Long periods go by the week or "
        "the month."
    ),
    filters=(Filter.LEVEL,),
)
def census_over_time(ask: Ask) -> Result:
    """Count who was in treatment along the period. Four statements."""
    daily = daily_by_level(ask, ask.first, ask.last)
    names = _levels(daily)
    every = _all(daily, ask.first, ask.last)
    step = step_for(ask.days)
    rows = [
        Row(
            last.isoformat(),
            _step_words(first, last, step),
            {"clients": every[last], **{str(level): daily[level][last] for level, _name in names}},
        )
        for first, last in steps(ask.first, ask.last, step)
    ]
    columns = (Column("clients", say("Clients")), *(Column(str(level), name) for level, name in names))
    client_days, days = average(every, ask.first, ask.last)
    counted = (
        sentence(
            say("Over the whole period: {average} clients on an average day."), average=ratio(client_days, days) or 0
        ),
    )
    lines = tuple(column.key for column in columns) if len(names) > 1 else ("clients",)
    return Result(say("Day"), columns, rows, None, Chart("line", lines), counted=counted)


def _step_words(first: dt.date, last: dt.date, step: str) -> Sentence:
    if step == "month":
        return month_words(first)
    return day_label(last) if step == "day" else sentence(say("Week to {day}"), day=day_label(last))


@report(
    "average_daily_census",
    group=GROUP,
    title=say("Average daily census"),
    definition=say(
        "The census of every day of a month added up (client days), over the days of the month that lie in the period."
    ),
    filters=(Filter.LEVEL,),
)
def average_daily_census(ask: Ask) -> Result:
    """Average the census by month. Three statements."""
    every = _all(daily_by_level(ask, ask.first, ask.last), ask.first, ask.last)
    rows = []
    for first, last in steps(ask.first, ask.last, "month"):
        client_days, days = average(every, first, last)
        cells = {
            "client_days": client_days, "days": days, "average": ratio(client_days, days),
            "lowest": min(every[first + number * DAY] for number in range(days)),
            "highest": max(every[first + number * DAY] for number in range(days)),
        }  # fmt: skip
        rows.append(Row(f"{first:%Y-%m}", month_words(first), cells))
    client_days, days = average(every, ask.first, ask.last)
    totals = {
        "client_days": client_days, "days": days, "average": ratio(client_days, days), "lowest": min(every.values()),
        "highest": max(every.values()),
    }  # fmt: skip
    columns = (
        Column("average", say("Average census"), Unit.NUMBER),
        Column("client_days", say("Client days")),
        Column("days", say("Days"), Unit.COUNT),
        Column("lowest", say("Lowest day")),
        Column("highest", say("Highest day")),
    )
    return Result(say("Month"), columns, rows, totals, Chart("bar", ("average",)))


def every_month(ask: Ask) -> list[dt.date]:
    """The months that the period touches, in order: rows of months have no gaps."""
    return [month_of(first) for first, _last in steps(ask.first, ask.last, "month")]
