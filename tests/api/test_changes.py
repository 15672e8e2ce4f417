"""The feed of changes: in one order, nothing twice, nothing missed, nothing that is not the caller's to know."""

import threading
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clients.actions import update_client
from clients.choices import Information, PartyKind, Purpose
from clients.models import Disclosure
from iop.access.actors import SYSTEM
from iop.api import changes
from iop.audit import chain
from iop.audit.models import AuditSeal
from iop.audit.recorder import record
from iop.core import clock
from tests.factories.api import calling_with, sealed
from tests.factories.clients import AT, make_client, make_site
from tests.factories.privacy import EVERYTHING, make_consent, make_party

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
    make_consent(mine, party=party, information=[Information.CONTACT])
    caller = calling_with(*SCOPES, party=party, purpose=Purpose.TREATMENT)
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


def happened(verb, kind, *clients, site=None):
    """Write down that something of a kind happened; give its id."""
    subject = uuid.uuid4()
    record(by=SYSTEM, verb=verb, subject=(kind, subject), clients=[one.pk for one in clients], site_id=site and site.pk)
    return str(subject)


@pytest.fixture
def outside():
    """Give a client who consents that a hospital is told something, and the hospital's integration."""
    one = make_client(make_site())

    def made(information, *scopes):
        party = make_party(PartyKind.PROVIDER, name="City Hospital")
        make_consent(one, party=party, information=information)
        caller = calling_with("changes:read", *scopes, party=party, purpose=Purpose.TREATMENT)
        sealed(AT)
        return one, caller, AuditSeal.objects.latest("position").position

    return made


def test_that_something_of_a_kind_happened_is_told_to_those_who_may_be_told_that_kind(outside):
    one, caller, start = outside([Information.CONTACT], "clients:read", "tests:read")
    happened("therapy.test_resulted", "therapy.drugtest", one)
    assert read(caller, start)["results"] == []
    assert not Disclosure.objects.exists()


def test_what_was_told_stands_in_the_account_of_disclosures_as_the_kind_it_is(outside):
    one, caller, start = outside([Information.CONTACT, Information.DRUG_TESTS], "clients:read", "tests:read")
    happened("therapy.test_resulted", "therapy.drugtest", one)
    assert [row["resource"] for row in read(caller, start)["results"]] == ["drug-test"]
    assert {tuple(row.information) for row in Disclosure.objects.all()} == {(Information.DRUG_TESTS,)}


def test_outside_the_house_nothing_is_told_of_what_stays_in_it_nor_of_nobody_knows_whom(outside):
    one, caller, start = outside(EVERYTHING, "clients:read", "registers:read", "intake:read")
    label = next(
        label for label, kind in changes.kinds().items() if kind.is_in_house and kind.scope == "registers:read"
    )
    happened("clients.incident_reported", label, one)
    happened("clients.inquiry_taken", "clients.inquiry")
    happened("clients.something_elsewhere", "clients.nothing_known", one)
    assert read(caller, start)["results"] == []


def test_a_day_is_told_to_whoever_reads_days_without_those_they_may_not_know_of():
    site = make_site()
    one, caller = make_client(site), calling_with("changes:read", "sessions:read")
    start = read(caller)["next_since"]
    day = happened("sessions.closed", "sessions_app.programsession", one, site=site)
    (row,) = read(caller, start)["results"]
    assert (row["resource"], row["id"], row["clients"]) == ("session", day, [])


def test_an_appointment_is_told_to_whoever_reads_appointments():
    one, caller = make_client(make_site()), calling_with("changes:read", "appointments:read")
    start = read(caller)["next_since"]
    happened("scheduling.appointment_booked", "scheduling.appointment", one)
    assert [row["resource"] for row in read(caller, start)["results"]] == ["appointment"]


def test_one_answer_looks_through_so_many_positions_and_says_that_there_is_more(monkeypatch):
    one, caller = make_client(make_site()), calling_with(*SCOPES)
    start = read(caller)["next_since"]
    for _number in range(3):
        happened("accounts.signed_in", "accounts.user")
    rename(one, "Bo")
    monkeypatch.setattr(changes, "LOOKED_THROUGH", 2)
    sealed(AT)
    first = caller.get(FEED, {"since": start}).json()
    assert (first["results"], first["next_since"], first["more"]) == ([], start + 2, True)
    seen, since = [], start
    while True:
        part = caller.get(FEED, {"since": since}).json()
        seen, since = seen + part["results"], part["next_since"]
        if not part["more"]:
            break
    assert [row["event"] for row in seen] == ["clients.changed"]


def test_colleagues_hear_of_the_sites_at_which_they_read_the_record(client):
    from iop.access.actions import ensure_roles
    from iop.clinic import actions as clinic
    from tests.factories.ground import LONG_AGO, make_staff, sign_in

    here, there = make_site(), make_site(name="Elsewhere", code="ELS")
    staff = make_staff("clinical_director", site=here)
    role = ensure_roles(by=SYSTEM)["counselor"]
    clinic.give_role(by=SYSTEM, staff_id=staff.pk, site_id=there.pk, role_id=role.pk, starts_on=LONG_AGO)
    sign_in(client, staff)
    start = read(client)["next_since"]
    mine = happened("sessions.closed", "sessions_app.programsession", site=here)
    happened("sessions.closed", "sessions_app.programsession", site=there)
    assert [row["id"] for row in read(client, start)["results"]] == [mine]


def test_its_statements_do_not_grow_with_what_happened():
    site, caller = make_site(), calling_with(*SCOPES, "sessions:read")
    people = [make_client(site) for _number in range(12)]

    def asked(clients):
        start = read(caller)["next_since"]
        for one in clients:
            rename(one, "Bo")
            happened("sessions.closed", "sessions_app.programsession", one, site=site)
        sealed(AT)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert len(caller.get(FEED, {"since": start}).json()["results"]) == 2 * len(clients)
        return len(counted)

    assert asked(people[:2]) == asked(people[2:])


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_another_is_still_writing_is_neither_missed_nor_told_twice():
    one, two = make_client(make_site()), make_client(make_site())
    caller, begun, end = calling_with(*SCOPES), threading.Event(), threading.Event()
    chain.seal(at=clock.now())
    since = caller.get(FEED).json()["next_since"]

    def slow():
        with transaction.atomic():
            record(by=SYSTEM, verb="clients.changed", subject=one, clients=[one.pk])
            begun.set()
            end.wait(20)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    begun.wait(20)
    record(by=SYSTEM, verb="clients.changed", subject=two, clients=[two.pk])
    chain.seal(at=clock.now())
    first = caller.get(FEED, {"since": since}).json()
    end.set()
    writer.join(20)
    chain.seal(at=clock.now())
    second = caller.get(FEED, {"since": first["next_since"]}).json()
    assert [row["id"] for row in first["results"]] == [str(two.pk)]
    assert [row["id"] for row in second["results"]] == [str(one.pk)]
