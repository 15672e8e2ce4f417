"""What we told others about a client, and who opened their chart, in words for the person themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients.access_log import Opening, Position, openings
from clients.choices import Ground, Information, Purpose, SentKind
from clients.models import Client, Disclosure
from clients.own_papers import roles_of
from iop.clinic import settings
from iop.core import clock
from iop.portal.presenters.papers.words import HOW_LONG, day, moment
from iop.workflows.accounting import SIX_YEARS, THREE_YEARS, Wanted, disclosures

NAMES = "portal.name_who_opened"
OPENED = {
    "clients.chart_opened": gettext_lazy("looked at your chart"),
    "clients.chart_printed": gettext_lazy("put a part of it on paper"),
    "clients.emergency_opened": gettext_lazy("opened it in an emergency"),
}
OPENINGS = 100
Roles = Mapping[Any, list[tuple[dt.date, dt.date | None, str]]]


def wanted(years: str, today: dt.date) -> Wanted:
    """Say how far back is asked: three years unless six are."""
    return Wanted(today - (SIX_YEARS if years == "6" else THREE_YEARS))


def read_told(client: Client, zone: str, asked: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    """Read one page of what was told to others; copies that the client took are left out. Two statements."""
    years, page = ("6" if asked.get("years") == "6" else "3"), _page(asked.get("page", ""))
    rows = disclosures(client, zone, wanted(years, clock.local_date(at, zone))).exclude(ground=Ground.OWN_ACCESS)
    start = (page - 1) * HOW_LONG
    found = list(rows[start : start + HOW_LONG + 1])
    return {
        "rows": [_told(row, zone) for row in found[:HOW_LONG]],
        "years": years,
        "earlier": _query(years, page - 1) if page > 1 else "",
        "later": _query(years, page + 1) if len(found) > HOW_LONG else "",
    }


def read_opened(client: Client, zone: str, site_id: Any, asked: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    """Read one page of who opened the chart, put together by day and colleague: six statements, whatever the number."""
    found = openings(client, None, None, after=_position(asked.get("after", "")), size=OPENINGS)
    own = ZoneInfo(zone)
    days = [clock.local_date(row.at, own) for row in found.rows]
    roles = roles_of((row.staff_id for row in found.rows if row.staff_id), days)
    with_names = bool(settings.value(NAMES, on=clock.local_date(at, own), site_id=site_id))
    by_day: dict[dt.date, dict[tuple[Any, ...], list[Opening]]] = {}
    for row, on in zip(found.rows, days, strict=True):
        by_day.setdefault(on, {}).setdefault((row.staff_id, row.name, row.verb, row.in_emergency), []).append(row)
    after = found.after
    return {
        "days": [
            {"day": day(on), "rows": [_opened(group, on, own, roles, with_names) for group in groups.values()]}
            for on, groups in by_day.items()
        ],
        "later": f"?after={after[0].isoformat().replace('+', '%2B')}_{after[1]}" if after else "",
        "with_names": with_names,
    }


def _told(row: Disclosure, zone: str) -> dict[str, Any]:
    return {
        "when": moment(row.at, zone),
        "name": row.recipient_name,
        "address": row.recipient_address,
        "how": str(SentKind(row.sent_as).label),
        "what": ", ".join(str(each.label) for each in Information if each.value in row.information),
        "why": str(Purpose(row.purpose).label),
        "ground": str(Ground(row.ground).label),
        "consent": _("You agreed to this on %(day)s.") % {"day": day(row.consent.signed_at, zone)}
        if row.consent and row.consent.signed_at
        else "",
    }


def _opened(group: list[Opening], on: dt.date, zone: ZoneInfo, roles: Roles, with_names: bool) -> dict[str, Any]:
    one = group[0]
    times = [time_format(row.at.astimezone(zone).time(), "TIME_FORMAT") for row in reversed(group)]
    role = _role(one, on, roles)
    return {
        "who": one.name if with_names and one.staff_id and one.name else role,
        "role": role if with_names and one.staff_id and one.name else "",
        "what": OPENED[one.verb],
        "times": ", ".join(times[:3]),
        "more": ngettext("and %(n)d more time", "and %(n)d more times", len(times) - 3) % {"n": len(times) - 3}
        if len(times) > 3
        else "",
        "in_emergency": one.in_emergency,
    }


def _role(one: Opening, on: dt.date, roles: Roles) -> str:
    if not one.staff_id:
        return _("A program that works for the clinic")
    held = [name for first, last, name in roles.get(one.staff_id, ()) if first <= on and (last is None or on <= last)]
    return held[0] if held else _("Somebody who worked here")


def _query(years: str, page: int) -> str:
    return f"?years={years}&page={page}"


def _page(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 4 and int(text) else 1


def _position(text: str) -> Position | None:
    instant, _split, number = text.rpartition("_")
    try:
        at = parse_datetime(instant)
    except ValueError:
        return None
    return (at, int(number)) if at and at.tzinfo and number.isdecimal() and len(number) < 19 else None
