"""Who may do what with the clinical content. Each answers nothing, or the reason as a sentence."""

from therapy.policies.assessments import (
    may_add_to_assessment,
    may_assess,
    may_change_assessment,
    may_cosign_assessment,
    may_keep_counseling_notes,
)
from therapy.policies.notes import (
    HELD,
    may_add_addendum,
    may_cosign_note,
    may_edit_note,
    may_mark_entered_in_error,
    may_sign_note,
    may_write_note,
)
from therapy.policies.signers import signer

__all__ = [
    "HELD",
    "may_add_addendum",
    "may_add_to_assessment",
    "may_assess",
    "may_change_assessment",
    "may_cosign_assessment",
    "may_cosign_note",
    "may_edit_note",
    "may_keep_counseling_notes",
    "may_mark_entered_in_error",
    "may_sign_note",
    "may_write_note",
    "signer",
]
