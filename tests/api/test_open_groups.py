"""Groups outside a stay as resources."""

import pytest

from clients.models import Disclosure
from sessions_app.actions import groups
from tests.api.signed_in import calling_as
from tests.factories import open_groups as made
from tests.factories.api import calling_with
from tests.factories.ground import make_staff
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


WRITE = ("groups:read", "groups:write", "clients:read")


def send(url, body, *scopes):
    return calling_with(*(scopes or WRITE)).post(f"/api/v1/{url}", body, format="json")


def test_a_group_is_made_with_its_rhythm_changed_and_ended(house):
    body = {
        "site": str(house.site.pk), "kind": "alumni", "audience": "former", "name": "Early birds",
        "neutral_name": "Tuesday circle", "capacity": 8,
    }  # fmt: skip
    assert send("open-groups/", body, READ).status_code == 403
    group = send("open-groups/", body)
    assert group.status_code == 201, group.json()
    url = f"open-groups/{group.json()['id']}/"
    rhythm = {
        "version": 1,
        "valid_from": "2026-03-03",
        "frequency": "weekly",
        "weekday": 1,
        "starts_at": "07:30",
        "minutes": 60,
    }
    held = send(url + "rhythm/", rhythm)
    assert held.status_code == 200, held.json()
    assert held.json()["rhythms"][0]["weekday"] == 1
    assert send(url + "rhythm/", rhythm).json()["code"] == "stale"
    assert rows("open-meetings", group=group.json()["id"])
    key = calling_with(*WRITE)
    patched = key.patch(f"/api/v1/{url}", {"version": held.json()["version"], "capacity": 9}, format="json")
    assert (patched.json()["capacity"], patched.json()["name"]) == (9, "Early birds")
    assert send(url + "end/", {"version": 1, "ends_on": "2026-03-20"}).json()["code"] == "stale"
    ended = send(url + "end/", {"version": patched.json()["version"], "ends_on": "2026-03-20"})
    assert ended.json()["ends_on"] == "2026-03-20"


def test_a_meeting_is_held_from_the_list_to_the_last_mark(house, at):
    client = made.make_former(house)
    place = send("group-places/", {"group": str(house.group.pk), "client": str(client.pk)})
    assert place.status_code == 201, place.json()
    meeting = made.first_meeting(house.group)
    url = f"open-meetings/{meeting.pk}/"
    key = calling_with(*WRITE)
    named = key.patch(f"/api/v1/{url}", {"version": meeting.version, "topic": "Holidays"}, format="json")
    assert (named.status_code, named.json()["topic"]) == (200, "Holidays")
    at(EVENING)
    assert send(url + "presence/", {"place": place.json()["id"], "status": "came", "minutes": 45}).status_code == 200
    done = send(url + "finish/", {"version": named.json()["version"], "guests": 2})
    assert done.status_code == 200, done.json()
    assert (done.json()["status"], done.json()["guests"]) == ("held", 2)
    (line,) = rows("group-attendance", meeting=str(meeting.pk))
    assert line["minutes"] == 45
    left = send(f"group-places/{place.json()['id']}/leave/", {"version": 1, "reason": "wish"})
    assert left.json()["status"] == "left"


def test_a_meeting_is_moved_and_cancelled(house):
    meeting = made.first_meeting(house.group)
    url = f"open-meetings/{meeting.pk}/"
    moved = send(url + "move/", {"version": meeting.version, "starts_at": "2026-03-06T23:00:00Z"})
    assert moved.status_code == 200, moved.json()
    gone = send(url + "cancel/", {"version": moved.json()["version"], "reason": "Storm"})
    assert (gone.json()["status"], gone.json()["cancel_reason"]) == ("cancelled", "Storm")


def test_what_everybody_reads_is_written_by_a_colleague(house):
    body = {
        "group": str(house.group.pk),
        "words": "No group on Thursday",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-09",
    }
    answer = send("announcements/", body, "schedule:read", *WRITE)
    assert answer.status_code == 403
    assert "colleague" in answer.json()["detail"]
    assert send("announcements/", {**body, "group": None}, "schedule:read", *WRITE).status_code == 400
    caller = calling_as(make_staff("counselor", site=house.site))
    told = caller.post("/api/v1/announcements/", body, format="json")
    assert told.status_code == 201, told.json()
    away = caller.post(f"/api/v1/announcements/{told.json()['id']}/withdraw/", {}, format="json")
    assert away.json()["withdrawn_at"]
    paper = {"group": str(house.group.pk), "title": "Numbers to call", "words": "911"}
    kept = caller.post("/api/v1/group-materials/", paper, format="json")
    assert (kept.status_code, kept.json()["has_file"]) == (201, False)
