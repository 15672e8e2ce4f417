"""Which roles may open which page about assessments, level decisions and diagnoses. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who reads assessments: whoever reads clinical notes."""
ASSESSES = frozenset({"therapist", "medical", "clinical_director"})
ADDS = ASSESSES | {"counselor", "case_manager"}
"""Who may add to a signed assessment: whoever assesses or writes notes."""
COSIGNS = frozenset({"therapist", "clinical_director"})
KEEPS_OWN_NOTES = frozenset({"counselor", "therapist", "clinical_director"})

ASSESSMENTS: dict[str, frozenset[str]] = {
    "client_assessments": READS,
    "client_assessment_open": ASSESSES,
    "client_assessment_adopt": ASSESSES,
    "client_dimensions_open": ASSESSES,
    "client_diagnoses": READS,
    "client_diagnosis_search": ASSESSES,
    "client_diagnosis_add": ASSESSES,
    "client_diagnosis_specify": ASSESSES,
    "client_diagnosis_rank": ASSESSES,
    "client_diagnosis_end": ASSESSES,
    "client_diagnosis_error": ASSESSES,
    "client_counseling_notes": KEEPS_OWN_NOTES,
    "counseling_note": KEEPS_OWN_NOTES,
    "counseling_note_finish": KEEPS_OWN_NOTES,
    "assessment": READS,
    "assessment_sign": ASSESSES,
    "assessment_review": ASSESSES,
    "assessment_discard": ASSESSES,
    "assessment_addendum": ADDS,
    "assessment_cosign": COSIGNS,
    "assessment_pdf": READS,
    "assessment_section": ASSESSES,
    "dimensions": READS,
    "dimensions_decide": ASSESSES,
    "dimensions_discard": ASSESSES,
    "dimension_rate": ASSESSES,
}
