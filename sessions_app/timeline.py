"""What treatment days know of a stay by date (the slot ``TIMELINE``).

Days attended and missed, hours of each week, and what clients said of mood, cravings, use, sleep, stress and habits.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from clients.choices import Substance
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.clinic import settings as clinic_settings
from iop.core.words import Sentence, hours_minutes, say, sentence
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus, UseReport
from sessions_app.models import Attendance, ReportedUse
from sessions_app.rules.hours import week_of

MOST_HOURS = 25
"""An intensive week has up to 20 hours of service (levels_of_care.md); above the scale a point stands at its edge."""
USE_TONES = {UseReport.NONE: "good", UseReport.USED: "bad", UseReport.PREFERS_NOT: "neutral"}


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Read everything from the roster lines between two days (two statements)."""
    rows = _rows(client_id, first, last)
    week = int(clinic_settings.value("week.starts_on", on=last))
    treats = Permission.NOTE_VIEW
    return [
        Line("attendance", say("Treatment days"), LineKind.EVENT, _days(rows)),
        Line("hours", say("Hours a week"), LineKind.VALUE, _hours(rows, week), low=0, high=MOST_HOURS, unit=say("h")),
        _scale("mood", say("Mood"), rows, say("Mood {value} of 10")),
        _scale("cravings", say("Cravings"), rows, say("Cravings {value} of 10")),
        Line("use", say("Use, as the client tells it"), LineKind.EVENT, _uses(rows), needs=treats),
        _scale("sleep", say("Sleep"), rows, say("{value} h of sleep"), high=12, unit=say("h"), lane="sleep"),
        _scale("stress", say("Stress"), rows, say("Stress {value} of 10")),
    ]


def _rows(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    uses = ReportedUse.objects.filter(report__attendance=OuterRef("pk")).order_by("created_at").values("substance")
    rows = (
        Attendance.objects.filter(client=client_id, session__on__gte=first, session__on__lte=last)
        .on_roster()
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("session__starts_at")
    )
    found: Iterable[Any] = rows.values(
        "status", "credited_minutes", "session_id", "session__on", mood=F("check_in__mood"),
        cravings=F("check_in__cravings"), use=F("self_report__use"), sleep=F("self_report__sleep_hours"),
        stress=F("self_report__stress"), substances=ArraySubquery(uses),
    )  # fmt: skip
    return list(found)


def _place(row: dict[str, Any]) -> tuple[str, uuid.UUID]:
    return ("sessions_app.programsession", row["session_id"])


def _days(rows: Iterable[dict[str, Any]]) -> list[Point]:
    return [
        Point(
            row["session__on"], AttendanceStatus(row["status"]).label,
            tone="good" if row["status"] in ATTENDED else "warn", place=_place(row),
        )
        for row in rows
        if row["status"] in ATTENDED or row["status"] in MISSED
    ]  # fmt: skip


def _hours(rows: Iterable[dict[str, Any]], starts_on: int) -> list[Point]:
    weeks: dict[dt.date, int] = defaultdict(int)
    for row in rows:
        if row["status"] in ATTENDED or row["status"] in MISSED:
            weeks[week_of(row["session__on"], starts_on)[0]] += row["credited_minutes"]
    return [
        Point(day, sentence(say("{hours} in the week"), hours=hours_minutes(minutes)), value=round(minutes / 60, 2))
        for day, minutes in sorted(weeks.items())
    ]


def _scale(
    name: str,
    label: Sentence,
    rows: Sequence[dict[str, Any]],
    words: Sentence,
    *,
    high: float = 10,
    unit: Sentence = "",
    lane: str = "check_in",
) -> Line:
    points = [
        Point(row["session__on"], sentence(words, value=_plain(row[name])), value=float(row[name]), place=_place(row))
        for row in rows
        if row[name] is not None
    ]
    return Line(name, label, LineKind.VALUE, points, needs=Permission.NOTE_VIEW, low=0, high=high, unit=unit, lane=lane)


def _plain(value: Any) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _uses(rows: Iterable[dict[str, Any]]) -> list[Point]:
    return [
        Point(row["session__on"], _use_words(row), tone=USE_TONES[UseReport(row["use"])], place=_place(row))
        for row in rows
        if row["use"]
    ]


def _use_words(row: dict[str, Any]) -> Sentence:
    label = UseReport(row["use"]).label
    if not row["substances"]:
        return label
    named = ", ".join(dict.fromkeys(str(Substance(each).label) for each in row["substances"]))
    return sentence(say("{use}: {substances}"), use=label, substances=named)
