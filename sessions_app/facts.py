"""The plain values that rules decide on, read from a day's rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from iop.clinic import settings as clinic_settings
from sessions_app import absence
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, ComponentAttendance, ProgramSession, SessionComponent
from sessions_app.rules.attendance import Day, Limits, Line, Part

KEYS = {
    "attendance.early_minutes": "early_minutes",
    "attendance.late_after_minutes": "late_after_minutes",
    "attendance.absent_after_minutes": "absent_after_minutes",
    "attendance.final_after_hours": "final_after_hours",
    "attendance.break_counts": "break_counts",
}


def limits(site_id: uuid.UUID, on: dt.date, track_id: uuid.UUID | None = None) -> Limits:
    """Read the settings about attendance as they hold at the site that day, in one query.

    For a track's day also the grace of the policy about missed days, which goes before the setting (one more).
    """
    found = clinic_settings.values(KEYS, on=on, site_id=site_id)
    known = Limits(**{name: found[key] for key, name in KEYS.items()})
    grace = absence.grace_minutes(site_id, track_id, on) if track_id else None
    return known if grace is None else replace(known, late_after_minutes=grace)


def day_of(session: ProgramSession, at: dt.datetime, known: Limits | None = None) -> Day:
    """Give a day's times and limits as they hold on its own date."""
    return Day(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        at=at,
        closed_at=session.closed_at if session.status in (SessionStatus.CLOSED, SessionStatus.FINAL) else None,
        limits=known or limits(session.site_id, session.on, session.track_id),
    )


def part_of(component: SessionComponent, *, break_counts: bool, is_break: bool) -> Part:
    """Give a part with the times that count: recorded ones where there are any, else the planned ones."""
    starts_at = component.actual_starts_at or component.starts_at
    ends_at = component.actual_ends_at or max(component.ends_at, starts_at)
    return Part(component.pk, starts_at, ends_at, component.counts_as_service or (is_break and break_counts))


def parts_of(session_id: uuid.UUID, known: Limits) -> list[Part]:
    """Read the parts of one day, in one query."""
    return [_part(row, known) for row in _components(session_id)]


def parts_and_corrections(
    session_id: uuid.UUID, known: Limits, line_ids: Iterable[uuid.UUID]
) -> tuple[list[Part], Mapping[uuid.UUID, Mapping[uuid.UUID, int]]]:
    """Read the parts of one day and what ``corrections_of`` gives for these lines of it, in one query together."""
    made = ComponentAttendance.objects.filter(component=OuterRef("pk"), attendance__in=list(line_ids)).order_by()
    given = ArraySubquery(made.values(json=JSONObject(line="attendance_id", minutes="minutes")))
    rows: list[Any] = list(_components(session_id).annotate(given=given))
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    for row in rows:
        # A day with nobody on its roster asks about no line: the database then answers NULL, not an empty list.
        for each in row.given or ():
            found[uuid.UUID(each["line"])][row.pk] = each["minutes"]
    return [_part(row, known) for row in rows], found


def corrections_of(line_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[uuid.UUID, int]]:
    """Read the corrections of roster lines: line to part to minutes, in one query."""
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    rows = ComponentAttendance.objects.filter(attendance__in=list(line_ids))
    for line_id, part_id, minutes in rows.values_list("attendance_id", "component_id", "minutes"):
        found[line_id][part_id] = minutes
    return found


def _components(session_id: uuid.UUID) -> QuerySet[SessionComponent]:
    return SessionComponent.objects.filter(session_id=session_id).select_related("kind").order_by("position")


def _part(row: SessionComponent, known: Limits) -> Part:
    return part_of(row, break_counts=known.break_counts, is_break=row.kind.category == "break")


def line_of(row: Attendance) -> Line:
    """Give a roster line as the plain value that rules decide on."""
    return Line(row.status, row.arrived_at, row.left_at)
