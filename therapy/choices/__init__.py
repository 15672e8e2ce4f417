"""Words of the clinical content, by what they are about."""

from therapy.choices.assessments import ADOPTED_WITHIN_DAYS, AssessmentSource, LeftOut
from therapy.choices.notes import NOTE_MOVES, CoSignatureDecision, Modality, NoteStatus

__all__ = [
    "ADOPTED_WITHIN_DAYS",
    "NOTE_MOVES",
    "AssessmentSource",
    "CoSignatureDecision",
    "LeftOut",
    "Modality",
    "NoteStatus",
]
