"""Writing, signing and answering group notes."""

from therapy.actions.after import add_addendum, mark_entered_in_error
from therapy.actions.cosigning import cosign_group_note, return_group_note
from therapy.actions.drafts import open_group_note, save_group_note, save_line
from therapy.actions.owing import owe_notes
from therapy.actions.signing import sign_group_note

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
