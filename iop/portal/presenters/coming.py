"""What is next, in words for the one whose day it is: day, time with its zone, place or link, with whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from iop.core import clock
from iop.core.words import day_words, time_words
from sessions_app import coming
from sessions_app.coming import Coming


def card(item: Coming, at: dt.datetime) -> dict[str, Any]:
    """Put one thing with a time into words; no statement of its own."""
    zone = ZoneInfo(item.site.time_zone)
    on = clock.local_date(item.starts_at, zone)
    return {
        "id": str(item.id),
        "title": item.label,
        "day": day_name(on, clock.local_date(at, zone)),
        "when": span(item),
        "zone": zone_words(zone),
        "place": _place(item),
        "address": "" if item.by_video else item.site.address,
        "link": item.link if not item.is_off and item.ends_at > at else "",
        "people": ", ".join(item.people),
        "is_off": item.is_off,
        "is_over": item.ends_at <= at,
        "badge": _badge(item, at),
    }


def days(found: Iterable[Coming], at: dt.datetime) -> list[dict[str, Any]]:
    """Group things with a time by their day."""
    groups: list[dict[str, Any]] = []
    for item in found:
        shown = card(item, at)
        if not groups or groups[-1]["day"] != shown["day"]:
            groups.append({"day": shown["day"], "items": []})
        groups[-1]["items"].append(shown)
    return groups


def zones(found: Sequence[Coming]) -> str:
    """Name the zone of all times once; several sites may have several."""
    return " · ".join(dict.fromkeys(zone_words(ZoneInfo(item.site.time_zone)) for item in found))


def zone_words(zone: ZoneInfo) -> str:
    """Name a zone as people call it: "Eastern Time"."""
    locale = Locale.parse((get_language() or "en").replace("-", "_").split("_")[0])
    return str(get_timezone_name(zone, width="long", locale=locale))


def day_name(on: dt.date, today: dt.date) -> str:
    """Say a day as people do: "Today", "Tomorrow", or its weekday and date."""
    if on == today:
        return _("Today")
    if on == today + dt.timedelta(days=1):
        return _("Tomorrow")
    return str(day_words(on))


def span(item: Coming) -> str:
    """Say from when until when, in the reader's own format."""
    zone = item.site.time_zone
    return f"{time_words(item.starts_at, zone)} – {time_words(item.ends_at, zone)}"


def _place(item: Coming) -> str:
    if item.by_video or (item.link and not item.room and item.kind == coming.APPOINTMENT):
        return _("By video")
    return ", ".join(part for part in (item.site.name, item.room) if part)


def _badge(item: Coming, at: dt.datetime) -> dict[str, str] | None:
    if item.is_off:
        return {"tone": "quiet", "words": _("Does not take place")}
    if item.starts_at <= at < item.ends_at:
        return {"tone": "info", "words": _("Now")}
    if item.is_missed:
        ahead = item.starts_at > at
        return {"tone": "note", "words": _("You told us that you cannot come") if ahead else _("You were not there")}
    if item.is_make_up:
        return {"tone": "good", "words": _("Make-up day")}
    return None
