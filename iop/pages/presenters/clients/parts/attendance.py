"""The chart's attendance: days past, newest first, with every change."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from iop.core.words import hours_minutes
from iop.pages.presenters.absence.words import standing_words
from iop.pages.presenters.clients import tones
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import PAGE, names_of, page_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import (
    clock_words,
    day_words,
    instant_words,
    span_words,
)
from sessions_app import absence
from sessions_app.choices import AttendanceStatus
from sessions_app.models import AbsenceCase, Attendance, AttendanceChange
from sessions_app.policies import may_follow_up, may_see_absences


@dataclass(frozen=True)
class AttendancePage:
    """Days past, newest first, with the changes of each."""

    rows: Sequence[dict[str, Any]]
    says: str
    earlier: str
    later: str
    came: int
    missed: int
    standing: dict[str, Any]


def read_attendance(chart: Chart, page: int) -> AttendancePage:
    """Read attendance with its history: five statements for any number of days."""
    zone = ZoneInfo(chart.zone)
    lines = (
        Attendance.objects.visible_to(chart.actor)
        .filter(client=chart.client, session__starts_at__lte=chart.at)
        .select_related("session__track")
        .prefetch_related(Prefetch("changes", queryset=AttendanceChange.objects.order_by("at", "id")))
        .order_by("-session__starts_at")
    )
    total = lines.count()
    start = (page - 1) * PAGE
    shown = list(lines[start : start + PAGE])
    names = names_of(change.by_id for line in shown for change in line.changes.all())
    rows = [_line(line, zone, names) for line in shown]
    return AttendancePage(
        rows=rows,
        says=page_words(start, len(rows), total),
        earlier=f"?page={page - 1}" if page > 1 else "",
        later=f"?page={page + 1}" if start + len(rows) < total else "",
        came=sum(row["came"] for row in rows),
        missed=sum(row["missed"] for row in rows),
        standing=_standing(chart),
    )


def _standing(chart: Chart) -> dict[str, Any]:
    """Say how they stand about missed days, to those who follow that up."""
    may = may_see_absences(chart.actor, chart.episode.site_id) is None
    if not may:
        return {}
    words = standing_words(absence.standing([chart.episode.pk], chart.at).get(chart.episode.pk))
    following = AbsenceCase.objects.open().filter(episode=chart.episode).exists()
    return words | {"following": following, "may_call": may_follow_up(chart.actor, chart.episode.site_id) is None}


def _line(line: Attendance, zone: ZoneInfo, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    status = AttendanceStatus(line.status)
    return {
        "when": f"{day_words(line.session.on)} {line.session.on.year}",
        "track": line.session.track.name,
        "url": to("session")(line.session_id),
        "status": status.label,
        "tone": tones.ATTENDANCE[status],
        "times": _times(line.arrived_at, line.left_at, zone),
        "credited": hours_minutes(line.credited_minutes) if line.credited_minutes else "–",
        "reason": line.absence_reason,
        "came": line.arrived_at is not None,
        "missed": status in (AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED),
        "changes": [_change(change, zone, names) for change in line.changes.all()],
    }


def _times(arrived: dt.datetime | None, left: dt.datetime | None, zone: ZoneInfo) -> str:
    if not arrived:
        return "–"
    return (
        span_words(arrived, left, zone)
        if left
        else _("from %(time)s") % {"time": clock_words(arrived.astimezone(zone))}
    )


def _change(change: AttendanceChange, zone: ZoneInfo, names: dict[uuid.UUID, str]) -> str:
    said = [
        instant_words(change.at, zone),
        str(AttendanceStatus(change.status).label),
        _times(change.arrived_at, change.left_at, zone) if change.arrived_at else "",
        names.get(change.by_id, _("the system")) if change.by_id else _("the system"),
        _("late entry") if change.is_late_entry else "",
        change.reason,
    ]
    return " · ".join(part for part in said if part)
