"""Closing a day: what is missing, what it is worth, and when it becomes final."""

from __future__ import annotations

import pytest

from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid, Stale
from sessions_app import actions, tasks
from sessions_app.closing import Gap
from sessions_app.models import Attendance, AttendanceChange, ProgramSession, SessionFacilitator, SessionStatusChange
from tests.factories import days

pytestmark = pytest.mark.django_db


def present(clinic):
    for line in days.lines_of(clinic.session):
        actions.mark(by=clinic.by_counselor, attendance=line, version=line.version, status="present", at=days.NINE)


def close(clinic, **fields):
    session = clinic.session
    fields = {"version": session.version, "at": session.ends_at, **fields}
    return actions.close(by=clinic.by_counselor, session=session, **fields)


def test_somebody_unmarked_must_be_settled_first():
    clinic = days.make_running()
    with pytest.raises(Conflict, match="not marked yet") as refused:
        close(clinic, accept_gaps=True, reason="Late")
    assert refused.value.code == "unsettled"


def test_gaps_are_refused_unless_accepted_with_a_reason():
    clinic = days.make_running()
    present(clinic)
    with pytest.raises(Conflict, match="still missing"):
        close(clinic)
    with pytest.raises(Invalid, match="Say why"):
        close(clinic, accept_gaps=True)
    session = close(clinic, accept_gaps=True, reason="Fire alarm")
    assert session.status == "closed"
    assert SessionStatusChange.objects.get(session=session, status="closed").reason == "Fire alarm"


def test_a_stale_version_is_told():
    clinic = days.make_running()
    with pytest.raises(Stale):
        close(clinic, version=1)


def test_a_day_that_is_not_under_way_cannot_be_closed():
    clinic = days.make_day()
    with pytest.raises(Conflict, match="under way"):
        close(clinic)


def test_missing_check_ins_wrap_ups_and_facilitators_are_named():
    clinic = days.make_running(people=1)
    present(clinic)
    SessionFacilitator.objects.filter(component__kind__key="process").delete()
    codes = [gap.code for gap in actions.gaps(clinic.session, days.NINE)]
    assert {"check_in", "wrap_up", "facilitator"} <= set(codes)
    assert "unmarked" not in codes


def extra_gap(session, at):
    return [Gap("note", "No note")]


def test_apps_above_add_their_gaps_through_the_slot(settings):
    settings.CLOSING_GAPS = [f"{__name__}.extra_gap"]
    clinic = days.make_running(people=1)
    assert "note" in [gap.code for gap in actions.gaps(clinic.session, days.NINE)]


def test_who_has_no_time_out_stayed_to_the_end():
    clinic = days.make_closed()
    line = clinic.lines[0]
    assert (line.left_at, line.credited_minutes) == (clinic.session.ends_at, 180)
    assert AttendanceChange.objects.filter(attendance=line).latest("id").left_at == clinic.session.ends_at


def test_closing_early_credits_only_until_then():
    clinic = days.make_closed(at=days.NINE + days.minutes(60))
    assert clinic.lines[0].credited_minutes == 60


def test_each_day_says_what_it_is_worth():
    clinic = days.make_running(people=2)
    first, second = clinic.lines
    actions.mark(by=clinic.by_counselor, attendance=first, version=1, status="present", at=days.NINE)
    actions.mark(by=clinic.by_counselor, attendance=second, version=1, status="late", at=days.NINE + days.minutes(20))
    worth = {item.attendance_id: item for item in actions.worth(clinic.session, days.NINE + days.minutes(20))}
    assert str(worth[first.pk].sentence) == "3 h of service."
    assert str(worth[second.pk].sentence) == "2 h 40 of 3 h: Late."


def test_closed_becomes_final_after_the_set_time_and_twice_does_nothing(at):
    clinic = days.make_closed()
    assert actions.finalise_attendance(by=SYSTEM, at=clinic.closed_at + days.minutes(72 * 60 - 1)) == 0
    at(clinic.closed_at + days.minutes(72 * 60))
    assert tasks.finalise_attendance() == 1
    assert tasks.finalise_attendance() == 0
    assert ProgramSession.objects.get(pk=clinic.session.pk).status == "final"
    assert SessionStatusChange.objects.filter(session=clinic.session, status="final").count() == 1


def test_video_asks_where_and_which_number():
    clinic = days.make_running(people=1)
    line = actions.mark(
        by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="present", at=days.NINE, mode="telehealth"
    )
    assert "whereabouts" in [gap.code for gap in actions.gaps(clinic.session, days.NINE)]
    with pytest.raises(Invalid, match="both"):
        actions.set_whereabouts(
            by=clinic.by_counselor,
            attendance=line,
            version=2,
            remote_location="Home",
            remote_callback=" ",
            at=days.NINE,
        )
    actions.set_whereabouts(
        by=clinic.by_counselor, attendance=line, version=2, remote_location="Home", remote_callback="555", at=days.NINE
    )
    assert "whereabouts" not in [gap.code for gap in actions.gaps(clinic.session, days.NINE)]


@pytest.mark.parametrize(
    ("left", "status", "minutes"), [(195, "present", 180), (100, "left_early", 100), (None, "present", 180)]
)
def test_join_and_leave_times_count_once_staff_accept_them(left, status, minutes):
    clinic = days.make_running(people=1)
    end = None if left is None else days.NINE + days.minutes(left)
    line = actions.propose_telehealth_times(
        by=clinic.by_counselor, attendance=clinic.lines[0], joined_at=days.NINE, left_at=end, at=days.NINE
    )
    assert Attendance.objects.get(pk=line.pk).credited_minutes == 0
    line = actions.accept_proposed(by=clinic.by_counselor, attendance=line, version=2, at=days.NINE + days.minutes(200))
    line = Attendance.objects.get(pk=line.pk)
    assert (line.status, line.credited_minutes, line.mode) == (status, minutes, "telehealth")
    assert line.proposed_arrived_at is None
