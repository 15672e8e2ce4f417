"""Busy times of treatment days: whose time a day takes, written for many days at once, and what stands in the way.

A client is busy for the whole day, split around what else stands in their calendar; staff and rooms are busy part by part.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import connection
from django.db.models import Q

from scheduling import busy, calendars
from scheduling.models import BusyTime
from sessions_app.choices import MISSED, AttendanceStatus
from sessions_app.models import Attendance, SessionComponent, SessionFacilitator

Whose = Literal["client", "staff", "room"]

AWAY = [*sorted(MISSED), AttendanceStatus.REMOVED]

# Each stretch is worked out once and then looked up by its calendar (LATERAL … OFFSET 0): left to itself the planner, when
# its statistics are from before a bulk write, works all of them out again for every busy row.
WANTED = """
    WITH wanted AS MATERIALIZED (
        SELECT cal.id AS calendar_id, s.id AS session_id, NULL::uuid AS part_id, s.starts_at, s.ends_at,
               'client' AS whose, a.client_id AS owner_id
        FROM sessions_app_programsession s
        JOIN sessions_app_attendance a ON a.session_id = s.id AND NOT a.status = ANY(%(away)s)
        JOIN scheduling_calendar cal ON cal.client_id = a.client_id
        WHERE s.id = ANY(%(sessions)s::uuid[]) AND s.status <> 'cancelled'
        UNION ALL
        SELECT cal.id, s.id, c.id, c.starts_at, c.ends_at, 'staff', f.staff_id
        FROM sessions_app_programsession s
        JOIN sessions_app_sessioncomponent c ON c.session_id = s.id
        JOIN sessions_app_sessionfacilitator f ON f.component_id = c.id
        JOIN scheduling_calendar cal ON cal.staff_id = f.staff_id
        WHERE s.id = ANY(%(sessions)s::uuid[]) AND s.status <> 'cancelled'
        UNION ALL
        SELECT cal.id, s.id, c.id, c.starts_at, c.ends_at, 'room', c.room_id
        FROM sessions_app_programsession s
        JOIN sessions_app_sessioncomponent c ON c.session_id = s.id
        JOIN scheduling_calendar cal ON cal.room_id = c.room_id
        WHERE s.id = ANY(%(sessions)s::uuid[]) AND s.status <> 'cancelled'
    )
"""

# What is free of the wanted stretch is taken; ON CONFLICT lets a rival who was faster keep it. Calendar order: two
# writers that meet on several calendars meet in the same order.
FILL = (
    WANTED
    + """
    INSERT INTO scheduling_busytime (calendar_id, starts_at, ends_at, source, source_id, part_id)
    SELECT p.calendar_id, lower(p.piece), upper(p.piece), 'session', p.session_id, p.part_id
    FROM (
        SELECT w.*, unnest(
            tstzmultirange(tstzrange(w.starts_at, w.ends_at, '[)')) - COALESCE((
                SELECT range_agg(tstzrange(b.starts_at, b.ends_at, '[)'))
                FROM scheduling_busytime b
                WHERE b.calendar_id = w.calendar_id
                  AND tstzrange(b.starts_at, b.ends_at, '[)') && tstzrange(w.starts_at, w.ends_at, '[)')
            ), '{}'::tstzmultirange)
        ) AS piece
        FROM wanted w
    ) p
    ORDER BY p.calendar_id, lower(p.piece)
    ON CONFLICT DO NOTHING
"""
)

# What an appointment covers of a client's day is remembered, so that cancelling the appointment gives it back.
COVER = (
    WANTED
    + """
    INSERT INTO scheduling_coveredtime (calendar_id, starts_at, ends_at, source_id, part_id, covered_by)
    SELECT w.calendar_id, greatest(b.starts_at, w.starts_at), least(b.ends_at, w.ends_at), w.session_id, NULL, b.source_id
    FROM wanted w
    CROSS JOIN LATERAL (
        SELECT x.starts_at, x.ends_at, x.source_id FROM scheduling_busytime x
        WHERE x.calendar_id = w.calendar_id AND x.source = 'appointment'
          AND tstzrange(x.starts_at, x.ends_at, '[)') && tstzrange(w.starts_at, w.ends_at, '[)')
        OFFSET 0
    ) b
    WHERE w.whose = 'client' AND NOT EXISTS (
        SELECT 1 FROM scheduling_coveredtime k
        WHERE k.source_id = w.session_id AND k.covered_by = b.source_id AND k.calendar_id = w.calendar_id
    )
"""
)

# An individual appointment wholly inside a client's day is no clash, nor is any other that was booked to lie there.
CLASHES = (
    WANTED
    + """
    SELECT DISTINCT ON (w.session_id, w.calendar_id) w.session_id, w.calendar_id, w.whose, w.owner_id,
           b.source, b.source_id, b.starts_at, b.ends_at
    FROM wanted w
    CROSS JOIN LATERAL (
        SELECT x.starts_at, x.ends_at, x.source, x.source_id FROM scheduling_busytime x
        WHERE x.calendar_id = w.calendar_id AND tstzrange(x.starts_at, x.ends_at, '[)') && tstzrange(w.starts_at, w.ends_at, '[)')
          AND (x.source_id <> w.session_id OR x.part_id IS DISTINCT FROM w.part_id)
        OFFSET 0
    ) b
    LEFT JOIN scheduling_appointment m ON b.source = 'appointment' AND m.id = b.source_id
    WHERE NOT (
        w.whose = 'client' AND m.id IS NOT NULL AND (m.kind = 'individual' OR m.during_session)
        AND b.starts_at >= w.starts_at AND b.ends_at <= w.ends_at
    )
    ORDER BY w.session_id, w.calendar_id, b.starts_at
"""
)


@dataclass(frozen=True)
class Clash:
    """Somebody or something that a day needs is taken elsewhere: by what, from when to when."""

    session_id: uuid.UUID
    calendar_id: uuid.UUID
    whose: Whose
    owner_id: uuid.UUID
    source: str
    source_id: uuid.UUID
    starts_at: dt.datetime
    ends_at: dt.datetime


def ensure_calendars(session_ids: Sequence[uuid.UUID]) -> None:
    """Give a calendar to every client, colleague and room of these days that has none."""
    calendars.ensure(
        clients=set(Attendance.objects.filter(session__in=session_ids).values_list("client_id", flat=True)),
        staff=set(
            SessionFacilitator.objects.filter(component__session__in=session_ids).values_list("staff_id", flat=True)
        ),
        rooms=set(
            SessionComponent.objects.filter(session__in=session_ids, room__isnull=False).values_list(
                "room_id", flat=True
            )
        ),
    )


def fill(session_ids: Sequence[uuid.UUID]) -> int:
    """Take every stretch that these days want and nobody has; say how many rows. Running it again takes nothing more."""
    if not session_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FILL, _parameters(session_ids))
        rows = cursor.rowcount
        cursor.execute(COVER, _parameters(session_ids))
    return rows


def clashes(session_ids: Sequence[uuid.UUID]) -> list[Clash]:
    """Name whose time these days want and something else has."""
    if not session_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CLASHES, _parameters(session_ids))
        return [Clash(*row) for row in cursor.fetchall()]


def release(session_ids: Iterable[uuid.UUID]) -> None:
    """Give back all time that these days took."""
    busy.release(source_ids=list(session_ids))


def release_clients(lines: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Give back the time of (session, client) pairs, in one statement."""
    pairs = sorted(set(lines))
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (
                SELECT x.session_id, cal.id AS calendar_id
                FROM unnest(%s::uuid[], %s::uuid[]) AS x (session_id, client_id)
                JOIN scheduling_calendar cal ON cal.client_id = x.client_id
            ), uncovered AS (
                DELETE FROM scheduling_coveredtime k USING gone
                WHERE k.source_id = gone.session_id AND k.calendar_id = gone.calendar_id
            )
            DELETE FROM scheduling_busytime b USING gone
            WHERE b.source = 'session' AND b.source_id = gone.session_id AND b.calendar_id = gone.calendar_id
            """,
            [[str(session) for session, _ in pairs], [str(client) for _, client in pairs]],
        )


def release_parts(component_ids: Iterable[uuid.UUID], whose: Literal["staff", "room"] | None = None) -> None:
    """Give back the time of parts of a day: of their staff, their rooms, or both."""
    rows = BusyTime.objects.filter(part_id__in=list(component_ids))
    if whose:
        rows = rows.filter(Q(**{f"calendar__{whose}__isnull": False}))
    rows.delete()


def _parameters(session_ids: Sequence[uuid.UUID]) -> dict[str, list[str]]:
    return {"sessions": [str(item) for item in session_ids], "away": [str(item) for item in AWAY]}
