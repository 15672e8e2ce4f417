"""A consent found false closes at once (42 CFR 2.31(c)(4)); a restriction that was agreed holds back (2.26)."""

import pytest

from clients.choices import ConsentKind, Information, PartyKind, Purpose
from clients.gate import NotDisclosable, Recipient, basis_for, decide, open_to, release
from clients.gate.findings import find_false
from clients.models import RestrictionRequest
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.clients import AT, TODAY, make_actor, make_client
from tests.factories.privacy import make_consent, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(clinic):
    return make_client(clinic.site)


@pytest.fixture
def officer(clinic):
    return make_actor(clinic.site, "privacy_officer")


def ask(clinic, person, party, purpose=Purpose.TREATMENT, information=(Information.ATTENDANCE,)):
    return basis_for(
        by=clinic.as_director,
        client=person,
        to=Recipient.of_party(party),
        purpose=purpose,
        information=information,
        at=AT,
    )


def test_a_consent_found_false_opens_nothing_more(clinic, person, officer):
    consent = make_consent(person)
    basis = ask(clinic, person, consent.party)
    find_false(by=officer, consent=consent, reason="Signed by a neighbour.", at=AT)
    with pytest.raises(NotDisclosable, match="false"):
        release(by=clinic.as_director, client=person, basis=basis, sent_as="letter", records=[], content="x", at=AT)


def test_it_says_why(person, officer):
    with pytest.raises(Invalid, match="what is false"):
        find_false(by=officer, consent=make_consent(person), reason="  ", at=AT)


def test_it_is_found_once(person, officer):
    consent = make_consent(person)
    find_false(by=officer, consent=consent, reason="Forged.", at=AT)
    with pytest.raises(Conflict):
        find_false(by=officer, consent=consent, reason="Forged.", at=AT)


def test_a_draft_is_not_found_false(person, officer):
    with pytest.raises(Conflict, match="never signed"):
        find_false(by=officer, consent=make_consent(person, signed=False), reason="Forged.", at=AT)


def test_a_counselor_tells_the_privacy_officer(clinic, person):
    with pytest.raises(NotAllowed, match="privacy officer"):
        find_false(by=clinic.as_counselor, consent=make_consent(person), reason="Forged.", at=AT)


@pytest.fixture
def paid_in_full(clinic, person, officer):
    """The client paid in full and asked that the health plan is not told; by law we agree."""
    from clients.actions import registers
    from clients.register_choices import EntryStatus, Register

    asked = registers.report(
        by=officer, register=Register.RESTRICTION, site_id=clinic.site.pk, at=AT, client=person, purposes=[Purpose.PAYMENT],
        paid_in_full=True, text="Paid in full; the plan is not to be told.",
    )  # fmt: skip
    registers.move(by=officer, entry=asked, version=asked.version, to=EntryStatus.AGREED, reason="Required.", at=AT)
    return RestrictionRequest.objects.get(pk=asked.pk)


def test_what_was_paid_in_full_is_not_told_to_the_plan_even_on_a_tpo_consent(clinic, person, paid_in_full):
    make_consent(person, ConsentKind.TPO)
    plan = make_party(PartyKind.PAYER)
    with pytest.raises(NotDisclosable, match="agreed with the client not to disclose"):
        ask(clinic, person, plan, Purpose.PAYMENT, [Information.BILLING])


def test_a_restriction_on_payment_leaves_treatment_open(clinic, person, paid_in_full):
    make_consent(person, ConsentKind.TPO)
    assert ask(clinic, person, make_party())


def test_a_restriction_closes_lists_too(clinic, person, paid_in_full):
    make_consent(person, ConsentKind.TPO)
    plan = make_party(PartyKind.PAYER)
    fields = {"purpose": "payment", "information": ["billing"], "at": AT}
    assert not open_to(party_id=plan.pk, **fields).exists()
    assert decide(client_ids=[person.pk], to=Recipient.of_party(plan), **fields)[person.pk].code == "restricted"


def test_a_restriction_agreed_meanwhile_stops_the_sending(clinic, person, request):
    make_consent(person, ConsentKind.TPO)
    plan = make_party(PartyKind.PAYER)
    basis = ask(clinic, person, plan, Purpose.PAYMENT, [Information.BILLING])
    assert request.getfixturevalue("paid_in_full").starts_on == TODAY
    with pytest.raises(NotDisclosable, match="agreed"):
        release(by=clinic.as_director, client=person, basis=basis, sent_as="claim", records=[], content="x", at=AT)
