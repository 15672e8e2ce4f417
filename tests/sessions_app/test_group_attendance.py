"""Who came to a meeting; and that it counts nowhere else."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, NotAllowed
from iop.work.models import WorkItem
from sessions_app import hours, open_groups
from sessions_app.actions import groups
from sessions_app.models import Attendance, OpenAttendance, OpenMeeting
from tests.factories import open_groups as made
from tests.factories.open_groups import AT, EVENING, MONDAY

pytestmark = pytest.mark.django_db
AFTER = EVENING + dt.timedelta(hours=2)


@pytest.fixture
def house():
    return made.make_house()


@pytest.fixture
def evening(house):
    house.group = made.make_group(house)
    house.meeting = made.first_meeting(house.group)
    house.members = [made.sign_up(house, house.group, made.make_former(house)) for _ in range(2)]
    return house


def mark(house, status="came", number=0, at=EVENING, **fields):
    return groups.mark_presence(
        by=house.by_counselor, meeting=house.meeting, member=house.members[number], status=status, at=at, **fields
    )


def finish(house, at=AFTER, **fields):
    return groups.finish_meeting(by=house.by_counselor, meeting=house.meeting, at=at, **fields)


def test_whoever_came_was_there_all_the_time(evening):
    assert mark(evening).minutes == 90


def test_somebody_left_earlier(evening):
    assert mark(evening, minutes=40).minutes == 40


def test_the_last_word_counts(evening):
    mark(evening)
    mark(evening, "excused")
    line = OpenAttendance.objects.get()
    assert (line.status, line.minutes, line.version) == ("excused", 0, 2)


def test_a_mark_is_taken_back_before_the_meeting_is_finished(evening):
    mark(evening)
    mark(evening, "")
    assert not OpenAttendance.objects.exists()


def test_a_mark_of_a_finished_meeting_is_changed_and_not_taken_back(evening):
    finish(evening)
    mark(evening, "came", at=AFTER)
    with pytest.raises(Conflict):
        mark(evening, "", at=AFTER)


def test_nobody_is_marked_long_before_a_meeting(evening):
    with pytest.raises(NotAllowed):
        mark(evening, at=AT)


def test_nobody_came_to_a_cancelled_meeting(evening):
    groups.cancel_meeting(by=evening.by_director, meeting=evening.meeting, version=1, reason="Snow", at=AT)
    with pytest.raises(NotAllowed):
        mark(evening)


def test_whoever_joined_later_was_not_expected(evening):
    late = made.sign_up(evening, evening.group, made.make_former(evening), at=EVENING + dt.timedelta(days=3))
    with pytest.raises(Conflict):
        groups.mark_presence(by=evening.by_counselor, meeting=evening.meeting, member=late, status="came", at=AFTER)


def test_finishing_says_of_the_others_that_they_did_not_come(evening):
    mark(evening)
    finish(evening, guests=2, topic="Holidays")
    counted = open_groups.counted([evening.meeting.pk])[evening.meeting.pk]
    row = OpenMeeting.objects.get(pk=evening.meeting.pk)
    assert (counted.came, counted.missed, row.status, row.guests, row.topic) == (1, 1, "held", 2, "Holidays")


def test_a_meeting_is_not_finished_before_it_has_begun(evening):
    with pytest.raises(Conflict):
        finish(evening, at=EVENING - dt.timedelta(minutes=5))


def test_the_next_morning_who_leads_is_asked_once(evening):
    at = AFTER + dt.timedelta(hours=12)
    assert [groups.ask_for_attendance(by=SYSTEM, at=at) for _ in range(2)] == [1, 0]
    assert WorkItem.objects.open().get(subject_id=evening.meeting.pk).assignee == evening.counselor


def test_finishing_settles_what_was_asked(evening):
    groups.ask_for_attendance(by=SYSTEM, at=AFTER + dt.timedelta(hours=12))
    finish(evening)
    assert not WorkItem.objects.open().filter(subject_id=evening.meeting.pk).exists()


def test_no_minute_counts_as_treatment(house):
    house.group = made.make_group(house, kind="support", audience="clients")
    house.meeting = made.first_meeting(house.group)
    client = made.make_present(house)
    house.members = [made.sign_up(house, house.group, client)]
    mark(house)
    week = hours.weeks([client.pk], week_of=MONDAY, at=AFTER)[client.pk]
    assert (week.attended, Attendance.objects.count()) == (0, 0)
