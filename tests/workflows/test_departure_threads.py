"""A colleague leaves: what they write about with clients gets somebody who can read it, or is the team's again."""

import datetime as dt

import pytest

from clients.models import CareTeamMembership, Client, Thread
from iop.clinic.actors import actor_of
from iop.work.actions import hand_over as work_moves
from iop.work.models import WorkItem
from iop.workflows import departure_threads
from tests.factories import threads as made
from tests.factories.clients import AT, TODAY, make_site, make_staff
from tests.factories.threads import HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    talk = made.make_talk()
    talk.thread = made.begin(talk)
    made.answer(talk, talk.thread)
    made.write(talk, talk.thread, at=AT + 2 * HOUR)
    talk.admin = actor_of(make_staff(talk.site, "site_admin").pk, AT)
    return talk


def leaves(talk, heir=None):
    if heir:
        work_moves(by=talk.admin, from_staff_id=talk.counselor.pk, to_staff_id=heir.pk)
    departure_threads.hand_over(
        by=talk.admin, staff_id=talk.counselor.pk, left_on=TODAY, to_staff_id=heir.pk if heir else None, at=AT
    )
    return Thread.objects.get()


def test_the_heir_answers_from_then_on(talk):
    assert leaves(talk, talk.manager).assigned_to == talk.manager
    assert WorkItem.objects.open().get(kind="thread_waits").assignee_id == talk.manager.pk


def test_an_heir_of_another_site_cannot_read_it(talk):
    assert leaves(talk, make_staff(make_site(), "counselor")).assigned_to is None


def test_a_restricted_charts_thread_goes_to_nobody_outside_its_team(talk):
    Client.objects.filter(pk=talk.client.pk).update(is_restricted=True, restricted_reason="Works here.")
    assert leaves(talk, talk.manager).assigned_to is None


def test_closed_threads_stay_as_they_were(talk):
    made.answer(talk, talk.thread, at=AT + 3 * HOUR)
    made.close(talk, talk.thread)
    assert leaves(talk, talk.manager).assigned_to == talk.counselor


def test_it_is_said_beforehand(talk):
    [line] = departure_threads.preview(talk.counselor.pk, TODAY, AT)
    assert "1 thread" in str(line)


def test_the_team_is_that_of_the_day_they_leave(talk):
    CareTeamMembership.objects.filter(staff=talk.counselor).update(ends_on=TODAY)
    departure_threads.hand_over(
        by=talk.admin, staff_id=talk.counselor.pk, left_on=TODAY + dt.timedelta(days=1), to_staff_id=None, at=AT
    )
    item = WorkItem.objects.open().get(kind="thread_waits")
    assert (item.assignee_id, item.role_key) == (None, "counselor")
