"""Writing, signing and answering progress notes."""

from therapy.actions.progress_notes.after import (
    add_addendum,
    cosign_progress_note,
    mark_note_in_error,
    return_progress_note,
)
from therapy.actions.progress_notes.carrying import carry_forward
from therapy.actions.progress_notes.drafts import (
    change_format,
    discard_progress_note,
    open_progress_note,
    save_progress_note,
    take_over_draft,
)
from therapy.actions.progress_notes.formats import save_format, set_format_in_use
from therapy.actions.progress_notes.mentions import answer_mention, mention
from therapy.actions.progress_notes.owing import owe_progress_notes
from therapy.actions.progress_notes.signing import sign_progress_note

__all__ = [
    "add_addendum",
    "answer_mention",
    "carry_forward",
    "change_format",
    "cosign_progress_note",
    "discard_progress_note",
    "mark_note_in_error",
    "mention",
    "open_progress_note",
    "owe_progress_notes",
    "return_progress_note",
    "save_format",
    "save_progress_note",
    "set_format_in_use",
    "sign_progress_note",
    "take_over_draft",
]
