"""Treatment days to test with: a track with a week, people enrolled in it, and days made by the real actions."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace

from clients.models import Client, Episode
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from scheduling import actions as scheduling
from scheduling.models import ComponentKind, Enrolment, Track
from scheduling.rules.weeks import PlannedDay, PlannedPart
from sessions_app import actions
from sessions_app.models import Attendance, ProgramSession
from tests.factories import clients, ground

ZONE = "America/New_York"
AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
"""Monday 2 March 2026, 07:00 in New York: two hours before the first day."""
TODAY = dt.date(2026, 3, 2)
NINE = dt.datetime(2026, 3, 2, 14, 0, tzinfo=dt.UTC)
"""09:00 that Monday, when the first day begins."""
WEEK = (0, 2, 4)
PARTS = (
    ("check-in", "check_in", 25, {}),
    ("process", "group", 80, {"needs_licensed_lead": True, "clients_per_facilitator": 12}),
    ("break", "break", 15, {"counts_as_service": False}),
    ("psychoeducation", "psychoeducation", 55, {"needs_licensed_lead": True}),
    ("wrap-up", "wrap_up", 20, {}),
)
"""195 minutes, 180 of them service (program.md §2)."""
_count = itertools.count(1)


def minutes(number: int) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def make_kinds() -> dict[str, ComponentKind]:
    kinds = {}
    for key, category, length, rights in PARTS:
        kinds[key], _ = ComponentKind.objects.get_or_create(
            key=key,
            defaults={
                "name": key.capitalize(), "category": category, "default_minutes": length, "min_minutes": 5, "max_minutes": 240,
                **rights,
            },
        )  # fmt: skip
    return kinds


def make_week(staff=None, room=None, *, weekdays=WEEK, wall=dt.time(9), co=()) -> list[PlannedDay]:
    """The days of a week, all led by one colleague in one room."""
    kinds = make_kinds()
    parts = tuple(
        PlannedPart(
            kind_id=kinds[key].pk, minutes=length, room_id=None if room is None or key == "break" else room.pk,
            lead_id=None if staff is None or key == "break" else staff.pk, co_ids=tuple(each.pk for each in co) if key == "process" else (),
        )
        for key, _, length, _ in PARTS
    )  # fmt: skip
    return [PlannedDay(weekday=weekday, starts_at=wall, parts=parts, focus=f"Day {weekday}") for weekday in weekdays]


def make_clinic(*, zone=ZONE, at=AT, capacity=12) -> SimpleNamespace:
    """A site with a program, a counselor who leads, a director, a case manager and a room."""
    site = ground.make_site(time_zone=zone, phone="+16175550100")
    people = {
        key: ground.make_staff(key, site=site, first_name="Sam")
        for key in ("clinical_director", "counselor", "case_manager")
    }
    level = clients.make_level()
    program = scheduling.save_program(by=SYSTEM, site_id=site.pk, level=level, name="IOP", at=at)
    room = scheduling.save_room(by=SYSTEM, site_id=site.pk, name="Oak", capacity=40, at=at)
    return SimpleNamespace(
        site=site, level=level, program=program, room=room,
        director=people["clinical_director"], counselor=people["counselor"], case_manager=people["case_manager"],
        by_director=actor_of(people["clinical_director"].pk, at), by_counselor=actor_of(people["counselor"].pk, at),
        by_case_manager=actor_of(people["case_manager"].pk, at), capacity=capacity, zone=zone,
    )  # fmt: skip


def make_track(clinic, *, name="", at=AT, day_part="morning", capacity=None, valid_from=None, **week) -> Track:
    """A track of the clinic with a weekly template from ``valid_from``."""
    track = scheduling.save_track(
        by=SYSTEM, program=clinic.program, name=name or f"Morning {next(_count)}", day_part=day_part,
        capacity=capacity or clinic.capacity, at=at,
    )  # fmt: skip
    week = {"staff": clinic.counselor, "room": clinic.room, **week}
    day = valid_from or at.astimezone(dt.UTC).date()
    scheduling.save_template_version(by=SYSTEM, track=track, valid_from=day, days=make_week(**week), at=at)
    return track


def make_enrolled(clinic, track, *, weekdays=WEEK, starts_on=TODAY, at=AT, **fields):
    """A client in treatment with a place in the track."""
    episode = clients.make_admitted(clinic.site, by=clinic.by_director, on=min(starts_on, TODAY), at=at, **fields)
    return scheduling.enrol(by=SYSTEM, episode=episode, track=track, weekdays=weekdays, starts_on=starts_on, at=at)


def make_day(*, people=3, at=AT, capacity=12, until=None, **options) -> SimpleNamespace:
    """A clinic whose Monday morning is made and has ``people`` on its roster; the day, its lines and the actors."""
    clinic = make_clinic(at=at, capacity=max(capacity, people), **options)
    if people > 12:
        make_kinds()
        ComponentKind.objects.update(clients_per_facilitator=None)
    clinic.track = make_track(clinic, at=at)
    clinic.enrolments = [make_enrolled(clinic, clinic.track, at=at) for _ in range(people)]
    clinic.report = actions.materialise(by=SYSTEM, at=at, until=until, track_ids=[clinic.track.pk])
    clinic.session = ProgramSession.objects.filter(track=clinic.track).earliest("starts_at")
    clinic.lines = lines_of(clinic.session)
    return clinic


def make_running(*, people=3, at=NINE, **options) -> SimpleNamespace:
    """A day as ``make_day`` gives it, started by its counselor at nine."""
    clinic = make_day(people=people, **options)
    clinic.session = actions.start(by=clinic.by_counselor, session=clinic.session, at=at)
    return clinic


def make_closed(*, people=1, at=None, **options) -> SimpleNamespace:
    """A day with everybody present, closed with gaps at its planned end."""
    clinic = make_running(people=people, **options)
    clinic.closed_at = at or clinic.session.ends_at
    clinic.lines = [
        actions.mark(by=clinic.by_counselor, attendance=line, version=line.version, status="present", at=NINE)
        for line in clinic.lines
    ]
    clinic.session = actions.close(
        by=clinic.by_counselor, session=clinic.session, version=clinic.session.version, at=clinic.closed_at,
        accept_gaps=True, reason="Power cut",
    )  # fmt: skip
    clinic.lines = lines_of(clinic.session)
    return clinic


def lines_of(session) -> list[Attendance]:
    return list(
        Attendance.objects.filter(session=session).select_related("session", "client").order_by("created_at", "pk")
    )


def make_crowd(people: int) -> SimpleNamespace:
    """A day with a roster of any size, filled in bulk: for counting statements, where how people came in doesn't matter."""
    clinic = make_day(people=1)
    ComponentKind.objects.update(clients_per_facilitator=None)
    Track.objects.filter(pk=clinic.track.pk).update(capacity=people + 10)
    enrolment = clinic.enrolments[0]
    crowd = Client.objects.bulk_create(
        Client(
            record_number=f"crowd-{next(_count)}",
            legal_first_name="Ada",
            legal_last_name="Vale",
            date_of_birth=dt.date(1990, 1, 1),
        )
        for _ in range(people - 1)
    )
    episodes = Episode.objects.bulk_create(
        Episode(client=client, site=clinic.site, opened_on=TODAY, admitted_on=TODAY) for client in crowd
    )
    Enrolment.objects.bulk_create(
        Enrolment(client=client, episode=episode, track=clinic.track, weekdays=enrolment.weekdays, starts_on=TODAY)
        for client, episode in zip(crowd, episodes, strict=True)
    )
    actions.sync_rosters(by=SYSTEM, track_id=clinic.track.pk, from_on=TODAY, at=AT)
    clinic.lines = lines_of(clinic.session)
    return clinic
