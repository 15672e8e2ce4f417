"""What is done from a chart: care, contacts, enrolment, concerns. Refusals stand beside their fields."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import ChannelPermission, Concern, Placement
from scheduling.models import Enrolment, WaitlistEntry
from tests.factories import clients, days
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts, raise_concern

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at, client):
    clinic = make_charts()
    at(NOON)
    sign_in(client, colleague(clinic, "clinical_director"))
    clinic.url = f"/clients/{clinic.client.pk}/"
    return clinic


def test_a_placement_is_made(clinic, client):
    php = clients.make_level("php")
    client.post(
        f"{clinic.url}care/place/",
        {"place-level": php.pk, "place-starts_on": "2026-03-09", "place-reason": "Needs more days."},
    )
    assert Placement.objects.on(dt.date(2026, 3, 9)).get(episode=clinic.episode).level == php


def test_a_level_that_differs_asks_why_beside_its_field(clinic, client):
    php, op = clients.make_level("php"), clients.make_level("op")
    answer = client.post(
        f"{clinic.url}care/place/",
        {
            "place-level": op.pk,
            "place-indicated_level": php.pk,
            "place-starts_on": "2026-03-09",
            "place-reason": "Wish.",
        },
    )
    assert answer.status_code == 422
    assert "differs from the one indicated" in answer.content.decode()


def test_a_placement_ahead_is_taken_back(clinic, client):
    php = clients.make_level("php")
    client.post(
        f"{clinic.url}care/place/", {"place-level": php.pk, "place-starts_on": "2026-03-09", "place-reason": "More."}
    )
    ahead = Placement.objects.get(level=php)
    client.post(f"{clinic.url}care/placements/{ahead.pk}/withdraw/")
    assert not Placement.objects.filter(level=php).exists()


def test_an_inquiry_is_admitted_and_led_to_enrolment(clinic, client):
    episode = clients.make_placed(clinic.site, at=NOON)
    answer = client.post(f"/clients/{episode.client_id}/care/admit/", {"admit-on": "2026-03-02"})
    assert answer["Location"] == f"/clients/{episode.client_id}/enrol/"


LEFT = {
    "discharge-on": "2026-03-02", "discharge-kind": "moved", "discharge-destination": "moved",
    "discharge-first_appointment": "not_yet", "discharge-contact_after": "not_asked",
}  # fmt: skip


def test_a_discharge_ends_the_place_in_the_track(clinic, client):
    client.post(
        f"{clinic.url}care/discharge/",
        {**LEFT, "discharge-reason": "New town."},
    )
    clinic.episode.refresh_from_db()
    assert (clinic.episode.status, Enrolment.objects.get().ends_on) == ("discharged", days.TODAY)


def test_the_page_says_what_a_discharge_means(clinic, client):
    assert (
        f"The seat in {clinic.track.name} is free again." in client.get(f"{clinic.url}care/discharge/").content.decode()
    )


def test_somebody_discharged_comes_back(clinic, client):
    client.post(
        f"{clinic.url}care/discharge/",
        {**LEFT, "discharge-reason": "Moved."},
    )
    client.post(f"{clinic.url}care/return/", {"return-site": clinic.site.pk})
    assert clinic.client.episodes.filter(status="inquiry").count() == 1


def test_a_care_team_is_named(clinic, client):
    therapist = colleague(clinic, "therapist")
    client.post(
        f"{clinic.url}care/team/",
        {"team-role": "therapist", "team-staff": therapist.pk, "team-starts_on": "2026-03-02"},
    )
    assert therapist.name in client.get(f"{clinic.url}care/").content.decode()


def test_only_what_changed_about_channels_is_written(clinic, client):
    for _ in range(2):
        client.post(f"{clinic.url}contacts/channels/", {"allowed": ["sms"]})
    assert ChannelPermission.objects.filter(channel="sms").count() == 1


def test_a_contact_is_added_and_read_as_people_write_numbers(clinic, client):
    client.post(f"{clinic.url}contacts/add/", {"point-kind": "phone", "point-value": "617 555 0142"})
    assert "(617) 555-0142" in client.get(f"{clinic.url}contacts/").content.decode()


def test_a_concern_is_recorded_with_its_kind_alone(clinic, client):
    client.post(f"{clinic.url}concern/", {"kind": "medical"})
    assert Concern.objects.get().kind == "medical"


def test_the_concern_page_says_whom_to_call_and_988(clinic, client):
    shown = client.get(f"{clinic.url}concern/").content.decode()
    assert "(617) 555-0199" in shown
    assert 'href="tel:988"' in shown


def test_a_concern_is_closed_with_words(clinic, client):
    concern = raise_concern(clinic)
    assert client.post(f"/concerns/{concern.pk}/", {"resolution": ""}).status_code == 422
    client.post(f"/concerns/{concern.pk}/", {"resolution": "Safe with a friend."})
    concern.refresh_from_db()
    assert concern.resolution == "Safe with a friend."


def test_somebody_is_enrolled(clinic, client):
    episode = clients.make_admitted(clinic.site, at=NOON)
    url = f"/clients/{episode.client_id}/enrol/"
    client.post(url, {"track": clinic.track.pk, "weekdays": [0, 2, 4], "starts_on": "2026-03-04"})
    assert Enrolment.objects.get(client=episode.client_id).weekdays == [0, 2, 4]


def test_a_full_track_says_so_beside_the_track_and_offers_the_waiting_list(clinic, client):
    type(clinic.track).objects.filter(pk=clinic.track.pk).update(capacity=1)
    episode = clients.make_admitted(clinic.site, at=NOON)
    url = f"/clients/{episode.client_id}/"
    answer = client.post(f"{url}enrol/", {"track": clinic.track.pk, "weekdays": [0], "starts_on": "2026-03-09"})
    assert answer.status_code == 422
    assert "id_track_error" in answer.content.decode()
    client.post(f"{url}wait/", {"wait-track": clinic.track.pk, "wait-weekdays": [0], "wait-wanted_from": "2026-03-09"})
    assert WaitlistEntry.objects.get().client_id == episode.client_id


def test_an_enrolment_is_paused_and_the_pause_shows(clinic, client):
    url = f"/enrolments/{clinic.enrolment.pk}/"
    client.post(
        f"{url}pause/", {"pause-starts_on": "2026-03-09", "pause-ends_on": "2026-03-13", "pause-reason": "Court date"}
    )
    assert "Court date" in client.get(f"{clinic.url}schedule/").content.decode()


def test_a_last_day_is_set(clinic, client):
    client.post(f"/enrolments/{clinic.enrolment.pk}/end/", {"end-ends_on": "2026-03-06", "end-reason": "New job"})
    clinic.enrolment.refresh_from_db()
    assert clinic.enrolment.ends_on == dt.date(2026, 3, 6)


def test_the_days_are_changed_from_a_day_on(clinic, client):
    client.post(
        f"/enrolments/{clinic.enrolment.pk}/weekdays/", {"weekdays-weekdays": [0, 4], "weekdays-from_on": "2026-03-09"}
    )
    assert Enrolment.objects.get(starts_on=dt.date(2026, 3, 9)).weekdays == [0, 4]


def test_attendance_shows_who_changed_what(clinic, client):
    shown = client.get(f"{clinic.url}attendance/").content.decode()
    assert "Present" in shown
    assert clinic.counselor.name in shown


def test_the_overview_draws_hours_and_mood(clinic, client):
    shown = client.get(clinic.url).content.decode()
    assert "stay-bar" in shown
    assert "mood 6" in shown


def test_a_day_in_the_chart_is_said_in_the_sites_own_time(clinic, client):
    assert "9:00" in client.get(f"{clinic.url}attendance/").content.decode()


@pytest.mark.parametrize("words", ["", "a"])
def test_the_palette_waits_for_two_letters(words, clinic, client):
    assert client.post("/palette/", {"q": words}).content.decode().strip() == ""


def test_the_palette_finds_clients_sessions_and_pages(clinic, client):
    assert (
        clinic.client.record_number in client.post("/palette/", {"q": clinic.client.legal_last_name}).content.decode()
    )
    assert "10:00" not in client.post("/palette/", {"q": "Morning"}).content.decode()
    assert "9:00" in client.post("/palette/", {"q": "Morning"}).content.decode()
    assert "/census/" in client.post("/palette/", {"q": "cens"}).content.decode()


def test_the_palette_shows_a_site_administrator_no_client(clinic, client):
    sign_in(client, colleague(clinic, "site_admin"))
    assert str(clinic.client.pk) not in client.post("/palette/", {"q": clinic.client.legal_last_name}).content.decode()
