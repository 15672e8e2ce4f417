"""Groups outside a stay as resources."""

import pytest

from clients.models import Disclosure
from sessions_app.actions import groups
from tests.factories import open_groups as made
from tests.factories.api import calling_with
from tests.factories.open_groups import AT, EVENING
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
READ = "groups:read"


@pytest.fixture
def house(at):
    at(AT)
    house = made.make_house()
    house.group = made.make_group(house)
    return house


def rows(name, **asked):
    answer = calling_with(READ).get(f"/api/v1/{name}/", asked)
    assert answer.status_code == 200
    return answer.json()["results"]


def test_groups_and_meetings_are_read(house):
    (group,) = rows("open-groups", kind="alumni")
    assert (group["neutral_name"], group["capacity"]) == ("Thursday circle", 12)
    assert [row["on"] for row in rows("open-meetings", last="2026-03-12")] == ["2026-03-05", "2026-03-12"]


def test_places_and_attendance_are_read_and_written_down_as_disclosures(house):
    member = made.sign_up(house, house.group, made.make_former(house))
    meeting = made.first_meeting(house.group)
    groups.mark_presence(by=house.by_counselor, meeting=meeting, member=member, status="came", at=EVENING)
    (place,) = rows("group-places", client=str(member.client_id))
    (line,) = rows("group-attendance", meeting=str(meeting.pk))
    assert (place["status"], line["minutes"], line["client"]) == ("member", 90, str(member.client_id))
    assert Disclosure.objects.filter(client=member.client_id).count() == 2


def test_relatives_are_not_given_out(house):
    group = made.make_group(house, kind="family_education", audience="relatives")
    person = made.make_relative(made.make_present(house))
    groups.sign_up(by=house.by_counselor, group=group, person=person, at=AT)
    assert rows("group-places") == []


def test_another_scope_reads_nothing(house):
    assert calling_with("clients:read").get("/api/v1/group-places/").status_code == 403


def test_more_places_cost_no_more_statements(house):
    def asked():
        caller = calling_with(READ)
        with Counted() as counted:
            caller.get("/api/v1/group-places/")
        return counted.number

    made.sign_up(house, house.group, made.make_former(house))
    few = asked()
    for _ in range(4):
        made.sign_up(house, house.group, made.make_former(house))
    assert asked() == few
