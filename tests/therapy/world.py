"""A small clinic with one treatment day, built row by row: for the tests of notes and of the pages of the day."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from zoneinfo import ZoneInfo

from django.db import transaction

from clients.choices import EpisodeStatus
from clients.models import (
    CareTeamMembership,
    Client,
    Episode,
    EpisodeStatusChange,
    LevelOfCare,
    LevelRequirement,
    Placement,
)
from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM
from iop.accounts.models import User
from iop.clinic.actors import actor_of
from iop.clinic.models import CredentialKind, Site, SiteRole, StaffCredential, StaffMember
from scheduling.choices import ComponentCategory
from scheduling.models import (
    ComponentKind,
    CurriculumTopic,
    DayComponent,
    DayTemplate,
    Enrolment,
    Exercise,
    Program,
    Room,
    Track,
    WeeklyTemplate,
)
from sessions_app.choices import ATTENDED, AttendanceStatus, SessionStatus
from sessions_app.models import (
    Attendance,
    ProgramSession,
    SessionComponent,
    SessionFacilitator,
    SessionStatusChange,
)

ZONE = "America/New_York"
DAY = dt.date(2026, 3, 2)
NAMES = [
    ("Maria", "Lopez"), ("James", "Okafor"), ("Aisha", "Rahman"), ("Daniel", "Kim"), ("Fatima", "Noor"),
    ("Robert", "Nguyen"), ("Elena", "Petrova"), ("Marcus", "Boyd"), ("Priya", "Shah"), ("Tomás", "Rivera"),
]  # fmt: skip
PARTS = [
    ("Check-in", ComponentCategory.CHECK_IN, 30),
    ("Mindful breathing", ComponentCategory.MINDFULNESS, 15),
    ("Relapse prevention", ComponentCategory.GROUP, 60),
    ("Break", ComponentCategory.BREAK, 15),
    ("Coping skills", ComponentCategory.PSYCHOEDUCATION, 60),
    ("Wrap-up", ComponentCategory.WRAP_UP, 15),
]
numbers = itertools.count(1)


def wall(hour, minute=0, day=DAY):
    """Say the instant at which the clinic's clock shows this."""
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(ZONE)).astimezone(dt.UTC)


class World:
    """``site``, ``track``, ``counselor``, ``supervisor`` … and verbs that add to them."""

    def __init__(self, name="Harbor Street"):
        self.roles = ensure_roles(by=SYSTEM)
        self.site = Site.objects.create(name=name, code=f"harbor{next(numbers)}", time_zone=ZONE)
        self.level = LevelOfCare.objects.create(
            key=f"iop{next(numbers)}", name="Intensive outpatient", short_name="IOP", intensity=next(numbers) % 30000
        )
        LevelRequirement.objects.create(
            level=self.level, valid_from=dt.date(2020, 1, 1), min_weekly_minutes=540, min_days=3, min_daily_minutes=180
        )
        self.program = Program.objects.create(site=self.site, level=self.level, name="IOP")
        self.track = Track.objects.create(program=self.program, name="Morning IOP", day_part="morning", capacity=12)
        self.room = Room.objects.create(site=self.site, name="Maple Room", capacity=14)
        self.licence = CredentialKind.objects.create(code=f"LADC{next(numbers)}", name="Licensed counselor")
        self.supervisor = self.staff("Ruth", "Bennett", "clinical_director")
        self.counselor = self.staff("Dana", "Ortiz", "counselor", supervisor=self.supervisor)
        self.kinds = {}
        self.week()

    def week(self):
        """Let the track run every day at nine, with one part: enough to have seats."""
        template = WeeklyTemplate.objects.create(track=self.track, valid_from=dt.date(2020, 1, 1))
        days = DayTemplate.objects.bulk_create(
            DayTemplate(template=template, weekday=day, starts_at=dt.time(9)) for day in range(7)
        )
        kind = self.kind("Check-in", ComponentCategory.CHECK_IN)
        DayComponent.objects.bulk_create(DayComponent(day=day, position=1, kind=kind, minutes=30) for day in days)

    def staff(self, first, last, *role_keys, licence=None, supervisor=None, expires=dt.date(2030, 1, 1), site=None):
        user = User.objects.create_user(email=f"{first.lower()}{next(numbers)}@clinic.test", password="x")
        member = StaffMember.objects.create(user=user, first_name=first, last_name=last, supervisor=supervisor)
        for key in role_keys:
            SiteRole.objects.create(
                staff=member, site=site or self.site, role=self.roles[key], starts_on=dt.date(2020, 1, 1)
            )
        StaffCredential.objects.create(
            staff=member, kind=licence or self.licence, issued_on=dt.date(2020, 1, 1), expires_on=expires
        )
        return member

    def intern(self, first="Sam", last="Young"):
        kind, _ = CredentialKind.objects.get_or_create(
            code="INTERN",
            defaults={"name": "Intern", "may_lead": False, "may_lead_supervised": True, "needs_cosignature": True},
        )
        return self.staff(first, last, "counselor", licence=kind, supervisor=self.supervisor)

    def actor(self, staff=None, at=None):
        return actor_of((staff or self.counselor).pk, at or wall(9))

    @transaction.atomic
    def clients(self, count, *, first=None, last=None):
        """Make people in treatment with a place in the track, in a fixed number of statements."""
        people = []
        for index in range(count):
            given, family = NAMES[index % len(NAMES)]
            number = next(numbers)
            people.append(
                Client(
                    record_number=f"R{number:06}", legal_first_name=first or given, legal_last_name=last or family,
                    date_of_birth=dt.date(1990, 1, 1),
                )
            )  # fmt: skip
        Client.objects.bulk_create(people)
        episodes = Episode.objects.bulk_create(
            Episode(client=person, site=self.site, status=EpisodeStatus.ADMITTED, opened_on=dt.date(2026, 1, 5),
                    admitted_on=dt.date(2026, 1, 6))
            for person in people
        )  # fmt: skip
        EpisodeStatusChange.objects.bulk_create(
            EpisodeStatusChange(episode=episode, status=EpisodeStatus.ADMITTED, at=wall(9, day=dt.date(2026, 1, 6)))
            for episode in episodes
        )
        Placement.objects.bulk_create(
            Placement(
                episode=episode,
                level=self.level,
                reason="Fits",
                decided_by=self.supervisor,
                starts_on=episode.admitted_on,
            )
            for episode in episodes
        )
        CareTeamMembership.objects.bulk_create(
            CareTeamMembership(
                episode=episode, staff=self.counselor, role="primary_counselor", starts_on=episode.admitted_on
            )
            for episode in episodes
        )
        Enrolment.objects.bulk_create(
            Enrolment(client=episode.client, episode=episode, track=self.track, weekdays=[0, 1, 2, 3, 4],
                      starts_on=episode.admitted_on)
            for episode in episodes
        )  # fmt: skip
        return people

    def kind(self, name, category):
        if name not in self.kinds:
            self.kinds[name] = ComponentKind.objects.create(
                key=f"kind{next(numbers)}", name=name, category=category, default_minutes=30, min_minutes=5,
                max_minutes=120, counts_as_service=category != ComponentCategory.BREAK,
            )  # fmt: skip
        return self.kinds[name]

    def session(self, day=DAY, *, hour=9, status=SessionStatus.PLANNED, lead=None, site=None, track=None):
        """Make a treatment day of three and a quarter hours with its parts and one lead."""
        start = wall(hour, day=day)
        session = ProgramSession.objects.create(
            site=site or self.site, track=track or self.track, lineage=uuid.uuid4(), original_on=day, on=day, starts_at=start,
            ends_at=start + dt.timedelta(minutes=195), focus="Triggers and high-risk places",
        )  # fmt: skip
        topic, _ = CurriculumTopic.objects.get_or_create(title="Urge surfing", defaults={"category": "group"})
        exercise, _ = Exercise.objects.get_or_create(
            title="Box breathing", defaults={"script": "Breathe in for four.\nHold for four.\nBreathe out for four."}
        )
        components = []
        for position, (name, category, minutes) in enumerate(PARTS, start=1):
            end = start + dt.timedelta(minutes=minutes)
            components.append(
                SessionComponent(
                    session=session, position=position, kind=self.kind(name, category), title=name, starts_at=start,
                    ends_at=end, room=self.room, counts_as_service=category != ComponentCategory.BREAK,
                    topic=topic if category == ComponentCategory.GROUP else None,
                    exercise=exercise if category == ComponentCategory.MINDFULNESS else None,
                )
            )  # fmt: skip
            start = end
        SessionComponent.objects.bulk_create(components)
        SessionFacilitator.objects.bulk_create(
            SessionFacilitator(component=component, staff=lead or self.counselor) for component in components
        )
        if status != SessionStatus.PLANNED:
            self.move(session, status)
        return session

    @transaction.atomic
    def move(self, session, status):
        """Bring a day to a later state, with its history."""
        order = [SessionStatus.RUNNING, SessionStatus.CLOSED, SessionStatus.FINAL]
        session.started_at = session.starts_at
        session.started_by = self.counselor
        for step in order[: order.index(status) + 1]:
            SessionStatusChange.objects.create(session=session, status=step, at=session.starts_at)
            if step == SessionStatus.CLOSED:
                session.closed_at, session.closed_by = session.ends_at, self.counselor
            session.status = step
            session.save()
        return session

    def roster(self, session, people, status=AttendanceStatus.EXPECTED):
        """Put people on a day's roster."""
        episodes = {episode.client_id: episode for episode in Episode.objects.filter(client__in=people)}
        enrolments = {row.client_id: row for row in Enrolment.objects.filter(client__in=people)}
        arrived = session.starts_at if status in ATTENDED else None
        return Attendance.objects.bulk_create(
            Attendance(session=session, client=person, episode=episodes[person.pk], enrolment=enrolments[person.pk],
                       status=status, arrived_at=arrived, credited_minutes=180 if arrived else 0)
            for person in people
        )  # fmt: skip

    def group(self, count=3, *, status=AttendanceStatus.PRESENT, session_status=SessionStatus.RUNNING, **names):
        """Make a session under way with people who are there."""
        session = self.session(status=session_status)
        return session, self.roster(session, self.clients(count, **names), status)
