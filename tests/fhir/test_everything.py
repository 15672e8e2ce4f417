"""One client's resources, page by page, and the files behind papers."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clients.actions import documents
from clients.choices import Information, PartyKind
from clients.models import Disclosure
from iop.core import clock
from tests.factories.clients import AT, make_admitted, make_client, make_clinic, make_site
from tests.factories.fhir import BASE, calling, found, ids
from tests.factories.privacy import make_consent, make_party
from tests.fhir.checking import check
from tests.fhir.test_apps import own_app

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def pages(caller, path, **params):
    """The resources of each page, following the links."""
    answer = caller.get(path, params)
    while True:
        yield found(answer)
        links = {each["relation"]: each["url"] for each in answer.json()["link"]}
        if "next" not in links:
            return
        answer = caller.get(links["next"].partition("testserver")[2])


def test_everything_of_one_client_comes_in_pages_and_nothing_of_others():
    site = make_site()
    mine, other = make_admitted(site), make_admitted(site)
    caller, path = calling(), f"{BASE}/Patient/{mine.client_id}/$everything"
    told = list(pages(caller, path, _count=2))
    assert max(len(page) for page in told) == 2
    flat = [f"{each['resourceType']}/{each['id']}" for page in told for each in page]
    assert len(flat) == len(set(flat))
    assert {f"Patient/{mine.client_id}", f"EpisodeOfCare/{mine.pk}"} <= set(flat)
    assert str(other.client_id) not in str(told)
    check(caller.get(path).json())
    assert [each["resourceType"] for each in found(caller.get(path, {"_type": "EpisodeOfCare"}))] == ["EpisodeOfCare"]
    link = caller.get(path, {"_count": 1}).json()["link"][1]["url"].partition("testserver")[2]
    assert calling(name="Somebody else").get(link).status_code == 400
    assert caller.get(link.replace(str(mine.client_id), str(other.client_id))).status_code == 400


def test_what_cannot_be_asked_is_said_so_that_nobody_takes_the_answer_for_narrower():
    mine = make_admitted(make_site())
    caller, path = calling(), f"{BASE}/Patient/{mine.client_id}/$everything"
    answer = caller.get(path, {"start": "2026-03-01"})
    check(answer.json())
    assert "start" in found(answer, "outcome")[0]["issue"][0]["details"]["text"]
    assert caller.get(path, {"start": "2026-03-01"}, headers={"Prefer": "handling=strict"}).status_code == 400
    assert caller.get(path, {"_type": "Teapot"}).status_code == 400
    assert caller.get(path, {"_type": "Location"}).status_code == 400


def test_of_whom_nothing_may_be_told_there_is_nothing():
    site, hospital = make_site(), make_party(PartyKind.PROVIDER, name="City Hospital")
    mine, other = make_client(site), make_client(site)
    make_consent(mine, party=hospital, information=[Information.CONTACT])
    caller = calling(party=hospital)
    answer = caller.get(f"{BASE}/Patient/{mine.pk}/$everything")
    assert [each["resourceType"] for each in found(answer)] == ["Patient"]
    assert len(found(answer, "outcome")) == 2
    assert caller.get(f"{BASE}/Patient/{other.pk}/$everything").status_code == 404


def test_a_clients_app_gets_their_own_whole_record():
    site = make_site()
    mine, other = make_admitted(site), make_admitted(site)
    caller = own_app(mine.client)
    assert len(found(caller.get(f"{BASE}/Patient/{mine.client_id}/$everything"))) >= 2
    assert caller.get(f"{BASE}/Patient/{other.client_id}/$everything").status_code == 404
    assert caller.get(f"{BASE}/$export", headers={"Prefer": "respond-async"}).status_code == 403


def test_a_paper_is_named_as_a_document_and_its_file_passes_the_same_gate():
    clinic = make_clinic()
    mine = make_admitted(clinic.site, by=clinic.as_director).client
    upload = SimpleUploadedFile("referral.pdf", PDF, content_type="application/pdf")
    paper = documents.add_document(by=clinic.as_director, client=mine, kind="referral", upload=upload, at=clock.now())
    caller = calling()
    [told] = found(caller.get(f"{BASE}/DocumentReference", {"patient": mine.pk, "category": "paper"}))
    check(told)
    # Which document it is has no code of LOINC: US Core's own word for that goes before ours.
    assert [each["code"] for each in told["type"]["coding"]] == ["UNK", "referral"]
    url = told["content"][0]["attachment"]["url"]
    assert url == f"Binary/{paper.pk}"
    before = Disclosure.objects.count()
    answer = caller.get(f"{BASE}/{url}")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert Disclosure.objects.count() == before + 1
    assert caller.get(f"{BASE}/{url}", headers={"Accept": "application/pdf"}).content == PDF
    resource = caller.get(f"{BASE}/{url}", headers={"Accept": "application/fhir+json"})
    assert resource["Content-Type"].startswith("application/fhir+json")
    named = resource.json()
    assert (named["resourceType"], named["id"], named["contentType"]) == ("Binary", str(paper.pk), "application/pdf")
    assert base64.b64decode(named["data"]) == PDF
    assert "42CFRPart2" in {label["code"] for label in named["meta"]["security"]}
    assert calling("system/Patient.rs").get(f"{BASE}/{url}").status_code == 403
    hospital = make_party(PartyKind.PROVIDER, name="City Hospital")
    make_consent(mine, party=hospital, information=[Information.CONTACT])
    assert calling(party=hospital).get(f"{BASE}/{url}").status_code == 404
    # Only what the clinic put among the client's own papers is there for their app.
    assert own_app(mine).get(f"{BASE}/{url}").status_code == 404


def test_documents_of_one_client_are_asked_for_by_address_or_parameters():
    clinic = make_clinic()
    mine, other = (make_admitted(clinic.site, by=clinic.as_director).client for _ in range(2))
    for one in (mine, other):
        upload = SimpleUploadedFile("referral.pdf", PDF, content_type="application/pdf")
        documents.add_document(by=clinic.as_director, client=one, kind="referral", upload=upload, at=clock.now())
    caller, path = calling(), f"{BASE}/DocumentReference/$docref"
    asked = found(caller.get(path, {"patient": mine.pk}))
    assert [each["subject"]["reference"] for each in asked] == [f"Patient/{mine.pk}"]
    coded = {"name": "type", "valueCoding": {"system": "urn:iop:document-kind", "code": "referral"}}
    sent = {"resourceType": "Parameters", "parameter": [{"name": "patient", "valueId": str(mine.pk)}, coded]}
    assert ids(caller.post(path, sent, format="json")) == {asked[0]["id"]}
    coded["valueCoding"]["code"] = "other"
    assert ids(caller.post(path, sent, format="json")) == set()
    # A paper tells of no stretch of care: whoever asks for one is not told of it.
    assert ids(caller.get(path, {"patient": mine.pk, "start": "2026-01-01", "end": "2026-12-31"})) == set()
    assert caller.get(path).status_code == 400
    assert caller.post(path, {"resourceType": "Patient"}, format="json").status_code == 400
    assert calling("system/Patient.rs").get(path, {"patient": mine.pk}).status_code == 403
