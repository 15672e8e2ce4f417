"""Today, and where each role lands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions_app.choices import AttendanceStatus, SessionStatus
from tests.therapy.world import World, wall


@pytest.fixture
def world(db, at):
    at(wall(8, 50))
    return World()


@pytest.fixture
def signed_in(client):
    def as_staff(staff):
        client.force_login(staff.user)
        return client

    return as_staff


def today(web):
    return web.get(reverse("today"))


@pytest.mark.parametrize("count", [3, 30, 300])
def test_it_takes_eight_statements_whatever_there_is(world, signed_in, count):
    session = world.session()
    world.roster(session, world.clients(count))
    for hour in range(min(count, 30) // 3):
        world.session(hour=9 + hour % 8)
    web = signed_in(world.counselor)
    today(web)
    with CaptureQueriesContext(connection) as queries:
        assert today(web).status_code == 200
    asked = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 8, "\n".join(sql[:160] for sql in asked)


def test_my_sessions_come_first(world, signed_in):
    other = world.staff("Lee", "Park", "counselor")
    world.session(hour=8, lead=other)
    world.session(hour=13)
    html = today(signed_in(world.counselor)).content.decode()
    assert html.index("13:00–16:15") < html.index("8:00–11:15")


def test_seats_and_parts_are_shown(world, signed_in):
    world.roster(world.session(), world.clients(7))
    html = today(signed_in(world.counselor)).content.decode()
    assert "7/12" in html
    assert "Relapse prevention" in html


def test_who_comes_for_the_first_time_is_named(world, signed_in):
    world.roster(world.session(), world.clients(2))
    assert "First day: James O., Maria L." in today(signed_in(world.counselor)).content.decode()


def test_yesterdays_days_are_not_todays(world, signed_in):
    world.session(wall(9).date().replace(day=1))
    assert "You lead no session today" in today(signed_in(world.counselor)).content.decode()


def test_other_sites_stay_out(world, signed_in):
    World("Elm Street").session(hour=10)
    assert "10:00" not in today(signed_in(world.counselor)).content.decode()


def test_how_many_are_here_shows_once_it_runs(world, signed_in):
    session = world.session(status=SessionStatus.RUNNING)
    people = world.clients(3)
    world.roster(session, people[:2], AttendanceStatus.PRESENT)
    world.roster(session, people[2:])
    assert "2 of 3 here" in today(signed_in(world.counselor)).content.decode()


@pytest.mark.parametrize(
    ("role", "name"),
    [("counselor", "today"), ("therapist", "today"), ("clinical_director", "census"), ("intake", "intake_board")],
)
def test_each_role_lands_where_its_day_begins(world, signed_in, role, name):
    from iop.pages.context import address

    answer = signed_in(world.staff("Pat", "Reed", role)).get("/")
    assert answer.url == (address(name) or address("work") or reverse("today"))
