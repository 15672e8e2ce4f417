"""Writing treatment days, their parts and their rosters: one statement each, whatever the number of days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Coalesce

from scheduling.models import DayTemplate, Track, WeeklyTemplate
from sessions_app.models import ProgramSession
from sessions_app.rules.planning import DayShape, PlannedDay, Version

Values = dict[str, list[str] | dt.datetime]

PARTS = """
    INSERT INTO sessions_app_sessioncomponent (
        id, created_at, version, session_id, position, kind_id, title, topic_id, exercise_id, room_id,
        starts_at, ends_at, counts_as_service
    )
    SELECT {new_id}, %(at)s, 1, s.id, p.position, p.kind_id, p.title, p.topic_id, p.exercise_id, p.room_id,
           s.starts_at + make_interval(mins => p.before), s.starts_at + make_interval(mins => p.before + p.minutes),
           k.counts_as_service
    FROM unnest(%(sessions)s::uuid[], %(days)s::uuid[]) AS made (session_id, day_id)
    JOIN sessions_app_programsession s ON s.id = made.session_id
    JOIN (
        SELECT c.*, (sum(c.minutes) OVER (PARTITION BY c.day_id ORDER BY c.position) - c.minutes)::int AS before
        FROM scheduling_daycomponent c WHERE c.day_id = ANY(%(days)s::uuid[])
    ) p ON p.day_id = made.day_id
    JOIN scheduling_componentkind k ON k.id = p.kind_id
"""

MISSING_PARTS = (
    PARTS
    + """
    WHERE NOT EXISTS (SELECT 1 FROM sessions_app_sessioncomponent c WHERE c.session_id = s.id AND c.position = p.position)
"""
)

FACILITATORS = """
    INSERT INTO sessions_app_sessionfacilitator (id, created_at, component_id, staff_id, role)
    SELECT {new_id}, %(at)s, c.id, f.staff_id, f.role
    FROM unnest(%(sessions)s::uuid[], %(days)s::uuid[]) AS made (session_id, day_id)
    JOIN sessions_app_sessioncomponent c ON c.session_id = made.session_id
    JOIN scheduling_daycomponent p ON p.day_id = made.day_id AND p.position = c.position
    JOIN scheduling_daycomponentfacilitator f ON f.component_id = p.id
"""

# Whoever is enrolled on the day's weekday and not paused; the weekday is the one the template gave, also once moved.
EXPECTED = """
    SELECT s.id AS session_id, e.client_id, e.episode_id, e.id AS enrolment_id
    FROM sessions_app_programsession s
    JOIN scheduling_enrolment e ON e.track_id = s.track_id AND e.withdrawn_at IS NULL
     AND e.starts_on <= s.on AND (e.ends_on IS NULL OR e.ends_on >= s.on)
     AND (extract(isodow FROM s.original_on) - 1) = ANY(e.weekdays)
    WHERE s.id = ANY(%(sessions)s::uuid[])
      AND NOT EXISTS (
        SELECT 1 FROM scheduling_enrolmentpause p
        WHERE p.enrolment_id = e.id AND p.cancelled_at IS NULL AND s.on BETWEEN p.starts_on AND p.ends_on
      )
"""

ROSTERS = (
    """
    INSERT INTO sessions_app_attendance (
        id, created_at, version, session_id, client_id, episode_id, enrolment_id, source, status, mode,
        participation, absence_reason, credited_minutes, remote_location, remote_callback
    )
    SELECT {new_id}, %(at)s, 1, x.session_id, x.client_id, x.episode_id, x.enrolment_id, 'enrolled', 'expected', 'in_person',
           '', '', 0, '', ''
    FROM ("""
    + EXPECTED
    + """) x
    ON CONFLICT (session_id, client_id) DO NOTHING
    RETURNING client_id, session_id
"""
)


def versions(track_id: uuid.UUID, until: dt.date) -> list[Version]:
    """Read a track's template versions begun by ``until``, with the length of each day."""
    rows = (
        DayTemplate.objects.filter(template__track_id=track_id, template__valid_from__lte=until)
        .annotate(minutes=Coalesce(Sum("components__minutes"), 0))
        .order_by()
        .values_list("template__valid_from", "id", "lineage", "weekday", "starts_at", "minutes", "focus")
    )
    days: dict[dt.date, list[DayShape]] = defaultdict(list)
    for valid_from, *shape in rows:
        days[valid_from].append(DayShape(*shape))
    begun = _begun(track_id, until)
    return [Version(day, tuple(shape for shape in days[day] if shape.minutes)) for day in begun]


def make_sessions(track: Track, planned: Sequence[PlannedDay], at: dt.datetime) -> list[ProgramSession]:
    """Write the days themselves."""
    rows = [
        ProgramSession(
            created_at=at,
            site_id=track.program.site_id,
            track=track,
            lineage=item.shape.lineage,
            original_on=item.on,
            on=item.on,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            focus=item.shape.focus,
            telehealth_link=track.telehealth_link,
        )
        for item in planned
    ]
    return ProgramSession.objects.bulk_create(rows)


def make_parts(session_ids: Sequence[uuid.UUID], day_ids: Sequence[uuid.UUID], at: dt.datetime) -> None:
    """Write the parts of days and who leads them, as the day templates in the same order say. Minutes are real time."""
    values: Values = {"sessions": _texts(session_ids), "days": _texts(day_ids), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(PARTS.format(new_id=new_id()), values)
        cursor.execute(FACILITATORS.format(new_id=new_id()), values)


def make_rosters(session_ids: Sequence[uuid.UUID], at: dt.datetime) -> list[uuid.UUID]:
    """Write the roster lines that enrolments ask for and that are not there; give the clients of the new ones."""
    return [client for client, _ in make_lines(session_ids, at)]


def make_lines(
    session_ids: Sequence[uuid.UUID], at: dt.datetime, client_ids: Sequence[uuid.UUID] | None = None
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Do as ``make_rosters`` for all or some clients; give (client, session) of each new line."""
    values: Values = {"sessions": _texts(session_ids), "at": at}
    statement = ROSTERS
    if client_ids is not None:
        statement = statement.replace(") x\n", ") x WHERE x.client_id = ANY(%(clients)s::uuid[])\n")
        values["clients"] = _texts(client_ids)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(new_id=new_id()), values)
        return cursor.fetchall()


def new_id() -> str:
    """Say how the database makes an opaque id; time-ordered where it can, so that indexes stay compact."""
    version: int = connection.pg_version  # type: ignore[attr-defined]
    return "uuidv7()" if version >= 180000 else "gen_random_uuid()"


def _begun(track_id: uuid.UUID, until: dt.date) -> list[dt.date]:
    track_versions = WeeklyTemplate.objects.filter(track_id=track_id, valid_from__lte=until)
    return list(track_versions.order_by("valid_from").values_list("valid_from", flat=True))


def _texts(ids: Sequence[uuid.UUID]) -> list[str]:
    return [str(item) for item in ids]
