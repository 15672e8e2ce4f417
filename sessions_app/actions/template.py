"""Carrying a new version of the weekly template into days that were made from the old one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from iop.access.actors import Actor
from iop.clinic.models import Closure
from iop.core import clock
from iop.core.words import say
from scheduling import seats
from sessions_app import making, taking
from sessions_app.actions.materialise import Report, materialise
from sessions_app.actions.moving import cancel_planned, record_change
from sessions_app.actions.roster import sync_rosters
from sessions_app.actions.telling import News, tell_clients, tell_staff
from sessions_app.actions.watching import watch_clashes, watch_leads
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession
from sessions_app.rules import planning

UPDATE_PARTS = """
    UPDATE sessions_app_sessioncomponent c
    SET kind_id = p.kind_id, title = p.title, room_id = p.room_id, counts_as_service = k.counts_as_service,
        topic_id = CASE WHEN c.kind_id = p.kind_id THEN COALESCE(p.topic_id, c.topic_id) ELSE p.topic_id END,
        exercise_id = CASE WHEN c.kind_id = p.kind_id THEN COALESCE(p.exercise_id, c.exercise_id) ELSE p.exercise_id END,
        starts_at = s.starts_at + make_interval(mins => p.before),
        ends_at = s.starts_at + make_interval(mins => p.before + p.minutes),
        version = c.version + 1
    FROM unnest(%(sessions)s::uuid[], %(days)s::uuid[]) AS made (session_id, day_id)
    JOIN sessions_app_programsession s ON s.id = made.session_id
    JOIN (
        SELECT x.*, (sum(x.minutes) OVER (PARTITION BY x.day_id ORDER BY x.position) - x.minutes)::int AS before
        FROM scheduling_daycomponent x WHERE x.day_id = ANY(%(days)s::uuid[])
    ) p ON p.day_id = made.day_id
    JOIN scheduling_componentkind k ON k.id = p.kind_id
    WHERE c.session_id = s.id AND c.position = p.position
"""
DROP_FACILITATORS = """
    DELETE FROM sessions_app_sessionfacilitator f USING sessions_app_sessioncomponent c
    WHERE f.component_id = c.id AND c.session_id = ANY(%(sessions)s::uuid[])
"""
DROP_PARTS = """
    DELETE FROM sessions_app_sessioncomponent c
    USING unnest(%(sessions)s::uuid[], %(days)s::uuid[]) AS made (session_id, day_id)
    WHERE c.session_id = made.session_id
      AND NOT EXISTS (SELECT 1 FROM scheduling_daycomponent p WHERE p.day_id = made.day_id AND p.position = c.position)
"""


@dataclass(frozen=True)
class Applied:
    """What a new template did to the days already made: those changed and cancelled, and the report of those made new."""

    changed: list[uuid.UUID]
    cancelled: list[uuid.UUID]
    report: Report


@transaction.atomic
def apply_template(*, by: Actor, track_id: uuid.UUID, from_on: dt.date, at: dt.datetime) -> Applied:
    """Change planned days from ``from_on`` in place to what the template now says; cancel those it no longer has; make new ones.

    Days that have started and days changed by hand stay as they are. People are told where their time changes.
    """
    track = seats.lock_track(track_id)
    site = track.program.site
    days = _days(track_id, from_on, at)
    versions = making.versions(track_id, max((day.original_on for day in days), default=from_on) + dt.timedelta(days=7))
    closures = [
        planning.Closed(row.starts_on, row.ends_on or row.starts_on, row.reason)
        for row in Closure.objects.filter(site=site)
    ]
    targets = {day.pk: _target(day, versions, max(from_on, clock.local_date(at, site.time_zone))) for day in days}
    gone = [day for day in days if targets[day.pk] is None]
    staying = [
        (day, found)
        for day in days
        if (found := targets[day.pk]) is not None and not planning.closed_on(closures, found[1])
    ]
    for day in gone:
        day.cancel_reason = str(say("No longer in the weekly template."))
    cancel_planned(by=by, sessions=gone, at=at)
    changed = _change(by, staying, site.time_zone, at)
    report = materialise(by=by, at=at, track_ids=[track_id])
    sync_rosters(by=by, track_id=track_id, from_on=from_on, at=at)
    watch_clashes(by=by, track=track, at=at)
    watch_leads(by=by, track=track, at=at)
    return Applied([day.pk for day in changed], [day.pk for day in gone], report)


def _days(track_id: uuid.UUID, from_on: dt.date, at: dt.datetime) -> list[ProgramSession]:
    rows = ProgramSession.objects.filter(
        track_id=track_id, status=SessionStatus.PLANNED, is_customised=False, original_on__gte=from_on, starts_at__gt=at
    )
    return list(rows.select_for_update(no_key=True).order_by("starts_at", "pk"))


def _target(
    day: ProgramSession, versions: Sequence[planning.Version], first: dt.date
) -> tuple[planning.DayShape, dt.date] | None:
    """Find what the template has of a day's line in its week: the shape and the date; nothing when it is no longer there."""
    version = planning.version_on(versions, day.original_on)
    shape = next((item for item in version.days if item.lineage == day.lineage), None) if version else None
    if shape is None:
        return None
    on = day.original_on + dt.timedelta(days=shape.weekday - day.original_on.weekday())
    return (shape, on) if on >= first and planning.version_on(versions, on) == version else None


def _change(
    by: Actor, staying: Sequence[tuple[ProgramSession, tuple[planning.DayShape, dt.date]]], zone: str, at: dt.datetime
) -> list[ProgramSession]:
    if not staying:
        return []
    days = [day for day, _ in staying]
    old = {day.pk: day.starts_at for day in days}
    taken_dates = _known_dates(days)
    for day, (shape, on) in staying:
        if on != day.original_on and (day.lineage, on) not in taken_dates:
            day.original_on = on
        day.on = on
        day.starts_at, day.ends_at = planning.instants(on, shape.wall, shape.minutes, zone)
        day.focus = shape.focus
        day.version += 1
    ProgramSession.objects.bulk_update(days, ["original_on", "on", "starts_at", "ends_at", "focus", "version"])
    _change_parts([day.pk for day in days], [shape.id for _, (shape, _) in staying], at)
    taking.release([day.pk for day in days])
    taking.ensure_calendars([day.pk for day in days])
    taking.fill([day.pk for day in days])
    moved = [day for day in days if day.starts_at != old[day.pk]]
    record_change(by, "sessions.template_applied", days, {"moved": len(moved)})
    _tell(by, moved, old, at)
    return days


def _change_parts(session_ids: Sequence[uuid.UUID], day_ids: Sequence[uuid.UUID], at: dt.datetime) -> None:
    values: making.Values = {
        "sessions": [str(item) for item in session_ids],
        "days": [str(item) for item in day_ids],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(DROP_FACILITATORS, values)
        cursor.execute(DROP_PARTS, values)
        cursor.execute(UPDATE_PARTS, values)
        cursor.execute(making.MISSING_PARTS.format(new_id=making.new_id()), values)
        cursor.execute(making.FACILITATORS.format(new_id=making.new_id()), values)


def _known_dates(days: Sequence[ProgramSession]) -> set[tuple[uuid.UUID, dt.date]]:
    rows = ProgramSession.objects.filter(
        track_id=days[0].track_id, original_on__gte=min(day.original_on for day in days) - dt.timedelta(days=7)
    )
    return set(rows.values_list("lineage", "original_on"))


def _tell(by: Actor, moved: Sequence[ProgramSession], old: Mapping[uuid.UUID, dt.datetime], at: dt.datetime) -> None:
    if not moved:
        return
    tell_clients(by=by, at=at, news=[News(day, "session_moved", old_starts_at=old[day.pk]) for day in moved])
    tell_staff(by=by, sessions=moved, what=say("the time of this day has changed."), at=at, key="moved")
