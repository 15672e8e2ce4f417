"""Writing, signing and answering group notes."""

from therapy.actions.group_notes.after import add_addendum, mark_entered_in_error
from therapy.actions.group_notes.cosigning import cosign_group_note, return_group_note
from therapy.actions.group_notes.drafts import open_group_note, save_group_note, save_line
from therapy.actions.group_notes.owing import owe_notes
from therapy.actions.group_notes.signing import sign_group_note

__all__ = [
    "add_addendum",
    "cosign_group_note",
    "mark_entered_in_error",
    "open_group_note",
    "owe_notes",
    "return_group_note",
    "save_group_note",
    "save_line",
    "sign_group_note",
]
