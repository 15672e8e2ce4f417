"""Closing, calling, worrying, teaching and moving: the pages around the session page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import Concern, ContactPoint
from iop.clinic.models import OnCallShift
from iop.work.models import WorkItem
from scheduling.models import CurriculumTopic
from sessions_app.choices import AttendanceStatus
from sessions_app.models import MakeUp, Outreach, ProgramSession, SessionComponent
from tests.therapy.world import DAY, World, wall
from tests.therapy.writing import signed


@pytest.fixture
def world(db, at):
    at(wall(12, 14))
    return World()


@pytest.fixture
def web(world, client):
    client.force_login(world.counselor.user)
    return client


@pytest.fixture
def director(world, client):
    client.force_login(world.supervisor.user)
    return client


def url(name, session, *more):
    return reverse(f"session_{name}", args=[session.pk, *more])


def close(web, session, **typed):
    return web.post(url("close", session), {"version": session.version, **typed})


def test_what_is_missing_is_said_once_with_names(world, web):
    session, _ = world.group(2)
    html = web.get(url("close", session)).content.decode()
    assert "No check-in yet: James O., Maria L." in html
    assert "The group note has not been written." in html


def test_what_the_day_is_worth_is_said_for_each(world, web):
    session, _ = world.group(1)
    assert "3 h of service." in web.get(url("close", session)).content.decode()


def test_gaps_need_a_yes_and_a_reason(world, web):
    session, _ = world.group(1)
    assert close(web, session).status_code == 409
    assert close(web, session, accept_gaps="on").status_code == 400
    close(web, session, accept_gaps="on", reason="Fire alarm")
    assert ProgramSession.objects.get().status == "closed"


def test_a_day_closed_without_a_note_puts_it_on_the_leaders_list(world, web):
    session, _ = world.group(1)
    close(web, session, accept_gaps="on", reason="Fire alarm")
    assert WorkItem.objects.open().get(subject_id=session.pk, kind="sign_note").assignee == world.counselor


def test_a_signed_day_leaves_no_work(world, web):
    session, roster = world.group(1)
    signed(world, session, roster)
    close(web, session, accept_gaps="on", reason="No check-ins today")
    assert not WorkItem.objects.open().filter(kind="sign_note").exists()


def test_somebody_unmarked_stops_the_closing(world, web):
    session, _ = world.group(1, status=AttendanceStatus.EXPECTED)
    answer = close(web, session, accept_gaps="on", reason="x")
    assert answer.status_code == 409
    assert "not marked yet" in answer.content.decode()


def test_an_older_page_does_not_close_the_day(world, web):
    session, _ = world.group(1)
    assert close(web, session, version=session.version - 1, accept_gaps="on", reason="x").status_code == 409


@pytest.mark.parametrize("count", [3, 30])
def test_the_close_page_asks_as_much_for_three_as_for_thirty(world, web, count):
    session, _ = world.group(count)
    web.get(url("close", session))
    with CaptureQueriesContext(connection) as asked:
        web.get(url("close", session))
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 56


def test_the_call_list_fills_fifteen_minutes_after_the_start(world, web, at):
    session, _ = world.group(1, status=AttendanceStatus.EXPECTED)
    at(wall(9, 14))
    assert "Maria L." not in web.get(url("calls", session)).content.decode()
    at(wall(9, 15))
    assert "Maria L." in web.get(url("calls", session)).content.decode()


def test_whether_a_message_may_be_left_stands_beside_the_number(world, web):
    session, roster = world.group(1, status=AttendanceStatus.ABSENT)
    ContactPoint.objects.create(client=roster[0].client, kind="phone", value="+12025550111")
    assert "leave no message" in web.get(url("calls", session)).content.decode()


def test_an_outcome_is_one_tap(world, web):
    session, roster = world.group(1, status=AttendanceStatus.EXPECTED)
    answer = web.post(url("outreach", session, roster[0].pk), {"outcome": "no_answer"}, headers={"HX-Request": "true"})
    assert Outreach.objects.get().outcome == "no_answer"
    assert "No answer" in answer.content.decode()


def test_a_make_up_is_offered_from_real_seats_and_booked(world, web):
    session, roster = world.group(1, status=AttendanceStatus.ABSENT)
    later = world.session(DAY + dt.timedelta(days=2))
    html = web.get(url("offers", session, roster[0].pk)).content.decode()
    assert "Wed 4 Mar, 9:00–12:15" in html
    web.post(url("offers", session, roster[0].pk), {"session": str(later.pk)})
    assert MakeUp.objects.get().line.session == later
    assert "Make-up booked: Wed 4 Mar" in web.get(url("calls", session)).content.decode()


def test_a_concern_says_who_is_on_call_and_becomes_their_work(world, web):
    OnCallShift.objects.create(
        site=world.site, staff=world.supervisor, phone="+12025550123", starts_at=wall(7), ends_at=wall(19)
    )
    session, roster = world.group(1)
    html = web.get(url("concern", session)).content.decode()
    assert "Ruth Bennett" in html
    assert 'href="tel:+12025550123"' in html
    assert 'href="tel:988"' in html
    web.post(url("concern", session), {"attendance": str(roster[0].pk), "kind": "suicidal"})
    assert Concern.objects.get().session_id == session.pk
    assert WorkItem.objects.open().get(kind="concern").assignee == world.supervisor


def test_a_gap_in_the_rota_is_said(world, web):
    session, _ = world.group(1)
    assert "Nobody is on call just now" in web.get(url("concern", session)).content.decode()


def test_a_part_gets_its_real_times_with_one_tap(world, web, at):
    at(wall(9, 47))
    session, _ = world.group(1)
    part = session.components.get(position=3)
    web.post(url("part", session, part.pk), {"do": "begin", "version": part.version})
    assert SessionComponent.objects.get(pk=part.pk).actual_starts_at == wall(9, 47)


def test_a_topic_the_group_has_not_had_is_proposed_and_chosen(world, web):
    session, _ = world.group(1)
    new = CurriculumTopic.objects.create(title="Sleep", category="psychoeducation")
    part = session.components.get(position=5)
    assert "New to everybody here." in web.get(url("part", session, part.pk)).content.decode()
    web.post(url("part", session, part.pk), {"do": "topic", "version": part.version, "topic": str(new.pk)})
    assert SessionComponent.objects.get(pk=part.pk).topic == new


def test_what_would_happen_is_shown_and_nothing_is_done(world, director, at):
    at(wall(7))
    session = world.session()
    world.roster(session, world.clients(4))
    form = {"do": "cancel", "version": session.version, "reason": "Snow", "scope": "this"}
    html = director.post(url("manage", session), form).content.decode()
    assert "1 day changes: Mon 2 Mar, 9:00–12:15" in html
    assert "4 clients are affected and are told" in html
    assert ProgramSession.objects.get().status == "planned"
    director.post(url("manage", session), form | {"sure": "1"})
    assert ProgramSession.objects.get().status == "cancelled"


def test_a_move_into_the_past_is_refused_before_it_is_done(world, director, at):
    at(wall(7))
    session = world.session()
    form = {"do": "move", "version": session.version, "date": "2026-03-01", "time": "09:00", "scope": "this"}
    html = director.post(url("manage", session), form).content.decode()
    assert "What will happen" not in html
    assert 'role="alert"' in html


def test_another_lead_takes_over_the_whole_day(world, director, at):
    at(wall(7))
    session = world.session()
    lee = world.staff("Lee", "Park", "counselor")
    form = {"do": "facilitator", "version": session.version, "staff": str(lee.pk), "scope": "this", "sure": "1"}
    director.post(url("manage", session), form)
    assert set(session.components.values_list("facilitators__staff", flat=True)) == {lee.pk}
