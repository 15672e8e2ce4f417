"""The calendar: what it shows, to whom, and in how many statements."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.access.actors import SYSTEM
from iop.clinic.models import Closure
from scheduling import actions
from tests.factories.ground import make_site, sign_in
from tests.pages.schedule_clinic import AT, TODAY, book, make_colleague, make_schedule, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at):
    clinic = make_schedule()
    at("2026-03-02 07:00", "America/New_York")
    return clinic


def body(client, clinic, role="clinical_director", **asked):
    sign_in(client, make_colleague(clinic, role))
    return client.get("/calendar/", asked).content.decode()


def test_a_session_shows_its_seats_times_and_status(clinic, client):
    page = body(client, clinic)
    assert "3/12" in page
    assert "9:00–12:15" in page
    assert "Planned" in page


def test_those_who_open_charts_see_the_short_name(clinic, client):
    assert clinic.appointments[0].client.short_name in body(client, clinic)


def test_an_administrator_sees_that_time_is_taken_and_not_by_whom(clinic, client):
    page = body(client, clinic, "site_admin")
    assert clinic.appointments[0].client.legal_first_name not in page
    assert "Busy" in page


def test_no_name_stands_in_an_address(clinic, client):
    page = body(client, clinic, by="staff", id=clinic.counselor.pk)
    assert f"={clinic.counselor.last_name}" not in page


def test_a_colleagues_week_shows_their_parts_as_one_stretch(clinic, client):
    page = body(client, clinic, by="staff", id=clinic.counselor.pk)
    assert "Check-in, Process" in page


def test_taken_time_of_a_colleague_cannot_be_booked_again(clinic, client):
    page = body(client, clinic, view="day", by="staff", id=clinic.counselor.pk)
    assert "at=08:00" in page
    assert "at=09:00" not in page


def test_a_biller_sees_the_calendar_and_books_nothing(clinic, client):
    page = body(client, clinic, "biller")
    assert "9:00–12:15" in page
    assert "data-slot" not in page


@pytest.mark.parametrize("view", ["day", "week", "month", "list"])
def test_a_closure_is_named(view, clinic, client):
    Closure.objects.create(site=clinic.site, starts_on=TODAY, ends_on=TODAY, reason="Snow")
    assert "Snow" in body(client, clinic, view=view)


@pytest.mark.parametrize(("day", "words"), [("2026-03-08", "23-hour day"), ("2026-11-01", "25-hour day")])
def test_daylight_saving_sundays_say_how_long_they_are(day, words, clinic, client):
    assert words in body(client, clinic, on=day)


def test_the_skipped_hour_cannot_be_booked(clinic, client):
    start = wall(dt.date(2026, 3, 7), 23)
    actions.block_staff(
        by=SYSTEM,
        staff=clinic.counselor,
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        reason="On call",
        at=AT,
    )
    page = body(client, clinic, view="day", on="2026-03-08", by="staff", id=clinic.counselor.pk)
    assert "at=01:00" in page
    assert "at=02:00" not in page
    assert "this hour does not happen" in page


@pytest.mark.parametrize(
    "query", ["view=never&on=tomorrow&by=moon&id=7", "on=9999-99-99", "view=day&on=1899-01-01", ""]
)
def test_an_address_that_cannot_be_read_shows_this_week(query, clinic, client):
    sign_in(client, clinic.director)
    assert client.get(f"/calendar/?{query}").status_code == 200


def test_another_sites_calendar_is_not_there(clinic, client):
    sign_in(client, clinic.director)
    assert client.get("/calendar/", {"site": make_site().pk}).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"view": "week"}, {"view": "list"}, {"view": "month"}, {"view": "day", "by": "staff"}]
)
def test_statements_do_not_grow_with_what_is_on_the_calendar(asked, clinic, client):
    sign_in(client, clinic.director)
    client.get("/calendar/", asked)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/calendar/", asked)
    for number in range(1, 30):
        book(clinic, number)
    with CaptureQueriesContext(connection) as many:
        client.get("/calendar/", asked)
    assert len(many) == len(few) <= 18


def test_every_kind_of_appointment_has_its_colour():
    from iop.pages.presenters.schedule.calendar import KINDS
    from scheduling.choices import AppointmentKind

    assert set(KINDS) == set(AppointmentKind)
