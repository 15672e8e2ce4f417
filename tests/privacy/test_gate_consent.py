"""What leaves on consent: each element asked anew (42 CFR 2.31, 2.33, 2.35; consent_privacy.md §3)."""

import datetime as dt

import pytest

from clients.choices import (
    AgreementKind,
    ConsentKind,
    Ground,
    Information,
    PartyKind,
    Purpose,
    RecipientClass,
    SentKind,
    SignerRole,
)
from clients.gate import NotDisclosable, Recipient, basis_for, decide, open_to, release
from clients.models import Disclosure
from clients.models.disclosures import FalseConsent
from tests.factories.clients import AT, TODAY, make_client
from tests.factories.privacy import make_agreement, make_consent, make_party, sign

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def person(clinic):
    return make_client(clinic.site)


def ask(clinic, person, party, purpose=Purpose.TREATMENT, information=(Information.ATTENDANCE,), at=AT, **more):
    return basis_for(
        by=clinic.as_director,
        client=person,
        to=Recipient.of_party(party),
        purpose=purpose,
        information=information,
        at=at,
        **more,
    )


def refused(code, *args, **more):
    with pytest.raises(NotDisclosable) as refusal:
        ask(*args, **more)
    assert refusal.value.code == code


def send(clinic, person, basis, at=AT, **more):
    fields = {"sent_as": SentKind.LETTER, "records": [("clients.client", person.pk)], "content": "Dear Sir", **more}
    return release(by=clinic.as_director, client=person, basis=basis, at=at, **fields)


def test_a_standing_consent_is_the_ground(clinic, person):
    consent = make_consent(person)
    basis = ask(clinic, person, consent.party)
    assert (basis.ground, basis.consent_id, basis.scope) == (Ground.CONSENT, str(consent.pk), ("attendance",))


def test_without_any_consent_the_reason_and_what_would_mend_it_are_said(clinic, person):
    with pytest.raises(NotDisclosable, match=r"No consent of this client permits this.*sign a release"):
        ask(clinic, person, make_party())


def test_an_outsider_hears_neither_yes_nor_no(clinic, person):
    with pytest.raises(NotDisclosable) as refusal:
        ask(clinic, person, make_party())
    assert "neither confirm nor deny" in str(refusal.value.to_outsiders)


def test_a_consent_holds_through_its_last_day(clinic, person):
    assert ask(clinic, person, make_consent(person, expires_on=TODAY).party)


def test_a_consent_that_ended_yesterday_opens_nothing(clinic, person):
    consent = make_consent(person, expires_on=TODAY - DAY)
    refused("expired", clinic, person, consent.party)


def test_the_last_day_ends_by_the_clock_of_the_clinic(clinic, person):
    consent = make_consent(person, expires_on=TODAY)
    late = dt.datetime(2026, 3, 3, 4, 30, tzinfo=dt.UTC)
    assert ask(clinic, person, consent.party, at=late)
    refused("expired", clinic, person, consent.party, at=late + dt.timedelta(hours=1))


def test_a_consent_whose_event_has_happened_opens_nothing(clinic, person):
    consent = make_consent(person, expires_event="end of probation", expired_event_at=AT - DAY)
    refused("expired", clinic, person, consent.party)


def test_a_consent_taken_back_opens_nothing(clinic, person):
    consent = make_consent(person, stopped_at=AT)
    refused("revoked", clinic, person, consent.party)


def test_an_unsigned_consent_opens_nothing(clinic, person):
    consent = make_consent(person, signed=False)
    refused("not_signed", clinic, person, consent.party)


def test_a_consent_found_false_opens_nothing(clinic, person):
    consent = make_consent(person)
    FalseConsent.objects.create(consent=consent, at=AT, reason="Signed by a neighbour.")
    refused("false", clinic, person, consent.party)


def test_a_consent_whose_signature_stands_under_other_words_opens_nothing(clinic, person):
    consent = make_consent(person)
    sign(consent, SignerRole.GUARDIAN, digest="0" * 64)
    refused("false", clinic, person, consent.party)


def test_a_parent_does_not_sign_for_an_adult(clinic, person):
    consent = make_consent(person, signers=(SignerRole.PARENT,))
    refused("wrong_signer", clinic, person, consent.party)


def test_a_guardian_signs_for_who_cannot(clinic, person):
    assert ask(clinic, person, make_consent(person, signers=(SignerRole.GUARDIAN,)).party)


def test_a_minor_who_may_consent_alone_must_sign_even_for_the_parent(clinic):
    minor = make_client(clinic.site, date_of_birth=dt.date(2010, 1, 1))
    consent = make_consent(minor, ConsentKind.RELATIVE, signers=(SignerRole.PARENT,))
    refused("wrong_signer", clinic, minor, consent.party, purpose=Purpose.FAMILY_SUPPORT)


def test_a_minor_who_signed_opens_it(clinic):
    minor = make_client(clinic.site, date_of_birth=dt.date(2010, 1, 1))
    consent = make_consent(minor, ConsentKind.RELATIVE)
    assert ask(clinic, minor, consent.party, purpose=Purpose.FAMILY_SUPPORT)


def test_consent_for_one_doctor_opens_nothing_to_another(clinic, person):
    make_consent(person, party=make_party(name="Dr A"))
    refused("other_recipient", clinic, person, make_party(name="Dr B"))


def test_consent_of_one_client_opens_nothing_of_another(clinic, person):
    consent = make_consent(person)
    refused("no_consent", clinic, make_client(clinic.site), consent.party)


def test_consent_for_attendance_opens_no_drug_test(clinic, person):
    consent = make_consent(person)
    refused(
        "other_information", clinic, person, consent.party, information=[Information.ATTENDANCE, Information.DRUG_TESTS]
    )


def test_whoever_receives_anything_learns_that_they_are_a_client(clinic, person):
    consent = make_consent(person)
    assert ask(clinic, person, consent.party, information=[Information.PRESENCE])


def test_consent_for_treatment_serves_no_other_purpose(clinic, person):
    consent = make_consent(person)
    refused("other_purpose", clinic, person, consent.party, purpose=Purpose.BENEFITS)


def test_tpo_consent_opens_a_claim(clinic, person):
    make_consent(person, ConsentKind.TPO)
    payer = make_party(PartyKind.PAYER)
    assert ask(clinic, person, payer, purpose=Purpose.PAYMENT, information=[Information.BILLING])


@pytest.mark.parametrize(
    "kind", [PartyKind.EMPLOYER, PartyKind.RELATIVE, PartyKind.PROBATION, PartyKind.HOUSING, PartyKind.REFERRER]
)
def test_tpo_consent_opens_no_letter_to_who_must_be_named(clinic, person, kind):
    make_consent(person, ConsentKind.TPO)
    refused("must_be_named", clinic, person, make_party(kind))


def test_tpo_consent_does_not_reach_an_employer_even_when_it_names_them(clinic, person):
    employer = make_party(PartyKind.EMPLOYER)
    make_consent(person, ConsentKind.TPO, party=employer, recipient_class="")
    refused("must_be_named", clinic, person, employer)


def test_tpo_consent_serves_treatment_payment_and_operations_only(clinic, person):
    make_consent(person, ConsentKind.TPO)
    refused("other_purpose", clinic, person, make_party(), purpose=Purpose.EMPLOYMENT)


def test_a_class_of_treating_providers_does_not_reach_a_payer(clinic, person):
    make_consent(person, recipient_class=RecipientClass.TREATING)
    assert ask(clinic, person, make_party(PartyKind.PROVIDER))
    refused("other_recipient", clinic, person, make_party(PartyKind.PAYER))


def test_tpo_consent_opens_no_counseling_note(clinic, person):
    make_consent(person, ConsentKind.TPO)
    refused("counseling_apart", clinic, person, make_party(), information=[Information.COUNSELING_NOTES])


def test_counseling_notes_leave_on_their_own_consent_and_alone(clinic, person):
    consent = make_consent(person, ConsentKind.COUNSELING_NOTES)
    assert ask(clinic, person, consent.party, information=[Information.COUNSELING_NOTES])
    refused(
        "counseling_apart", clinic, person, consent.party,
        information=[Information.COUNSELING_NOTES, Information.ATTENDANCE],
    )  # fmt: skip
    refused("counseling_only", clinic, person, consent.party, information=[Information.ATTENDANCE])


def test_consent_for_proceedings_opens_no_claim(clinic, person):
    payer = make_party(PartyKind.PAYER)
    make_consent(person, ConsentKind.LEGAL_PROCEEDINGS, party=payer, information=[Information.BILLING])
    refused("proceedings_only", clinic, person, payer, purpose=Purpose.PAYMENT, information=[Information.BILLING])


def test_proceedings_need_their_own_consent(clinic, person):
    court = make_party(PartyKind.COURT)
    make_consent(person, party=court)
    refused("proceedings_apart", clinic, person, court, purpose=Purpose.LEGAL_PROCEEDINGS)
    make_consent(person, ConsentKind.LEGAL_PROCEEDINGS, party=court)
    assert ask(clinic, person, court, purpose=Purpose.LEGAL_PROCEEDINGS)


def test_a_criminal_justice_consent_serves_those_who_monitor(clinic, person):
    consent = make_consent(person, ConsentKind.CRIMINAL_JUSTICE)
    assert ask(clinic, person, consent.party, purpose=Purpose.MONITORING)


def test_a_criminal_justice_consent_serves_no_other_purpose(clinic, person):
    consent = make_consent(
        person, ConsentKind.CRIMINAL_JUSTICE, purposes=[Purpose.MONITORING, Purpose.TREATMENT],
    )  # fmt: skip
    refused("monitoring_only", clinic, person, consent.party)


def test_an_exchange_is_told_when_its_participants_are_named(clinic, person):
    exchange = make_party(PartyKind.INTERMEDIARY)
    make_consent(person, party=exchange, participants="My treating providers")
    assert ask(clinic, person, exchange)


def test_the_consent_that_came_furthest_gives_the_reason(clinic, person):
    consent = make_consent(person, stopped_at=AT)
    make_consent(person, party=make_party())
    refused("revoked", clinic, person, consent.party)


def test_one_standing_consent_beside_a_stopped_one_is_enough(clinic, person):
    stopped = make_consent(person, stopped_at=AT)
    standing = make_consent(person, party=stopped.party)
    assert ask(clinic, person, stopped.party).consent_id == str(standing.pk)


def test_an_inactive_recipient_receives_nothing(clinic, person):
    consent = make_consent(person, party=make_party(is_active=False))
    refused("unknown_party", clinic, person, consent.party)


def test_a_revocation_leaves_earlier_disclosures_in_the_accounting(clinic, person):
    consent = make_consent(person)
    row = send(clinic, person, ask(clinic, person, consent.party))
    type(consent).objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert Disclosure.objects.filter(client=person).get() == row


def test_a_party_that_serves_the_program_needs_no_consent(clinic, person):
    agreement = make_agreement(purposes=[Purpose.TREATMENT])
    assert ask(clinic, person, agreement.party).agreement_id == str(agreement.pk)


@pytest.mark.parametrize(
    "fields", [{"ends_on": TODAY - DAY}, {"starts_on": TODAY + DAY}, {"purposes": [Purpose.PAYMENT]}]
)
def test_an_agreement_not_in_force_or_for_another_purpose_serves_nothing(clinic, person, fields):
    agreement = make_agreement(**{"purposes": [Purpose.TREATMENT], "kind": AgreementKind.BAA, **fields})
    with pytest.raises(NotDisclosable):
        ask(clinic, person, agreement.party)


def test_no_agreement_opens_counseling_notes(clinic, person):
    agreement = make_agreement(purposes=[Purpose.TREATMENT])
    refused(
        "counseling_apart", clinic, person, agreement.party, information=[Information.COUNSELING_NOTES],
        ground=Ground.SERVICE_PROVIDER,
    )  # fmt: skip


def test_many_are_decided_in_as_many_statements_as_one(clinic, django_assert_num_queries):
    party = make_party()
    people = [make_client(clinic.site) for _ in range(8)]
    for each in people[:5]:
        make_consent(each, party=party)
    fields = {"to": Recipient.of_party(party), "purpose": "treatment", "information": ["attendance"], "at": AT}
    with django_assert_num_queries(4) as few:
        decide(client_ids=[people[0].pk], **fields)
    with django_assert_num_queries(len(few)):
        found = decide(client_ids=[each.pk for each in people], **fields)
    assert sum(not isinstance(each, NotDisclosable) for each in found.values()) == 5


def test_open_to_names_those_whose_consent_stands(clinic, person):
    consent = make_consent(person)
    other = make_client(clinic.site)
    make_consent(other, party=consent.party, stopped_at=AT)
    found = open_to(party_id=consent.party_id, purpose="treatment", information=["attendance"], at=AT)
    assert list(found) == [person.pk]


def test_open_to_names_all_for_who_serves_the_program(clinic, person):
    agreement = make_agreement()
    found = open_to(party_id=agreement.party_id, purpose="operations", information=["attendance"], at=AT)
    assert list(found) == [person.pk]
