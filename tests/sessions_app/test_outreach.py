"""The call list, its outcomes and what follows from them."""

from __future__ import annotations

import pytest

from clients.models import Concern
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid
from iop.work.models import WorkItem
from scheduling import actions as scheduling
from sessions_app import actions, coverage, tasks
from sessions_app.models import Attendance, SessionComponent
from tests.factories import days

pytestmark = pytest.mark.django_db
LATER = days.NINE + days.minutes(15)


def call(clinic, outcome, *, line=None, at=LATER, **fields):
    fields = {"by": clinic.by_case_manager, "attendance": line or clinic.lines[0], "method": "phone", **fields}
    return actions.record_outreach(outcome=outcome, at=at, **fields)


def listed(clinic, at=LATER):
    return [item.line.pk for item in actions.call_list(clinic.session, at)]


def test_who_is_missing_is_listed_fifteen_minutes_after_the_start():
    clinic = days.make_running(people=2)
    actions.mark(by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="present", at=days.NINE)
    assert listed(clinic, LATER - days.minutes(1)) == []
    assert listed(clinic) == [clinic.lines[1].pk]


@pytest.mark.parametrize(
    ("outcome", "stays"),
    [
        ("no_answer", True),
        ("left_message", True),
        ("reached_coming", False),
        ("reached_excused", False),
        ("reached_declined", False),
    ],
)
def test_an_outcome_takes_somebody_off_the_list_unless_nobody_answered(outcome, stays):
    clinic = days.make_running(people=1)
    call(clinic, outcome)
    assert bool(listed(clinic)) is stays


def test_who_cannot_come_is_excused_with_their_reason():
    clinic = days.make_running(people=1)
    call(clinic, "reached_excused", note="Child is ill")
    line = Attendance.objects.get(pk=clinic.lines[0].pk)
    assert (line.status, line.absence_reason, line.changes.count()) == ("absent_excused", "Child is ill", 1)


def test_a_worry_about_safety_raises_a_concern():
    clinic = days.make_running(people=1)
    call(clinic, "safety_worry", note="Sounded hopeless", by=clinic.by_counselor)
    concern = Concern.objects.get()
    assert (concern.kind, concern.session_id, concern.client_id) == (
        "suicidal",
        clinic.session.pk,
        clinic.lines[0].client_id,
    )
    assert WorkItem.objects.filter(kind="concern").count() == 1


def test_the_call_becomes_work_once_and_is_done_with_the_outcome(at):
    clinic = days.make_running(people=1)
    at(LATER)
    assert tasks.call_absentees() == 1
    assert tasks.call_absentees() == 0
    item = WorkItem.objects.get(kind="call_absent")
    assert (item.client_id, item.role_key) == (clinic.lines[0].client_id, "case_manager")
    call(clinic, "reached_declined")
    item.refresh_from_db()
    assert item.status == "done"


def test_who_is_here_is_not_called():
    clinic = days.make_running(people=1)
    actions.mark(by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="present", at=days.NINE)
    with pytest.raises(Conflict, match="not missing"):
        call(clinic, "no_answer")


@pytest.mark.parametrize(("method", "outcome"), [("pigeon", "no_answer"), ("phone", "flew_away")])
def test_unknown_words_are_refused(method, outcome):
    clinic = days.make_running(people=1)
    with pytest.raises(Invalid):
        call(clinic, outcome, method=method)


def test_the_topic_most_of_the_group_lacks_is_proposed_first():
    clinic = days.make_running(people=2)
    first, _ = (
        scheduling.save_topic(by=SYSTEM, title=title, category="group", at=days.AT) for title in ("Triggers", "Sleep")
    )
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    actions.set_component_topic(by=clinic.by_counselor, component=part, topic=first, at=days.NINE)
    actions.mark(by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="present", at=days.NINE)
    later = SessionComponent.objects.filter(kind__key="process", session__on__gt=days.TODAY).earliest("starts_at")
    found = coverage.propose(later)
    assert [(item.title, item.covered, str(item.reason)) for item in found] == [
        ("Sleep", 0, "New to everybody here."),
        ("Triggers", 1, "New to 1 of 2."),
    ]
    matrix = coverage.matrix([line.client_id for line in clinic.lines])
    assert matrix.covered(clinic.lines[0].client_id, first.pk) == 1
    assert matrix.covered(clinic.lines[1].client_id, first.pk) == 0
