"""What an address asks of a report, turned into an ``Ask``: coded values only, and of no site that is not theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import Sentence, say
from iop.reports.policies import may_see, sites_of
from iop.reports.rules import periods
from iop.reports.shapes import Ask, Filter, Period, Report

OLDEST = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Wish:
    """What was asked, as the address said it, with what it came to: for the form, for links, and for the reader."""

    ask: Ask
    places: Sequence[Site]
    """The sites that may be asked about; ``site`` is the one chosen, none: all of them."""
    site: uuid.UUID | None
    period: str
    """The named period, or "own" for days of one's own."""

    def query(self, report: Report, **more: str) -> str:
        """Write it as the end of an address."""
        known = {
            "site": str(self.site or "") if len(self.places) > 1 else "",
            "by": self.ask.by if report.groupings else "",
        }
        known |= {each.value: str(getattr(self.ask, each.value) or "") for each in Filter if each in report.filters}
        if report.period == Period.DAY:
            known["on"] = self.ask.last.isoformat()
        elif report.period == Period.RANGE and self.period != "own":
            known["period"] = self.period
        elif report.period == Period.RANGE:
            known |= {"first": self.ask.first.isoformat(), "last": self.ask.last.isoformat()}
        return urlencode({name: value for name, value in {**known, **more}.items() if value})


def wish_of(actor: Actor, report: Report, asked: Mapping[str, str], at: dt.datetime) -> Wish:
    """Read what is asked of a report. One statement. Raises ``NotAllowed``, ``Http404`` for a site that is not theirs, ``Invalid``.

    Without a period the last 90 days, without a day today, without a breakdown the report's usual one.
    """
    require(may_see(actor, report))
    places = list(Site.objects.filter(pk__in=sites_of(actor, report)).order_by("name", "pk"))
    site = _id(asked, "site")
    if site is not None and site not in {each.pk for each in places}:
        raise Http404
    chosen = [each for each in places if site in (None, each.pk)]
    zone = chosen[0].time_zone if chosen else "UTC"
    first, last, period = _days(report, asked, clock.local_date(at, zone))
    filters = {each.value: _id(asked, each.value) for each in Filter if each in report.filters}
    ask = Ask(
        sites=tuple(each.pk for each in chosen),
        first=first,
        last=last,
        at=at,
        zone=zone,
        by=_by(report, asked),
        **filters,
    )
    return Wish(ask, places, site, period)


def _by(report: Report, asked: Mapping[str, str]) -> str:
    codes = [code for code, _label in report.groupings]
    by = asked.get("by") or (codes[0] if codes else "")
    if by and by not in codes:
        raise Invalid(say("This report cannot be broken down like that."), field="by")
    return by


def _days(report: Report, asked: Mapping[str, str], today: dt.date) -> tuple[dt.date, dt.date, str]:
    if report.period == Period.NOW:
        return today, today, ""
    if report.period == Period.DAY:
        day = min(_date(asked, "on") or today, today)
        return day, day, ""
    name = asked.get("period") or ("own" if asked.get("first") or asked.get("last") else periods.USUAL)
    if name != "own":
        if name not in periods.NAMED:
            raise Invalid(say("There is no period of that name."), field="period")
        return *periods.named(name, today), name
    return *_own(asked, today), "own"


def _own(asked: Mapping[str, str], today: dt.date) -> tuple[dt.date, dt.date]:
    """Days of one's own: what is missing is filled in, and nothing after today is asked."""
    last = min(_date(asked, "last") or today, today)
    first = _date(asked, "first") or last - 89 * periods.DAY
    reason = why_not_days(first, last)
    if reason:
        raise Invalid(reason, field="first")
    return first, last


def why_not_days(first: dt.date, last: dt.date) -> Sentence | None:
    """A period begins before it ends, and lasts three years at most."""
    if first > last:
        return say("The first day lies after the last.")
    if (last - first).days >= periods.LONGEST_DAYS:
        return say("Ask for three years at most.")
    return None


def _date(asked: Mapping[str, str], name: str) -> dt.date | None:
    text = asked.get(name, "")
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date.min
    if day < OLDEST:
        raise Invalid(say("Write the day as year-month-day."), field=name)
    return day


def _id(asked: Mapping[str, str], name: str) -> uuid.UUID | None:
    text = asked.get(name, "")
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise Invalid(say("Choose one from the list."), field=name) from wrong
