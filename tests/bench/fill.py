"""Fills a clinic by SQL: a year of treatment days and about ten appointments for each client.

The demo goes through the actions; a bench of 10,000 clients cannot wait for that. Each statement here is one set, and the
constraints and triggers stay on.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic
from iop.clinic.models import CredentialKind, Organization, Site, StaffMember
from iop.core import clock
from iop.workflows import starting_set
from scheduling.models import Track

CLIENTS_A_TRACK = 100
SEATS = 30
STAFF_A_TRACK = 2
PASSWORD = "a bench is not a clinic"
NOW_MINUTES_BACK = 20


def fill(clients: int) -> StaffMember:
    """Fill the empty, migrated database of the default connection; gives the colleague who signs in."""
    now = clock.now()
    opened = now - dt.timedelta(days=500)
    with clock.frozen(opened):
        site = _house(opened)
        staff = _colleagues(site, max(6, clients // CLIENTS_A_TRACK * STAFF_A_TRACK), opened.date())
    with transaction.atomic():
        _people(clients, site, staff[0])
        tracks = _tracks(max(2, clients // CLIENTS_A_TRACK), site)
        _seats(tracks)
        _days(site, now)
        _rosters()
        _appointments(now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return staff[0]


def _house(opened: dt.datetime) -> Site:
    Organization.objects.create(name="Bench", neutral_name="Bench")
    ensure_roles(by=SYSTEM)
    site = clinic.add_site(by=SYSTEM, name="Bench", code="bench", time_zone="America/New_York", state="MA")
    hours = {day: [(dt.time(7), dt.time(21))] for day in range(7)}
    clinic.set_opening_hours(by=SYSTEM, site_id=site.pk, hours=hours)
    starting_set.install(by=SYSTEM, site_id=site.pk, at=opened)
    return site


def _colleagues(site: Site, number: int, since: dt.date) -> list[StaffMember]:
    role = ensure_roles(by=SYSTEM)["clinical_director"]
    kind = CredentialKind.objects.get(code="LCSW")
    made = []
    for index in range(number):
        member = clinic.add_staff(
            by=SYSTEM,
            email=f"bench{index}@example.org",
            first_name="Bench",
            last_name=f"Colleague{index}",
            password=PASSWORD if index == 0 else None,
        )
        clinic.add_credential(by=SYSTEM, staff_id=member.pk, kind_id=kind.pk, issued_on=since)
        clinic.give_role(by=SYSTEM, staff_id=member.pk, site_id=site.pk, role_id=role.pk, starts_on=since)
        made.append(member)
    return made


def _run(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _people(clients: int, site: Site, staff: StaffMember) -> None:
    """Clients, an episode each (one in eight under way), a level of care and a primary counselor."""
    _run(
        """
        INSERT INTO clients_client (id, created_at, version, record_number, legal_first_name, legal_last_name, preferred_name,
            pronouns, date_of_birth, language, notes_for_contact)
        SELECT gen_random_uuid(), now() - interval '400 days', 1, 'R-' || (500000 + n),
            (ARRAY['Maria','James','Aisha','Chen','Olga','Samuel','Ines','Noor','Peter','Ruth'])[1 + n %% 10],
            (ARRAY['Hernandez','Okafor','Smith','Nguyen','Petrov','Cohen','Silva','Haddad'])[1 + n %% 8] || n, '', '',
            date '1960-01-01' + (n %% 15000), 'en', ''
        FROM generate_series(1, %s) n
        """,
        clients,
    )
    _run(
        """
        INSERT INTO clients_episode (id, created_at, version, client_id, site_id, status, opened_on, admitted_on, discharged_on,
            discharge_kind, discharge_reason, referred_by, target_weeks)
        SELECT gen_random_uuid(), now(), 1, c.id, %s, CASE WHEN r %% 8 = 0 THEN 'admitted' ELSE 'discharged' END,
            current_date - 370, CASE WHEN r %% 8 = 0 THEN current_date - 40 ELSE current_date - 365 END,
            CASE WHEN r %% 8 = 0 THEN NULL ELSE current_date - 200 END,
            CASE WHEN r %% 8 = 0 THEN '' ELSE 'completed' END, '', '', 10
        FROM (SELECT id, row_number() OVER (ORDER BY record_number) r FROM clients_client) c
        """,
        site.pk,
    )
    _run(
        """
        INSERT INTO clients_episodestatuschange (id, created_at, episode_id, status, at, reason)
        SELECT gen_random_uuid(), now(), e.id, e.status, now(), '' FROM clients_episode e
        """
    )
    _run(
        """
        INSERT INTO clients_placement (id, created_at, episode_id, level_id, variance_reason, reason, decided_by_id,
            starts_on, ends_on)
        SELECT gen_random_uuid(), now(), e.id, (SELECT id FROM clients_levelofcare WHERE key = 'iop'), '', 'Bench', %s,
            e.admitted_on, e.discharged_on
        FROM clients_episode e
        """,
        staff.pk,
    )
    _run(
        """
        INSERT INTO clients_careteammembership (id, created_at, episode_id, staff_id, role, starts_on, ends_on)
        SELECT gen_random_uuid(), now(), e.id,
            (SELECT array_agg(s.id ORDER BY s.last_name) FROM clinic_staffmember s)[1 + e.r %% %s],
            'primary_counselor', e.admitted_on, e.discharged_on
        FROM (SELECT *, row_number() OVER (ORDER BY id) r FROM clients_episode) e
        """,
        StaffMember.objects.count(),
    )
    _run(
        """
        INSERT INTO scheduling_calendar (id, created_at, client_id)
        SELECT gen_random_uuid(), now(), c.id FROM clients_client c
        WHERE NOT EXISTS (SELECT 1 FROM scheduling_calendar k WHERE k.client_id = c.id)
        """
    )
    _run(
        """
        INSERT INTO scheduling_calendar (id, created_at, staff_id)
        SELECT gen_random_uuid(), now(), s.id FROM clinic_staffmember s
        WHERE NOT EXISTS (SELECT 1 FROM scheduling_calendar k WHERE k.staff_id = s.id)
        """
    )


def _tracks(number: int, site: Site) -> list[Track]:
    program = Track.objects.filter(program__site=site).select_related("program").first().program
    Track.objects.filter(program__site=site).update(is_active=False)
    return Track.objects.bulk_create(
        Track(program=program, name=f"Bench track {index}", day_part="morning", capacity=SEATS)
        for index in range(number)
    )


def _seats(tracks: list[Track]) -> None:
    """Spread the clients in treatment over the tracks, five days a week."""
    _run(
        """
        INSERT INTO scheduling_enrolment (id, created_at, version, client_id, episode_id, track_id, weekdays, leave_reason,
            starts_on, ends_on)
        SELECT gen_random_uuid(), now(), 1, e.client_id, e.id, (%s::uuid[])[1 + e.r %% %s], ARRAY[0,1,2,3,4,5,6], '',
            e.admitted_on, e.discharged_on
        FROM (SELECT *, row_number() OVER (ORDER BY status, id) r FROM clients_episode) e
        """,
        [track.pk for track in tracks],
        len(tracks),
    )


def _days(site: Site, now: dt.datetime) -> None:
    """A year of days for each track, the last four weeks ahead; today's have begun twenty minutes ago."""
    _run(
        """
        INSERT INTO sessions_app_programsession (id, created_at, version, site_id, track_id, lineage, original_on, "on",
            starts_at, ends_at, focus, telehealth_link, status, cancel_reason, is_customised, started_at, closed_at)
        SELECT gen_random_uuid(), now(), 1, %s, t.id, t.id, (d.at AT TIME ZONE 'America/New_York')::date,
            (d.at AT TIME ZONE 'America/New_York')::date, d.at, d.at + interval '195 minutes', 'Coping skills', '',
            CASE WHEN d.at < %s - interval '1 day' THEN 'final' ELSE 'planned' END, '', false,
            CASE WHEN d.at < %s - interval '1 day' THEN d.at END,
            CASE WHEN d.at < %s - interval '1 day' THEN d.at + interval '200 minutes' END
        FROM scheduling_track t, generate_series(%s - interval '336 days', %s + interval '28 days', interval '1 day') d(at)
        WHERE t.name LIKE 'Bench track%%'
        """,
        site.pk,
        now,
        now,
        now,
        now - dt.timedelta(minutes=NOW_MINUTES_BACK),
        now,
    )
    _run(
        """
        INSERT INTO sessions_app_sessionstatuschange (id, created_at, session_id, status, at, reason)
        SELECT gen_random_uuid(), now(), s.id, s.status, now(), '' FROM sessions_app_programsession s
        WHERE s.status <> 'planned'
        """
    )
    _run(
        """
        INSERT INTO sessions_app_sessioncomponent (id, created_at, version, session_id, position, kind_id, title, starts_at,
            ends_at, counts_as_service)
        SELECT gen_random_uuid(), now(), 1, s.id, p.position, (SELECT id FROM scheduling_componentkind
                WHERE category = p.category ORDER BY key LIMIT 1), '',
            s.starts_at + p.first * interval '1 minute', s.starts_at + p.last * interval '1 minute', p.category <> 'break'
        FROM sessions_app_programsession s,
            (VALUES (1, 'check_in', 0, 25), (2, 'group', 25, 105), (3, 'break', 105, 120), (4, 'psychoeducation', 120, 175),
                (5, 'wrap_up', 175, 195)) p(position, category, first, last)
        """
    )
    _run(
        """
        INSERT INTO sessions_app_sessionfacilitator (id, created_at, component_id, staff_id, role)
        SELECT gen_random_uuid(), now(), c.id, (SELECT array_agg(m.id ORDER BY m.last_name) FROM clinic_staffmember m)[
            1 + (t.r - 1) %% %s], 'lead'
        FROM sessions_app_sessioncomponent c JOIN sessions_app_programsession s ON s.id = c.session_id
        JOIN (SELECT id, row_number() OVER (ORDER BY name) r FROM scheduling_track WHERE name LIKE 'Bench track%%') t
            ON t.id = s.track_id
        WHERE c.position <> 3
        """,
        StaffMember.objects.count(),
    )


def _rosters() -> None:
    """A line for each client on each day of their enrolment; most were there."""
    _run(
        """
        INSERT INTO sessions_app_attendance (id, created_at, version, session_id, client_id, episode_id, enrolment_id, source,
            status, mode, arrived_at, participation, absence_reason, credited_minutes, remote_location, remote_callback)
        SELECT gen_random_uuid(), now(), 1, s.id, e.client_id, e.episode_id, e.id, 'enrolled',
            CASE WHEN s.status = 'planned' THEN 'expected' WHEN random() < 0.9 THEN 'present' ELSE 'absent' END, 'in_person',
            NULL, '', '', 0, '', ''
        FROM sessions_app_programsession s JOIN scheduling_enrolment e ON e.track_id = s.track_id
            AND e.starts_on <= s."on" AND (e.ends_on IS NULL OR e.ends_on >= s."on")
        WHERE s."on" > current_date - 90 AND s.status = 'planned' OR e.ends_on IS NULL
        """
    )


def _appointments(now: dt.datetime) -> None:
    """Ten appointments for each client over the year, none of them colliding for the colleague who holds them."""
    _run(
        """
        INSERT INTO scheduling_appointment (id, created_at, version, site_id, kind, client_id, episode_id, staff_id, starts_at,
            ends_at, telehealth_link, status, cancel_reason)
        SELECT gen_random_uuid(), now(), 1, e.site_id, 'individual', e.client_id, e.id, e.staff_id,
            date_trunc('day', %s::timestamptz) - interval '300 days'
                + ((e.place * 10 + k) / 12) * interval '1 day' + ((e.place * 10 + k) %% 12 + 2) * interval '1 hour',
            date_trunc('day', %s::timestamptz) - interval '300 days'
                + ((e.place * 10 + k) / 12) * interval '1 day' + ((e.place * 10 + k) %% 12 + 2) * interval '1 hour'
                + interval '50 minutes', '', 'booked', ''
        FROM (SELECT ep.*, m.staff_id, row_number() OVER (PARTITION BY m.staff_id ORDER BY ep.id) place
            FROM clients_episode ep JOIN clients_careteammembership m ON m.episode_id = ep.id) e, generate_series(0, 9) k
        """,
        now,
        now,
    )
    for owner in ("client", "staff"):
        _run(
            f"""
            INSERT INTO scheduling_busytime (calendar_id, starts_at, ends_at, source, source_id)
            SELECT k.id, a.starts_at, a.ends_at, 'appointment', a.id
            FROM scheduling_appointment a JOIN scheduling_calendar k ON k.{owner}_id = a.{owner}_id
            ORDER BY k.id, a.starts_at
            """
        )
