"""Making days ahead from the weekly template."""

from __future__ import annotations

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from scheduling.models import BusyTime
from sessions_app import actions
from sessions_app.models import Attendance, ProgramSession, SessionComponent, SessionFacilitator
from tests.factories import days

pytestmark = pytest.mark.django_db


def test_makes_the_weeks_ahead_that_the_setting_says():
    clinic = days.make_day()
    made = [item.on for item in clinic.report.made]
    assert made[0] == days.TODAY
    assert made[-1] == days.TODAY + dt.timedelta(weeks=4)
    assert len(made) == 13


def test_a_day_has_its_parts_one_after_the_other_and_its_leads():
    clinic = days.make_day()
    parts = list(SessionComponent.objects.filter(session=clinic.session).order_by("position"))
    assert parts[0].starts_at == clinic.session.starts_at == days.NINE
    assert parts[-1].ends_at == clinic.session.ends_at
    assert all(one.ends_at == next_one.starts_at for one, next_one in zip(parts, parts[1:], strict=False))
    assert SessionFacilitator.objects.filter(component__session=clinic.session).count() == 4


def test_the_roster_is_who_is_enrolled_that_weekday():
    clinic = days.make_day(people=3)
    assert {line.client_id for line in clinic.lines} == {item.client_id for item in clinic.enrolments}


def test_takes_the_time_of_clients_staff_and_room():
    clinic = days.make_day(people=3)
    rows = BusyTime.objects.filter(source_id=clinic.session.pk)
    assert rows.filter(calendar__client__isnull=False).count() == 3
    assert rows.filter(calendar__staff=clinic.counselor).count() == 4
    assert rows.filter(calendar__room=clinic.room).count() == 4


def test_running_it_again_makes_nothing():
    clinic = days.make_day()
    before = (ProgramSession.objects.count(), Attendance.objects.count(), BusyTime.objects.count())
    report = actions.materialise(by=SYSTEM, at=days.AT)
    assert not report.made
    assert report.already_there == 13
    assert (ProgramSession.objects.count(), Attendance.objects.count(), BusyTime.objects.count()) == before
    assert clinic.report.made


def test_records_one_event_a_track_with_every_client():
    clinic = days.make_day(people=2)
    event = AuditEvent.objects.get(verb="sessions.materialised")
    assert event.subject_id == clinic.track.pk
    assert event.subjects.count() == 2
