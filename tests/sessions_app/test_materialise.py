"""Making days ahead from the weekly template."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic import actions as clinic_actions
from iop.core.errors import NotAllowed
from scheduling.models import BusyTime
from sessions_app import actions, making, tasks
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
    assert all(one.ends_at == next_one.starts_at for one, next_one in pairwise(parts))
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


def test_a_closure_is_skipped_with_its_reason():
    clinic = days.make_clinic()
    track = days.make_track(clinic)
    clinic_actions.add_closure(
        by=SYSTEM, site_id=clinic.site.pk, starts_on=days.TODAY, ends_on=days.TODAY, reason="Snow"
    )
    report = actions.materialise(by=SYSTEM, at=days.AT, until=days.TODAY)
    assert not ProgramSession.objects.filter(track=track).exists()
    (skipped,) = report.skipped
    assert (skipped.code, str(skipped.reason)) == ("closed", "Closed: Snow")


def test_a_closure_that_comes_later_cancels_the_day_and_gives_its_time_back():
    clinic = days.make_day()
    on = days.TODAY + dt.timedelta(2)
    clinic_actions.add_closure(by=SYSTEM, site_id=clinic.site.pk, starts_on=on, ends_on=on, reason="Holiday")
    report = actions.materialise(by=SYSTEM, at=days.AT)
    session = ProgramSession.objects.get(on=on)
    assert (session.status, session.cancel_reason, report.cancelled) == ("cancelled", "Closed: Holiday", [session.pk])
    assert not BusyTime.objects.filter(source_id=session.pk).exists()


@pytest.mark.parametrize(("zone", "hours"), [("America/New_York", {13, 14}), ("America/Phoenix", {16})])
def test_the_wall_time_stays_through_the_clock_change(zone, hours):
    clinic = days.make_clinic(zone=zone)
    days.make_track(clinic)
    actions.materialise(by=SYSTEM, at=days.AT)
    assert {session.starts_at.hour for session in ProgramSession.objects.all()} == hours


def test_a_day_in_the_skipped_hour_is_made_after_it_and_reported():
    clinic = days.make_clinic()
    days.make_track(clinic, weekdays=(6,), wall=dt.time(2, 30))
    report = actions.materialise(by=SYSTEM, at=days.AT, until=dt.date(2026, 3, 8))
    (note,) = report.notes
    assert f"{note.starts_at:%H:%M}" == "07:30"
    assert "clocks skip" in str(note.note)


def test_a_moved_or_cancelled_day_is_not_made_again():
    clinic = days.make_day()
    first, second = ProgramSession.objects.order_by("starts_at")[1:3]
    actions.cancel_session(by=clinic.by_director, session=first, version=1, reason="Flood", at=days.AT)
    actions.move_session(
        by=clinic.by_director, session=second, version=1, starts_at=second.starts_at + days.minutes(24 * 60), at=days.AT
    )
    assert not actions.materialise(by=SYSTEM, at=days.AT).made


def test_killed_half_way_what_was_made_stays_and_the_next_run_makes_the_rest(monkeypatch):
    clinic = days.make_clinic()
    for wall in (dt.time(9), dt.time(13), dt.time(18)):
        days.make_track(clinic, wall=wall)
    plain, calls = making.make_parts, []

    def dies_the_second_time(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("killed")
        plain(*args)

    monkeypatch.setattr(making, "make_parts", dies_the_second_time)
    with pytest.raises(RuntimeError):
        actions.materialise(by=SYSTEM, at=days.AT)
    assert ProgramSession.objects.count() == 13
    assert not ProgramSession.objects.filter(components__isnull=True).exists()
    monkeypatch.setattr(making, "make_parts", plain)
    report = actions.materialise(by=SYSTEM, at=days.AT)
    assert len(report.made) == 26
    assert not ProgramSession.objects.filter(components__isnull=True).exists()


def test_the_task_run_twice_makes_every_day_once(at):
    clinic = days.make_clinic()
    days.make_track(clinic)
    at(days.AT)
    assert tasks.materialise() == 13
    assert tasks.materialise() == 0


def test_the_command_says_what_was_made_and_why_something_was_not(at, capsys):
    clinic = days.make_clinic()
    days.make_track(clinic, name="Morning")
    at(days.AT)
    clinic_actions.add_closure(
        by=SYSTEM, site_id=clinic.site.pk, starts_on=days.TODAY, ends_on=days.TODAY, reason="Snow"
    )
    call_command("materialise", "--until", "2026-03-04", "--site", clinic.site.code)
    said = capsys.readouterr().out
    assert "2026-03-04 Morning: made." in said
    assert "2026-03-02 Morning: not made. Closed: Snow" in said


def test_its_statements_do_not_grow_with_days_or_clients():
    counts = []
    for people, weeks in ((3, 1), (8, 4)):
        clinic = days.make_clinic()
        track = days.make_track(clinic)
        for _ in range(people):
            days.make_enrolled(clinic, track)
        with CaptureQueriesContext(connection) as captured:
            actions.materialise(
                by=SYSTEM, at=days.AT, until=days.TODAY + dt.timedelta(weeks=weeks), track_ids=[track.pk]
            )
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nobody_makes_days_whose_role_does_not_move_them():
    clinic = days.make_clinic()
    days.make_track(clinic)
    with pytest.raises(NotAllowed, match="moving or staffing"):
        actions.materialise(by=clinic.by_counselor, at=days.AT)
