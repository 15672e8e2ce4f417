"""The feed of changes: in one order, nothing twice, nothing missed, nothing that is not the caller's to know."""

import pytest

from clients.actions import update_client
from clients.choices import Information, PartyKind, Purpose
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from tests.factories.api import calling_with, make_key, sealed
from tests.factories.clients import AT, make_client, make_site
from tests.factories.privacy import make_consent, make_party

pytestmark = pytest.mark.django_db
FEED = "/api/v1/changes/"
SCOPES = ("changes:read", "clients:read")


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def rename(client, name):
    client.refresh_from_db()
    update_client(by=SYSTEM, client=client, version=client.version, changes={"preferred_name": name}, at=AT)


def read(caller, since=0, **more):
    sealed(AT)
    answer = caller.get(FEED, {"since": since, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_change_is_told_with_ids_alone():
    one = make_client(make_site())
    caller = calling_with(*SCOPES)
    start = read(caller)["next_since"]
    rename(one, "Bo")
    (row,) = read(caller, start)["results"]
    assert (row["event"], row["resource"], row["id"], row["clients"]) == (
        "clients.changed",
        "client",
        str(one.pk),
        [str(one.pk)],
    )
    assert "Bo" not in str(row)


def test_reading_on_from_the_last_position_gives_nothing_twice_and_misses_nothing():
    one = make_client(make_site())
    caller = calling_with(*SCOPES)
    since, seen = read(caller)["next_since"], []
    for number in range(5):
        rename(one, f"B{number}")
    while True:
        part = read(caller, since, limit=2)
        seen += [row["position"] for row in part["results"]]
        since = part["next_since"]
        if not part["more"]:
            break
    assert len(seen) == 5
    assert seen == sorted(set(seen))
    assert read(caller, since)["results"] == []


def test_what_is_not_sealed_is_not_told_yet():
    one, caller = make_client(make_site()), calling_with(*SCOPES)
    start = read(caller)["next_since"]
    rename(one, "Bo")
    assert caller.get(FEED, {"since": start}).json()["results"] == []


def test_looking_and_signing_in_and_secret_notes_are_not_told():
    one, caller = make_client(make_site()), calling_with(*SCOPES, "notes:read")
    start = read(caller)["next_since"]
    for verb in ("clients.chart_opened", "accounts.signed_in", "therapy.counseling_note_written", "api.clients_read"):
        record(by=SYSTEM, verb=verb, subject=one, clients=[one.pk])
    assert read(caller, start)["results"] == []


def test_without_the_resources_scope_its_changes_are_not_told():
    one, caller = make_client(make_site()), calling_with("changes:read", "schedule:read")
    start = read(caller)["next_since"]
    rename(one, "Bo")
    assert read(caller, start)["results"] == []


def test_of_clients_of_another_site_nothing_is_told():
    here, there = make_site(), make_site(name="Elsewhere", code="ELS")
    one = make_client(there)
    caller = calling_with(*SCOPES, sites=[here])
    start = read(caller)["next_since"]
    rename(one, "Bo")
    assert read(caller, start)["results"] == []


def test_a_party_that_needs_consents_hears_of_those_who_consented():
    party, site = make_party(PartyKind.PROVIDER, name="City Hospital"), make_site()
    mine, other = make_client(site), make_client(site)
    make_consent(mine, party=party, information=[Information.PRESENCE])
    _, text = make_key(*SCOPES, party=party, purpose=Purpose.TREATMENT)
    from rest_framework.test import APIClient

    caller = APIClient(headers={"Authorization": f"Api-Key {text}"})
    start = read(caller)["next_since"]
    rename(mine, "Bo")
    rename(other, "Al")
    rows = read(caller, start, events="clients.changed")["results"]
    assert [row["clients"] for row in rows] == [[str(mine.pk)]]


def test_only_wanted_events_are_told():
    one, caller = make_client(make_site()), calling_with(*SCOPES)
    start = read(caller)["next_since"]
    rename(one, "Bo")
    assert read(caller, start, events="billing.*")["results"] == []
    assert len(read(caller, start, events="clients.*")["results"]) == 1


def test_a_position_that_is_no_number_is_told():
    answer = calling_with(*SCOPES).get(FEED, {"since": "yesterday"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/since")


def test_staff_without_the_audit_permission_do_not_read_it(client):
    from tests.factories.ground import make_staff, sign_in

    sign_in(client, make_staff("counselor", site=make_site()))
    assert client.get(FEED).status_code == 403
