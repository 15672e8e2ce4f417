"""Which roles may open which page about questionnaires and their wording. The test of the matrix reads this table."""

from __future__ import annotations

GIVES = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who gives questionnaires, and so may read them and try them out."""
SETS_UP = frozenset({"clinical_director"})

QUESTIONNAIRES: dict[str, frozenset[str]] = {
    "questionnaires": GIVES,
    "questionnaire": GIVES,
    "questionnaire_file": GIVES,
    "questionnaire_import": SETS_UP,
    "questionnaire_accept": SETS_UP,
    "questionnaire_settings": SETS_UP,
    "questionnaire_wording": SETS_UP,
    "questionnaire_switch": SETS_UP,
}
