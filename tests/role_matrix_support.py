"""Which roles may open which page about medications, referrals, resources and support meetings. The test of the matrix reads this table."""

from __future__ import annotations

TREATS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who keeps lists, refers, and writes down contacts: whoever treats clients one-to-one."""
GIVES = frozenset({"medical", "clinical_director"})
EDITS = frozenset({"case_manager", "clinical_director"})

SUPPORT: dict[str, frozenset[str]] = {
    "client_medications": TREATS,
    "client_medication_add": TREATS,
    "client_allergy_add": TREATS,
    "client_reconcile": TREATS,
    "client_naloxone": TREATS,
    "client_medications_pdf": TREATS,
    "medication_place": TREATS,
    "medication_dose": TREATS,
    "medication_stop": TREATS,
    "medication_inject": GIVES,
    "medication_error": TREATS,
    "allergy_error": TREATS,
    "injection_error": GIVES,
    "naloxone_error": TREATS,
    "client_support": TREATS,
    "client_task_add": TREATS,
    "client_case_contact": TREATS,
    "client_meeting_add": TREATS,
    "client_refer": TREATS,
    "support_task_done": TREATS,
    "case_contact_error": TREATS,
    "support_meeting_error": TREATS,
    "referral": TREATS,
    "referral_move": TREATS,
    "referral_later": TREATS,
    "referral_tell": TREATS,
    "resources": TREATS,
    "resource_new": EDITS,
    "resource": TREATS,
    "resource_edit": EDITS,
    "resource_check": EDITS,
    "resource_retire": EDITS,
}
