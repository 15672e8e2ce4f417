"""Which roles may open which page about what leaves the clinic. The test of the matrix reads this table."""

from __future__ import annotations

from iop.core.demo_accounts import DEMO_SIGN_INS

EVERYBODY = frozenset(person.role for person in DEMO_SIGN_INS)
DISCLOSES = EVERYBODY - {"biller", "site_admin"}
"""Who may send something out, and so reads the registers and what left."""
MANAGES = frozenset({"clinical_director", "privacy_officer"}) & EVERYBODY
"""Who answers for privacy."""
WORDS = frozenset({"clinical_director", "privacy_officer", "site_admin"}) & EVERYBODY
"""Who changes the words of letters."""

PRIVACY: dict[str, frozenset[str]] = {
    "privacy": DISCLOSES,
    "privacy_reviews": MANAGES,
    "disclosure_review": MANAGES,
    "recipients": DISCLOSES,
    "recipient_new": MANAGES,
    "recipient": DISCLOSES,
    "recipient_edit": MANAGES,
    "recipient_active": MANAGES,
    "agreements": DISCLOSES,
    "agreement_new": MANAGES,
    "agreement": DISCLOSES,
    "court_orders": DISCLOSES,
    "court_order_new": MANAGES,
    "court_order": DISCLOSES,
    "letter_templates": WORDS,
    "letter_template": WORDS,
    "client_disclosures": DISCLOSES,
    "client_disclosures_pdf": DISCLOSES,
    "client_openings": MANAGES,
    "client_disclose": DISCLOSES,
    "client_tell": DISCLOSES,
    "client_record_copy": DISCLOSES,
    "client_relative_recipient": DISCLOSES,
    "client_letter": DISCLOSES,
    "client_letter_paper": DISCLOSES,
    "client_emergency_disclosure": DISCLOSES,
}
