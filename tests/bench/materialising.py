"""Row 12: treatment days made by the action, beside the same rows copied by INSERT … SELECT under the same constraints."""

from __future__ import annotations

import datetime as dt
import time
import uuid

from django.db import connection, transaction

from clients.models import Client, Episode
from iop.access.actors import SYSTEM
from iop.clinic.models import StaffMember
from iop.core import clock
from scheduling import actions as scheduling
from scheduling.models import ComponentKind, Enrolment, Program, Track
from scheduling.rules.weeks import PlannedDay, PlannedPart
from sessions_app.actions import materialise
from tests.bench.fill import GROUP_SIZE, STAFF_A_SITE, Clinic

MUST = 0.3
WEEKS = 12
PARTS = (("check_in", 25), ("group", 80), ("break", 15), ("psychoeducation", 55), ("wrap_up", 20))
TABLES = {
    "sessions_app_programsession": "track_id = ANY(%(tracks)s::uuid[])",
    "sessions_app_sessioncomponent": "session_id IN (SELECT id FROM sessions_app_programsession WHERE {0})",
    "sessions_app_sessionfacilitator": "component_id IN (SELECT c.id FROM sessions_app_sessioncomponent c "
    "JOIN sessions_app_programsession s ON s.id = c.session_id WHERE {0})",
    "sessions_app_attendance": "session_id IN (SELECT id FROM sessions_app_programsession WHERE {0})",
    "scheduling_busytime": "source_id IN (SELECT id FROM sessions_app_programsession WHERE {0})",
}


def materialising(clinic: Clinic) -> str:
    """Make twelve weeks of days for tracks with twelve clients each, then write the same rows anew, and compare."""
    tracks = _tracks(clinic)
    began = time.monotonic()
    report = materialise(by=SYSTEM, at=clock.now(), until=_last(clinic), track_ids=tracks)
    ours = time.monotonic() - began
    rows, raw = _again(tracks)
    ratio = raw / ours
    return (
        f"12  {len(report.made)} days materialised with {rows:,} rows: {rows / ours:,.0f} rows a second, raw INSERT … SELECT "
        f"{rows / raw:,.0f}: {ratio:.2f}/{MUST} {'ok' if ratio >= MUST else 'MISSED'}"
    )


def _last(clinic: Clinic) -> dt.date:
    return clock.local_date(clock.now(), clinic.site.time_zone) + dt.timedelta(weeks=WEEKS)


def _tracks(clinic: Clinic) -> list[uuid.UUID]:
    """Tracks of the groups' site with a week each; their clients are new, so that everybody's time is free."""
    at = clock.now()
    program = Program.objects.get(site=clinic.groups)
    staff = list(StaffMember.objects.exclude(pk=clinic.everywhere.pk).filter(site_roles__site=clinic.groups).distinct())
    made = []
    for number in range(STAFF_A_SITE):
        track = scheduling.save_track(
            by=SYSTEM, program=program, name=f"Made {number}", day_part="evening", capacity=GROUP_SIZE, at=at
        )
        today = clock.local_date(at, clinic.groups.time_zone)
        scheduling.save_template_version(
            by=SYSTEM, track=track, valid_from=today + dt.timedelta(days=1), days=_week(staff[number]), at=at
        )
        _enrol(clinic, track, number, today)
        made.append(track.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _week(leader: StaffMember) -> list[PlannedDay]:
    # Before the clinic opens: the appointments that the bench booked are not in the way.
    kinds = {kind.category: kind for kind in ComponentKind.objects.all()}
    parts = tuple(
        PlannedPart(
            kind_id=kinds[category].pk, minutes=minutes, room_id=None, co_ids=(),
            lead_id=None if category == "break" else leader.pk,
        )
        for category, minutes in PARTS
    )  # fmt: skip
    return [PlannedDay(weekday=day, starts_at=dt.time(2, 30), parts=parts, focus="") for day in range(7)]


def _enrol(clinic: Clinic, track: Track, number: int, today: dt.date) -> None:
    people = Client.objects.bulk_create(
        Client(
            record_number=f"M-{number}-{place}", legal_first_name="Ada", legal_last_name="Vale",
            date_of_birth=dt.date(1990, 1, 1),
        )
        for place in range(GROUP_SIZE)
    )  # fmt: skip
    stays = Episode.objects.bulk_create(Episode(client=one, site=clinic.groups, opened_on=today) for one in people)
    Enrolment.objects.bulk_create(
        Enrolment(client=one, episode=stay, track=track, weekdays=list(range(7)), starts_on=today)
        for one, stay in zip(people, stays, strict=True)
    )


def _again(tracks: list[uuid.UUID]) -> tuple[int, float]:
    """Copy what was made, take it away past the guards, and time writing it once more: rows and seconds."""
    known = {"tracks": [str(track) for track in tracks]}
    own = TABLES["sessions_app_programsession"]
    with connection.cursor() as cursor:
        for table, where in TABLES.items():
            cursor.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table} WHERE {where.format(own)}", known)
            cursor.execute(f"ANALYZE kept_{table}")
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, where in reversed(TABLES.items()):
                cursor.execute(f"DELETE FROM {table} WHERE {where.format(own)}", known)
        cursor.execute("VACUUM")
        began = time.monotonic()
        with transaction.atomic():
            rows = 0
            for table in TABLES:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
                rows += cursor.rowcount
        return rows, time.monotonic() - began
