"""Setting groups up, their rhythm, and the meetings made from it."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.notifications.models import Message
from iop.work.models import WorkItem
from scheduling.actions import block_staff
from scheduling.models import BusyTime
from sessions_app.actions import groups
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenMeeting
from tests.factories import open_groups as made
from tests.factories import scheduling
from tests.factories.open_groups import AT, EVENING, MONDAY, THURSDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return made.make_house()


def test_a_group_meets_every_thursday_for_ten_weeks(house):
    group = made.make_group(house)
    found = OpenMeeting.objects.filter(group=group)
    assert (found.count(), found.first().starts_at, found.first().lead) == (10, EVENING, house.counselor)


def test_the_room_and_the_colleague_are_busy_then(house):
    meeting = made.first_meeting(made.make_group(house))
    owners = {
        row.calendar.staff or row.calendar.room for row in BusyTime.objects.filter(source_id=meeting.pk, source="group")
    }
    assert owners == {house.counselor, house.room}


def test_a_second_run_makes_nothing_anew(house):
    made.make_group(house)
    assert groups.make_meetings(by=SYSTEM, at=AT).made == []


def test_a_later_run_makes_what_has_come_into_sight(house):
    made.make_group(house)
    assert len(groups.make_meetings(by=SYSTEM, at=AT + dt.timedelta(weeks=2)).made) == 2


def test_a_neutral_name_that_tells_is_refused(house):
    with pytest.raises(Invalid) as refused:
        made.make_group(house, neutral_name="Recovery circle")
    assert refused.value.field == "neutral_name"


def test_a_counselor_does_not_set_groups_up(house):
    with pytest.raises(NotAllowed):
        groups.save_group(
            by=house.by_counselor, site_id=house.site.pk, kind="alumni", audience="former", name="A", neutral_name="B",
            capacity=3, at=AT,
        )  # fmt: skip


def test_two_groups_of_a_site_have_two_names(house):
    made.make_group(house, name="Evening")
    with pytest.raises(Conflict) as refused:
        made.make_group(house, name="Evening")
    assert refused.value.field == "name"


def test_a_stale_change_of_a_group_is_told(house):
    group = made.make_group(house)
    with pytest.raises(Stale):
        made.make_group(house, group=group, version=7, rhythm=False)


def test_a_group_does_not_shrink_below_its_list(house):
    group = made.make_group(house)
    for _ in range(2):
        made.sign_up(house, group, made.make_former(house))
    read = OpenGroup.objects.get(pk=group.pk).version
    with pytest.raises(Conflict) as refused:
        made.make_group(house, group=group, version=read, capacity=1, rhythm=False)
    assert refused.value.field == "capacity"


def test_a_taken_room_leaves_the_meeting_standing_and_asks_for_another(house):
    made.make_group(house)
    second = made.make_group(house, rhythm=False)
    made.set_rhythm(house, second, lead=None)
    assert made.first_meeting(second).room is None
    assert WorkItem.objects.filter(subject_id=made.first_meeting(second).pk, role_key="clinical_director").exists()


def test_a_colleague_on_leave_is_left_out_of_that_meeting(house):
    end = EVENING + dt.timedelta(days=1)
    block_staff(by=house.by_director, staff=house.counselor, starts_at=EVENING, ends_at=end, reason="Leave", at=AT)
    first, second = OpenMeeting.objects.filter(group=made.make_group(house))[:2]
    assert (first.lead, first.room, second.lead) == (None, house.room, house.counselor)


def test_a_closed_day_has_no_meeting(house):
    clinic.add_closure(by=SYSTEM, site_id=house.site.pk, starts_on=THURSDAY, ends_on=THURSDAY, reason="Snow")
    assert made.first_meeting(made.make_group(house)).on == THURSDAY + dt.timedelta(days=7)


def test_a_closure_entered_later_calls_the_meeting_off_and_tells_people(house):
    group = made.make_group(house)
    client = made.make_former(house)
    scheduling.let_text(client)
    made.sign_up(house, group, client)
    clinic.add_closure(by=SYSTEM, site_id=house.site.pk, starts_on=THURSDAY, ends_on=THURSDAY, reason="Snow")
    report = groups.make_meetings(by=SYSTEM, at=AT)
    assert report.cancelled == [made.first_meeting(group).pk]
    assert Message.objects.get(template="group_cancelled").recipient_id == client.pk


def test_a_new_rhythm_makes_meetings_anew_and_leaves_those_changed_by_hand(house):
    group = made.make_group(house)
    kept = made.first_meeting(group)
    groups.change_meeting(by=house.by_director, meeting=kept, version=1, topic="Holidays", at=AT)
    made.set_rhythm(house, group, weekday=1, starts_at=dt.time(17))
    days = list(OpenMeeting.objects.filter(group=group).values_list("on", flat=True)[:3])
    assert days == [MONDAY + dt.timedelta(days=1), THURSDAY, MONDAY + dt.timedelta(days=8)]


def test_people_are_told_once_of_a_new_rhythm(house):
    group = made.make_group(house)
    client = made.make_former(house)
    scheduling.let_text(client)
    made.sign_up(house, group, client)
    made.set_rhythm(house, group, starts_at=dt.time(19))
    (message,) = Message.objects.filter(template="group_moved")
    assert "Thursday circle" in message.body
    assert "7:00" in message.body


def test_a_rhythm_does_not_rewrite_what_was_held(house):
    group = made.make_group(house)
    with pytest.raises(Invalid) as refused:
        made.set_rhythm(house, group, valid_from=MONDAY - dt.timedelta(days=1))
    assert refused.value.field == "valid_from"


def test_a_room_of_another_site_is_refused(house):
    other = made.make_house()
    with pytest.raises(Conflict) as refused:
        made.make_group(other, rhythm=False) and made.set_rhythm(other, OpenGroup.objects.get(), room=house.room)
    assert refused.value.field == "room"


def test_an_added_meeting_stands_beside_the_rhythm(house):
    group = made.make_group(house)
    meeting = groups.add_meeting(
        by=house.by_director, group=group, starts_at=dt.datetime(2026, 3, 7, 11), minutes=60, at=AT
    )
    assert (meeting.on, meeting.lead_id) == (dt.date(2026, 3, 7), house.counselor.pk)


def test_a_group_does_not_meet_twice_a_day(house):
    group = made.make_group(house)
    with pytest.raises(Conflict):
        groups.add_meeting(by=house.by_director, group=group, starts_at=dt.datetime(2026, 3, 5, 9), minutes=60, at=AT)


def test_a_meeting_is_not_added_in_the_hour_that_the_clocks_skip(house):
    with pytest.raises(Invalid) as refused:
        groups.add_meeting(
            by=house.by_director, group=made.make_group(house), starts_at=dt.datetime(2026, 3, 8, 2, 30), minutes=60,
            at=AT,
        )  # fmt: skip
    assert refused.value.code == "skipped_hour"


def test_an_ended_group_has_no_meetings_ahead_and_nobody_on_its_list(house):
    group = made.make_group(house)
    made.sign_up(house, group, made.make_former(house))
    groups.end_group(by=house.by_director, group=group, ends_on=THURSDAY, at=AT)
    assert [row.on for row in OpenMeeting.objects.filter(group=group)] == [THURSDAY]
    assert OpenGroupMember.objects.get().left_on == THURSDAY + dt.timedelta(days=1)


def test_the_last_meeting_of_an_ended_group_still_takes_attendance(house):
    group = made.make_group(house)
    member = made.sign_up(house, group, made.make_former(house))
    groups.end_group(by=house.by_director, group=group, ends_on=THURSDAY, at=AT)
    groups.mark_presence(
        by=house.by_counselor, meeting=made.first_meeting(group), member=member, status="came", at=EVENING
    )
    assert OpenAttendance.objects.get().minutes == 90
