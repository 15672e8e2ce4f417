"""A clinic to look at its schedule: a running track, people in it, appointments, and colleagues of every role."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from clients.models import Client
from iop.access.actors import SYSTEM
from iop.clinic.models import OpeningHours
from scheduling import actions
from scheduling.models import Appointment
from tests.factories import days, ground

AT = days.AT
TODAY = days.TODAY
NEW_YORK = "America/New_York"


def wall(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZoneInfo(NEW_YORK))


def make_schedule(*, people=3, appointments=1, at=AT):
    """A Monday with a morning track made four weeks ahead, open from 8 to 18, and appointments in the afternoon."""
    clinic = days.make_day(people=people, at=at)
    for weekday in range(5):
        OpeningHours.objects.create(site=clinic.site, weekday=weekday, opens=dt.time(8), closes=dt.time(18))
    clinic.clients = [Client.objects.get(pk=line.client_id) for line in clinic.lines]
    clinic.appointments = [book(clinic, number) for number in range(appointments)]
    clinic.topic = actions.save_topic(by=SYSTEM, title="Brain science", category="psychoeducation", at=at)
    clinic.exercise = actions.save_exercise(
        by=SYSTEM, title="Five senses", script="Sit down.\n\nBreathe in.", minutes=5, at=at
    )
    return clinic


def book(clinic, number=0) -> Appointment:
    """An appointment in one of the coming afternoons; each number has its own time."""
    day, slot = divmod(number, 8)
    start = wall(TODAY + dt.timedelta(days=day), 13 + slot // 2, 30 * (slot % 2))
    return actions.book_appointment(
        by=clinic.by_director, kind="case_management", client=clinic.clients[number % len(clinic.clients)],
        staff=clinic.counselor, site_id=clinic.site.pk, starts_at=start, ends_at=start + dt.timedelta(minutes=30), at=AT,
    )  # fmt: skip


def make_colleague(clinic, role):
    return ground.make_staff(role, site=clinic.site)
