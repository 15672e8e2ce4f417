"""Family sessions and offers over the API: without a relative's name, by their own scope, written down as disclosures."""

import pytest

from clients.models import Disclosure
from scheduling import actions
from tests.factories.api import calling_with
from tests.factories.clients import AT, TODAY, make_admitted
from tests.factories.family_care import book_family, make_relative
from tests.factories.scheduling import Counted, make_place, on

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ = "family:read"


@pytest.fixture
def place(at):
    at(AT)
    place = make_place()
    place.episode = make_admitted(place.site, by=place.by)
    return place


def rows(answer):
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_a_session_says_whether_the_client_was_there_and_how_many_came(place):
    brother = make_relative(place, place.episode.client)
    sister = make_relative(place, place.episode.client, "Mia", "sister")
    row = book_family(place, place.episode, brother, sister)
    actions.note_who_came(
        by=place.by,
        appointment=row,
        client_present=False,
        presence={brother.pk: "came", sister.pk: "missed"},
        at=row.ends_at,
    )
    found = rows(calling_with(READ).get(f"{API}family-sessions/"))[0]
    assert (found["client_present"], found["invited"], found["came"]) == (False, 2, 1)


def test_no_relative_is_named(place):
    book_family(place, place.episode, make_relative(place, place.episode.client, "Bartholomew"))
    assert "Bartholomew" not in calling_with(READ).get(f"{API}family-sessions/").content.decode()


def test_an_offer_says_what_came_of_it_in_codes(place):
    actions.offer_family(
        by=place.by, episode=place.episode, outcome="declined", reason="no_family", words="Alone since May", offered_on=TODAY,
        at=AT,
    )  # fmt: skip
    found = rows(calling_with(READ).get(f"{API}family-offers/?client={place.episode.client_id}"))[0]
    assert (found["outcome"], found["reason"], "words" in found) == ("declined", "no_family", False)


def test_reading_is_written_down_as_a_disclosure(place):
    book_family(place, place.episode)
    calling_with(READ).get(f"{API}family-sessions/")
    assert sorted(Disclosure.objects.get().information) == ["progress", "schedule"]


def test_a_key_for_appointments_reads_no_family_sessions(place):
    assert calling_with("appointments:read").get(f"{API}family-sessions/").status_code == 403


def test_many_cost_as_much_as_few(place):
    def asked():
        with Counted() as counted:
            rows(calling_with(READ).get(f"{API}family-sessions/"))
        return counted.number

    book_family(place, place.episode, make_relative(place, place.episode.client))
    asked()
    few = asked()
    for number in range(1, 5):
        book_family(place, place.episode, make_relative(place, place.episode.client, f"Kin {number}"), day=on(number))
    assert asked() <= few
