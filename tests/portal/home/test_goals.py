"""How a client says from outside how the goals of their last wrap-up went."""

import datetime as dt

import pytest
from django.urls import reverse

from iop.core import clock
from sessions_app.actions.checkins import goals_to_review
from sessions_app.models import Attendance, ProgramSession, ShortTermGoal
from tests.factories.days import NINE, lines_of, make_running
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
EVENING = NINE + dt.timedelta(hours=10)


@pytest.fixture
def goal():
    day = make_running(people=2)
    line = lines_of(day.session)[0]
    return ShortTermGoal.objects.create(
        client=line.client, attendance=line, text="Call my sister", due_at=NINE + dt.timedelta(days=1)
    )


def _mark(browser, goal, outcome, version=1):
    said = {"version": version, "outcome": outcome}
    with clock.frozen(EVENING):
        return browser.post(reverse("my_goal", args=[goal.pk]), said)


def test_a_goal_is_marked_from_home(client, goal):
    enter(client, make_account(client=goal.client))
    _mark(client, goal, "partly", goal.version)
    goal.refresh_from_db()
    assert (goal.outcome, goal.outcome_at) == ("partly", EVENING)


def test_the_next_group_opens_with_the_answer(client, goal):
    enter(client, make_account(client=goal.client))
    _mark(client, goal, "kept", goal.version)
    after = ProgramSession.objects.filter(starts_at__gt=EVENING, roster__client=goal.client).order_by("starts_at")[0]
    assert goals_to_review(after, [goal.client_id])[goal.client_id][0].outcome == "kept"


def test_an_answer_is_taken_back(client, goal):
    enter(client, make_account(client=goal.client))
    _mark(client, goal, "kept", goal.version)
    _mark(client, goal, "", goal.version + 1)
    goal.refresh_from_db()
    assert (goal.outcome, goal.reviewed_in) == ("", None)


def test_a_goal_already_talked_about_stays(client, goal):
    enter(client, make_account(client=goal.client))
    goal.outcome, goal.outcome_at, goal.reviewed_in = "not", EVENING, Attendance.objects.get(pk=goal.attendance_id)
    goal.save()
    assert _mark(client, goal, "kept", goal.version).status_code == 409


def test_the_goal_of_somebody_else_does_not_exist(client, goal):
    other = Attendance.objects.exclude(client=goal.client).first()
    enter(client, make_account(client=other.client))
    assert _mark(client, goal, "kept", goal.version).status_code == 404


def test_a_word_that_is_no_answer_is_refused(client, goal):
    enter(client, make_account(client=goal.client))
    assert _mark(client, goal, "brilliant", goal.version).status_code == 400
