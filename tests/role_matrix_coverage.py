"""Which roles may open which page about payers and who covers a client. The test of the matrix reads this table."""

from __future__ import annotations

SEES = frozenset({"intake", "biller", "clinical_director", "site_admin"})
SETS_UP = frozenset({"biller", "site_admin"})
KEEPS = frozenset({"intake", "biller", "clinical_director"})

COVERAGE: dict[str, frozenset[str]] = {
    "payers": SEES,
    "payer": SEES,
    "prices": SEES,
    "billing_identities": SEES,
    "clinician_numbers": SEES,
    "payer_new": SETS_UP,
    "payer_edit": SETS_UP,
    "payer_plan_new": SETS_UP,
    "payer_plan_edit": SETS_UP,
    "payer_enrol": SETS_UP,
    "payer_enrolment_end": SETS_UP,
    "payer_fee": SETS_UP,
    "price_new": SETS_UP,
    "billing_identity": SETS_UP,
    "clinician_number": SETS_UP,
    "client_coverage": KEEPS,
    "client_coverage_add": KEEPS,
    "client_coverage_order": KEEPS,
    "client_self_pay": KEEPS,
    "coverage_edit": KEEPS,
    "coverage_change_over": KEEPS,
    "coverage_end": KEEPS,
    "coverage_error": KEEPS,
    "coverage_card": KEEPS,
    "coverage_number": KEEPS,
    "coverage_check": KEEPS,
    "coverage_ask": KEEPS,
    "coverage_answer": KEEPS,
    "eligibility_answer": KEEPS,
    "self_pay_end": KEEPS,
}
