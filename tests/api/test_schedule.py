"""Tracks, seats, enrolments, episodes and placements as resources."""

import pytest

from clients.models import Placement
from scheduling.models import Enrolment
from tests.factories import clients
from tests.factories.api import calling_with
from tests.factories.days import NINE, make_clinic, make_enrolled, make_track
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db
ALL = ("schedule:read", "enrolments:write", "clients:read", "clients:write")


@pytest.fixture
def clinic(at):
    at(NINE)
    clinic = make_clinic(capacity=1)
    clinic.track = make_track(clinic)
    return clinic


def asked(clinic, episode, **said):
    return {
        "episode": str(episode.pk), "track": str(clinic.track.pk), "weekdays": [0, 2], "starts_on": "2026-03-04", **said
    }  # fmt: skip


def admitted(clinic):
    return clients.make_admitted(clinic.site, by=clinic.by_director)


def test_seats_count_who_is_enrolled_on_that_weekday(clinic):
    make_enrolled(clinic, clinic.track, weekdays=(0,))
    url = f"/api/v1/tracks/{clinic.track.pk}/seats/"
    rows = calling_with("schedule:read").get(url, {"first": "2026-03-09", "last": "2026-03-11"}).json()
    assert (rows[0]["on"], rows[0]["taken"]) == ("2026-03-09", 1)
    assert rows[2]["free"] == 1


def test_more_days_than_a_quarter_are_refused_kindly(clinic):
    url = f"/api/v1/tracks/{clinic.track.pk}/seats/"
    answer = calling_with("schedule:read").get(url, {"first": "2026-01-01", "last": "2026-12-31"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "Ask for at most 92 days, the first before the last.")


def test_enrols_a_client(clinic):
    answer = calling_with(*ALL).post("/api/v1/enrolments/", asked(clinic, admitted(clinic)), format="json")
    assert answer.status_code == 201, answer.json()
    assert Enrolment.objects.get(pk=answer.json()["id"]).weekdays == [0, 2]


def test_the_second_on_the_last_seat_is_told_and_nothing_is_kept(clinic):
    caller = calling_with(*ALL)
    caller.post("/api/v1/enrolments/", asked(clinic, admitted(clinic)), format="json")
    answer = caller.post("/api/v1/enrolments/", asked(clinic, admitted(clinic)), format="json")
    assert answer.status_code == 409
    assert Enrolment.objects.count() == 1


def test_leaving_ends_the_enrolment_on_its_last_day(clinic):
    seat = make_enrolled(clinic, clinic.track)
    body = {"version": seat.version, "ends_on": "2026-03-20", "reason": "Moved away"}
    answer = calling_with(*ALL).post(f"/api/v1/enrolments/{seat.pk}/end/", body, format="json")
    assert answer.json()["ends_on"] == "2026-03-20"


def test_a_pause_keeps_its_seat(clinic):
    seat = make_enrolled(clinic, clinic.track)
    body = {"version": seat.version, "starts_on": "2026-03-09", "ends_on": "2026-03-13", "reason": "Family"}
    assert calling_with(*ALL).post(f"/api/v1/enrolments/{seat.pk}/pause/", body, format="json").status_code == 200
    url = f"/api/v1/tracks/{clinic.track.pk}/seats/"
    rows = calling_with("schedule:read").get(url, {"first": "2026-03-09", "last": "2026-03-09"}).json()
    assert rows[0]["taken"] == 1


def test_an_integration_cannot_decide_a_level_of_care(clinic):
    episode = clients.make_inquiry(clinic.site)
    body = {"episode": str(episode.pk), "level": clinic.level.key, "starts_on": "2026-03-02", "reason": "Fits"}
    answer = calling_with(*ALL).post("/api/v1/placements/", body, format="json")
    assert answer.status_code == 403
    assert not Placement.objects.exists()


def test_a_signed_in_director_places_a_client(clinic, client):
    episode = clients.make_inquiry(clinic.site)
    sign_in(client, clinic.director)
    body = {"episode": str(episode.pk), "level": clinic.level.key, "starts_on": "2026-03-02", "reason": "Fits"}
    answer = client.post("/api/v1/placements/", body, content_type="application/json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["decided_by"] == str(clinic.director.pk)


def test_an_unknown_level_is_said_at_its_field(clinic, client):
    episode = clients.make_inquiry(clinic.site)
    sign_in(client, clinic.director)
    body = {"episode": str(episode.pk), "level": "level-nine", "starts_on": "2026-03-02", "reason": "Fits"}
    answer = client.post("/api/v1/placements/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/level")


def test_an_integration_cannot_end_treatment(clinic):
    seat = make_enrolled(clinic, clinic.track)
    body = {"on": "2026-03-02", "kind": "moved", "reason": "Moved away"}
    answer = calling_with(*ALL).post(f"/api/v1/episodes/{seat.episode_id}/discharge/", body, format="json")
    assert answer.status_code == 403
    assert Enrolment.objects.get(pk=seat.pk).ends_on is None


def test_a_director_s_discharge_ends_the_enrolment_with_the_episode(clinic, client):
    seat = make_enrolled(clinic, clinic.track)
    sign_in(client, clinic.director)
    body = {"on": "2026-03-02", "kind": "moved", "reason": "Moved away"}
    url = f"/api/v1/episodes/{seat.episode_id}/discharge/"
    assert client.post(url, body, content_type="application/json").json()["status"] == "discharged"
    assert str(Enrolment.objects.get(pk=seat.pk).ends_on) == "2026-03-02"
