"""Moving, cancelling and staffing a meeting, and telling people of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.notifications.models import Message
from iop.work.models import WorkItem
from scheduling.models import BusyTime
from sessions_app.actions import groups
from sessions_app.group_messages import no_longer_wanted
from sessions_app.models import OpenMeeting
from tests.factories import open_groups as made
from tests.factories import scheduling
from tests.factories.open_groups import AT, EVENING, THURSDAY

pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 3, 6, 17)


@pytest.fixture
def house():
    return made.make_house()


@pytest.fixture
def group(house):
    return made.make_group(house)


@pytest.fixture
def told(house, group):
    """Somebody on the list who gets texts."""
    client = made.make_former(house)
    scheduling.let_text(client)
    made.sign_up(house, group, client)
    return client


def move(house, group, **fields):
    meeting = made.first_meeting(group)
    known = {"meeting": meeting, "version": meeting.version, "starts_at": FRIDAY, "at": AT}
    return groups.move_meeting(by=house.by_director, **{**known, **fields})


def cancel(house, group, **fields):
    meeting = made.first_meeting(group)
    known = {"meeting": meeting, "version": meeting.version, "reason": "The room floods", "at": AT}
    return groups.cancel_meeting(by=house.by_director, **{**known, **fields})


def test_a_moved_meeting_keeps_its_length_and_takes_its_new_time(house, group):
    move(house, group)
    row = made.first_meeting(group)
    assert (row.on, row.ends_at - row.starts_at) == (FRIDAY.date(), dt.timedelta(minutes=90))
    assert {busy.starts_at for busy in BusyTime.objects.filter(source_id=row.pk)} == {row.starts_at}


def test_people_are_told_of_a_move_in_neutral_words(house, group, told):
    assert move(house, group).messages == 1
    body = Message.objects.get(template="group_moved").body
    assert body.startswith("Thursday circle: instead of Thursday, March 5, 6:30")
    assert group.name not in body


def test_whoever_gets_no_messages_is_called(house, group):
    made.sign_up(house, group, made.make_former(house))
    assert move(house, group).calls == 1
    item = WorkItem.objects.get(subject_kind="sessions_app.openmeeting")
    assert item.assignee_id == house.counselor.pk


def test_a_move_onto_a_closed_day_is_refused(house, group):
    clinic.add_closure(by=SYSTEM, site_id=house.site.pk, starts_on=FRIDAY.date(), ends_on=FRIDAY.date(), reason="Snow")
    with pytest.raises(Invalid) as refused:
        move(house, group)
    assert "Snow" in str(refused.value)


@pytest.mark.parametrize(
    "starts_at", [dt.datetime(2026, 3, 1, 17), dt.datetime(2026, 3, 8, 2, 30)], ids=["past", "skipped hour"]
)
def test_a_move_to_no_time_is_refused(house, group, starts_at):
    with pytest.raises(Invalid) as refused:
        move(house, group, starts_at=starts_at)
    assert refused.value.field == "starts_at"


def test_a_move_onto_a_taken_room_names_what_is_there(house, group):
    other = made.make_group(house, rhythm=False)
    made.set_rhythm(house, other, weekday=4, starts_at=dt.time(17), lead=None)
    with pytest.raises(Conflict) as refused:
        move(house, group)
    assert str(refused.value).startswith("Oak already has a group's meeting")


def test_a_meeting_that_somebody_changed_is_not_moved(house, group):
    with pytest.raises(Stale):
        move(house, group, version=9)


def test_a_counselor_does_not_move_meetings(house, group):
    meeting = made.first_meeting(group)
    with pytest.raises(NotAllowed):
        groups.move_meeting(by=house.by_counselor, meeting=meeting, version=1, starts_at=FRIDAY, at=AT)


def test_a_cancelled_meeting_gives_its_time_back_and_people_are_told(house, group, told):
    assert cancel(house, group).messages == 1
    row = made.first_meeting(group)
    assert (row.status, BusyTime.objects.filter(source_id=row.pk).count()) == ("cancelled", 0)


def test_a_meeting_is_not_cancelled_without_a_reason(house, group):
    with pytest.raises(Invalid) as refused:
        cancel(house, group, reason="  ")
    assert refused.value.field == "reason"


def test_a_cancelled_meeting_is_not_made_again(house, group):
    cancel(house, group)
    assert groups.make_meetings(by=SYSTEM, at=AT).made == []


def test_a_cancelled_meeting_is_not_moved(house, group):
    cancel(house, group)
    with pytest.raises(NotAllowed):
        move(house, group)


def test_the_message_about_an_earlier_move_is_withdrawn(house, group, told):
    move(house, group)
    cancel(house, group)
    assert dict(Message.objects.values_list("template", "status")) == {
        "group_moved": "withdrawn", "group_cancelled": "waiting",
    }  # fmt: skip


def test_a_message_does_not_leave_once_they_no_longer_agree(house, group, told):
    from clients.actions import consents

    move(house, group)
    messages = list(Message.objects.all())
    assert no_longer_wanted(messages, AT) == set()
    consents.revoke(by=house.by_counselor, consent=told.alumni, at=AT, method="written")
    assert no_longer_wanted(messages, AT) == {messages[0].pk}


def test_another_colleague_leads(house, group):
    meeting = made.first_meeting(group)
    groups.change_meeting(by=house.by_director, meeting=meeting, version=1, lead=house.case_manager, at=AT)
    assert OpenMeeting.objects.get(pk=meeting.pk).lead == house.case_manager


def test_a_colleague_of_another_site_does_not_lead(house, group):
    with pytest.raises(Invalid) as refused:
        groups.change_meeting(
            by=house.by_director, meeting=made.first_meeting(group), version=1, lead=made.make_house().counselor, at=AT
        )
    assert refused.value.field == "lead"


def test_nobody_leads_with_themselves(house, group):
    with pytest.raises(Invalid) as refused:
        groups.change_meeting(
            by=house.by_director, meeting=made.first_meeting(group), version=1, co_lead=house.counselor, at=AT
        )
    assert refused.value.field == "co_lead"


def test_the_database_keeps_what_was_cancelled(house, group):
    cancel(house, group)
    with pytest.raises(InternalError), transaction.atomic():
        OpenMeeting.objects.filter(group=group, status="cancelled").delete()


def test_the_database_makes_no_meeting_twice(house, group):
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenMeeting.objects.create(
            group=group, original_on=THURSDAY, on=THURSDAY, starts_at=EVENING, ends_at=EVENING + dt.timedelta(hours=1)
        )
