"""What groups do for other parts: reminders, joined charts, colleagues who leave."""

import datetime as dt

import pytest

from clients.actions import consents
from iop.access.actors import SYSTEM
from iop.notifications.reminders import ALL
from iop.work.models import WorkItem
from iop.workflows import departure_groups
from sessions_app import group_reminders, merging_groups
from sessions_app.actions import groups
from sessions_app.models import OpenGroupMember, OpenGroupRhythm, OpenMeeting
from tests.factories import open_groups as made
from tests.factories.open_groups import AT, EVENING, THURSDAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def house():
    return made.make_house()


@pytest.fixture
def group(house):
    return made.make_group(house)


def wished(first=EVENING - DAY, last=EVENING + DAY):
    return group_reminders.wishes(first, last, AT, ALL)


def test_everybody_on_the_list_may_be_reminded(house, group):
    one = made.make_former(house)
    made.sign_up(house, group, one)
    (wish,) = wished()
    assert (wish.recipient, wish.about[1], wish.starts_at) == (
        ("client", one.pk),
        made.first_meeting(group).pk,
        EVENING,
    )


def test_who_waits_is_not_reminded(house):
    small = made.make_group(house, capacity=1)
    for _ in range(2):
        made.sign_up(house, small, made.make_former(house))
    assert len(wished()) == 1


def test_who_no_longer_agrees_is_not_reminded(house, group):
    one = made.make_former(house)
    made.sign_up(house, group, one)
    consents.revoke(by=house.by_counselor, consent=one.alumni, at=AT, method="written")
    assert wished() == []


def test_nobody_is_reminded_of_a_cancelled_meeting(house, group):
    made.sign_up(house, group, made.make_former(house))
    groups.cancel_meeting(by=house.by_director, meeting=made.first_meeting(group), version=1, reason="Snow", at=AT)
    assert wished() == []


def test_places_follow_a_joined_chart(house, group):
    kept, absorbed = made.make_former(house), made.make_former(house)
    member = made.sign_up(house, group, absorbed)
    (move,) = merging_groups.plan(kept.pk, absorbed.pk, AT).moves
    assert (list(move.ids), move.to) == ([member.pk], kept.pk)


def test_two_places_in_one_group_are_said_before_charts_are_joined(house, group):
    kept, absorbed = made.make_former(house), made.make_former(house)
    for one in (kept, absorbed):
        made.sign_up(house, group, one)
    assert merging_groups.plan(kept.pk, absorbed.pk, AT).why_not


def leave(house, to=None, left_on=THURSDAY):
    departure_groups.hand_over(by=SYSTEM, staff_id=house.counselor.pk, left_on=left_on, to_staff_id=to and to.pk, at=AT)


def test_a_departure_says_how_many_meetings_it_is_about(house, group):
    (words,) = departure_groups.preview(house.counselor.pk, THURSDAY, AT)
    assert str(words).startswith("10 meetings of groups are theirs to lead")


def test_meetings_go_to_the_colleague_who_takes_over(house, group):
    leave(house, to=house.case_manager)
    assert set(OpenMeeting.objects.values_list("lead", flat=True)) == {house.case_manager.pk}


def test_meetings_before_the_departure_stay_with_who_leaves(house, group):
    leave(house, to=house.case_manager, left_on=THURSDAY + DAY)
    assert made.first_meeting(group).lead == house.counselor


def test_later_meetings_are_led_by_them_too(house, group):
    leave(house, to=house.case_manager)
    groups.make_meetings(by=SYSTEM, at=AT + dt.timedelta(weeks=5))
    assert OpenMeeting.objects.latest("starts_at").lead == house.case_manager


def test_without_anybody_the_director_is_asked(house, group):
    leave(house)
    assert not OpenMeeting.objects.filter(lead__isnull=False).exists()
    assert WorkItem.objects.open().filter(role_key="clinical_director").count() == 10


def test_a_second_colleague_leads_alone(house):
    group = made.make_group(house, rhythm=False)
    made.set_rhythm(house, group, co_lead=house.case_manager)
    leave(house)
    row = made.first_meeting(group)
    assert (row.lead, row.co_lead) == (house.case_manager, None)


def test_every_second_week_stays_the_same_weeks(house):
    group = made.make_group(house, rhythm=False)
    made.set_rhythm(house, group, every=2)
    before = list(OpenMeeting.objects.values_list("on", flat=True))
    leave(house, to=house.case_manager, left_on=THURSDAY + 8 * DAY)
    later = AT + dt.timedelta(weeks=8)
    groups.make_meetings(by=SYSTEM, at=later)
    days = sorted(OpenMeeting.objects.values_list("on", flat=True))
    assert {(day - before[0]).days % 14 for day in days} == {0}
    assert days[-1] == dt.date(2026, 6, 25)


def test_the_past_of_a_rhythm_stays(house, group):
    leave(house, to=house.case_manager)
    assert OpenGroupRhythm.objects.filter(group=group).first().lead == house.counselor
    assert OpenGroupMember.objects.count() == 0
