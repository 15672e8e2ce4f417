"""Which roles may open which page about consents. The test of the matrix reads this table."""

from __future__ import annotations

CHART = frozenset(
    {
        "counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "privacy_officer",
    }
)  # fmt: skip
"""Who may open charts, and so read what a client agreed to."""
KEEPS = CHART - {"biller"}
"""Who has consents signed and records their end."""
FORMS = frozenset({"clinical_director", "site_admin", "privacy_officer"})
"""Who makes new versions of the forms."""

CONSENTS: dict[str, frozenset[str]] = {
    "client_consents": CHART,
    "client_consent_begin": KEEPS,
    "consent": CHART,
    "consent_pdf": KEEPS,
    "consent_form": KEEPS,
    "consent_discard": KEEPS,
    "consent_carry_over": KEEPS,
    "consent_language": KEEPS,
    "consent_sign": KEEPS,
    "consent_signed": KEEPS,
    "consent_hand_over": KEEPS,
    "consent_offer": KEEPS,
    "consent_revoke": KEEPS,
    "consent_in_writing": KEEPS,
    "consent_found_false": frozenset({"clinical_director", "privacy_officer"}),
    "consent_event": KEEPS,
    "consent_forms": FORMS,
    "consent_forms_install": FORMS,
    "consent_template": FORMS,
}
