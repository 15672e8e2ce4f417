"""Family care in the chart, in the booking form and on an appointment's page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling import actions
from scheduling.models import Appointment, AppointmentParticipant, FamilyOffer, FamilySession
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_admitted
from tests.factories.family_care import book_family, invited, make_relative
from tests.factories.ground import sign_in
from tests.factories.scheduling import make_place, on

pytestmark = pytest.mark.django_db
TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET CONSTRAINTS")


@pytest.fixture
def place(at, client):
    place = make_place()
    place.episode = make_admitted(place.site, by=place.by, preferred_name="Ana", legal_last_name="Ruiz")
    place.client = place.episode.client
    at(AT)
    sign_in(client, place.therapist)
    return place


def chart(place):
    return reverse("client_family", args=[place.client.pk])


def booking(place, **changes):
    return {
        "kind": "family", "client": place.client.pk, "staff": place.therapist.pk, "on": on(1).isoformat(), "at": "14:00",
        "minutes": "60", "weeks": "1", "site": place.site.pk, "do": "book", "family_form": "family", **changes,
    }  # fmt: skip


def planned(row, **changes):
    said = {"family_form": "family", "people": [], "family_goals": [], "because": "changed", "version": row.version}
    return {f"family-{name}": value for name, value in {**said, **changes}.items()}


def offered(**changes):
    said = {"outcome": "declined", "reason": "not_wanted", "words": "", "offered_on": TODAY, "again_on": ""}
    return {f"offer-{name}": value for name, value in {**said, **changes}.items()}


class TestChart:
    def test_says_of_each_whether_a_release_lets_them_be_invited_and_else_why(self, place, client):
        make_relative(place, place.client, "Bo", "brother")
        make_relative(place, place.client, "Mia", "sister", released=False)
        rows = {one.name: one.why_not for one in client.get(chart(place)).context["family"]["people"]}
        assert rows["Bo"] == ""
        assert rows["Mia"].startswith("No release names this person.")

    def test_keeps_what_was_offered_and_why_not(self, place, client):
        assert client.post(reverse("client_family_offer", args=[place.client.pk]), offered()).status_code == 302
        page = client.get(chart(place)).content.decode()
        assert "The client does not want their family involved" in page

    def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(self, place, client):
        answer = client.post(
            reverse("client_family_offer", args=[place.client.pk]), offered(reason="", words="Not yet")
        )
        form = answer.context["offer_form"]
        assert (answer.status_code, "reason" in form.errors, form["words"].value()) == (422, True, "Not yet")
        assert not FamilyOffer.objects.exists()

    def test_lists_sessions_with_who_came_and_whether_the_client_did(self, place, client, at):
        brother = make_relative(place, place.client)
        row = book_family(place, place.episode, brother)
        actions.note_who_came(
            by=place.by, appointment=row, client_present=False, presence={brother.pk: "came"}, at=row.ends_at
        )
        at(row.ends_at + dt.timedelta(hours=1))
        sign_in(client, place.therapist)
        past = client.get(chart(place)).context["family"]["past"]
        assert (past[0]["who"], past[0]["presence"]) == ("Bo (brother, Came)", "without the client")

    def test_is_not_for_those_who_read_no_notes(self, place, client):
        sign_in(client, ground.make_staff("intake", site=place.site))
        assert client.get(chart(place)).status_code == 403

    def test_another_sites_client_is_not_there(self, place, client):
        sign_in(client, ground.make_staff("therapist", site=ground.make_site(name="Elsewhere")))
        assert client.get(chart(place)).status_code == 404

    def test_asks_as_often_for_many_as_for_few(self, place, client):
        def asked():
            client.get("/clients/")
            with CaptureQueriesContext(connection) as found:
                assert client.get(chart(place)).status_code == 200
            return len([one for one in found.captured_queries if not one["sql"].startswith(TRANSACTION)])

        book_family(place, place.episode, make_relative(place, place.client))
        actions.offer_family(by=place.by, episode=place.episode, outcome="accepted", offered_on=TODAY, at=AT)
        few = asked()
        for number in range(1, 5):
            book_family(place, place.episode, make_relative(place, place.client, f"Kin {number}"), day=on(number))
            actions.offer_family(
                by=place.by,
                episode=place.episode,
                outcome="accepted",
                offered_on=TODAY,
                at=AT + dt.timedelta(minutes=number),
            )
        assert asked() == few


class TestBooking:
    def test_invites_who_is_ticked(self, place, client):
        brother = make_relative(place, place.client)
        answer = client.post(
            reverse("book_appointment"), booking(place, people=[brother.pk], family_goals=["boundaries", "trust"])
        )
        assert answer.status_code == 302
        row = Appointment.objects.get()
        assert (invited(row), row.family_session.goals) == (["Bo"], ["boundaries", "trust"])

    def test_whoever_has_no_release_cannot_be_ticked_and_it_is_said_why(self, place, client):
        sister = make_relative(place, place.client, "Mia", "sister", released=False)
        answer = client.post(reverse("book_appointment"), booking(place, people=[sister.pk]))
        assert (answer.status_code, "people" in answer.context["form"].errors) == (422, True)
        assert "No release names this person" in answer.content.decode()

    def test_another_kind_shows_the_people_and_the_usual_length(self, place, client):
        make_relative(place, place.client)
        answer = client.post(reverse("book_appointment"), booking(place, do="kind", minutes="50"))
        assert answer.context["form"]["minutes"].value() == 60
        assert 'name="people"' in answer.content.decode()

    def test_an_individual_session_asks_for_nobody(self, place, client):
        answer = client.post(reverse("book_appointment"), booking(place, do="kind", kind="individual"))
        assert 'name="people"' not in answer.content.decode()


class TestAppointment:
    def test_is_planned_anew(self, place, client):
        brother = make_relative(place, place.client)
        row = book_family(place, place.episode)
        answer = client.post(reverse("appointment_family", args=[row.pk]), planned(row, people=[brother.pk]))
        assert answer.status_code == 302
        assert invited(row) == ["Bo"]

    def test_a_taken_relative_is_said_beside_the_people(self, place, client):
        brother = make_relative(place, place.client)
        book_family(place, place.episode, brother, form="relatives", staff=place.director)
        row = book_family(place, place.episode)
        answer = client.post(reverse("appointment_family", args=[row.pk]), planned(row, people=[brother.pk]))
        assert answer.status_code == 422
        assert "Bo already has another appointment" in str(answer.context["family"]["plan_form"].errors["people"])

    def test_who_came_is_kept(self, place, client, at):
        brother = make_relative(place, place.client)
        row = book_family(place, place.episode, brother)
        at(row.ends_at)
        sign_in(client, place.therapist)
        said = {"client_present": "no", f"came-{brother.pk}": "missed"}
        assert client.post(reverse("appointment_attended", args=[row.pk]), said).status_code == 302
        assert FamilySession.objects.get().client_present is False
        assert AppointmentParticipant.objects.get().attended == "missed"

    def test_an_answer_is_kept(self, place, client):
        row = book_family(place, place.episode, make_relative(place, place.client))
        guest = row.participants.get()
        assert client.post(reverse("participant_answer", args=[guest.pk]), {"answer": "comes"}).status_code == 302
        assert "Will come" in client.get(reverse("appointment", args=[row.pk])).content.decode()

    def test_somebody_of_another_site_finds_nobody(self, place, client):
        row = book_family(place, place.episode, make_relative(place, place.client))
        sign_in(client, ground.make_staff("therapist", site=ground.make_site(name="Elsewhere")))
        assert client.post(reverse("participant_answer", args=[row.participants.get().pk])).status_code == 404
        assert client.post(reverse("appointment_family", args=[row.pk])).status_code == 404
