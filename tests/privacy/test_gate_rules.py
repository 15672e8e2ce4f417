"""The rules of the gate on plain values: what the database would not even store is refused here too."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from clients.choices import (
    ConsentKind,
    Ground,
    Information,
    Notice,
    OrderSection,
    PartyKind,
    Purpose,
    SentKind,
    SignerRole,
)
from clients.consent_rules import MinorRule
from clients.gate import Held, rules
from clients.gate.shapes import Asked

TODAY = dt.date(2026, 3, 2)
PARTY = uuid.uuid4()
HELD = Held(
    id=uuid.uuid4(), client_id=uuid.uuid4(), kind=ConsentKind.SPECIFIC, today=TODAY, signed_on=TODAY - dt.timedelta(days=9),
    discloser="Harbor House", information=frozenset({"attendance"}), party_id=PARTY, purposes=frozenset({"treatment"}),
    expires_on=TODAY, signers=frozenset({SignerRole.CLIENT}), born=dt.date(1990, 1, 1),
)  # fmt: skip
ASKED = Asked(PartyKind.PROVIDER, PARTY, Purpose.TREATMENT, frozenset({Information.ATTENDANCE}))


def code(held=HELD, asked=ASKED):
    why = rules.why_not(held, asked)[1]
    return why and why.code


def test_a_whole_consent_that_stands_is_enough():
    assert code() is None


@pytest.mark.parametrize(
    "lack",
    [{"discloser": ""}, {"expires_on": None}, {"expires_on": None, "never_expires": True}, {"signers": frozenset()}],
)
def test_a_consent_that_lacks_an_element_is_deficient(lack):
    assert code(replace(HELD, **lack)) in {"deficient", "wrong_signer"}


def test_without_end_only_treatment_payment_operations_and_research():
    assert code(replace(HELD, kind=ConsentKind.TPO, expires_on=None, never_expires=True)) is None
    for_research = replace(HELD, purposes=frozenset({Purpose.RESEARCH}), expires_on=None, never_expires=True)
    assert code(for_research, replace(ASKED, purpose=Purpose.RESEARCH)) is None


def test_an_exchange_needs_its_participants_named():
    exchange = replace(ASKED, party_kind=PartyKind.INTERMEDIARY)
    assert code(asked=exchange) == "deficient"
    assert code(replace(HELD, participants="Those treating me"), exchange) is None


def test_a_criminal_justice_consent_serves_nobody_who_does_not_monitor():
    held = replace(HELD, kind=ConsentKind.CRIMINAL_JUSTICE, purposes=frozenset({Purpose.MONITORING}))
    assert code(held, replace(ASKED, party_kind=PartyKind.EMPLOYER, purpose=Purpose.MONITORING)) == "monitoring_only"


@pytest.mark.parametrize(
    ("signers", "rule", "enough"),
    [
        ({"client"}, MinorRule(18, 14), True),
        ({"parent"}, MinorRule(18, 14), False),
        ({"client"}, MinorRule(18, 18), False),
        ({"parent"}, MinorRule(18, 18), False),
        ({"client", "parent"}, MinorRule(18, 18), True),
    ],
)
def test_who_must_sign_for_a_minor_is_the_states_rule(signers, rule, enough):
    held = replace(HELD, born=dt.date(2010, 1, 1), signers=frozenset(signers), minor_rule=rule)
    assert rules.signers_enough(held) is enough


def test_each_step_of_a_refusal_goes_further_than_the_one_before():
    other = replace(HELD, party_id=uuid.uuid4())
    ended = replace(HELD, expires_on=TODAY - dt.timedelta(days=1))
    assert rules.refusal_of([other, ended], ASKED)[1] == rules.EXPIRED
    assert rules.refusal_of([ended, other], ASKED)[1] == rules.EXPIRED


def test_no_two_reasons_say_the_same():
    whys = [item for item in vars(rules).values() if isinstance(item, rules.Why)]
    assert len({str(why.reason) for why in whys}) == len(whys)


def test_each_reason_says_what_would_mend_it():
    assert all(str(item.mend) for item in vars(rules).values() if isinstance(item, rules.Why))


ORDER = {
    "section": OrderSection.NONCRIMINAL, "issued_on": TODAY, "ends_on": None, "mandate": "Subpoena", "mandate_on": TODAY,
    "notice_given": True, "information": frozenset({"attendance"}), "asked": frozenset({"attendance"}), "on": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"mandate": "  "}, rules.NO_MANDATE),
        ({"mandate_on": TODAY + dt.timedelta(days=1)}, rules.NO_MANDATE),
        ({"ends_on": TODAY - dt.timedelta(days=1)}, rules.ORDER_NOT_IN_FORCE),
        ({"issued_on": TODAY + dt.timedelta(days=1)}, rules.ORDER_NOT_IN_FORCE),
        ({"notice_given": False}, rules.NO_NOTICE),
        ({"notice_given": False, "section": OrderSection.CRIMINAL}, rules.NO_NOTICE),
        ({"notice_given": False, "section": OrderSection.PROGRAM}, None),
        ({"section": OrderSection.UNDERCOVER}, rules.UNDERCOVER),
        ({"asked": frozenset({"attendance", "notes"})}, rules.ORDER_NARROWER),
    ],
)
def test_a_court_order_opens_what_it_names_with_its_mandate_after_notice(fields, expected):
    assert rules.why_not_order(**{**ORDER, **fields}) is expected


@pytest.mark.parametrize("ground", [Ground.CHILD_ABUSE, Ground.CRIME_ON_PREMISES, Ground.CAUSE_OF_DEATH])
def test_a_report_tells_the_incident_and_no_more(ground):
    asked = {"party_kind": PartyKind.AUTHORITY, "purpose": Purpose.PUBLIC_HEALTH}
    assert rules.why_not_ground(ground, information=frozenset({"presence", "contact", "safety"}), **asked) is None
    assert rules.why_not_ground(ground, information=frozenset({"notes"}), **asked) == rules.TOO_MUCH_FOR_REPORT


@pytest.mark.parametrize("ground", sorted(set(Ground.values) - {Ground.CONSENT, Ground.COURT_ORDER}))
def test_counseling_notes_leave_on_consent_or_court_order_alone(ground):
    why = rules.why_not_ground(
        ground, party_kind=PartyKind.PROVIDER, purpose=Purpose.EMERGENCY, information=frozenset({"counseling_notes"})
    )
    assert why == rules.COUNSELING_APART


@pytest.mark.parametrize(
    ("ground", "sent_as", "notice"),
    [
        (Ground.CONSENT, SentKind.LETTER, Notice.LONG),
        (Ground.CONSENT, SentKind.EXPORT, Notice.LONG),
        (Ground.CONSENT, SentKind.API, Notice.SHORT),
        (Ground.CONSENT, SentKind.MESSAGE, Notice.SHORT),
        (Ground.OWN_ACCESS, SentKind.COPY, Notice.NONE),
        (Ground.SERVICE_PROVIDER, SentKind.API, Notice.NONE),
        (Ground.EMERGENCY, SentKind.SPOKEN, Notice.NONE),
    ],
)
def test_what_leaves_on_consent_carries_a_statement(ground, sent_as, notice):
    assert rules.notice_for(ground, sent_as) == notice
