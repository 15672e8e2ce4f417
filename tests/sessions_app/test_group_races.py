"""Two at once about a group: one is obeyed, the other waits or is told."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.core.errors import Refusal
from sessions_app.actions import groups
from sessions_app.models import OpenGroupMember, OpenMeeting
from tests.factories import open_groups as made
from tests.factories.open_groups import AT
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    return made.make_house()


def test_the_last_place_goes_to_one_and_the_others_wait(house):
    group = made.make_group(house, capacity=1, rhythm=False)
    people = [made.make_former(house) for _ in range(3)]
    race(*(lambda one=one: made.sign_up(house, group, one) for one in people))
    assert sorted(OpenGroupMember.objects.values_list("status", flat=True)) == ["member", "waiting", "waiting"]


def test_two_who_sign_up_the_same_person_put_them_on_the_list_once(house):
    group = made.make_group(house, rhythm=False)
    one = made.make_former(house)
    came = race(*(lambda: made.sign_up(house, group, one) for _ in range(2)))
    assert sum(isinstance(each, Refusal) for each in came) == 1
    assert OpenGroupMember.objects.count() == 1


def test_two_runs_make_every_meeting_once(house):
    group = made.make_group(house)
    later = AT + dt.timedelta(weeks=4)
    came = race(*(lambda: groups.make_meetings(by=SYSTEM, at=later) for _ in range(2)))
    assert sorted(len(each.made) for each in came) == [0, 4]
    assert OpenMeeting.objects.filter(group=group).count() == 14


def test_two_who_move_one_meeting(house):
    meeting = made.first_meeting(made.make_group(house))
    came = race(*(
        lambda hour=hour: groups.move_meeting(
            by=house.by_director, meeting=meeting, version=1, starts_at=dt.datetime(2026, 3, 6, hour), at=AT
        )
        for hour in (17, 19)
    ))  # fmt: skip
    assert sum(isinstance(each, Refusal) for each in came) == 1


def test_two_meetings_want_one_room_at_the_same_moment(house):
    first, second = (made.make_group(house, rhythm=False) for _ in range(2))
    made.set_rhythm(house, first, weekday=1, lead=None)
    made.set_rhythm(house, second, weekday=2, lead=None)
    came = race(*(
        lambda group=group: groups.move_meeting(
            by=house.by_director, meeting=made.first_meeting(group), version=1, starts_at=dt.datetime(2026, 3, 6, 17), at=AT
        )
        for group in (first, second)
    ))  # fmt: skip
    assert sum(isinstance(each, Refusal) for each in came) == 1
