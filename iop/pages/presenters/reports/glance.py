"""How the clinic is doing, at a glance: a few numbers for each question, each leading to its report."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import Sentence, say
from iop.pages.presenters.reports.charts import chart_data
from iop.pages.presenters.reports.one import as_of
from iop.pages.presenters.reports.words import number_words
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.reports import catalogue
from iop.reports.policies import may_see, sites_of
from iop.reports.rules import periods
from iop.reports.shapes import Ask, Chart, Period, Report, Result, Unit


@dataclass(frozen=True)
class Headline:
    """One number of the page: a column of a report's totals over a named period; ``is_compared`` with the period before."""

    report: str
    column: str
    label: Sentence
    period: str
    is_compared: bool = False
    more_is: str = ""
    """Whether more of it is "good" or "bad"; empty: neither."""


HEADLINES = (
    Headline("census", "clients", say("In treatment today"), "last_28"),
    Headline("average_daily_census", "average", say("Average daily census"), "last_28", True),
    Headline("admissions", "admissions", say("Admissions"), "last_28", True),
    Headline("discharges", "discharges", say("Discharges"), "last_28", True),
    Headline("completion", "completion_rate", say("Completed treatment"), "last_365"),
    Headline("completion", "dropout_rate", say("Left against advice"), "last_365"),
    Headline("length_of_stay", "median", say("Days in treatment, median"), "last_365"),
    Headline("retention", "rate_30", say("Kept 30 days"), "last_365"),
    Headline("attendance", "attendance_rate", say("Attendance"), "last_28", True, "good"),
    Headline("attendance", "no_show_rate", say("No-show"), "last_28", True, "bad"),
    Headline("seats", "use_rate", say("Seats used"), "last_28", True, "good"),
    Headline("weekly_hours", "rate", say("Weeks with enough hours"), "last_28", True, "good"),
    Headline("conversion", "inquiries", say("Inquiries"), "last_28", True),
    Headline("conversion", "days_to_service", say("Days to first service, median"), "last_90"),
    Headline("conversion", "conversion", say("Inquiries that led to admission"), "last_90"),
    Headline("note_timeliness", "rate", say("Notes signed in time"), "last_28", True, "good"),
    Headline("documentation_overdue", "overdue", say("Documentation overdue"), "last_28"),
    Headline("drug_tests", "rate", say("Drug tests collected"), "last_28", True, "good"),
    Headline("receivables", "days", say("Days in receivables"), "last_28"),
    Headline("receivables", "over_90_rate", say("Owed over 90 days"), "last_28"),
    Headline("unbilled", "cents", say("Not billed yet"), "last_28"),
    Headline("claims_first_pass", "clean_rate", say("Clean claims"), "last_90"),
    Headline("claims_first_pass", "denial_rate", say("Denied at first"), "last_90"),
    Headline("collections", "received", say("Received"), "last_28", True),
)


def page_of(actor: Actor, asked_site: str, at: dt.datetime) -> dict[str, Any]:
    """Give the page: numbers by question, two pictures, and every report. The number of statements is always the same."""
    reader = _Reader(actor, asked_site, at)
    groups = [_group(reader, key, *words) for key, words in catalogue.GROUPS.items()]
    people = reader.ask(_report("census_over_time"), "last_90")
    weeks = reader.ask(_report("weekly_hours"), "last_90")
    return {
        "as_of": as_of(people),
        "sites": [{"value": str(row.pk), "label": row.name, "chosen": row.pk == reader.site} for row in reader.places],
        "groups": [group for group in groups if group["reports"]],
        "pictures": [
            {
                "title": _("Clients in treatment, last 90 days"), "url": reverse("report", args=["census_over_time"]),
                "data": chart_data(_only(_report("census_over_time").read(people), "clients"), by_time=True),
            },
            {
                "title": _("Weeks with enough hours"),
                "url": f"{reverse('report', args=['weekly_hours'])}?by=week",
                "data": chart_data(_only(_report("weekly_hours").read(replace(weeks, by="week")), "rate"), by_time=True),
            },
        ],
    }  # fmt: skip


def _report(key: str) -> Report:
    found = catalogue.find(key)
    assert found is not None
    return found


def _only(result: Result, column: str) -> Result:
    return replace(result, chart=Chart("line", (column,)))


class _Reader:
    """Reads each report once for a period, however many numbers of the page come from it."""

    def __init__(self, actor: Actor, asked_site: str, at: dt.datetime) -> None:
        self.actor, self.at = actor, at
        self.places: Sequence[Site] = list(
            Site.objects.filter(pk__in=sites_of(actor, _report("census"))).order_by("name", "pk")
        )
        wanted = as_uuid(asked_site)
        self.site: uuid.UUID | None = wanted if wanted in {row.pk for row in self.places} else None
        chosen = [row for row in self.places if self.site in (None, row.pk)]
        self.zone = chosen[0].time_zone if chosen else "UTC"
        self._read: dict[tuple[str, dt.date, dt.date], Result] = {}

    def ask(self, report: Report, period: str) -> Ask:
        """What is asked of a report over a named period, at the chosen sites where it may be seen."""
        allowed = sites_of(self.actor, report)
        sites = tuple(row.pk for row in self.places if self.site in (None, row.pk) and row.pk in allowed)
        first, last = periods.named(period, clock.local_date(self.at, self.zone))
        by = report.groupings[0][0] if report.groupings else ""
        return Ask(sites=sites, first=first, last=last, at=self.at, zone=self.zone, by=by)

    def result(self, report: Report, ask: Ask) -> Result:
        """A report, read once."""
        key = (report.key, ask.first, ask.last)
        if key not in self._read:
            self._read[key] = report.read(ask)
        return self._read[key]

    def outcome(self, report: Report, ask: Ask) -> list[tuple[Sentence, Any]]:
        """The questionnaires with the most repeats, and how many moved for the better by their own number."""
        rows = [row for row in report.read(ask).rows if row.cells["better_rate"] is not None]
        rows.sort(key=lambda row: -int(row.cells["repeated"] or 0))  # type: ignore[arg-type]
        return [(row.label, row.cells["better_rate"]) for row in rows[:3]]


def _group(reader: _Reader, key: str, title: Sentence, words: Sentence) -> dict[str, Any]:
    reports = [each for each in catalogue.every() if each.group == key and may_see(reader.actor, each) is None]
    known = {each.key: each for each in reports}
    numbers = [_number(reader, known[each.report], each) for each in HEADLINES if each.report in known]
    if key == "outcomes" and reports:
        numbers = _outcomes(reader, reports[0])
    return {
        "key": key, "title": title, "words": words, "numbers": numbers,
        "reports": [{"title": each.title, "url": reverse("report", args=[each.key]) + _site(reader)} for each in reports],
    }  # fmt: skip


def _site(reader: _Reader) -> str:
    return f"?site={reader.site}" if reader.site else ""


def _url(reader: _Reader, report: Report, period: str) -> str:
    has_period = report.period == Period.RANGE
    parts = [f"site={reader.site}" if reader.site else "", f"period={period}" if has_period else ""]
    query = "&".join(part for part in parts if part)
    return f"{reverse('report', args=[report.key])}{f'?{query}' if query else ''}"


def _number(reader: _Reader, report: Report, headline: Headline) -> dict[str, Any]:
    ask = reader.ask(report, headline.period)
    result = reader.result(report, ask)
    value = (result.totals or {}).get(headline.column)
    unit = next(column.unit for column in result.columns if column.key == headline.column)
    said = {
        "label": headline.label, "value": number_words(unit, value), "url": _url(reader, report, headline.period),
        "period": periods.NAMED[headline.period] if report.period == Period.RANGE else _("Now"), "change": "", "tone": "",
    }  # fmt: skip
    if headline.is_compared and value is not None:
        first, last = periods.before(ask.first, ask.last)
        totals = reader.result(report, replace(ask, first=first, last=last)).totals
        earlier = (totals or {}).get(headline.column)
        said |= _compared(unit, value, earlier, headline.more_is)
    return said


def _compared(unit: Any, value: Any, earlier: Any, more_is: str) -> dict[str, str]:
    if earlier is None:
        return {}
    words = _("%(number)s in the 28 days before") % {"number": number_words(unit, earlier)}
    difference = Decimal(value) - Decimal(earlier)
    if not difference:
        return {"change": words, "tone": "same"}
    is_good = {"good": difference > 0, "bad": difference < 0}.get(more_is)
    tone = {True: "better", False: "worse", None: "moved"}[is_good]
    return {"change": words, "tone": tone, "way": "up" if difference > 0 else "down"}


def _outcomes(reader: _Reader, report: Report) -> list[dict[str, Any]]:
    ask = reader.ask(report, "last_365")
    return [
        {
            "label": label, "value": number_words(Unit.PERCENT, share), "url": _url(reader, report, "last_365"),
            "period": _("Meaningfully better since the start"), "change": "", "tone": "",
        }
        for label, share in reader.outcome(report, ask)
    ]  # fmt: skip
