"""Following somebody up: what opens a case, moves it on and closes it, and whose work it is."""

from __future__ import annotations

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid
from iop.work.models import WorkItem
from scheduling import actions as scheduling
from sessions_app import actions
from sessions_app.actions.absence.stepping import do_step, leave_out_step, settle_case
from sessions_app.models import AbsenceCase, AbsenceCaseStep
from tests.factories import absence, days

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def clinic():
    return absence.make_clinic()


def open_work(kind="absence_step"):
    return [(item.role_key, item.summary) for item in WorkItem.objects.open().filter(kind=kind).order_by("due_at")]


def test_a_miss_opens_a_case_once_with_its_steps(clinic):
    absence.hold(clinic, 0, "absent")
    assert absence.watch(clinic, 0).opened == 1
    assert absence.watch(clinic, 0).all == 0
    case = AbsenceCase.objects.get()
    assert case.steps.count() == 4
    assert case.first_line_id == case.newest_line_id == absence.line_of(clinic, 0).pk


def test_without_a_policy_nothing_is_followed_up():
    clinic = absence.make_clinic(policy=False)
    absence.hold(clinic, 0, "absent")
    assert absence.watch(clinic, 0).all == 0


@pytest.mark.parametrize("status", ["present", "absent_excused"])
def test_who_came_or_was_excused_is_not_followed_up(clinic, status):
    absence.hold(clinic, 0, status)
    assert absence.watch(clinic, 0).opened == 0


def test_a_step_becomes_work_when_it_opens_and_not_before(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    assert open_work() == [("case_manager", "Call the same day")]
    absence.watch(clinic, 0, after=ONE_DAY - days.minutes(1))
    assert len(open_work()) == 1
    absence.watch(clinic, 0, after=ONE_DAY)
    assert open_work()[1] == ("case_manager", "Call as the counselor")


def test_the_first_call_is_not_asked_for_twice_while_the_day_runs(clinic):
    absence.hold(clinic, 0, "absent")
    actions.call_absentees(by=SYSTEM, at=clinic.sessions[0].starts_at + days.minutes(40))
    absence.watch(clinic, 0)
    assert (len(open_work("call_absent")), open_work()) == (1, [])


def test_the_call_list_does_the_first_step(clinic):
    line = absence.hold(clinic, 0, "absent")[0]
    absence.watch(clinic, 0)
    actions.record_outreach(
        by=clinic.by_case_manager, attendance=line, method="phone", outcome="no_answer",
        at=clinic.sessions[0].starts_at + days.minutes(70),
    )  # fmt: skip
    done = AbsenceCaseStep.objects.get(done_at__isnull=False)
    assert (done.step.words, done.outreach.outcome, open_work()) == ("Call the same day", "no_answer", [])


def test_coming_back_closes_the_case_and_drops_its_work(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    absence.hold(clinic, 1, "present")
    absence.watch(clinic, 1)
    case = AbsenceCase.objects.get()
    assert (case.end, open_work()) == ("returned", [])


def test_a_second_miss_moves_the_case_on_and_brings_the_next_step_forward(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    case = AbsenceCase.objects.get()
    for step in case.steps.filter(step__position__lte=1):
        leave_out_step(by=clinic.by_case_manager, step=step, reason="On holiday", at=days.NINE + days.minutes(90))
    absence.hold(clinic, 1, "absent")
    absence.watch(clinic, 1)
    case.refresh_from_db()
    contact = case.steps.get(step__position=2)
    assert case.newest_line_id == absence.line_of(clinic, 1).pk
    assert contact.opens_at == clinic.sessions[1].starts_at + days.minutes(60)


def test_reached_and_excused_ends_it(clinic):
    line = absence.hold(clinic, 0, "absent")[0]
    absence.watch(clinic, 0)
    actions.record_outreach(
        by=clinic.by_case_manager, attendance=line, method="phone", outcome="reached_excused", note="Child is ill",
        at=clinic.sessions[0].starts_at + days.minutes(70),
    )  # fmt: skip
    assert AbsenceCase.objects.get().end == "excused"


def test_a_mark_that_was_wrong_is_corrected(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    absence.hold(clinic, 0, "late")
    absence.watch(clinic, 0, after=days.minutes(90))
    assert AbsenceCase.objects.get().end == "corrected"


def test_the_end_of_the_stay_ends_it(clinic):
    from iop.workflows.discharge import discharge

    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    at = days.NINE + dt.timedelta(hours=3)
    discharge(
        by=clinic.by_director, episode=clinic.enrolments[0].episode, on=days.TODAY, kind="transferred",
        reason="Moved away", at=at,
    )  # fmt: skip
    absence.watch(clinic, 0, after=dt.timedelta(hours=4))
    assert (AbsenceCase.objects.get().end, open_work()) == ("left", [])


def test_the_same_miss_is_not_followed_up_again_after_it_was_settled(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    settle_case(by=clinic.by_case_manager, case=AbsenceCase.objects.get(), note="Travels, back on Friday", at=days.NINE)
    assert absence.watch(clinic, 0, after=days.minutes(90)).opened == 0
    absence.hold(clinic, 1, "absent")
    assert absence.watch(clinic, 1).opened == 1


def test_a_step_is_done_once(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    step = AbsenceCaseStep.objects.order_by("opens_at").first()
    do_step(by=clinic.by_case_manager, step=step, outcome="left_message", at=days.NINE + days.minutes(70))
    with pytest.raises(Conflict, match="already done"):
        do_step(by=clinic.by_case_manager, step=step, outcome="no_answer", at=days.NINE + days.minutes(80))


def test_leaving_a_step_out_needs_a_reason(clinic):
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    with pytest.raises(Invalid, match="Say why"):
        leave_out_step(by=clinic.by_case_manager, step=AbsenceCaseStep.objects.first(), reason=" ", at=days.NINE)


def test_a_cancelled_day_is_no_miss(clinic):
    actions.cancel_session(
        by=clinic.by_director, session=clinic.sessions[1], version=clinic.sessions[1].version, reason="Snow", at=days.AT
    )
    assert absence.watch(clinic, 1).opened == 0


def test_a_day_during_a_pause_is_no_miss(clinic):
    absence.hold(clinic, 0, "absent")
    scheduling.pause(
        by=SYSTEM,
        enrolment=clinic.enrolments[0],
        starts_on=days.TODAY,
        ends_on=days.TODAY + ONE_DAY,
        reason="Surgery",
        at=days.AT,
    )
    assert absence.watch(clinic, 0).opened == 0
