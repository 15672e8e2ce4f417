"""Who opened a chart: one line for each colleague and day, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.access_log import Opening, Position, openings
from clients.models import CareTeamMembership
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import clock_words, day_words_long

SIZE = 100


@dataclass(frozen=True)
class OpeningsWish:
    """Which openings: from a day, through a day, going on after a place in the record."""

    first: dt.date | None
    last: dt.date | None
    after: Position | None

    def query(self, after: Position | None = None) -> str:
        """Write it as the end of an address."""
        codes = {"from": self.first, "to": self.last, "after": f"{after[0].isoformat()}_{after[1]}" if after else ""}
        return f"?{urlencode({name: str(value) for name, value in codes.items() if value})}"


def openings_wish(asked: Mapping[str, str], today: dt.date) -> OpeningsWish:
    """Read the days from the address."""
    return OpeningsWish(_date(asked.get("from", "")), _date(asked.get("to", "")), _position(asked.get("after", "")))


def read_openings(chart: Chart, wish: OpeningsWish) -> dict[str, Any]:
    """Read one page of openings, put together by colleague and day: four statements, whatever the number."""
    since = clock.day_bounds(wish.first, chart.zone)[0] if wish.first else None
    until = clock.day_bounds(wish.last, chart.zone)[1] if wish.last else None
    found = openings(chart.client, since, until, after=wish.after, size=SIZE)
    team = set(CareTeamMembership.objects.filter(episode__client=chart.client).values_list("staff_id", flat=True))
    return {
        "days": _by_day(found.rows, ZoneInfo(chart.zone), team),
        "later": wish.query(found.after) if found.after else "",
        "newest": wish.query() if wish.after else "",
        "people": len({row.name for row in found.rows}),
        "first": wish.first.isoformat() if wish.first else "",
        "last": wish.last.isoformat() if wish.last else "",
    }


def _by_day(rows: Any, zone: ZoneInfo, team: set[Any]) -> list[dict[str, Any]]:
    days: dict[dt.date, dict[tuple[Any, ...], list[Opening]]] = {}
    for row in rows:
        key = (row.staff_id, row.name, str(row.what), row.in_emergency)
        days.setdefault(clock.local_date(row.at, zone), {}).setdefault(key, []).append(row)
    return [
        {"day": day_words_long(day), "rows": [_line(found, zone, team) for found in lines.values()]}
        for day, lines in days.items()
    ]


def _line(found: list[Opening], zone: ZoneInfo, team: set[Any]) -> dict[str, Any]:
    one, times = found[0], [clock_words(row.at.astimezone(zone)) for row in reversed(found)]
    number = len(found)
    return {
        "name": one.name or _("Somebody"),
        "what": one.what,
        "times": ", ".join(times[:4]) + (" …" if number > 4 else ""),
        "number": ngettext("%(number)d time", "%(number)d times", number) % {"number": number},
        "tone": "warn" if one.in_emergency else "good" if one.staff_id in team else "quiet",
        "role": _("in an emergency")
        if one.in_emergency
        else _("care team")
        if one.staff_id in team
        else _("not on the care team"),
    }


def _position(text: str) -> Position | None:
    at, _split, number = text.rpartition("_")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    return (moment, int(number)) if moment and moment.tzinfo and number.isdecimal() else None


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
