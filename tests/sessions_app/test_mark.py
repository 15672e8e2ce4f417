"""Attendance by one tap, for one or many, and after closing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from sessions_app import actions
from sessions_app.models import Attendance, AttendanceChange, ProgramSession, SessionComponent
from tests.factories import days

pytestmark = pytest.mark.django_db


def mark(clinic, status="present", *, line=None, at=days.NINE, by=None, **fields):
    line = line or days.lines_of(clinic.session)[0]
    return actions.mark(
        by=by or clinic.by_counselor, attendance=line, version=line.version, status=status, at=at, **fields
    )


def test_a_tap_keeps_status_time_minutes_and_history():
    clinic = days.make_running()
    line = mark(clinic)
    line.refresh_from_db()
    assert (line.status, line.arrived_at, line.credited_minutes, line.version) == ("present", days.NINE, 180, 2)
    change = AttendanceChange.objects.get(attendance=line)
    assert (change.by_id, change.status, change.credited_minutes) == (clinic.counselor.pk, "present", 180)
    assert AuditEvent.objects.get(verb="sessions.attendance").subjects.get().client_id == line.client_id


def test_an_early_arrival_is_kept_and_credited_from_the_start():
    clinic = days.make_day()
    line = mark(clinic, at=days.NINE - days.minutes(20))
    assert line.arrived_at == days.NINE - days.minutes(20)
    assert line.credited_minutes == 180


def test_earlier_than_thirty_minutes_before_is_refused():
    clinic = days.make_day()
    with pytest.raises(Conflict, match="30 minutes before"):
        mark(clinic, at=days.NINE - days.minutes(31))


def test_time_out_before_time_in_is_refused():
    clinic = days.make_running()
    with pytest.raises(Conflict, match="must be after"):
        mark(clinic, at=days.NINE + days.minutes(60), arrived_at=days.NINE + days.minutes(30), left_at=days.NINE)


def test_an_illegal_next_state_is_refused():
    clinic = days.make_running()
    mark(clinic, "absent", at=days.NINE + days.minutes(20))
    with pytest.raises(Conflict, match="cannot become"):
        mark(clinic, "left_early", at=days.NINE + days.minutes(30))


def test_somebody_of_another_roster_is_refused():
    clinic = days.make_running()
    other = ProgramSession.objects.exclude(pk=clinic.session.pk).earliest("starts_at")
    stranger = days.lines_of(other)[0]
    with pytest.raises(Conflict, match="not on the roster"):
        actions.mark_many(
            by=clinic.by_counselor,
            session=clinic.session,
            entries=[actions.Mark(stranger.pk, 1, "present")],
            at=days.NINE,
        )


def test_somebody_taken_off_the_roster_is_refused():
    clinic = days.make_running()
    line = clinic.lines[0]
    line = actions.remove_from_roster(by=clinic.by_counselor, attendance=line, version=1, at=days.NINE)
    with pytest.raises(Conflict, match="not on the roster"):
        mark(clinic, line=line)


def test_the_later_of_two_people_is_told():
    clinic = days.make_running()
    seen = clinic.lines[0]
    mark(clinic, line=seen)
    with pytest.raises(Stale, match="Somebody else"):
        mark(clinic, "absent", line=seen, at=days.NINE + days.minutes(30))
    assert Attendance.objects.get(pk=seen.pk).status == "present"


def test_many_are_marked_all_or_none():
    clinic = days.make_running(people=3)
    entries = [actions.Mark(line.pk, line.version, "present") for line in clinic.lines]
    entries[2] = actions.Mark(clinic.lines[2].pk, 99, "present")
    with pytest.raises(Stale):
        actions.mark_many(by=clinic.by_counselor, session=clinic.session, entries=entries, at=days.NINE)
    assert not Attendance.objects.filter(session=clinic.session, status="present").exists()
    assert not AttendanceChange.objects.exists()


@pytest.mark.parametrize("people", [3, 30, 300])
def test_a_roster_of_any_size_is_marked_in_ten_statements(people):
    clinic = days.make_crowd(people)
    session = actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    entries = [actions.Mark(line.pk, line.version, "present") for line in clinic.lines]
    with CaptureQueriesContext(connection) as captured:
        actions.mark_many(by=clinic.by_counselor, session=session, entries=entries, at=days.NINE)
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 10, statements


def test_participation_may_be_silent():
    clinic = days.make_running()
    line = mark(clinic)
    line = actions.set_participation(
        by=clinic.by_counselor, attendance=line, version=2, participation="silent", at=days.NINE
    )
    assert line.get_participation_display() == "Present, chose not to share"
    with pytest.raises(Invalid):
        actions.set_participation(
            by=clinic.by_counselor, attendance=line, version=3, participation="lively", at=days.NINE
        )


def test_a_correction_of_one_part_changes_the_minutes_and_their_history():
    clinic = days.make_running()
    line = mark(clinic)
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    actions.correct_component(
        by=clinic.by_counselor, attendance=line, component=part, minutes=30, reason="Doctor", at=days.NINE
    )
    line.refresh_from_db()
    assert line.credited_minutes == 130
    assert list(AttendanceChange.objects.values_list("credited_minutes", flat=True).order_by("id")) == [180, 130]


def test_a_correction_longer_than_its_part_is_refused():
    clinic = days.make_running()
    line = mark(clinic)
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    with pytest.raises(Invalid, match="length of the part"):
        actions.correct_component(
            by=clinic.by_counselor, attendance=line, component=part, minutes=81, reason="", at=days.NINE
        )


def test_recorded_times_of_a_part_change_everybodys_minutes():
    clinic = days.make_running(people=2)
    for line in clinic.lines:
        mark(clinic, line=line)
    part = SessionComponent.objects.get(session=clinic.session, kind__key="check-in")
    actions.set_component_times(
        by=clinic.by_counselor, component=part, version=part.version, actual_starts_at=days.NINE + days.minutes(10),
        actual_ends_at=days.NINE + days.minutes(25), at=days.NINE + days.minutes(30),
    )  # fmt: skip
    assert set(Attendance.objects.filter(session=clinic.session).values_list("credited_minutes", flat=True)) == {170}


def test_after_closing_it_needs_the_right_to_correct():
    clinic = days.make_closed()
    with pytest.raises(NotAllowed, match="Ask the clinical director"):
        mark(clinic, "late", at=clinic.closed_at, reason="Typo")


def test_after_closing_it_needs_a_reason():
    clinic = days.make_closed()
    with pytest.raises(NotAllowed, match="say why"):
        mark(clinic, "late", at=clinic.closed_at, by=clinic.by_director)


def test_a_correction_after_closing_keeps_reason_author_and_what_stood_before():
    clinic = days.make_closed()
    line = mark(
        clinic,
        "late",
        at=clinic.closed_at,
        by=clinic.by_director,
        reason="Came at ten",
        arrived_at=days.NINE + days.minutes(60),
    )
    last = AttendanceChange.objects.filter(attendance=line).latest("id")
    assert (last.is_late_entry, last.reason, last.by_id) == (True, "Came at ten", clinic.director.pk)
    assert line.credited_minutes == 120
    assert AttendanceChange.objects.filter(attendance=line, status="present").exists()


def test_final_attendance_is_refused_and_says_who_can():
    clinic = days.make_closed()
    actions.finalise_attendance(by=clinic.by_director, at=clinic.closed_at + days.minutes(73 * 60))
    with pytest.raises(NotAllowed, match="is final"):
        mark(clinic, "late", at=clinic.closed_at, by=clinic.by_director, reason="Typo")


def test_the_director_enters_late_what_is_final():
    clinic = days.make_closed()
    at = clinic.closed_at + days.minutes(73 * 60)
    actions.finalise_attendance(by=clinic.by_director, at=at)
    line = days.lines_of(clinic.session)[0]
    fields = {"attendance": line, "version": line.version, "status": "absent", "reason": "Wrong person", "at": at}
    with pytest.raises(NotAllowed):
        actions.enter_late(by=clinic.by_counselor, **fields)
    line = actions.enter_late(by=clinic.by_director, **fields)
    assert (line.status, line.credited_minutes) == ("absent", 0)


def test_nothing_is_left_of_a_refused_mark():
    clinic = days.make_running()
    with pytest.raises(Conflict):
        mark(clinic, at=days.NINE, arrived_at=days.NINE + days.minutes(5))
    assert not AuditEvent.objects.filter(verb="sessions.attendance").exists()
