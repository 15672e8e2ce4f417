"""What is written down when something leaves, and what goes along (42 CFR 2.25, 2.32)."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.choices import ConsentKind, Information, PartyKind, Purpose, SentKind
from clients.gate import (
    NotDisclosable,
    Recipient,
    basis_for,
    consent_copy,
    decide,
    notice_text,
    release,
    release_many,
    scope_text,
)
from clients.gate.notices import LONG, SHORT
from clients.models import Consent, Disclosure, ServiceAgreement
from clients.models.disclosures import FalseConsent
from iop.core.basis import Basis
from tests.factories.clients import AT, TODAY, make_client
from tests.factories.privacy import make_agreement, make_consent, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(clinic):
    return make_client(clinic.site)


@pytest.fixture
def consent(person):
    return make_consent(person)


@pytest.fixture
def basis(clinic, person, consent):
    return basis_for(
        by=clinic.as_director, client=person, to=Recipient.of_party(consent.party), purpose=Purpose.TREATMENT,
        information=[Information.ATTENDANCE], at=AT,
    )  # fmt: skip


def send(clinic, person, basis, content="Dear colleague", sent_as=SentKind.LETTER, **more):
    return release(
        by=clinic.as_director, client=person, basis=basis, sent_as=sent_as, records=[("clients.client", person.pk)],
        content=content, at=AT, **more,
    )  # fmt: skip


def test_a_disclosure_says_to_whom_what_why_and_with_what(clinic, person, consent, basis):
    row = send(clinic, person, basis)
    assert (row.recipient_name, row.recipient_address) == (consent.party.name, consent.party.address)
    assert (row.purpose, row.information, row.notice, row.with_consent_copy) == (
        "treatment",
        ["attendance"],
        "long",
        True,
    )
    assert (row.site, row.by_staff, row.records) == (clinic.site, clinic.director, [["clients.client", str(person.pk)]])


def test_the_hash_is_of_what_left(clinic, person, basis):
    assert send(clinic, person, basis, b"%PDF").digest == hashlib.sha256(b"%PDF").hexdigest()


def test_the_same_data_has_the_same_hash_in_whatever_order(clinic, person, basis):
    one, other = (send(clinic, person, basis, content) for content in ({"a": 1, "b": 2}, {"b": 2, "a": 1}))
    assert one.digest == other.digest != send(clinic, person, basis, {"a": 1, "b": 3}).digest


def test_of_what_is_spoken_no_hash_is_kept(clinic, person, basis):
    assert send(clinic, person, basis, sent_as=SentKind.SPOKEN).digest == ""


@pytest.mark.parametrize(
    "change", [{"stopped_at": AT}, {"expired_event_at": AT}], ids=["taken back meanwhile", "ended meanwhile"]
)
def test_the_consent_is_asked_once_more_when_something_is_sent(clinic, person, consent, basis, change):
    Consent.objects.filter(pk=consent.pk).update(**change)
    with pytest.raises(NotDisclosable):
        send(clinic, person, basis)
    assert not Disclosure.objects.exists()


def test_a_consent_found_false_meanwhile_stops_the_sending(clinic, person, consent, basis):
    FalseConsent.objects.create(consent=consent, at=AT, reason="Forged.")
    with pytest.raises(NotDisclosable, match="false"):
        send(clinic, person, basis)


def test_a_ground_of_ones_own_making_opens_nothing(clinic, person, consent):
    forged = Basis("consent", "provider:x", "treatment", ("drug_tests",), str(consent.pk), str(consent.party_id))
    with pytest.raises(NotDisclosable, match="does not cover"):
        send(clinic, person, forged)


def test_a_ground_of_one_client_opens_nothing_of_another(clinic, basis):
    with pytest.raises(NotDisclosable):
        send(clinic, make_client(clinic.site), basis)


def test_an_agreement_that_ended_meanwhile_stops_the_sending(clinic, person):
    agreement = make_agreement(purposes=[Purpose.TREATMENT])
    to = Recipient.of_party(agreement.party)
    basis = basis_for(
        by=clinic.as_director, client=person, to=to, purpose="treatment", information=["attendance"], at=AT
    )
    ServiceAgreement.objects.filter(pk=agreement.pk).update(ends_on=TODAY.replace(day=1))
    with pytest.raises(NotDisclosable, match="no agreement in force"):
        send(clinic, person, basis)


def test_many_leave_in_as_many_statements_as_one(clinic):
    party = make_party()
    people = [make_client(clinic.site) for _ in range(6)]
    for each in people:
        make_consent(each, party=party)
    to = Recipient.of_party(party)

    def leave(some):
        ids = [each.pk for each in some]
        bases = decide(client_ids=ids, to=to, purpose="treatment", information=["attendance"], at=AT)
        with CaptureQueriesContext(connection) as said:
            release_many(
                by=clinic.as_director, basis_by_client=bases, sent_as=SentKind.API, content=["rows"], at=AT,
                records_by_client={pk: [("clients.client", pk)] for pk in ids},
            )  # fmt: skip
        return len(said)

    assert leave(people[:1]) == leave(people)
    assert Disclosure.objects.count() == 7


def test_when_one_of_many_has_ended_none_leaves(clinic):
    party = make_party()
    people = [make_client(clinic.site) for _ in range(2)]
    consents = [make_consent(each, party=party) for each in people]
    ids = [each.pk for each in people]
    fields = {"purpose": "treatment", "information": ["attendance"], "at": AT}
    bases = decide(client_ids=ids, to=Recipient.of_party(party), **fields)
    Consent.objects.filter(pk=consents[1].pk).update(stopped_at=AT)
    with pytest.raises(NotDisclosable):
        release_many(
            by=clinic.as_director, basis_by_client=bases, sent_as="export", content="x", at=AT, records_by_client={}
        )
    assert not Disclosure.objects.exists()


def test_the_long_statement_is_the_regulations_own(basis):
    text = notice_text(basis)
    assert text == LONG
    assert text.startswith("This record which has been disclosed to you is protected by Federal")
    assert text.endswith("(see 42 CFR 2.31).")
    assert "2.64 or 2.65" in text


def test_the_short_statement_goes_where_there_is_little_room(basis):
    assert notice_text(basis, sent_as=SentKind.API) == SHORT
    assert SHORT == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


def test_the_statement_keeps_its_official_words_in_spanish(basis):
    assert notice_text(basis, "es").endswith(LONG)


def test_without_consent_no_statement_is_due(clinic, person):
    basis = basis_for(
        by=clinic.as_director, client=person, to=Recipient.client(), purpose="request", information=["plan"], at=AT
    )
    assert (notice_text(basis), consent_copy(basis), scope_text(basis)) == ("", "", "")


def test_the_copy_of_the_consent_is_what_was_shown(basis, consent):
    assert consent_copy(basis) == consent.text_shown


def test_the_scope_is_explained_where_no_copy_can_go_along(basis):
    assert "Attendance" in scope_text(basis)
    assert "Treatment and coordination of care" in scope_text(basis)


def test_each_of_two_disclosures_has_its_place_in_the_order(clinic, person, basis):
    first, second = send(clinic, person, basis), send(clinic, person, basis)
    assert 0 < first.gate_order < second.gate_order


def test_proceedings_leave_with_their_own_consent(clinic, person):
    consent = make_consent(person, ConsentKind.LEGAL_PROCEEDINGS)
    assert consent.party.kind == PartyKind.COURT
    basis = basis_for(
        by=clinic.as_director, client=person, to=Recipient.of_party(consent.party), purpose="legal_proceedings",
        information=["attendance"], at=AT,
    )  # fmt: skip
    assert send(clinic, person, basis).consent == consent
