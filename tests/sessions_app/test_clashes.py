"""A day is made although somebody is taken; the clash becomes work, and the day is split around what lies inside it."""

from __future__ import annotations

import pytest

from iop.access.actors import SYSTEM
from iop.work.models import WorkItem
from scheduling import actions as scheduling
from scheduling.models import BusyTime
from sessions_app import actions
from sessions_app.models import Attendance, ProgramSession
from tests.factories import days, ground

pytestmark = pytest.mark.django_db


def clinic_before_days(people=1):
    clinic = days.make_clinic()
    clinic.track = days.make_track(clinic)
    clinic.enrolments = [days.make_enrolled(clinic, clinic.track) for _ in range(people)]
    clinic.client = clinic.enrolments[0].client
    return clinic


def book(clinic, start, end, *, kind="individual", staff=None, **fields):
    staff = staff or ground.make_staff("therapist", site=clinic.site)
    return scheduling.book_appointment(
        by=SYSTEM, kind=kind, client=clinic.client, staff=staff, site_id=clinic.site.pk,
        starts_at=days.NINE + days.minutes(start), ends_at=days.NINE + days.minutes(end), at=days.AT, **fields,
    )  # fmt: skip


def make(clinic):
    report = actions.materialise(by=SYSTEM, at=days.AT, until=days.TODAY)
    return report, ProgramSession.objects.get(track=clinic.track)


def stretches(rows):
    return [
        (int((row.starts_at - days.NINE).total_seconds() // 60), int((row.ends_at - days.NINE).total_seconds() // 60))
        for row in rows.order_by("starts_at")
    ]


def test_a_clients_day_is_split_around_an_individual_appointment_inside_it():
    clinic = clinic_before_days()
    book(clinic, 60, 110)
    report, session = make(clinic)
    assert stretches(BusyTime.objects.filter(source_id=session.pk, calendar__client=clinic.client)) == [
        (0, 60),
        (110, 195),
    ]
    assert not report.clashes


def test_cancelling_that_appointment_gives_the_whole_day_back():
    clinic = clinic_before_days()
    appointment = book(clinic, 60, 110)
    _, session = make(clinic)
    scheduling.cancel_appointment(
        by=SYSTEM, appointment=appointment, version=appointment.version, reason="Ill", at=days.AT
    )
    actions.materialise(by=SYSTEM, at=days.AT, until=days.TODAY)
    rows = BusyTime.objects.filter(source_id=session.pk, calendar__client=clinic.client)
    assert sum(end - start for start, end in stretches(rows)) == 195


def test_a_client_taken_elsewhere_is_still_on_the_roster_and_becomes_work():
    clinic = clinic_before_days()
    book(clinic, -30, 60, kind="assessment")
    report, session = make(clinic)
    assert Attendance.objects.filter(session=session).count() == 1
    assert [clash.owner_id for clash in report.clashes] == [clinic.client.pk]
    item = WorkItem.objects.get(kind="schedule_clash")
    assert (item.client_id, item.subject_id) == (clinic.client.pk, session.pk)
    assert clinic.client.legal_last_name not in item.summary


def test_a_facilitator_taken_elsewhere_becomes_work():
    clinic = clinic_before_days()
    scheduling.block_staff(
        by=SYSTEM,
        staff=clinic.counselor,
        starts_at=days.NINE,
        ends_at=days.NINE + days.minutes(30),
        reason="Leave",
        at=days.AT,
    )
    report, _ = make(clinic)
    assert {(clash.whose, clash.source) for clash in report.clashes} == {("staff", "block")}


def test_two_tracks_that_want_one_room_are_both_made_and_the_clash_is_named():
    clinic = clinic_before_days()
    days.make_track(clinic, staff=clinic.director)
    report = actions.materialise(by=SYSTEM, at=days.AT, until=days.TODAY)
    assert len(report.made) == 2
    assert {clash.whose for clash in report.clashes} == {"room"}


def test_the_work_is_named_once_and_closed_when_mended():
    clinic = clinic_before_days()
    appointment = book(clinic, -30, 60, kind="assessment")
    make(clinic)
    actions.materialise(by=SYSTEM, at=days.AT, until=days.TODAY)
    item = WorkItem.objects.get(kind="schedule_clash")
    scheduling.cancel_appointment(
        by=SYSTEM, appointment=appointment, version=appointment.version, reason="Ill", at=days.AT
    )
    actions.materialise(by=SYSTEM, at=days.AT, until=days.TODAY)
    item.refresh_from_db()
    assert item.status == "done"
    rows = BusyTime.objects.filter(calendar__client=clinic.client)
    assert sum(end - start for start, end in stretches(rows)) == 195
