"""A client library of others reads a client's record over a real connection."""

import pytest
from fhirpy import SyncFHIRClient

from tests.factories import days
from tests.factories.fhir import key_text

pytestmark = pytest.mark.django_db(transaction=True)


def test_fhirpy_finds_a_client_and_follows_their_encounters(live_server, at, settings):
    settings.SITE_URL = live_server.url
    at(days.NINE)
    clinic = days.make_closed(people=2)
    at(clinic.closed_at)
    line = clinic.lines[0]
    server = SyncFHIRClient(f"{live_server.url}/fhir/R4", authorization=f"Api-Key {key_text()}")
    patient = server.resources("Patient").search(family=line.client.legal_last_name, birthdate="1990-05-17").get()
    assert patient["id"] == str(line.client_id)
    encounters = server.resources("Encounter").search(patient=patient["id"]).limit(1).fetch_all()
    assert [each["id"] for each in encounters] == [str(line.pk)]
    assert encounters[0]["subject"].to_resource()["name"][0]["family"] == line.client.legal_last_name
    everybody = server.resources("Patient").limit(1).fetch_all()
    assert len(everybody) == 2
