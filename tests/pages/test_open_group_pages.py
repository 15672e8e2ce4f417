"""The pages about groups outside a stay: read, signed up, tapped, moved."""

import datetime as dt

import pytest
from django.urls import reverse

from iop.clinic.actors import actor_of
from sessions_app.actions import groups
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenMeeting
from tests.factories import ground
from tests.factories import open_groups as made
from tests.factories.open_groups import AT, EVENING, MONDAY
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(at):
    at(AT)
    return made.make_house()


@pytest.fixture
def group(house):
    return made.make_group(house, name="Alumni")


def browse(client, staff):
    ground.sign_in(client, staff)
    return client


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_tells_days_next_meeting_and_places(client, house, group):
    made.sign_up(house, group, made.make_former(house))
    html = page(browse(client, house.counselor), "open_groups")
    assert "Every Thursday, 18:30, 1 h 30" in html
    assert "Thu 5 Mar, 18:30–20:00" in html
    assert "1 of 12 places" in html


def test_a_site_without_groups_says_where_to_begin(client, house):
    assert "No group yet" in page(browse(client, house.director), "open_groups")


def test_the_group_names_who_comes_to_those_who_open_charts(client, house, group):
    name = made.sign_up(house, group, made.make_former(house)).client.name
    assert name in page(browse(client, house.counselor), "open_group", group.pk)


def test_the_site_administrator_sees_the_group_and_nobody_in_it(client, house, group):
    name = made.sign_up(house, group, made.make_former(house)).client.name
    admin = ground.make_staff("site_admin", site=house.site)
    browse(client, admin)
    for address in (("open_group", group.pk), ("open_meeting", made.first_meeting(group).pk)):
        html = page(client, *address)
        assert name not in html
        assert "Who comes is shown to those who may open charts." in html


def test_a_restricted_person_is_counted_and_not_named(client, house, group):
    one = made.make_former(house)
    made.sign_up(house, group, one)
    type(one).objects.filter(pk=one.pk).update(is_restricted=True, restricted_reason="Sibling of a colleague")
    html = page(browse(client, house.counselor), "open_group", group.pk)
    assert one.name not in html
    assert "1 person more, whom you may not see" in html


def test_a_group_of_another_site_is_not_there(client, house):
    other = made.make_house()
    address = reverse("open_group", args=[made.make_group(other).pk])
    assert browse(client, house.counselor).get(address).status_code == 404


def test_people_for_whom_it_is_are_found_and_signed_up(client, house, group):
    one, here = made.make_former(house), made.make_present(house)
    browse(client, house.case_manager)
    find = reverse("open_group_find", args=[group.pk])
    assert str(one.pk) in client.post(find, {"words": one.legal_last_name}).content.decode()
    assert str(here.pk) not in client.post(find, {"words": here.legal_last_name}).content.decode()
    client.post(reverse("open_group_sign_up", args=[group.pk]), {"client": str(one.pk)})
    assert OpenGroupMember.objects.get().client == one


def test_a_relative_is_found_by_the_client_and_signed_up(client, house):
    group = made.make_group(house, kind="family_education", audience="relatives")
    one = made.make_present(house)
    person = made.make_relative(one)
    browse(client, house.counselor)
    find = reverse("open_group_find", args=[group.pk])
    html = client.post(find, {"words": one.legal_last_name}).content.decode()
    assert f"brother of {one.name}" in html
    client.post(reverse("open_group_sign_up", args=[group.pk]), {"person": str(person.pk)})
    assert OpenGroupMember.objects.get().person == person


def test_a_relative_of_another_site_is_not_there(client, house):
    group = made.make_group(house, kind="family_education", audience="relatives")
    person = made.make_relative(made.make_present(made.make_house()))
    browse(client, house.counselor)
    answer = client.post(reverse("open_group_sign_up", args=[group.pk]), {"person": str(person.pk)})
    assert answer.status_code == 404


def test_what_is_missing_is_said_instead_of_signing_up(client, house, group):
    one = made.make_former(house, agreed=False)
    browse(client, house.counselor)
    answer = client.post(reverse("open_group_sign_up", args=[group.pk]), {"client": str(one.pk)}, follow=True)
    assert "They have not agreed to contact after treatment." in answer.content.decode()


def test_somebody_is_taken_off_the_list(client, house, group):
    member = made.sign_up(house, group, made.make_former(house))
    browse(client, house.counselor)
    client.post(reverse("open_group_leave", args=[member.pk]), {"reason": "moved", "version": 1})
    assert OpenGroupMember.objects.get().left_reason == "moved"


def test_one_tap_says_who_came(client, house, group, at):
    member = made.sign_up(house, group, made.make_former(house))
    meeting = made.first_meeting(group)
    at(EVENING)
    mark = reverse("open_meeting_mark", args=[meeting.pk])
    answer = browse(client, house.counselor).post(
        mark, {"member": str(member.pk), "status": "came", "was": ""}, headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert OpenAttendance.objects.get().status == "came"
    assert "1 of 1 came" in html
    assert 'hx-swap-oob="true"' in html


def test_the_same_tap_again_takes_it_back(client, house, group, at):
    member = made.sign_up(house, group, made.make_former(house))
    meeting = made.first_meeting(group)
    at(EVENING)
    mark = reverse("open_meeting_mark", args=[meeting.pk])
    browse(client, house.counselor)
    client.post(mark, {"member": str(member.pk), "status": "came", "was": ""})
    client.post(mark, {"member": str(member.pk), "status": "came", "was": "came", "minutes": "90", "was_minutes": "90"})
    assert not OpenAttendance.objects.exists()


def test_other_minutes_are_kept_by_a_tap(client, house, group, at):
    member = made.sign_up(house, group, made.make_former(house))
    meeting = made.first_meeting(group)
    at(EVENING)
    mark = reverse("open_meeting_mark", args=[meeting.pk])
    browse(client, house.counselor)
    client.post(mark, {"member": str(member.pk), "status": "came", "was": ""})
    client.post(mark, {"member": str(member.pk), "status": "came", "was": "came", "minutes": "45", "was_minutes": "90"})
    assert OpenAttendance.objects.get().minutes == 45


def test_a_meeting_is_finished_with_its_guests(client, house, group, at):
    meeting = made.first_meeting(group)
    at(EVENING + dt.timedelta(hours=2))
    browse(client, house.counselor)
    client.post(
        reverse("open_meeting_finish", args=[meeting.pk]),
        {"finish-guests": "3", "finish-topic": "Sleep", "finish-version": "1"},
    )
    row = OpenMeeting.objects.get(pk=meeting.pk)
    assert (row.status, row.guests, row.topic) == ("held", 3, "Sleep")


def test_a_refused_move_keeps_what_was_typed(client, house, group):
    meeting = made.first_meeting(group)
    browse(client, house.director)
    answer = client.post(
        reverse("open_meeting_move", args=[meeting.pk]),
        {"move-on": "2026-02-27", "move-at": "18:00", "move-version": "1"},
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This time has passed." in html
    assert "2026-02-27" in html


def test_a_move_says_how_many_are_told(client, house, group):
    made.sign_up(house, group, made.make_former(house))
    meeting = made.first_meeting(group)
    browse(client, house.director)
    answer = client.post(
        reverse("open_meeting_move", args=[meeting.pk]),
        {"move-on": "2026-03-06", "move-at": "18:00", "move-version": "1"},
        follow=True,
    )
    assert "1 is on a work list to be called." in answer.content.decode()


def test_another_colleague_and_a_cancellation_from_the_page(client, house, group):
    first, second = OpenMeeting.objects.filter(group=group)[:2]
    browse(client, house.director)
    client.post(
        reverse("open_meeting_change", args=[first.pk]),
        {"change-lead": str(house.case_manager.pk), "change-topic": "Money", "change-version": "1"},
    )
    client.post(reverse("open_meeting_cancel", args=[second.pk]), {"cancel-reason": "Snow", "cancel-version": "1"})
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.lead, first.room, first.topic, second.status) == (house.case_manager, None, "Money", "cancelled")


def test_a_group_is_set_up_with_its_days(client, house):
    browse(client, house.director)
    answer = client.post(
        reverse("open_group_new"),
        {
            "site": str(house.site.pk), "kind": "alumni", "audience": "former", "name": "Saturdays",
            "neutral_name": "Saturday circle", "capacity": "8", "language": "en", "notes": "",
        },
    )  # fmt: skip
    group = OpenGroup.objects.get(name="Saturdays")
    assert answer.url == reverse("open_group_rhythm", args=[group.pk])
    client.post(
        answer.url,
        {
            "valid_from": "2026-03-02", "frequency": "monthly", "every": "1", "nth": "-1", "weekday": "5",
            "starts_at": "10:00", "minutes": "60", "room": str(house.room.pk), "lead": "", "co_lead": "",
        },
    )  # fmt: skip
    days = [row.on.isoformat() for row in OpenMeeting.objects.filter(group=group)]
    assert days == ["2026-03-28", "2026-04-25"]


def test_a_name_that_tells_is_refused_beside_its_field(client, house):
    browse(client, house.director)
    answer = client.post(
        reverse("open_group_new"),
        {
            "site": str(house.site.pk), "kind": "alumni", "audience": "former", "name": "A",
            "neutral_name": "Sober Saturdays", "capacity": "8", "language": "en",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.context["form"].errors["neutral_name"]


def test_an_extra_meeting_and_the_end_of_a_group(client, house, group):
    browse(client, house.director)
    client.post(reverse("open_meeting_new", args=[group.pk]), {"on": "2026-03-07", "at": "11:00", "minutes": "60"})
    client.post(reverse("open_group_end", args=[group.pk]), {"ends_on": "2026-03-07"})
    days = [row.on.isoformat() for row in OpenMeeting.objects.filter(group=group)]
    assert days == ["2026-03-05", "2026-03-07"]


def test_the_chart_says_what_they_come_to_and_what_is_missing(client, house, group):
    one, other = made.make_former(house), made.make_former(house, agreed=False)
    made.sign_up(house, group, one)
    browse(client, house.counselor)
    assert "next Thu 5 Mar 2026, 18:30" in " ".join(page(client, "client_schedule", one.pk).split())
    assert "They have not agreed to contact after treatment." in page(client, "client_schedule", other.pk)


def test_somebody_is_signed_up_from_their_chart(client, house, group):
    one = made.make_former(house)
    browse(client, house.counselor)
    client.post(reverse("client_group_sign_up", args=[one.pk]), {"group": str(group.pk)})
    assert OpenGroupMember.objects.get().client == one


def test_the_calendar_shows_the_meeting_and_whose_evening_it_takes(client, house, group):
    browse(client, house.counselor)
    calendar = reverse("calendar")
    assert "Alumni" in client.get(f"{calendar}?view=list&on={MONDAY}").content.decode()
    theirs = f"{calendar}?view=week&on={MONDAY}&by=staff&id="
    assert "Alumni" in client.get(f"{theirs}{house.counselor.pk}").content.decode()
    assert "Alumni" not in client.get(f"{theirs}{house.director.pk}").content.decode()


def many(house, group, number):
    for _ in range(number):
        made.sign_up(house, group, made.make_former(house))


def statements(client, name, *args):
    address = reverse(name, args=args)
    client.get(address)
    with Counted() as counted:
        assert client.get(address).status_code == 200
    return counted.number


@pytest.mark.parametrize("name", ["open_group", "open_meeting"])
def test_more_people_cost_no_more_statements(client, house, group, name):
    meeting = made.first_meeting(group)
    thing = group if name == "open_group" else meeting
    browse(client, house.counselor)
    many(house, group, 1)
    few = statements(client, name, thing.pk)
    many(house, group, 5)
    assert statements(client, name, thing.pk) == few


def test_more_groups_cost_no_more_statements(client, house, group):
    browse(client, house.counselor)
    few = statements(client, "open_groups")
    for _ in range(3):
        made.make_group(house)
    assert statements(client, "open_groups") == few


def test_more_meetings_in_a_calendar_cost_no_more_statements(client, house, group):
    browse(client, house.counselor)
    few = statements(client, "calendar")
    for _ in range(3):
        made.make_group(house)
    assert statements(client, "calendar") == few


def test_a_departed_colleague_is_not_offered(client, house, group):
    gone = ground.make_staff("counselor", site=house.site, last_name="Gonzago")
    type(gone).objects.filter(pk=gone.pk).update(left_on=MONDAY)
    html = page(browse(client, house.director), "open_meeting", made.first_meeting(group).pk)
    assert "Gonzago" not in html
    assert house.case_manager.name in html


def test_whoever_comes_late_to_the_list_is_not_on_an_older_meeting(client, house, group, at):
    later = EVENING + dt.timedelta(days=3)
    name = groups.sign_up(
        by=actor_of(house.counselor.pk, later), group=group, client=made.make_former(house), at=later
    ).client.name
    at(later)
    assert name not in page(browse(client, house.counselor), "open_meeting", made.first_meeting(group).pk)
