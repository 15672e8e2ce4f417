"""Consents, recipients, agreements, orders and what left, over the API."""

import base64
import datetime as dt

import pytest

from clients import policies_privacy
from clients.actions.letters import ensure_letter_templates
from clients.choices import Information, PartyKind, Purpose
from clients.models import Consent, CourtOrder, Disclosure, Letter, LetterTemplate, RecipientParty
from iop.audit.models import AuditEvent
from tests.api.signed_in import calling_as, patch, post, refused, rows
from tests.documents.files import pdf
from tests.factories import consents as signing
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, TODAY, make_admitted, make_clinic, make_placed
from tests.factories.privacy import make_consent, make_order, make_party

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ, WRITE = "consents:read", "consents:write"
ONLY_A_PERSON = str(policies_privacy.ONLY_A_PERSON)


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def clinic():
    made = make_clinic()
    signing.install()
    return made


@pytest.fixture
def person(clinic):
    return make_admitted(clinic.site, by=clinic.as_director).client


@pytest.fixture
def key():
    return calling_with(READ, WRITE)


@pytest.fixture
def director(clinic):
    return calling_as(clinic.director)


def new(person, **fields):
    return {"client": str(person.pk), "kind": "specific", **fields}


def test_a_draft_is_begun_filled_in_and_put_aside(person, key):
    party = make_party()
    made = post(key, f"{API}consents/", new(person, information=["attendance"], purposes=["treatment"]), 201)
    address = f"{API}consents/{made['id']}/"
    changed = patch(key, address, {"version": 1, "party": str(party.pk), "expires_on": "2026-12-31"})
    assert (changed["party"], changed["status"]) == (str(party.pk), "draft")
    assert refused(key, address, {"version": 1, "participants": "x"}, "patch")[0] == 409
    assert post(key, f"{address}discard/", {"version": 2})["status"] == "discarded"


def test_a_draft_on_an_old_form_is_carried_over(person, key, director):
    made = post(key, f"{API}consents/", new(person), 201)
    form = rows(key, "consent-forms/?kind=specific&language=en&live=true")[0]
    body = {"title": form["title"], "sections": form["sections"], "valid_from": str(TODAY)}
    newer = post(director, f"{API}consent-forms/{form['id']}/new-version/", body, 201)
    assert newer["number"] == form["number"] + 1
    assert refused(director, f"{API}consent-forms/{form['id']}/new-version/", body)[0] == 409
    assert post(key, f"{API}consents/{made['id']}/carry-over/", {"version": 1}, 201)["template"] == newer["id"]


def test_a_form_that_loses_a_statement_is_refused(director):
    form = rows(director, "consent-forms/?kind=tpo&language=en")[0]
    body = {"title": form["title"], "sections": form["sections"][:2], "valid_from": str(TODAY)}
    assert refused(director, f"{API}consent-forms/{form['id']}/new-version/", body)[0] == 400
    post(director, f"{API}consent-forms/install/", expect=204)


def test_nobody_signs_through_the_api(clinic, person, key):
    row = signing.draft(clinic, person)
    for verb in ("sign", "signature"):
        assert key.post(f"{API}consents/{row.pk}/{verb}/", {}, format="json").status_code == 404
    assert refused(key, f"{API}consents/{row.pk}/offer/")[0] == 403
    assert Consent.objects.get(pk=row.pk).status == "draft"


def test_an_oral_wish_stops_a_consent_at_once_and_the_writing_follows(person, key):
    row = make_consent(person)
    address = f"{API}consents/{row.pk}/"
    stopped = post(key, f"{address}revoke/", {"method": "oral"})
    assert (stopped["stopped_at"] is not None, stopped["revoked_at"]) == (True, None)
    paper = {"name": "letter.pdf", "content": base64.b64encode(pdf()).decode()}
    assert post(key, f"{address}confirm-in-writing/", {"paper": paper})["revoked_at"]
    assert refused(key, f"{address}revoke/", {"method": "written"})[0] == 409
    assert rows(key, f"consents/?standing_on={TODAY}") == []


def test_an_event_ends_a_consent_and_a_false_one_holds_nothing(clinic, person, key, director):
    row = make_consent(person, expires_event="End of the stay", expires_on=None)
    assert post(key, f"{API}consents/{row.pk}/event/", {"event": "expired"})["expired_event_at"]
    forged = make_consent(person)
    assert post(director, f"{API}consents/{forged.pk}/found-false/", {"reason": "Signed by a cousin."})["falsehood"]


def test_a_party_that_reads_on_consent_reads_no_consents(person):
    exchange = make_party()
    make_consent(person, party=exchange, information=[Information.CONTACT, Information.PRESENCE])
    caller = calling_with(READ, party=exchange, purpose=Purpose.TREATMENT)
    assert rows(caller, "consents/") == []
    assert rows(caller, "disclosures/") == []


def test_recipients_are_kept_and_relatives_of_others_are_not_shown(clinic, person, key):
    made = post(key, f"{API}recipients/", {"kind": "provider", "name": "Dr. Moreau"}, 201)
    assert refused(key, f"{API}recipients/", {"kind": "provider", "name": "dr. moreau"})[0] == 409
    patch(key, f"{API}recipients/{made['id']}/", {"version": 1, "organization": "Bay Clinic"})
    assert post(key, f"{API}recipients/{made['id']}/set-active/", {"active": False})["is_active"] is False
    post(key, f"{API}recipients/named/", {"client": str(person.pk), "kind": "court", "name": "Boston Court"}, 201)
    theirs = post(
        key, f"{API}recipients/supporter/", {"client": str(person.pk), "first_name": "Bo", "role": "son"}, 201
    )
    again = post(key, f"{API}recipients/relative/", {"client": str(person.pk), "person": theirs["person"]}, 201)
    assert again["id"] == theirs["id"]
    elsewhere = calling_with(READ, sites=[ground.make_site()])
    assert {row["kind"] for row in rows(elsewhere, "recipients/")} == {"provider", "court", "service"}


def test_an_agreement_is_recorded_and_ended(clinic, director, key):
    party = make_party(PartyKind.SERVICE)
    body = {"party": str(party.pk), "kind": "qsoa", "services": "Shreds paper", "purposes": ["operations"],
            "starts_on": str(TODAY)}  # fmt: skip
    assert refused(key, f"{API}agreements/", body) == (403, ONLY_A_PERSON)
    made = post(director, f"{API}agreements/", body, 201)
    assert refused(director, f"{API}agreements/", {**body, "party": str(make_party(PartyKind.COURT).pk)})[0] == 400
    ended = post(director, f"{API}agreements/{made['id']}/end/", {"on": "2026-03-31", "reason": "Contract over"})
    assert ended["ends_on"] == "2026-03-31"


def test_a_subpoena_alone_opens_nothing_and_an_order_gets_its_mandate(clinic, person, director, key):
    court = make_party(PartyKind.COURT)
    body = {
        "site": str(clinic.site.pk), "client": str(person.pk), "came": "subpoena", "section": "2.64", "court": "Boston Court",
        "party": str(court.pk), "information": ["attendance"], "issued_on": str(TODAY),
    }  # fmt: skip
    assert director.post(f"{API}court-orders/", body, format="json").json()["code"] == "subpoena_alone"
    assert refused(key, f"{API}court-orders/", {**body, "came": "order"}) == (403, ONLY_A_PERSON)
    made = post(director, f"{API}court-orders/", {**body, "came": "order"}, 201)
    address = f"{API}court-orders/{made['id']}/mandate/"
    assert post(director, address, {"mandate": "Subpoena 12", "notice_given": True})["mandate"] == "Subpoena 12"
    assert refused(director, address, {"mandate": "Again"})[0] == 409


def test_an_order_about_the_program_is_read_and_that_is_an_event(clinic, person, key):
    make_order(person)
    CourtOrder.objects.update(client=None)
    assert [row["client"] for row in rows(key, "court-orders/")] == [None]
    assert AuditEvent.objects.filter(verb="api.court_orders_read").count() == 1


def told(person, party, **fields):
    return {"client": str(person.pk), "party": str(party.pk), "purpose": "treatment", "information": ["attendance"],
            "said": "Came three days this week.", **fields}  # fmt: skip


def test_what_is_told_by_mouth_needs_a_ground_and_a_person(person, key, director):
    party = make_party()
    answer = director.post(f"{API}disclosures/", told(person, party), format="json")
    assert (answer.status_code, Disclosure.objects.count()) == (403, 0)
    make_consent(person, party=party)
    assert refused(key, f"{API}disclosures/", told(person, party))[0] == 403
    made = post(director, f"{API}disclosures/", told(person, party), 201)
    assert (made["ground"], made["sent_as"], made["information"]) == ("consent", "spoken", ["attendance"])


def test_an_emergency_is_written_down_and_reviewed_by_another(clinic, person, director):
    counselor = calling_as(clinic.counselor)
    body = {"client": str(person.pk), "nature": "Overdose", "recipient_name": "Pat Lee", "affiliation": "Boston EMS",
            "information": ["medications"], "said": "Takes buprenorphine."}  # fmt: skip
    made = post(counselor, f"{API}disclosures/emergency/", body, 201)
    review = {"was_right": True, "note": "The four facts are there."}
    assert refused(counselor, f"{API}disclosures/{made['id']}/review/", review)[0] == 403
    assert [row["id"] for row in rows(director, "disclosures/?to_review=true")] == [made["id"]]
    assert post(director, f"{API}disclosures/{made['id']}/review/", review)["review"]["was_right"]
    assert refused(director, f"{API}disclosures/{made['id']}/review/", review)[0] == 409


@pytest.fixture
def letter(person):
    ensure_letter_templates(at=AT)
    template = LetterTemplate.objects.filter(key="probation_attendance", language="en").first()
    template = template or LetterTemplate.objects.filter(language="en").first()
    party = make_party(template.party_kinds[0])
    return {
        "client": str(person.pk), "episode": str(person.episodes.get().pk), "template": str(template.pk),
        "party": str(party.pk), "first": "2026-03-01", "last": str(TODAY),
    }  # fmt: skip


def test_a_letter_is_shown_whole_leaves_through_the_gate_and_its_paper_is_kept(person, letter, key, director):
    assert refused(director, f"{API}letters/draft/", letter)[0] == 403
    template = LetterTemplate.objects.get(pk=letter["template"])
    party = RecipientParty.objects.get(pk=letter["party"])
    make_consent(person, party=party, information=list(template.information), purposes=[template.purpose])
    assert refused(key, f"{API}letters/draft/", letter)[0] == 403
    assert post(director, f"{API}letters/draft/", letter)["paragraphs"]
    assert not Letter.objects.exists()
    made = post(director, f"{API}letters/", letter, 201)
    paper = director.get(f"{API}letters/{made['id']}/paper/").json()
    assert base64.b64decode(paper["content"]).startswith(b"%PDF")
    assert Disclosure.objects.get(pk=made["disclosure"]).sent_as == "letter"


def test_a_letter_gets_new_words_that_tell_no_more(letter, director):
    template = LetterTemplate.objects.get(pk=letter["template"])
    address = f"{API}letter-templates/{template.pk}/new-version/"
    body = {"title": "Attendance", "paragraphs": ["{client} is in treatment here."]}
    assert refused(director, address, {**body, "paragraphs": ["{diagnosis}"]})[0] == 400
    made = post(director, address, body, 201)
    assert made["number"] == 2


def test_each_write_needs_its_scope(person):
    row, reader = make_consent(person), calling_with(READ)
    for address in ("consents/", "recipients/", "recipients/supporter/", "agreements/", "court-orders/", "disclosures/",
                    "disclosures/emergency/", "disclosures/send-summary/", "disclosures/tell-place/", "letters/",
                    "letters/draft/", f"consents/{row.pk}/revoke/", f"consents/{row.pk}/found-false/"):  # fmt: skip
        assert refused(reader, API + address)[0] == 403, address


@pytest.mark.parametrize("number", [2, 7])
def test_lists_take_the_same_statements_whatever_their_length(clinic, director, number, django_assert_max_num_queries):
    for _ in range(number):
        person = make_placed(clinic.site, by=clinic.as_director).client
        make_consent(person, at=AT - dt.timedelta(days=2))
        make_order(person)
    for address in ("consents/", "court-orders/", "consent-forms/?page_size=200"):
        with django_assert_max_num_queries(15):
            assert len(rows(director, address)) >= number
