"""Places in groups: who gets one, who waits, and who is taken off."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from clients.actions import consents
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, NotAllowed, Stale
from iop.notifications.models import Message
from iop.work.models import WorkItem
from sessions_app import open_groups
from sessions_app.actions import groups
from sessions_app.models import OpenGroupMember
from tests.factories import ground, scheduling
from tests.factories import open_groups as made
from tests.factories.consents import signed
from tests.factories.open_groups import AT, MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return made.make_house()


@pytest.fixture
def group(house):
    return made.make_group(house, capacity=2)


def test_somebody_who_has_finished_and_agreed_gets_a_place_from_today(house, group):
    member = made.sign_up(house, group, made.make_former(house))
    assert (member.status, member.joined_on) == ("member", MONDAY)


def test_somebody_who_has_not_agreed_is_told_what_is_missing(house, group):
    with pytest.raises(Conflict) as refused:
        made.sign_up(house, group, made.make_former(house, agreed=False))
    assert (refused.value.code, "Contact after treatment" in str(refused.value)) == ("may_not_come", True)


def test_past_the_last_place_people_wait(house, group):
    found = [made.sign_up(house, group, made.make_former(house)).status for _ in range(3)]
    assert found == ["member", "member", "waiting"]


def test_nobody_is_on_a_list_twice(house, group):
    client = made.make_former(house)
    made.sign_up(house, group, client)
    with pytest.raises(Conflict) as refused:
        made.sign_up(house, group, client)
    assert refused.value.code == "already_there"


def test_whoever_left_may_come_back(house, group):
    client = made.make_former(house)
    first = made.sign_up(house, group, client)
    groups.leave(by=house.by_counselor, member=first, version=1, reason="wish", at=AT)
    made.sign_up(house, group, client)
    assert sorted(OpenGroupMember.objects.values_list("status", flat=True)) == ["left", "member"]


def test_a_place_given_up_goes_to_who_has_waited_longest_and_they_are_told(house, group):
    members = [made.sign_up(house, group, made.make_former(house)) for _ in range(2)]
    waits, _later = (made.make_former(house) for _ in range(2))
    scheduling.let_text(waits)
    for number, client in enumerate((waits, _later)):
        made.sign_up(house, group, client, at=AT + dt.timedelta(minutes=number))
    groups.leave(by=house.by_counselor, member=members[0], version=1, reason="moved", at=AT + dt.timedelta(hours=1))
    assert OpenGroupMember.objects.get(client=waits).status == "member"
    assert Message.objects.get(template="group_place").recipient_id == waits.pk


def test_who_waited_and_gets_no_messages_is_called(house, group):
    members = [made.sign_up(house, group, made.make_former(house)) for _ in range(3)]
    groups.leave(by=house.by_counselor, member=members[0], version=1, reason="wish", at=AT)
    assert WorkItem.objects.filter(subject_kind="sessions_app.openmeeting", assignee=house.counselor).count() == 1


def test_a_taken_back_agreement_ends_the_place_at_once(house, group):
    client = made.make_former(house)
    made.sign_up(house, group, client)
    consents.revoke(by=house.by_counselor, consent=client.alumni, at=AT, method="written")
    assert open_groups.places_taken(group.pk, MONDAY) == 0
    assert not open_groups.expected(made.first_meeting(group), MONDAY).exists()


def test_the_next_run_takes_them_off_with_the_reason(house, group):
    client = made.make_former(house)
    made.sign_up(house, group, client)
    consents.revoke(by=house.by_counselor, consent=client.alumni, at=AT, method="written")
    assert groups.make_meetings(by=SYSTEM, at=AT).taken_off == 1
    assert OpenGroupMember.objects.get().left_reason == "agreement_ended"


def test_an_agreement_that_ran_out_ends_the_place_too(house, group):
    client = made.make_former(house, agreed=False)
    signed(house, client, "alumni", expires_on=MONDAY + dt.timedelta(days=3))
    made.sign_up(house, group, client)
    later = AT + dt.timedelta(days=4)
    assert groups.make_meetings(by=SYSTEM, at=later).taken_off == 1


def test_their_place_goes_to_who_waits(house, group):
    clients = [made.make_former(house) for _ in range(3)]
    for client in clients:
        made.sign_up(house, group, client)
    consents.revoke(by=house.by_counselor, consent=clients[0].alumni, at=AT, method="written")
    groups.make_meetings(by=SYSTEM, at=AT)
    assert OpenGroupMember.objects.get(client=clients[2]).status == "member"


def test_people_in_treatment_come_to_a_group_for_them_without_that_form(house):
    group = made.make_group(house, kind="support", audience="clients")
    assert made.sign_up(house, group, made.make_present(house)).status == "member"


def test_a_relative_comes_to_a_group_for_relatives(house):
    group = made.make_group(house, kind="family_education", audience="relatives")
    person = made.make_relative(made.make_present(house))
    assert groups.sign_up(by=house.by_counselor, group=group, person=person, at=AT).status == "member"


def test_a_relative_of_nobody_whom_the_colleague_may_see_is_refused(house):
    group = made.make_group(house, kind="family_education", audience="relatives")
    person = made.make_relative(made.make_present(made.make_house()))
    with pytest.raises(NotAllowed):
        groups.sign_up(by=house.by_counselor, group=group, person=person, at=AT)


def test_a_chart_of_another_site_is_not_signed_up(house, group):
    with pytest.raises(NotAllowed):
        made.sign_up(house, group, made.make_former(made.make_house()))


def test_billing_signs_nobody_up(house, group):
    biller = actor_of(ground.make_staff("biller", site=house.site).pk, AT)
    with pytest.raises(NotAllowed):
        groups.sign_up(by=biller, group=group, client=made.make_former(house), at=AT)


def test_a_stale_leaving_is_told(house, group):
    member = made.sign_up(house, group, made.make_former(house))
    with pytest.raises(Stale):
        groups.leave(by=house.by_counselor, member=member, version=4, reason="wish", at=AT)


def test_nobody_leaves_twice(house, group):
    member = made.sign_up(house, group, made.make_former(house))
    groups.leave(by=house.by_counselor, member=member, version=1, reason="wish", at=AT)
    with pytest.raises(Conflict):
        groups.leave(by=house.by_counselor, member=member, version=2, reason="wish", at=AT)


def test_the_database_wants_exactly_one_of_client_and_relative(house, group):
    client = made.make_former(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenGroupMember.objects.create(
            group=group, client=client, person=made.make_relative(client), status="member", joined_on=MONDAY
        )


def test_a_restricted_chart_is_not_in_the_list_of_others(house, group):
    client = made.make_former(house)
    made.sign_up(house, group, client)
    type(client).objects.filter(pk=client.pk).update(is_restricted=True, restricted_reason="Sibling of a colleague")
    assert not OpenGroupMember.objects.visible_to(house.by_counselor, at=AT).exists()
