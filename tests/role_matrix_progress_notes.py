"""Which roles may open which page about progress notes and their templates. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who reads clinical notes; all of them write them too."""
COSIGNS = frozenset({"therapist", "clinical_director"})
DIRECTS = frozenset({"clinical_director"})

PROGRESS_NOTES: dict[str, frozenset[str]] = {
    "client_note_new": READS,
    "appointment_note": READS,
    "progress_note": READS,
    "progress_note_write": READS,
    "progress_note_format": READS,
    "progress_note_carry": READS,
    "progress_note_mention": READS,
    "progress_note_discard": READS,
    "progress_note_take_over": READS,
    "progress_note_sign": READS,
    "progress_note_cosign": COSIGNS,
    "progress_note_addendum": READS,
    "progress_note_error": DIRECTS,
    "progress_note_print": READS,
    "note_question": READS,
    "note_formats": READS,
    "note_format_new": DIRECTS,
    "note_format": DIRECTS,
    "note_format_use": DIRECTS,
}
