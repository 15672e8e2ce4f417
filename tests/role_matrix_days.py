"""Which roles may open which page of the treatment day and its notes. The test of the matrix reads this table."""

from __future__ import annotations

EVERYBODY = frozenset(
    {"counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "site_admin"}
)
CLINICAL = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who reads notes."""
RUNS = frozenset({"counselor", "therapist", "clinical_director"})
"""Who runs a group."""
CALLS = RUNS | {"case_manager", "intake"}
"""Who calls those who were missed and offers make-ups."""
WORRIES = CLINICAL | {"intake"}
MOVES = frozenset({"clinical_director", "site_admin"})
COSIGNS = frozenset({"therapist", "clinical_director"})
DIRECTOR = frozenset({"clinical_director"})

DAYS: dict[str, frozenset[str]] = {
    "home": EVERYBODY | {"privacy_officer"},
    "today": EVERYBODY,
    "session": EVERYBODY,
    "session_start": RUNS,
    "session_everyone": RUNS,
    "session_sign_in_sheet": EVERYBODY,
    "session_downtime": RUNS,
    "session_entry": RUNS,
    "session_people": CALLS,
    "session_note": CLINICAL,
    "session_sign": CLINICAL,
    "session_row": EVERYBODY,
    "session_changes": EVERYBODY,
    "session_calls": CALLS,
    "session_concern": WORRIES,
    "session_close": RUNS,
    "session_manage": MOVES,
    "session_part": EVERYBODY,
    "session_client": CLINICAL,
    "session_mark": RUNS,
    "session_times": RUNS,
    "session_part_minutes": RUNS,
    "session_late_entry": DIRECTOR,
    "session_participation": RUNS,
    "session_whereabouts": RUNS,
    "session_accept_times": RUNS,
    "session_check_in": RUNS,
    "session_wrap_up": RUNS,
    "session_goal": RUNS,
    "session_line": CLINICAL,
    "session_outreach": CALLS,
    "session_offers": CALLS,
    "notes": CLINICAL,
    "notes_to_cosign": COSIGNS,
    "note": CLINICAL,
    "note_sign": CLINICAL,
    "note_cosign": COSIGNS,
    "note_addendum": CLINICAL,
    "note_copy": CLINICAL,
    "note_error": DIRECTOR,
}
