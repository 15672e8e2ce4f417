"""Grounds that need no consent: each with its own recipients, limits and paper (42 CFR 2.12, 2.15, 2.51–2.53, 2.61–2.67)."""

import pytest

from clients.choices import Ground, Information, OrderSection, PartyKind, Purpose, SentKind
from clients.gate import NotDisclosable, Recipient, basis_for, release
from clients.models import Disclosure
from iop.audit.models import AuditEvent
from iop.core.errors import NotAllowed
from iop.work.models import WorkItem
from tests.factories.clients import AT, make_actor, make_client
from tests.factories.privacy import make_order, make_party

pytestmark = pytest.mark.django_db
ATTENDANCE = [Information.ATTENDANCE]


@pytest.fixture
def person(clinic):
    return make_client(clinic.site)


def ask(clinic, person, to, purpose, ground, information=ATTENDANCE, by=None, **more):
    return basis_for(
        by=by or clinic.as_director, client=person, to=to if isinstance(to, Recipient) else Recipient.of_party(to),
        purpose=purpose, information=information, at=AT, ground=ground, **more,
    )  # fmt: skip


def send(clinic, person, basis, content="what is told", sent_as=SentKind.LETTER, **more):
    return release(
        by=clinic.as_director, client=person, basis=basis, sent_as=sent_as, records=[("clients.client", person.pk)],
        content=content, at=AT, **more,
    )  # fmt: skip


def by_order(clinic, person, order, **more):
    return ask(clinic, person, order.party if order else make_party(PartyKind.COURT), Purpose.LEGAL_PROCEEDINGS,
               Ground.COURT_ORDER, order=order, **more)  # fmt: skip


def test_a_subpoena_alone_is_refused_in_words(clinic, person):
    with pytest.raises(NotDisclosable, match="A subpoena alone does not open a record"):
        by_order(clinic, person, None)


def test_an_order_without_its_mandate_is_refused_by_name_of_what_is_missing(clinic, person):
    with pytest.raises(NotDisclosable, match="the subpoena or similar mandate that compels is missing"):
        by_order(clinic, person, make_order(person, mandate="", mandate_on=None))


def test_an_order_with_its_mandate_opens_what_it_names(clinic, person):
    order = make_order(person)
    row = send(clinic, person, by_order(clinic, person, order))
    assert (row.ground, row.order) == (Ground.COURT_ORDER, order)


def test_an_order_about_another_client_opens_nothing(clinic, person):
    with pytest.raises(NotDisclosable, match="another client"):
        by_order(clinic, person, make_order(make_client(clinic.site)))


def test_an_order_for_one_recipient_opens_nothing_to_another(clinic, person):
    order = make_order(person)
    with pytest.raises(NotDisclosable, match="another recipient"):
        ask(clinic, person, make_party(PartyKind.COURT), Purpose.LEGAL_PROCEEDINGS, Ground.COURT_ORDER, order=order)


def test_an_order_against_the_program_may_name_no_client(clinic, person):
    order = make_order(person, section=OrderSection.PROGRAM, notice_given=False)
    type(order).objects.filter(pk=order.pk).update(client=None)
    order.refresh_from_db()
    assert by_order(clinic, person, order).order_id == str(order.pk)


def test_an_order_is_asked_again_when_something_is_sent(clinic, person):
    order = make_order(person)
    basis = by_order(clinic, person, order)
    type(order).objects.filter(pk=order.pk).update(mandate="")
    with pytest.raises(NotDisclosable, match="mandate"):
        send(clinic, person, basis)


NURSE = Recipient.named("Nurse Kim", kind=PartyKind.PROVIDER)
WRITTEN = {"recipient_name": "Nurse Kim", "affiliation": "Harbor General", "nature": "Found unconscious"}


def emergency(clinic, person, to=NURSE, **more):
    return ask(clinic, person, to, Purpose.EMERGENCY, Ground.EMERGENCY, information=["presence", "medications"], **more)


def test_in_an_emergency_medical_personnel_are_told_and_it_is_written_down(clinic, person):
    row = send(clinic, person, emergency(clinic, person), sent_as=SentKind.SPOKEN, **WRITTEN)
    assert (row.recipient_name, row.affiliation, row.nature) == ("Nurse Kim", "Harbor General", "Found unconscious")
    assert row.by_staff == clinic.director
    assert row.at == AT


@pytest.mark.parametrize("missing", sorted(WRITTEN))
def test_an_emergency_disclosure_without_one_of_its_facts_is_refused(clinic, person, missing):
    with pytest.raises(NotDisclosable, match="of which facility"):
        send(clinic, person, emergency(clinic, person), **{**WRITTEN, missing: " "})
    assert not Disclosure.objects.exists()


def test_an_emergency_disclosure_is_looked_at_afterwards(clinic, person):
    row = send(clinic, person, emergency(clinic, person), **WRITTEN)
    item = WorkItem.objects.get(kind="review_disclosure")
    assert (item.subject_id, item.role_key, item.client_id) == (row.pk, "privacy_officer", person.pk)


def test_in_an_emergency_nobody_but_medical_personnel_is_told(clinic, person):
    with pytest.raises(NotDisclosable, match="only medical personnel"):
        emergency(clinic, person, to=make_party(PartyKind.EMPLOYER))


@pytest.mark.parametrize(
    ("ground", "purpose", "kind"),
    [(Ground.AUDIT, Purpose.AUDIT, PartyKind.AUTHORITY), (Ground.RESEARCH, Purpose.RESEARCH, PartyKind.RESEARCHER)],
)
def test_audit_and_research_rest_on_a_noted_authority(clinic, person, ground, purpose, kind):
    party = make_party(kind)
    with pytest.raises(NotDisclosable, match="written authority"):
        ask(clinic, person, party, purpose, ground)
    row = send(clinic, person, ask(clinic, person, party, purpose, ground, note="Protocol 12, approved 1 March"))
    assert row.purpose_note == "Protocol 12, approved 1 March"


def test_a_report_to_an_authority_tells_no_more_than_the_incident(clinic, person):
    to = Recipient.named("Child protection line", kind=PartyKind.AUTHORITY)
    with pytest.raises(NotDisclosable, match="no more"):
        ask(clinic, person, to, Purpose.PUBLIC_HEALTH, Ground.CHILD_ABUSE)
    basis = ask(clinic, person, to, Purpose.PUBLIC_HEALTH, Ground.CHILD_ABUSE, information=["presence", "safety"])
    assert send(clinic, person, basis, recipient_name="Child protection line").recipient_name == "Child protection line"


def test_the_clients_own_copy_goes_to_the_client(clinic, person):
    row = send(clinic, person, ask(clinic, person, Recipient.client(), Purpose.REQUEST, Ground.OWN_ACCESS))
    assert (row.ground, row.notice, row.recipient_name) == ("own_access", "none", person.name)


def test_nobody_else_receives_the_clients_own_copy(clinic, person):
    with pytest.raises(NotDisclosable, match="to the client alone"):
        ask(clinic, person, make_party(PartyKind.RELATIVE), Purpose.REQUEST, Ground.OWN_ACCESS)


def test_whose_role_does_not_send_out_information_asks_in_vain(clinic, person):
    biller = make_actor(clinic.site, "biller")
    with pytest.raises(NotAllowed, match="Your role does not include"):
        ask(clinic, person, make_party(), Purpose.TREATMENT, Ground.CONSENT, by=biller)


def test_own_use_is_no_disclosure(clinic, person):
    from iop.core.basis import own_use

    with pytest.raises(ValueError, match="own_use"):
        send(clinic, person, own_use("treatment", "attendance"))


def test_each_disclosure_is_an_event_of_the_audit_record(clinic, person):
    row = send(clinic, person, ask(clinic, person, Recipient.client(), Purpose.REQUEST, Ground.OWN_ACCESS))
    event = AuditEvent.objects.get(verb="clients.disclosed")
    assert event.subject_id == row.pk
    assert event.detail["ground"] == "own_access"
