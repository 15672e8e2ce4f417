"""Rooms, tracks, weeks, the curriculum, enrolments, waiting lists and held seats through the API."""

import pytest

from scheduling.models import ComponentKind, Enrolment, EnrolmentPause, Handout, Room, StaffBlock, WaitlistEntry
from scheduling.models import WeeklyTemplate as Week
from sessions_app.models import ProgramSession
from tests.factories.api import calling_with
from tests.pages.schedule_clinic import make_schedule

pytestmark = pytest.mark.django_db
URL = "/api/v1/"
PLAN = ("schedule:read", "schedule:write")
SEATS = ("schedule:read", "clients:read", "enrolments:write")


@pytest.fixture
def clinic(at):
    clinic = make_schedule(people=2)
    at("2026-03-02 07:00", "America/New_York")
    return clinic


def send(url, body, *scopes):
    return calling_with(*scopes).post(URL + url, body, format="json")


def change(url, body, *scopes):
    return calling_with(*scopes).patch(URL + url, body, format="json")


def week_of(clinic, **said):
    kind = ComponentKind.objects.get(key="process")
    parts = [
        {"kind": str(kind.pk), "minutes": kind.default_minutes},
        {"kind": str(kind.pk), "minutes": kind.default_minutes},
    ]
    days = [{"weekday": number, "starts_at": "10:00", "parts": parts} for number in (0, 2)]
    return {"track": str(clinic.track.pk), "valid_from": "2026-04-06", "days": days, "note": "Spring", **said}


def test_a_room_is_added_changed_and_a_stale_change_refused(clinic):
    made = send("rooms/", {"site": str(clinic.site.pk), "name": "Quiet room", "capacity": 4}, *PLAN)
    assert made.status_code == 201, made.json()
    url = f"rooms/{made.json()['id']}/"
    assert change(url, {"version": 1, "capacity": 6}, *PLAN).json()["capacity"] == 6
    assert change(url, {"version": 1, "capacity": 7}, *PLAN).json()["code"] == "stale"
    assert change(url, {"capacity": 7}, *PLAN).status_code == 400
    assert send("rooms/", {"site": str(clinic.site.pk), "name": "X", "capacity": 4}, "schedule:read").status_code == 403
    assert Room.objects.get(name="Quiet room").capacity == 6


def test_a_track_and_its_program_are_changed(clinic):
    track = clinic.track
    answer = change(f"tracks/{track.pk}/", {"version": track.version, "name": "Early mornings"}, *PLAN)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["capacity"] == track.capacity
    program = track.program
    answer = change(f"programs/{program.pk}/", {"version": program.version, "target_weeks": 11}, *PLAN)
    assert answer.json()["target_weeks"] == 11


def test_a_week_is_previewed_without_keeping_anything_and_then_published(clinic):
    before = Week.objects.filter(track=clinic.track).count()
    days = list(
        ProgramSession.objects.filter(track=clinic.track).order_by("pk").values_list("starts_at", "status", "version")
    )
    seen = send("weekly-templates/preview/", week_of(clinic), *PLAN)
    assert seen.status_code == 200, seen.json()
    assert seen.json()["may_be_published"] is True
    assert Week.objects.filter(track=clinic.track).count() == before
    found = (
        ProgramSession.objects.filter(track=clinic.track).order_by("pk").values_list("starts_at", "status", "version")
    )
    assert list(found) == days
    made = send("weekly-templates/", week_of(clinic), *PLAN)
    assert made.status_code == 201, made.json()
    assert [day["weekday"] for day in made.json()["days"]] == [0, 2]
    assert made.json()["days"][0]["parts"][1]["minutes"] == ComponentKind.objects.get(key="process").default_minutes
    read = calling_with("schedule:read").get(f"{URL}weekly-templates/?track={clinic.track.pk}&on=2026-04-07").json()
    assert [row["id"] for row in read["results"]] == [made.json()["id"]]


def test_a_week_that_cannot_be_is_refused_with_what_stands_against_it(clinic):
    body = week_of(clinic)
    body["days"][0]["parts"][0]["minutes"] = 1
    seen = send("weekly-templates/preview/", body, *PLAN).json()
    assert seen["may_be_published"] is False
    assert seen["refusals"]
    assert send("weekly-templates/", body, *PLAN).status_code == 400
    body["days"][0]["parts"][0]["kind"] = str(clinic.track.pk)
    assert send("weekly-templates/", body, *PLAN).json()["errors"][0]["pointer"].startswith("#/days")


def test_topics_handouts_kinds_and_exercises(clinic):
    topic = send("topics/", {"title": "Sleep", "category": "psychoeducation"}, *PLAN)
    assert topic.status_code == 201, topic.json()
    paper = send("handouts/", {"topic": topic.json()["id"], "title": "Sleep well", "body": "Same hour"}, *PLAN).json()
    assert change(f"handouts/{paper['id']}/", {"title": "Sleep better"}, *PLAN).json()["body"] == "Same hour"
    read = calling_with("schedule:read").get(f"{URL}topics/{topic.json()['id']}/").json()
    assert [each["title"] for each in read["handouts"]] == ["Sleep better"]
    assert calling_with(*PLAN).delete(f"{URL}handouts/{paper['id']}/").status_code == 204
    assert not Handout.objects.exists()
    kind = ComponentKind.objects.get(key="process")
    answer = change(f"part-kinds/{kind.pk}/", {"version": kind.version, "name": "Process group A"}, *PLAN)
    assert answer.json()["name"] == "Process group A"
    body = {"title": "Box breathing", "script": "In, hold, out, hold.", "minutes": 5}
    made = send("exercises/", body, *PLAN).json()
    assert change(f"exercises/{made['id']}/", {"version": 1, "minutes": 6}, *PLAN).json()["minutes"] == 6


def test_an_enrolment_changes_weekdays_and_is_paused_and_resumed(clinic):
    place = Enrolment.objects.filter(track=clinic.track).first()
    url = f"enrolments/{place.pk}/"
    body = {"version": place.version, "starts_on": "2026-03-10", "ends_on": "2026-03-12", "reason": "Family"}
    assert send(url + "pause/", body, *SEATS).status_code == 200
    pause = EnrolmentPause.objects.get()
    listed = calling_with(*SEATS).get(f"{URL}enrolment-pauses/?client={place.client_id}").json()["results"]
    assert [row["reason"] for row in listed] == ["Family"]
    assert send(f"enrolment-pauses/{pause.pk}/cancel/", {}, *SEATS).json()["cancelled_at"]
    days = sorted(place.weekdays)[:1]
    change_of_days = {"weekdays": days, "from_on": "2026-03-16"}
    assert send(url + "weekdays/", change_of_days, *SEATS).status_code == 400
    assert send(url + "weekdays/", {**change_of_days, "version": 99}, *SEATS).json()["code"] == "stale"
    answer = send(url + "weekdays/", {**change_of_days, "version": place.version}, *SEATS)
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["weekdays"], answer.json()["starts_on"]) == (days, "2026-03-16")


def test_somebody_waits_moves_up_and_leaves(clinic, at):
    from tests.factories.clients import make_client

    people = [make_client(site=clinic.site) for _ in range(2)]
    made = []
    for person in people:
        stay = person.episodes.first() or person.episode
        body = {
            "episode": str(stay.pk), "track": str(clinic.track.pk), "weekdays": [0, 2], "wanted_from": "2026-03-09",
        }  # fmt: skip
        answer = send("waitlist/", body, *SEATS)
        assert answer.status_code == 201, answer.json()
        made.append(answer.json()["id"])
    assert send(f"waitlist/{made[1]}/move/", {"place": 1}, *SEATS).status_code == 200
    waiting = WaitlistEntry.objects.filter(track=clinic.track).waiting()
    assert [str(row.pk) for row in waiting] == made[::-1]
    assert send(f"waitlist/{made[1]}/leave/", {}, *SEATS).json()["status"] == "withdrawn"
    assert send(f"waitlist/{made[0]}/leave/", {}, "schedule:read").status_code == 403


def test_a_colleague_is_free_until_their_time_is_blocked(clinic):
    url = f"{URL}colleagues/{clinic.counselor.pk}/free-times/?site={clinic.site.pk}&first=2026-03-05&minutes=30"
    free = calling_with("schedule:read").get(url).json()
    body = {
        "staff": str(clinic.counselor.pk), "starts_at": "2026-03-05T05:00:00Z", "ends_at": "2026-03-06T05:00:00Z",
        "reason": "Training",
    }  # fmt: skip
    made = send("staff-blocks/", body, "schedule:read", "appointments:write")
    assert made.status_code == 201, made.json()
    assert free
    assert calling_with("schedule:read").get(url).json() == []
    key = calling_with("schedule:read", "appointments:write")
    assert key.delete(f"{URL}staff-blocks/{made.json()['id']}/").status_code == 204
    assert not StaffBlock.objects.exists()


@pytest.mark.parametrize(
    "asked", ["first=9999-12-31", "first=soon", "first=2026-03-05&days=99", "first=2026-03-05&minutes=x"]
)
def test_free_times_refuse_what_is_no_day_and_no_number(clinic, asked):
    url = f"{URL}colleagues/{clinic.counselor.pk}/free-times/?site={clinic.site.pk}&{asked}"
    assert calling_with("schedule:read").get(url).status_code == 400


def test_lists_answer(clinic):
    caller = calling_with("schedule:read", "intake:read", "appointments:read", "family:read", "clients:read")
    for path in (
        "rooms/", "enrolment-pauses/", "waitlist/?expand=client,track", "seat-holds/", "weekly-templates/", "part-kinds/",
        "topics/", "handouts/", "exercises/", "colleagues/?here=true", "staff-blocks/", "participants/", "appointment-changes/",
        "announcements/", "track-agreements/", "agreement-answers/", "schedule-asks/", "commitments/", "expectations/",
    ):  # fmt: skip
        answer = caller.get(URL + path)
        assert answer.status_code == 200, (path, answer.json())
