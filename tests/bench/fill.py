"""Fills a clinic by SQL: sites of 250 clients, thirty of them in treatment, a year of days and ten appointments a client.

The demo goes through the actions; a bench of 10,000 clients cannot wait for that. Each statement here is one set, and the
constraints and triggers stay on. A site keeps its size, so that what grows is the clinic and its past, not a colleague's day.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import connection, transaction

from clients.models import LevelOfCare
from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic
from iop.clinic.models import CredentialKind, OpeningHours, Organization, Site, StaffMember
from iop.core import clock
from iop.workflows import starting_set
from scheduling.models import Program, Track
from sessions_app import taking
from sessions_app.models import ProgramSession

CLIENTS_A_SITE = 250
SEATS = 30
STAFF_A_SITE = 6
TRACKS_A_SITE = 4
GROUPS = 16
"""Groups of twelve at a site of their own, for attendance in one POST: one for each connection and some to spare."""
GROUP_SIZE = 12
ZONE = "America/New_York"
NOW_MINUTES_BACK = 20
DAYS_BACK = 330
DAYS_AHEAD = 28


@dataclass
class Clinic:
    """Who signs in: a colleague with every role at one site, and a clinical director of all sites."""

    site: Site
    groups: Site
    local: StaffMember
    everywhere: StaffMember


def fill(clients: int) -> Clinic:
    """Fill the empty, migrated database of the default connection."""
    now = clock.now()
    opened = now - dt.timedelta(days=500)
    with clock.frozen(opened):
        sites = _sites(max(2, clients // CLIENTS_A_SITE) + 1, opened)
        staff = _colleagues(sites, opened.date())
        everywhere = _colleague("Everywhere", sites, opened.date(), roles=("clinical_director",))
    tracks = _tracks(sites)
    steps: list[Callable[[], None]] = [
        lambda: _people(clients, sites, staff, tracks), _care, lambda: _days(now), _parts, _leads, _rosters,
        lambda: _appointments(now), _busy_days,
    ]  # fmt: skip
    for step in steps:
        with transaction.atomic():
            step()
            # What is checked at the commit is planned by what the planner knows of the tables then.
            _run("ANALYZE")
    _run("VACUUM")
    return Clinic(sites[0], sites[-1], staff[0][0], everywhere)


def _sites(number: int, opened: dt.datetime) -> list[Site]:
    Organization.objects.create(name="Bench", neutral_name="Bench")
    ensure_roles(by=SYSTEM)
    sites = [
        clinic.add_site(by=SYSTEM, name=f"Bench {index}", code=f"bench{index}", time_zone=ZONE, state="MA")
        for index in range(number)
    ]
    starting_set.install(by=SYSTEM, site_id=sites[0].pk, at=opened)
    Track.objects.update(is_active=False)
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(site=site, weekday=day, opens=dt.time(7), closes=dt.time(21)) for site in sites for day in range(7)
    )
    return sites


def _colleagues(sites: list[Site], since: dt.date) -> list[list[StaffMember]]:
    return [[_colleague(f"{site.code}-{number}", [site], since) for number in range(STAFF_A_SITE)] for site in sites]


def _colleague(name: str, sites: list[Site], since: dt.date, roles: Collection[str] = ()) -> StaffMember:
    member = clinic.add_staff(
        by=SYSTEM, email=f"{name.lower()}@example.org", first_name="Bench", last_name=f"Colleague {name}"
    )
    kind = CredentialKind.objects.get(code="LCSW")
    clinic.add_credential(
        by=SYSTEM, staff_id=member.pk, kind_id=kind.pk, issued_on=since, expires_on=since + dt.timedelta(days=3650)
    )
    wanted = [role for key, role in ensure_roles(by=SYSTEM).items() if not roles or key in roles]
    for site in sites:
        for role in wanted:
            clinic.give_role(by=SYSTEM, staff_id=member.pk, site_id=site.pk, role_id=role.pk, starts_on=since)
    return member


def _tracks(sites: list[Site]) -> list[list[Track]]:
    level = LevelOfCare.objects.get(key="iop")
    programs = Program.objects.bulk_create(Program(site=site, level=level, name="Bench IOP") for site in sites)
    last = len(sites) - 1
    return [
        Track.objects.bulk_create(
            Track(program=program, name=f"Bench track {number}", day_part="morning", capacity=SEATS)
            for number in range(GROUPS if index == last else TRACKS_A_SITE)
        )
        for index, program in enumerate(programs)
    ]


def _run(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


def _people(clients: int, sites: list[Site], staff: list[list[StaffMember]], tracks: list[list[Track]]) -> None:
    """A table of who is where, from which everything else is drawn, and the clients themselves.

    At each site thirty are in treatment since forty days in its first track; the others came and left over the year. The
    last site has groups of twelve.
    """
    _run("CREATE TEMP TABLE site (s int, id uuid, staff uuid[], tracks uuid[])")
    for index, site in enumerate(sites):
        _run("INSERT INTO site VALUES (%s, %s, %s::uuid[], %s::uuid[])", index, site.pk, *(
            [one.pk for one in many] for many in (staff[index], tracks[index])
        ))  # fmt: skip
    _run(
        """
        CREATE TEMP TABLE people AS
        SELECT n, r, uuidv7() AS client_id, uuidv7() AS episode_id, uuidv7() AS enrolment_id, site.id AS site_id,
            site.staff[1 + r %% cardinality(site.staff)] AS staff_id, is_new AS active,
            site.tracks[CASE WHEN grouped THEN 1 + r / %(group)s WHEN is_new THEN 1 ELSE 2 + r %% 3 END] AS track_id,
            CASE WHEN is_new THEN current_date - 40 ELSE current_date - came END AS admitted_on,
            CASE WHEN NOT is_new THEN current_date - came + 56 END AS discharged_on
        FROM (
            SELECT n, n > %(size)s AS grouped, CASE WHEN n > %(size)s THEN n - %(size)s - 1 ELSE (n - 1) %% %(at)s END AS r,
                CASE WHEN n > %(size)s THEN %(last)s ELSE ((n - 1) / %(at)s) %% %(last)s END AS s
            FROM generate_series(1, %(size)s + %(groups)s * %(group)s) n
        ) a,
        LATERAL (SELECT grouped OR r < %(seats)s AS is_new, 60 + (r * 7 + s) %% 270 AS came) b,
        site WHERE site.s = a.s
        """.replace("uuidv7()", _new_id()) % {
            "size": clients, "at": CLIENTS_A_SITE, "last": len(sites) - 1, "groups": GROUPS, "group": GROUP_SIZE, "seats": SEATS,
        }
    )  # fmt: skip
    _run(
        """
        INSERT INTO clients_client (id, created_at, version, record_number, legal_first_name, legal_last_name, preferred_name,
            pronouns, sex, date_of_birth, language, notes_for_contact, is_restricted, restricted_reason)
        SELECT client_id, now() - interval '400 days', 1, 'R-' || (500000 + n),
            (ARRAY['Maria','James','Aisha','Chen','Olga','Samuel','Ines','Noor','Peter','Ruth'])[1 + n % 10],
            (ARRAY['Hernandez','Okafor','Smith','Nguyen','Petrov','Cohen','Silva','Haddad'])[1 + n % 8] || n, '', '', 'unknown',
            date '1960-01-01' + (n % 15000), 'en', '', false, ''
        FROM people
        """
    )


def _care() -> None:
    """An episode each, a level of care, a primary counselor, a place in a track, and everybody's calendar."""
    _run(
        """
        INSERT INTO clients_episode (id, created_at, version, client_id, site_id, status, opened_on, admitted_on, discharged_on,
            discharge_kind, discharge_reason, referred_by, target_weeks)
        SELECT episode_id, now(), 1, client_id, site_id, CASE WHEN active THEN 'admitted' ELSE 'discharged' END,
            admitted_on - 5, admitted_on, discharged_on, CASE WHEN active THEN '' ELSE 'completed' END, '', '', 10
        FROM people
        """
    )
    _run(
        f"""
        INSERT INTO clients_episodestatuschange (id, created_at, episode_id, status, at, reason)
        SELECT {_new_id()}, now(), e.id, e.status, now(), '' FROM clients_episode e
        """
    )
    _run(
        f"""
        INSERT INTO clients_placement (id, created_at, episode_id, level_id, variance_reason, reason, decided_by_id,
            starts_on, ends_on)
        SELECT {_new_id()}, now(), episode_id, (SELECT id FROM clients_levelofcare WHERE key = 'iop'), '', 'Bench', staff_id,
            admitted_on, discharged_on
        FROM people
        """
    )
    _run(
        f"""
        INSERT INTO clients_careteammembership (id, created_at, episode_id, staff_id, role, starts_on, ends_on)
        SELECT {_new_id()}, now(), episode_id, staff_id, 'primary_counselor', admitted_on, discharged_on FROM people
        """
    )
    _run(
        """
        INSERT INTO scheduling_enrolment (id, created_at, version, client_id, episode_id, track_id, weekdays, leave_reason,
            starts_on, ends_on)
        SELECT enrolment_id, now(), 1, client_id, episode_id, track_id,
            CASE WHEN active THEN ARRAY[0,1,2,3,4,5,6] ELSE ARRAY[0,2,4] END, '', admitted_on, discharged_on
        FROM people
        """
    )
    for owner, table in (("client", "clients_client"), ("staff", "clinic_staffmember")):
        _run(
            f"""
            INSERT INTO scheduling_calendar (id, created_at, {owner}_id)
            SELECT {_new_id()}, now(), o.id FROM {table} o
            WHERE NOT EXISTS (SELECT 1 FROM scheduling_calendar k WHERE k.{owner}_id = o.id)
            """
        )


def _days(now: dt.datetime) -> None:
    """A year of days for each track, four weeks of them ahead; today's run since twenty minutes."""
    _run(
        f"""
        INSERT INTO sessions_app_programsession (id, created_at, version, site_id, track_id, lineage, original_on, "on",
            starts_at, ends_at, focus, telehealth_link, status, cancel_reason, is_customised, started_at, closed_at)
        SELECT {_new_id()}, now(), 1, p.site_id, t.id, t.id, d.on, d.on, d.at, d.at + interval '195 minutes', 'Coping skills',
            '', d.status, '', false, CASE WHEN d.status <> 'planned' THEN d.at END,
            CASE WHEN d.status = 'final' THEN d.at + interval '200 minutes' END
        FROM scheduling_track t JOIN scheduling_program p ON p.id = t.program_id,
            generate_series(-{DAYS_BACK}, {DAYS_AHEAD}) n,
            LATERAL (SELECT at, (at AT TIME ZONE '{ZONE}')::date AS on, CASE WHEN n < 0 THEN 'final' WHEN n = 0 THEN 'running'
                ELSE 'planned' END AS status FROM (
                    SELECT (%s::timestamptz AT TIME ZONE '{ZONE}' + n * interval '1 day') AT TIME ZONE '{ZONE}' AS at) x) d
        WHERE t.is_active
        """,
        now - dt.timedelta(minutes=NOW_MINUTES_BACK),
    )
    _run(
        f"""
        INSERT INTO sessions_app_sessionstatuschange (id, created_at, session_id, status, at, reason)
        SELECT {_new_id()}, now(), s.id, s.status, now(), '' FROM sessions_app_programsession s
        WHERE s.status <> 'planned'
        """
    )


def _parts() -> None:
    """Five parts for each day."""
    _run(
        f"""
        INSERT INTO sessions_app_sessioncomponent (id, created_at, version, session_id, position, kind_id, title, starts_at,
            ends_at, counts_as_service)
        SELECT {_new_id()}, now(), 1, s.id, p.position, k.id, '', s.starts_at + p.first * interval '1 minute',
            s.starts_at + p.last * interval '1 minute', p.category <> 'break'
        FROM sessions_app_programsession s,
            (VALUES (1, 'check_in', 0, 25), (2, 'group', 25, 105), (3, 'break', 105, 120), (4, 'psychoeducation', 120, 175),
                (5, 'wrap_up', 175, 195)) p(position, category, first, last)
            JOIN (SELECT DISTINCT ON (category) category, id FROM scheduling_componentkind ORDER BY category, key) k
                USING (category)
        """
    )


def _leads() -> None:
    """One colleague of the site leads a track's parts; breaks need nobody."""
    _run(
        f"""
        INSERT INTO sessions_app_sessionfacilitator (id, created_at, component_id, staff_id, role)
        SELECT {_new_id()}, now(), c.id, site.staff[1 + t.place], 'lead'
        FROM sessions_app_sessioncomponent c JOIN sessions_app_programsession s ON s.id = c.session_id
        JOIN site ON site.id = s.site_id,
        LATERAL (SELECT (array_position(site.tracks, s.track_id) - 1) % cardinality(site.staff) AS place) t
        WHERE c.position <> 3
        """
    )


def _rosters() -> None:
    """A line for each client on each day of their enrolment; most were there."""
    _run(
        f"""
        INSERT INTO sessions_app_attendance (id, created_at, version, session_id, client_id, episode_id, enrolment_id, source,
            status, mode, arrived_at, participation, absence_reason, credited_minutes, remote_location, remote_callback)
        SELECT {_new_id()}, now(), 1, s.id, e.client_id, e.episode_id, e.id, 'enrolled', b.status, 'in_person',
            CASE WHEN b.status = 'present' THEN s.starts_at END, '', '', CASE WHEN b.status = 'present' THEN 180 ELSE 0 END, '', ''
        FROM sessions_app_programsession s JOIN scheduling_enrolment e ON e.track_id = s.track_id
            AND e.starts_on <= s."on" AND (e.ends_on IS NULL OR e.ends_on >= s."on")
            AND (extract(isodow FROM s."on") - 1) = ANY(e.weekdays),
        LATERAL (SELECT CASE WHEN s.status <> 'final' THEN 'expected' WHEN hashtext(s.id::text || e.id) % 10 = 0 THEN 'absent'
            ELSE 'present' END AS status) b
        """
    )
    _run(
        f"""
        INSERT INTO sessions_app_checkin (id, created_at, version, attendance_id, mood, cravings, triggers, successes, setbacks,
            chose_not_to_share, by_client, saved_at)
        SELECT {_new_id()}, now(), 1, a.id, 6, 3, '', '', '', false, false, a.arrived_at
        FROM sessions_app_attendance a WHERE a.arrived_at IS NOT NULL
        """
    )


def _appointments(now: dt.datetime) -> None:
    """Ten appointments for each client, eight a day for each colleague, from fifty days ago until the days ahead."""
    _run(
        f"""
        INSERT INTO scheduling_appointment (id, created_at, version, site_id, kind, client_id, episode_id, staff_id, starts_at,
            ends_at, telehealth_link, during_session, status, cancel_reason)
        SELECT {_new_id()}, now(), 1, e.site_id, 'individual', e.client_id, e.episode_id, e.staff_id, d.at,
            d.at + interval '50 minutes', '', true, 'booked', ''
        FROM (SELECT *, row_number() OVER (PARTITION BY staff_id ORDER BY n) - 1 AS place FROM people) e,
            generate_series(0, 9) k,
            LATERAL (SELECT e.place * 10 + k AS place) p,
            LATERAL (SELECT date_trunc('day', %s::timestamptz) + (p.place / 8 - 50) * interval '1 day'
                + (mod(p.place, 8) + 13) * interval '1 hour' AS at) d
        """,
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


def _busy_days() -> None:
    """The time that the days ahead take of clients and colleagues, around their appointments."""
    ahead = ProgramSession.objects.exclude(status="final").order_by("starts_at").values_list("pk", flat=True)
    taking.fill(list[uuid.UUID](ahead))


def _new_id() -> str:
    return "uuidv7()" if connection.pg_version >= 180000 else "gen_random_uuid()"
