"""Patient: what is told of a client, and how they are found."""

import pytest

from tests.factories.clients import AT, make_client, make_site
from tests.factories.fhir import BASE, calling

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
