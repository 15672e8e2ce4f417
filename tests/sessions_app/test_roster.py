"""Rosters follow enrolment, and people are added to or taken off a day by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, NotAllowed
from scheduling import actions as scheduling
from scheduling.models import BusyTime
from sessions_app import actions
from sessions_app.actions.roster import Synced
from sessions_app.models import Attendance, AttendanceChange, ProgramSession
from tests.factories import clients, days

pytestmark = pytest.mark.django_db
WEDNESDAY = days.TODAY + dt.timedelta(2)


def sync(clinic, from_on=days.TODAY, **fields):
    return actions.sync_rosters(by=SYSTEM, track_id=clinic.track.pk, from_on=from_on, at=days.AT, **fields)


def lines(client_id, status="expected"):
    return Attendance.objects.filter(client=client_id, status=status)


def busy(client_id):
    return BusyTime.objects.filter(calendar__client=client_id)


def test_a_new_enrolment_joins_the_planned_days_and_takes_their_time():
    clinic = days.make_day(people=1)
    new = days.make_enrolled(clinic, clinic.track, starts_on=WEDNESDAY)
    assert sync(clinic).added == 12
    assert lines(new.client_id).count() == busy(new.client_id).count() == 12


def test_running_it_twice_changes_nothing():
    clinic = days.make_day(people=2)
    sync(clinic)
    changes, events = AttendanceChange.objects.count(), AuditEvent.objects.count()
    assert sync(clinic) == Synced()
    assert (AttendanceChange.objects.count(), AuditEvent.objects.count()) == (changes, events)


def test_leaving_marks_the_lines_that_follow_and_frees_their_time():
    clinic = days.make_day(people=1)
    gone = clinic.enrolments[0]
    scheduling.end_enrolment(by=SYSTEM, enrolment=gone, ends_on=WEDNESDAY, reason="Moved", at=days.AT)
    assert sync(clinic).removed == 11
    assert lines(gone.client_id).count() == busy(gone.client_id).count() == 2
    assert AttendanceChange.objects.filter(status="removed").count() == 11


def test_a_pause_takes_off_and_its_end_brings_back():
    clinic = days.make_day(people=1)
    enrolment = clinic.enrolments[0]
    pause = scheduling.pause(
        by=SYSTEM,
        enrolment=enrolment,
        starts_on=WEDNESDAY,
        ends_on=WEDNESDAY,
        releases_seat=False,
        reason="Trip",
        at=days.AT,
    )
    assert sync(clinic).removed == 1
    scheduling.cancel_pause(by=SYSTEM, pause=pause, at=days.AT)
    assert sync(clinic).restored == 1
    assert lines(enrolment.client_id).count() == busy(enrolment.client_id).count() == 13


def test_days_that_have_begun_stay_as_they_are():
    clinic = days.make_running(people=1)
    enrolment = clinic.enrolments[0]
    scheduling.end_enrolment(by=SYSTEM, enrolment=enrolment, ends_on=days.TODAY, reason="Moved", at=days.AT)
    actions.sync_rosters(by=SYSTEM, track_id=clinic.track.pk, from_on=days.TODAY, at=days.NINE)
    assert lines(enrolment.client_id).get().session_id == clinic.session.pk


def test_only_the_clients_named_are_looked_at():
    clinic = days.make_day(people=1)
    first, second = (days.make_enrolled(clinic, clinic.track, starts_on=WEDNESDAY) for _ in range(2))
    sync(clinic, client_ids=[first.client_id])
    assert lines(first.client_id).exists()
    assert not lines(second.client_id).exists()


def test_its_statements_do_not_grow_with_the_roster():
    counts = []
    for people in (3, 30):
        clinic = days.make_crowd(people)
        days.make_enrolled(clinic, clinic.track, starts_on=WEDNESDAY)
        with CaptureQueriesContext(connection) as captured:
            sync(clinic)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_somebody_is_added_for_a_day_and_holds_a_seat():
    clinic = days.make_day(people=1, capacity=2)
    episode = clients.make_admitted(clinic.site, by=clinic.by_director)
    line = actions.add_to_roster(by=clinic.by_counselor, session=clinic.session, client=episode.client, at=days.AT)
    assert line.source == "added"
    assert busy(episode.client_id).count() == 1
    other = clients.make_admitted(clinic.site, by=clinic.by_director)
    with pytest.raises(Conflict, match="No seat is free"):
        actions.add_to_roster(by=clinic.by_counselor, session=clinic.session, client=other.client, at=days.AT)


def test_nobody_is_added_who_is_not_in_treatment():
    clinic = days.make_day()
    with pytest.raises(Conflict, match="not in treatment"):
        actions.add_to_roster(
            by=clinic.by_counselor, session=clinic.session, client=clients.make_client(clinic.site), at=days.AT
        )


def test_nobody_has_two_sessions_on_one_day():
    clinic = days.make_day(people=1)
    evening = days.make_track(clinic, wall=dt.time(18))
    actions.materialise(by=SYSTEM, at=days.AT, track_ids=[evening.pk])
    session = ProgramSession.objects.filter(track=evening).earliest("starts_at")
    with pytest.raises(Conflict, match="already have a session that day"):
        actions.add_to_roster(by=clinic.by_counselor, session=session, client=clinic.lines[0].client, at=days.AT)


def test_somebody_taken_off_comes_back_to_their_own_line():
    clinic = days.make_day(people=1)
    line = actions.remove_from_roster(
        by=clinic.by_counselor, attendance=clinic.lines[0], version=1, at=days.AT, reason="Error"
    )
    assert not busy(line.client_id).filter(source_id=clinic.session.pk).exists()
    again = actions.add_to_roster(by=clinic.by_counselor, session=clinic.session, client=line.client, at=days.AT)
    assert again.pk == line.pk
    assert list(again.changes.values_list("status", flat=True)) == ["removed", "expected"]


def test_nobody_marked_is_taken_off():
    clinic = days.make_running(people=1)
    line = actions.mark(by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="present", at=days.NINE)
    with pytest.raises(Conflict, match="already marked"):
        actions.remove_from_roster(by=clinic.by_counselor, attendance=line, version=2, at=days.NINE)


def test_the_roster_of_a_closed_day_no_longer_changes():
    clinic = days.make_closed()
    with pytest.raises(NotAllowed, match="no longer change"):
        actions.remove_from_roster(by=clinic.by_director, attendance=clinic.lines[0], version=3, at=clinic.closed_at)


def test_leaving_treatment_leaves_every_planned_roster():
    clinic = days.make_day(people=1)
    client_id = clinic.lines[0].client_id
    assert actions.leave_all(by=SYSTEM, client_id=client_id, from_on=WEDNESDAY, at=days.AT) == 12
    assert lines(client_id).count() == busy(client_id).count() == 1
