"""Patient: what is told of a client, and how they are found."""

import pytest

from tests.factories.clients import AT, make_client, make_site
from tests.factories.fhir import BASE, calling, ids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def test_a_client_is_a_patient_with_names_number_and_birth_date():
    client = make_client(make_site(), legal_first_name="Ada", legal_last_name="Lind", preferred_name="Adi")
    told = calling().get(f"{BASE}/Patient/{client.pk}").json()
    assert (told["resourceType"], told["id"], told["birthDate"]) == ("Patient", str(client.pk), "1990-05-17")
    assert [name["given"] for name in told["name"]] == [["Ada"], ["Adi"]]
    assert told["identifier"][0]["value"] == client.record_number


def test_names_are_found_whatever_the_capitals_and_accents():
    site = make_site()
    client = make_client(site, legal_first_name="José", legal_last_name="Muñoz")
    make_client(site, legal_first_name="Joan", legal_last_name="Munroe")
    for asked in (
        {"family": "munoz"}, {"family": "MUÑOZ"}, {"given": "jose"}, {"name": "José"}, {"name:contains": "uno"},
        {"family:exact": "Muñoz"}, {"family": "Muño,Zzz"},
    ):  # fmt: skip
        assert ids(calling().get(f"{BASE}/Patient", asked)) == {str(client.pk)}, asked
    for asked in ({"family": "u_oz"}, {"family:exact": "Munoz"}, {"name": "%"}):
        assert ids(calling().get(f"{BASE}/Patient", asked)) == set(), asked
