"""One client within the day: check-in, goals, wrap-up, times; and what two people typing at once are told."""

import datetime as dt

import pytest
from django.urls import reverse

from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, CheckIn, ShortTermGoal, WrapUp
from tests.therapy.world import World, wall
from therapy.models import GroupNote, GroupNoteLine

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def world(db, at):
    at(wall(9, 20))
    return World()


@pytest.fixture
def web(world, client):
    client.force_login(world.counselor.user)
    return client


@pytest.fixture
def line(world):
    return world.group(1)[1][0]


def url(name, line, *more):
    return reverse(name, args=[line.session_id, line.pk, *more])


def check_in(web, line, version=0, **typed):
    return web.post(url("session_check_in", line), {"version": version, **typed}, headers=AUTOSAVE)


def test_the_panel_is_a_page_and_a_fragment(web, line):
    assert b"<html" in web.get(url("session_client", line)).content
    assert b"<html" not in web.get(url("session_client", line), headers={"HX-Request": "true"}).content


def test_a_check_in_saves_itself_and_says_when(web, line):
    answer = check_in(web, line, mood="6", cravings="2", triggers="Payday")
    assert answer.json() == {"saved_at": "9:20", "version": 1}
    assert CheckIn.objects.values_list("mood", "cravings", "triggers").get() == (6, 2, "Payday")


def test_present_and_silent_is_fine(web, line):
    check_in(web, line, chose_not_to_share="on")
    assert CheckIn.objects.get().chose_not_to_share


def test_two_people_at_one_check_in_see_both_versions(web, line):
    check_in(web, line, mood="6")
    answer = check_in(web, line, mood="3")
    assert answer.status_code == 409
    assert answer.json()["theirs"]["mood"] == "6"
    assert CheckIn.objects.get().mood == 6


@pytest.mark.parametrize("mood", ["11", "-1", "x", "²"])
def test_a_scale_takes_numbers_from_nought_to_ten(web, line, mood):
    assert check_in(web, line, mood=mood).status_code == 400
    assert not CheckIn.objects.exists()


def test_without_a_script_a_check_in_leads_back_to_the_panel(web, line):
    answer = web.post(url("session_check_in", line), {"version": 0, "mood": "5"})
    assert answer.url == url("session_client", line)


def test_a_wrap_up_saves_goals_for_a_day_or_two(web, line):
    data = {"version": 0, "learned": "Urges pass", "goal_1": "Call a peer", "goal_1_hours": "48"}
    assert web.post(url("session_wrap_up", line), data, headers=AUTOSAVE).status_code == 200
    assert WrapUp.objects.get().learned == "Urges pass"
    assert ShortTermGoal.objects.get().due_at == wall(9, 20) + dt.timedelta(hours=48)


def test_the_goals_of_last_time_come_first_and_are_answered_with_one_tap(world, web):
    people = world.clients(1)
    before = world.roster(world.session(wall(9).date().replace(day=1), status=SessionStatus.CLOSED), people, "present")[
        0
    ]
    today = world.roster(world.session(status=SessionStatus.RUNNING), people, "present")[0]
    goal = ShortTermGoal.objects.create(client=people[0], attendance=before, text="Walk at noon", due_at=wall(12))
    assert "Walk at noon" in web.get(url("session_client", today)).content.decode()
    web.post(url("session_goal", today, goal.pk), {"version": 1, "outcome": "partly"})
    goal.refresh_from_db()
    assert (goal.outcome, goal.reviewed_in) == ("partly", today)


def test_a_goal_of_somebody_else_is_not_there(world, web, line):
    other = world.group(1)[1][0]
    goal = ShortTermGoal.objects.create(client=other.client, attendance=other, text="x", due_at=wall(12))
    assert web.post(url("session_goal", line, goal.pk), {"version": 1, "outcome": "kept"}).status_code == 404


def test_times_are_corrected_by_hand(web, line):
    web.post(url("session_times", line), {"version": line.version, "status": "present", "arrived": "09:12"})
    assert Attendance.objects.values_list("status", "arrived_at").get() == ("late", wall(9, 12))


def test_a_time_that_is_none_is_refused_in_a_sentence(web, line):
    answer = web.post(url("session_times", line), {"version": 1, "arrived": "25:99"})
    assert answer.status_code == 400
    assert "hours and minutes" in answer.content.decode()


def test_where_somebody_on_video_is_gets_asked(web, line):
    data = {"version": 1, "remote_location": "12 Elm St", "remote_callback": "+1 555 0100"}
    web.post(url("session_whereabouts", line), data)
    assert Attendance.objects.values_list("mode", "remote_location").get() == ("telehealth", "12 Elm St")


def test_taking_part_is_noted_with_one_tap(web, line):
    data = {"version": 1, "participation": "silent"}
    answer = web.post(url("session_participation", line), data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Present, chose not to share" in answer.content.decode()


def test_the_note_is_made_by_its_first_words(world, web, line):
    save = reverse("session_note", args=[line.session_id])
    answer = web.post(save, {"version": 0, "shared_text": "We met."}, headers=AUTOSAVE)
    assert answer.json()["version"] == 2
    assert GroupNote.objects.get().shared_text == "We met."


def test_two_windows_on_one_note_see_both_versions(world, web, line):
    save = reverse("session_note", args=[line.session_id])
    web.post(save, {"version": 0, "shared_text": "First."}, headers=AUTOSAVE)
    answer = web.post(save, {"version": 0, "shared_text": "Second."}, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"shared_text": "First."}
    assert GroupNote.objects.get().shared_text == "First."


def test_a_line_saves_itself(web, line):
    answer = web.post(url("session_line", line), {"version": 0, "text": "Spoke up."}, headers=AUTOSAVE)
    assert answer.json()["version"] == 1
    assert GroupNoteLine.objects.get().text == "Spoke up."


def test_a_colleagues_group_is_not_written_twice(world, web, line, client):
    save = reverse("session_note", args=[line.session_id])
    web.post(save, {"version": 0, "shared_text": "Mine."}, headers=AUTOSAVE)
    client.force_login(world.staff("Lee", "Park", "counselor").user)
    answer = client.post(save, {"version": 0, "shared_text": "Mine too."}, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert "Dana Ortiz is already writing" in answer.json()["sentence"]


def test_being_away_from_one_part_lowers_the_minutes(web, line):
    part = line.session.components.get(position=3)
    web.post(url("session_part_minutes", line), {"component": str(part.pk), "minutes": "20", "reason": "Phone call"})
    assert Attendance.objects.get().credited_minutes == 140


def test_minutes_that_are_none_are_refused(web, line):
    part = line.session.components.get(position=3)
    assert web.post(url("session_part_minutes", line), {"component": str(part.pk), "minutes": "x"}).status_code == 400


def test_somebody_is_added_for_the_day_and_taken_off_again(world, web):
    session, _ = world.group(1)
    guest = world.clients(1, first="Nora", last="Quinn")[0]
    place = reverse("session_people", args=[session.pk])
    assert "Nora Quinn" in web.get(place).content.decode()
    web.post(place, {"client": str(guest.pk)})
    line = Attendance.objects.get(client=guest)
    assert (line.source, line.status) == ("added", "expected")
    web.post(place, {"attendance": str(line.pk), "version": line.version})
    assert Attendance.objects.get(client=guest).status == "removed"
