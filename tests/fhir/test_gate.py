"""Who is told of whom through FHIR: the same gate as everywhere, told with labels and the statement, written down once."""

import re
from pathlib import Path

import pytest

from clients.choices import Ground, Information, PartyKind, Purpose
from clients.models import Client, Consent, Disclosure, RelatedPerson, Relationship
from iop import fhir
from iop.audit.models import AuditEvent
from tests.factories import days
from tests.factories.clients import AT, make_admitted, make_client, make_site, make_staff
from tests.factories.fhir import BASE, calling, found, ids
from tests.factories.ground import sign_in
from tests.factories.privacy import make_agreement, make_consent, make_party
from tests.factories.scheduling import Counted
from tests.fhir.checking import check

pytestmark = pytest.mark.django_db
SHORT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def hospital():
    return make_party(PartyKind.PROVIDER, name="City Hospital")


def agreed(client, party, *information):
    return make_consent(client, party=party, information=list(information or [Information.CONTACT]))


def test_a_party_is_told_of_those_who_consented_and_the_others_look_like_nobody(hospital):
    site = make_site()
    mine, other = make_client(site), make_client(site)
    consent, caller = agreed(mine, hospital), calling(party=hospital)
    assert ids(caller.get(f"{BASE}/Patient")) == {str(mine.pk)}
    refused, unknown = caller.get(f"{BASE}/Patient/{other.pk}"), caller.get(f"{BASE}/Patient/{hospital.pk}")
    assert (refused.status_code, refused.json()) == (404, unknown.json())
    assert ids(caller.get(f"{BASE}/Patient", {"_id": other.pk})) == set()
    assert ids(caller.get(f"{BASE}/EpisodeOfCare")) == set()
    Consent.objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert caller.get(f"{BASE}/Patient/{mine.pk}").status_code == 404


def test_what_leaves_on_consent_carries_the_statement_and_is_one_disclosure_a_client(hospital):
    mine = make_client(make_site())
    consent = agreed(mine, hospital)
    answer = calling(party=hospital).get(f"{BASE}/Patient")
    check(answer.json())
    row = Disclosure.objects.get()
    assert (row.consent, row.sent_as, row.notice, row.recipient_name) == (consent, "api", "short", "City Hospital")
    assert answer["Redisclosure-Notice"] == SHORT
    said = [each["issue"][0]["details"]["text"] for each in found(answer, "outcome")]
    assert said == [SHORT, "purpose=treatment; information=contact"]
    read = calling(party=hospital).get(f"{BASE}/Patient/{mine.pk}")
    assert (read["Redisclosure-Notice"], Disclosure.objects.count()) == (SHORT, 2)


def test_a_service_is_told_by_agreement_without_the_statement_and_each_read_is_written_down():
    site = make_site()
    people = [make_client(site) for _ in range(3)]
    agreement = make_agreement(purposes=[Purpose.OPERATIONS])
    answer = calling(party=agreement.party, purpose=Purpose.OPERATIONS).get(f"{BASE}/Patient")
    assert len(found(answer)) == 3
    assert found(answer, "outcome") == []
    rows = Disclosure.objects.all()
    assert {row.client_id for row in rows} == {each.pk for each in people}
    assert {(row.ground, row.agreement) for row in rows} == {(Ground.SERVICE_PROVIDER, agreement)}


def test_every_answer_about_a_client_says_how_it_is_protected():
    make_client(make_site())
    bundle = calling().get(f"{BASE}/Patient").json()
    for told in (bundle, bundle["entry"][0]["resource"]):
        labels = {label["code"]: label for label in told["meta"]["security"]}
        assert set(labels) == {"R", "42CFRPart2", "SUD", "NORDSCLCD"}
        basis = labels["SUD"]["extension"][0]
        assert basis["url"].endswith("/extension-sec-label-basis")
        assert basis["valueCoding"]["code"] == "42CFRPart2"
    sites = calling().get(f"{BASE}/Location").json()
    assert "meta" not in sites
    assert "security" not in sites["entry"][0]["resource"]["meta"]


def test_relatives_are_never_told_of_on_a_clients_consent(hospital):
    mine = make_client(make_site())
    Relationship.objects.create(client=mine, person=RelatedPerson.objects.create(first_name="Mia"), role="Sister")
    agreed(mine, hospital)
    assert found(calling(party=hospital).get(f"{BASE}/RelatedPerson")) == []
    assert len(found(calling().get(f"{BASE}/RelatedPerson"))) == 1


def test_scopes_say_which_resources_and_whether_to_read_or_to_search():
    client = make_client(make_site())
    one = f"{BASE}/Patient/{client.pk}"
    for scope, reads, searches in [
        ("system/Patient.rs", 200, 200), ("system/Patient.r", 200, 403), ("system/Patient.s", 403, 200),
        ("system/*.read", 200, 200), ("system/Coverage.rs", 403, 403), ("clients:read", 403, 403),
    ]:  # fmt: skip
        caller = calling(scope)
        answers = caller.get(one), caller.get(f"{BASE}/Patient")
        assert tuple(answer.status_code for answer in answers) == (reads, searches), scope
    told = calling("system/Coverage.rs").get(one).json()
    assert told["issue"][0]["details"]["text"] == "This needs the scope system/Patient.r."


def test_a_scope_of_fhir_opens_nothing_else():
    make_client(make_site())
    assert calling("system/*.rs").get("/api/v1/clients/").status_code == 403


def test_an_integration_reaches_its_own_sites():
    here, there = make_site(), make_site()
    mine = make_client(here)
    make_client(there)
    assert ids(calling(sites=[here]).get(f"{BASE}/Patient")) == {str(mine.pk)}


def test_staff_see_in_their_browser_what_their_roles_open_and_it_is_own_use(client):
    site, elsewhere = make_site(), make_site()
    mine = make_admitted(site).client
    make_client(elsewhere)
    sign_in(client, make_staff(site, "counselor"))
    assert ids(client.get(f"{BASE}/Patient")) == {str(mine.pk)}
    assert Disclosure.objects.count() == 0
    assert AuditEvent.objects.filter(verb="api.fhir_patient_read", actor_kind="staff").count() == 1


def test_staff_without_the_permission_are_refused_in_words(client):
    sign_in(client, make_staff(make_site(), "counselor"))
    answer = client.get(f"{BASE}/Coverage")
    assert answer.status_code == 403
    assert answer.json()["issue"][0]["details"]["text"] == "Your role does not open this."


def test_a_restricted_chart_is_not_there_for_a_colleague_of_the_same_role(client):
    site = make_site()
    mine = make_admitted(site).client
    Client.objects.filter(pk=mine.pk).update(is_restricted=True, restricted_reason="A colleague's relative")
    sign_in(client, make_staff(site, "counselor"))
    assert ids(client.get(f"{BASE}/Patient")) == set()
    assert client.get(f"{BASE}/Patient/{mine.pk}").status_code == 404


def test_a_chart_that_was_merged_is_found_by_its_number_under_the_one_that_was_kept():
    site = make_site()
    kept, absorbed = make_client(site), make_client(site)
    Client.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    caller = calling()
    assert caller.get(f"{BASE}/Patient/{absorbed.pk}").status_code == 404
    answer = caller.get(f"{BASE}/Patient", {"identifier": f"urn:iop:record-number|{absorbed.record_number}"})
    told = found(answer)
    assert [each["id"] for each in told] == [str(kept.pk)]
    assert [(each["use"], each["value"]) for each in told[0]["identifier"]] == [
        ("usual", kept.record_number), ("old", absorbed.record_number),
    ]  # fmt: skip


def test_what_was_asked_stands_in_no_record():
    make_client(make_site(), legal_last_name="Quistgaard")
    calling().get(f"{BASE}/Patient", {"family": "Quistgaard"})
    calling().get(f"{BASE}/Patient", {"family": "Quistgaard", "given": "Nobody"})
    told = AuditEvent.objects.filter(verb__startswith="api.").values_list("detail", "verb")
    assert len(told) >= 2
    assert "Quistgaard" not in str(list(told))


def test_statements_do_not_grow_with_rows(at):
    kinds = ("Patient", "EpisodeOfCare", "Encounter", "Appointment")
    day = days.make_crowd(3)
    caller = calling()

    def counted():
        numbers = {}
        for kind in kinds:
            with Counted() as few:
                found(caller.get(f"{BASE}/{kind}", {"_count": 100, "_include": f"{kind}:patient"}))
            numbers[kind] = few.number
        return numbers

    def there(episode):
        day.session.roster.create(client=episode.client, episode=episode, status="present", arrived_at=days.NINE)

    there(make_admitted(day.site, by=day.by_director))
    counted()
    before = counted()
    for _ in range(3):
        there(make_admitted(day.site, by=day.by_director))
    assert counted() == before
    assert len(found(caller.get(f"{BASE}/Encounter"))) == 4


def test_there_is_one_way_out_and_no_other_module_draws_rows():
    """Resources say how rows are drawn; only the reading that asks the gate does it (tests/privacy reads the other faces)."""
    ways = re.compile(r"\.drawn?\(|\.leave\(|source\.rows\(|\.way_out\.(grounds|note)\(")
    found = {
        path.stem for path in Path(fhir.__path__[0]).rglob("*.py") if ways.search(path.read_text(encoding="utf-8"))
    }
    assert found <= {"reading", *WHO_LEAVE_THROUGH_IT}


WHO_LEAVE_THROUGH_IT = {"everything", "making", "fetching", "record"}
"""Modules that hand rows to ``Reading.leave``; an export's files, about whose clients the gate is asked anew; and the client's
own archive, which passes the gate as a whole where it is taken (``iop.workflows.record_export``)."""
