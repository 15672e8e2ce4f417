"""Tracks: seats ahead, waitlist, and setting one up."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.access.actors import SYSTEM
from scheduling import actions
from scheduling.models import Enrolment, Track
from tests.factories.clients import make_admitted
from tests.factories.days import make_enrolled, make_track
from tests.factories.ground import sign_in
from tests.pages.schedule_clinic import AT, TODAY, make_colleague, make_schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at, client):
    clinic = make_schedule()
    at("2026-03-02 07:00", "America/New_York")
    sign_in(client, clinic.director)
    return clinic


def wait(clinic, track=None, **fields):
    episode = make_admitted(clinic.site, by=clinic.by_director)
    return actions.join_waitlist(
        by=SYSTEM, episode=episode, track=track or clinic.track, weekdays=[0], wanted_from=TODAY, at=AT, **fields
    )


def order(clinic):
    return [entry.client_id for entry in clinic.track.waitlist.waiting()]


def test_seats_are_told_for_four_weeks_on_the_weekdays_it_runs(clinic, client):
    rows = client.get(reverse("tracks")).context["tracks"][0].rows
    assert [row.name for row in rows] == ["Monday", "Wednesday", "Friday"]
    assert [seat.words for seat in rows[0].seats] == ["3/12"] * 4


def test_a_known_leaver_frees_the_seat_from_the_next_day(clinic, client):
    actions.end_enrolment(
        by=SYSTEM, enrolment=clinic.enrolments[0], ends_on=TODAY.replace(day=11), reason="Moves", at=AT
    )
    rows = client.get(reverse("tracks")).context["tracks"][0].rows
    assert [seat.words for seat in rows[0].seats] == ["3/12", "3/12", "2/12", "2/12"]


def test_a_full_day_says_so(clinic, client):
    track = make_track(clinic, name="Tiny", capacity=1)
    other = make_admitted(clinic.site, by=clinic.by_director)
    actions.enrol(by=SYSTEM, episode=other, track=track, weekdays=[0], starts_on=TODAY, at=AT)
    assert "full" in client.get(reverse("track", args=[track.pk])).content.decode()


def test_the_seat_goes_to_who_is_given_it(clinic, client):
    entry = wait(clinic)
    assert client.post(reverse("seat_waiting", args=[clinic.track.pk, entry.pk])).status_code == 302
    assert Enrolment.objects.filter(client=entry.client_id, track=clinic.track).exists()
    assert order(clinic) == []


def test_a_full_track_refuses_with_the_day(clinic, client):
    track = make_track(clinic, name="Tiny", capacity=1)
    actions.enrol(
        by=SYSTEM,
        episode=make_admitted(clinic.site, by=clinic.by_director),
        track=track,
        weekdays=[0],
        starts_on=TODAY,
        at=AT,
    )
    entry = wait(clinic, track)
    answer = client.post(reverse("seat_waiting", args=[track.pk, entry.pk]))
    assert answer.status_code == 409
    assert "No seat is free" in answer.content.decode()


def test_the_order_of_waiting_is_changed(clinic, client):
    first, second = wait(clinic), wait(clinic)
    client.post(reverse("move_waiting", args=[clinic.track.pk, second.pk]), {"place": "1"})
    assert order(clinic) == [second.client_id, first.client_id]


def test_who_no_longer_waits_leaves_the_list(clinic, client):
    entry = wait(clinic)
    client.post(reverse("stop_waiting", args=[clinic.track.pk, entry.pk]))
    assert order(clinic) == []


@pytest.mark.parametrize("name", ["seat_waiting", "move_waiting", "stop_waiting"])
def test_a_counselor_gives_no_seats(name, clinic, client):
    entry = wait(clinic)
    sign_in(client, clinic.counselor)
    assert client.post(reverse(name, args=[clinic.track.pk, entry.pk])).status_code == 403


def test_an_administrator_sees_no_full_names_on_the_track(clinic, client):
    sign_in(client, make_colleague(clinic, "site_admin"))
    page = client.get(reverse("track", args=[clinic.track.pk])).content.decode()
    assert clinic.clients[0].legal_last_name not in page
    assert clinic.clients[0].legal_first_name not in page


def saved(browser, clinic, address="add_track", args=(), /, **changes):
    data = {
        "program": clinic.program.pk,
        "name": "Weekend",
        "day_part": "weekend",
        "capacity": "8",
        "is_active": "on",
        **changes,
    }
    return browser.post(reverse(address, args=args), data)


def test_a_track_is_added(clinic, client):
    assert saved(client, clinic).status_code == 302
    assert Track.objects.get(name="Weekend").capacity == 8


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("capacity", "0"), ("day_part", "noon"), ("program", ""), ("name", "x" * 300)]
)
def test_bad_input_is_said_beside_its_field_and_kept(field, value, clinic, client):
    answer = saved(client, clinic, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["capacity"].value() == ("0" if field == "capacity" else "8")


def test_a_name_that_is_taken_is_said_beside_the_name(clinic, client):
    answer = saved(client, clinic)
    assert answer.status_code == 302
    again = saved(client, clinic)
    assert "Another track" in str(again.context["form"].errors["name"])


def test_seats_given_away_cannot_be_taken_from_the_track(clinic, client):
    answer = saved(client, clinic, "edit_track", [clinic.track.pk], capacity="1", version=clinic.track.version)
    assert "would be too few" in str(answer.context["form"].errors["capacity"])


def test_statements_do_not_grow_with_the_people_of_a_track(clinic, client):
    def statements(url):
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    for url in (reverse("tracks"), reverse("track", args=[clinic.track.pk])):
        statements(url)
    few = [statements(reverse("tracks")), statements(reverse("track", args=[clinic.track.pk]))]
    for _ in range(6):
        make_enrolled(clinic, clinic.track)
        wait(clinic)
    assert [statements(reverse("tracks")), statements(reverse("track", args=[clinic.track.pk]))] == few
