"""Whom an integration reads for: by agreement all, by consent those who signed; each read a disclosure (42 CFR 2.31–2.33)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from clients.choices import Ground, Information, PartyKind, Purpose
from clients.models import Consent, Disclosure, RecipientParty, ServiceAgreement
from iop.api.models import IntegrationKey
from iop.core import clock
from iop.core.errors import Invalid
from tests.factories.api import make_key
from tests.factories.clients import AT, make_client, make_site
from tests.factories.days import NINE, make_crowd
from tests.factories.privacy import make_agreement, make_consent, make_party
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
CLIENTS = "/api/v1/clients/"
READ = "clients:read"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def exchange():
    return make_party(PartyKind.PROVIDER, name="City Hospital")


def reading_for(party, *scopes, purpose=Purpose.TREATMENT, **fields):
    _, text = make_key(*(scopes or [READ]), party=party, purpose=purpose, **fields)
    return APIClient(headers={"Authorization": f"Api-Key {text}"})


def ids(answer):
    return {row["id"] for row in answer.json()["results"]}


def agreed(client, party, *information):
    return make_consent(client, party=party, information=list(information or [Information.CONTACT]))


def test_a_key_without_a_party_is_the_clinics_own_service_and_says_so():
    key, _ = make_key(READ, name="Lab")
    agreement = ServiceAgreement.objects.get(party=key.integration.party)
    assert (key.integration.party.kind, key.integration.party.name) == ("service", "Lab")
    assert agreement.services.startswith("Own operations")


def test_a_party_without_agreement_sees_those_who_consented_and_no_others(exchange):
    site = make_site()
    mine, _other = make_client(site), make_client(site)
    agreed(mine, exchange)
    assert ids(reading_for(exchange).get(CLIENTS)) == {str(mine.pk)}


def test_a_client_who_did_not_consent_looks_like_none(exchange):
    other = make_client(make_site())
    caller = reading_for(exchange)
    unknown = caller.get(f"{CLIENTS}{exchange.pk}/")
    refused = caller.get(f"{CLIENTS}{other.pk}/")
    assert (refused.status_code, refused.json()) == (404, unknown.json())


def test_consent_for_other_information_opens_no_row(exchange):
    agreed(make_client(make_site()), exchange, Information.ATTENDANCE)
    assert ids(reading_for(exchange).get(CLIENTS)) == set()


def test_a_consent_taken_back_closes_the_list_and_the_client_at_once(exchange):
    mine = make_client(make_site())
    consent, caller = agreed(mine, exchange), reading_for(exchange)
    assert caller.get(f"{CLIENTS}{mine.pk}/").status_code == 200
    Consent.objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert caller.get(f"{CLIENTS}{mine.pk}/").status_code == 404
    assert ids(caller.get(CLIENTS)) == set()


def test_what_is_read_on_consent_is_written_down_with_the_statement_beside_it(exchange):
    mine = make_client(make_site())
    consent = agreed(mine, exchange)
    answer = reading_for(exchange).get(CLIENTS)
    row = Disclosure.objects.get()
    assert (row.consent, row.sent_as, row.notice, row.recipient_name) == (consent, "api", "short", "City Hospital")
    assert answer["Redisclosure-Notice"] == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert answer["Consent-Scope"] == "purpose=treatment; information=contact"


def test_what_a_service_reads_is_written_down_row_by_row():
    site = make_site()
    people = [make_client(site) for _ in range(3)]
    agreement = make_agreement(purposes=[Purpose.OPERATIONS])
    reading_for(agreement.party, purpose=Purpose.OPERATIONS).get(CLIENTS)
    rows = Disclosure.objects.all()
    assert {row.client_id for row in rows} == {each.pk for each in people}
    assert {(row.ground, row.agreement) for row in rows} == {(Ground.SERVICE_PROVIDER, agreement)}
    assert len({row.digest for row in rows}) == 3


def test_an_agreement_that_has_ended_closes_the_whole_list():
    make_client(make_site())
    agreement = make_agreement(purposes=[Purpose.OPERATIONS])
    caller = reading_for(agreement.party, purpose=Purpose.OPERATIONS)
    assert len(ids(caller.get(CLIENTS))) == 1
    ServiceAgreement.objects.filter(pk=agreement.pk).update(ends_on="2026-03-01")
    assert ids(caller.get(CLIENTS)) == set()


def test_a_party_out_of_use_reads_nothing(exchange):
    agreed(make_client(make_site()), exchange)
    RecipientParty.objects.filter(pk=exchange.pk).update(is_active=False)
    assert ids(reading_for(exchange).get(CLIENTS)) == set()


def test_only_who_serves_the_program_writes_to_the_record(exchange):
    body = {"site": str(make_site().pk), "legal_first_name": "A", "legal_last_name": "B", "date_of_birth": "1990-01-01"}
    answer = reading_for(exchange, "clients:write", READ).post(CLIENTS, body, format="json")
    assert answer.status_code == 403
    assert "serves the program" in answer.json()["detail"]


def test_a_roster_leaves_out_who_did_not_consent(exchange, at):
    day = make_crowd(3)
    at(NINE)
    line = day.session.roster.first()
    agreed(line.client, exchange, Information.ATTENDANCE)
    rows = reading_for(exchange, "sessions:read").get(f"/api/v1/sessions/{day.session.pk}/roster/").json()
    assert [row["client"] for row in rows] == [str(line.client_id)]


def test_what_staff_read_in_their_browser_is_own_use_and_no_disclosure(client):
    from tests.factories.ground import make_staff, sign_in

    site = make_site()
    make_client(site)
    sign_in(client, make_staff("intake", site=site))
    assert len(client.get(CLIENTS).json()["results"]) == 1
    assert not Disclosure.objects.exists()


def test_many_consents_cost_as_many_statements_as_one(exchange):
    site = make_site()
    agreed(make_client(site), exchange)
    caller = reading_for(exchange)
    caller.get(CLIENTS)
    with Counted() as few:
        caller.get(CLIENTS)
    for _ in range(8):
        agreed(make_client(site), exchange)
    with Counted() as many:
        assert len(ids(caller.get(CLIENTS))) == 9
    assert few.number == many.number


def test_the_command_binds_a_key_to_a_party_and_its_agreement():
    make_site()
    call_command(
        "api_key", "create", "--name", "Results", "--scopes", READ, "--party", "Bay Lab", "--agreement", "Runs drug tests",
        stdout=StringIO(), stderr=StringIO(),
    )  # fmt: skip
    key = IntegrationKey.objects.get()
    assert (key.integration.party.name, key.integration.party.kind) == ("Bay Lab", "service")
    assert key.integration.party.agreements.get().services == "Runs drug tests"


def test_the_command_finds_a_party_that_is_kept(exchange):
    call_command(
        "api_key", "create", "--name", "Hospital", "--scopes", READ, "--party", str(exchange.pk), "--purpose", "treatment",
        stdout=StringIO(), stderr=StringIO(),
    )  # fmt: skip
    key = IntegrationKey.objects.get()
    assert (key.integration.party, key.integration.purpose) == (exchange, "treatment")
    assert not ServiceAgreement.objects.exists()


def test_the_command_refuses_a_party_that_is_not_there():
    with pytest.raises(CommandError, match="no recipient"):
        call_command("api_key", "create", "--name", "x", "--scopes", READ, "--party", str(make_site().pk))


def test_a_purpose_that_does_not_exist_is_refused():
    with pytest.raises(Invalid, match="purpose"):
        make_key(READ, purpose="curiosity")


def test_no_key_stands_without_a_party():
    key, _ = make_key(READ)
    from django.db import IntegrityError, connection, transaction

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE api_integration SET party_id = NULL WHERE id = %s", [key.integration_id])
    assert clock.now() == AT
