"""An alumni evening on a phone: signed up at the door, tapped, put right, finished; in a real browser."""

from __future__ import annotations

import datetime as dt

import pytest

from sessions_app.models import OpenAttendance, OpenMeeting
from tests.factories import open_groups as made
from tests.factories.open_groups import AT, EVENING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_evening_from_the_door_to_the_end(live, barriers, picture, at):
    at(AT)
    house = made.make_house()
    group = made.make_group(house, name="Alumni")
    first = made.sign_up(house, group, made.make_former(house))
    second = made.make_former(house)
    at(EVENING + dt.timedelta(minutes=5))
    page = live.page("phone", dark=True, user=house.counselor.user)
    page.goto("/groups/")
    barriers(page)
    page.get_by_role("link", name="Alumni", exact=True).click()
    barriers(page)
    page.get_by_label("Name or record number").fill(second.legal_last_name)
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name=f"Sign up {second.name}").click()
    page.get_by_text("They are on the list of Alumni.").wait_for()
    page.goto(f"/groups/meetings/{made.first_meeting(group).pk}/")
    page.get_by_role("group", name=second.name).get_by_role("button", name="Excused").click()
    page.get_by_text("0 of 2 came").wait_for()
    page.get_by_role("group", name=first.client.name).get_by_role("button", name="Came").click()
    page.get_by_text("1 of 2 came").wait_for()
    barriers(page)
    picture(page, "group-evening-phone-dark")
    page.get_by_label(f"Minutes there: {first.client.name}").fill("45")
    page.get_by_role("group", name=first.client.name).get_by_role("button", name="Came").click()
    page.get_by_label("Guests").fill("2")
    page.get_by_role("button", name="The meeting was held").click()
    page.get_by_text("Each line can still be put right.", exact=False).first.wait_for()
    assert OpenAttendance.objects.get(member=first).minutes == 45
    assert OpenMeeting.objects.get(pk=made.first_meeting(group).pk).guests == 2
