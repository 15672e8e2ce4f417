"""Words and tones for the states of the treatment day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduling.choices import ComponentCategory as Kind
from sessions_app.choices import AttendanceStatus as Status
from sessions_app.choices import SessionStatus

Words = str | Promise

SHORT: dict[str, Words] = {
    Status.EXPECTED: _("Not marked"),
    Status.PRESENT: _("Present"),
    Status.LATE: _("Late"),
    Status.LEFT_EARLY: _("Left early"),
    Status.ABSENT: _("Absent"),
    Status.ABSENT_EXCUSED: _("Excused"),
    Status.REMOVED: _("Off the roster"),
}
TONES = {
    Status.EXPECTED: "wait",
    Status.PRESENT: "good",
    Status.LATE: "late",
    Status.LEFT_EARLY: "left",
    Status.ABSENT: "absent",
    Status.ABSENT_EXCUSED: "absent",
    Status.REMOVED: "quiet",
}
BUTTON_TONES = {
    Status.PRESENT: "good",
    Status.LATE: "warn",
    Status.LEFT_EARLY: "warn",
    Status.ABSENT: "note",
    Status.ABSENT_EXCUSED: "note",
}
KEYS = {
    Status.PRESENT: "p",
    Status.LATE: "l",
    Status.LEFT_EARLY: "e",
    Status.ABSENT: "a",
    Status.ABSENT_EXCUSED: "x",
    Status.EXPECTED: "u",
}
"""The key that marks a roster line, when nobody is typing."""
SESSION_TONES = {
    SessionStatus.PLANNED: "wait",
    SessionStatus.RUNNING: "info",
    SessionStatus.CLOSED: "lock",
    SessionStatus.FINAL: "lock",
    SessionStatus.CANCELLED: "quiet",
}
KIND_COLOURS = {
    Kind.CHECK_IN: "open",
    Kind.WRAP_UP: "open",
    Kind.MINDFULNESS: "holistic",
    Kind.HOLISTIC: "holistic",
    Kind.JOURNALING: "holistic",
    Kind.GROUP: "group",
    Kind.PSYCHOEDUCATION: "learn",
    Kind.LIFE_SKILLS: "skill",
    Kind.VOCATIONAL: "skill",
    Kind.INDIVIDUAL: "single",
    Kind.FAMILY: "single",
    Kind.BREAK: "break",
}


def clock_of(at: dt.datetime | None, zone: ZoneInfo) -> str:
    """Say a time of the clinic's wall clock: "9:02"; nothing for no time."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02d}"


def field_time(at: dt.datetime | None, zone: ZoneInfo) -> str:
    """Say a time as a time field holds it: "09:02"."""
    return at.astimezone(zone).strftime("%H:%M") if at else ""


def called_names(rows: Iterable[Mapping[str, Any]]) -> dict[Any, str]:
    """Say how to call each client on one page: "Maria L.", or the whole name where two would read the same.

    ``rows`` carry ``client_id`` and the three names. Restricted people keep the short name (``client__is_restricted``).
    """
    rows = list(rows)
    short = {row["client_id"]: f"{_first(row)} {row['client__legal_last_name'][:1]}." for row in rows}
    twice = {name for name, count in Counter(short.values()).items() if count > 1}
    full = {row["client_id"]: f"{_first(row)} {row['client__legal_last_name']}" for row in rows}
    guarded = {row["client_id"] for row in rows if row.get("client__is_restricted")}
    return {
        client_id: full[client_id] if name in twice and client_id not in guarded else name
        for client_id, name in short.items()
    }


def usual(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Say who leads and where most of a day is: said once at its head, so that its parts only say what differs."""
    pairs = list(pairs)
    leads, rooms = Counter(lead for lead, _room in pairs if lead), Counter(room for _lead, room in pairs if room)
    return (leads.most_common(1) or [("", 0)])[0][0], (rooms.most_common(1) or [("", 0)])[0][0]


def unusual(pair: tuple[str, str], common: tuple[str, str]) -> list[str]:
    """Say what of a part's lead and room differs from most of the day."""
    return [own for own, most in zip(pair, common, strict=True) if own and own != most]


def initials_of(row: Mapping[str, Any]) -> str:
    """Give two letters for a client's disc."""
    return f"{_first(row)[:1]}{row['client__legal_last_name'][:1]}".upper()


def _first(row: Mapping[str, Any]) -> str:
    return str(row["client__preferred_name"] or row["client__legal_first_name"])
