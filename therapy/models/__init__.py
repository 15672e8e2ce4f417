"""The clinical content: notes of the day, the assessment at the beginning, and notes that are their author's alone."""

from therapy.models.assessments import (
    AssessmentAddendum,
    AssessmentCoSignature,
    AssessmentSection,
    BiopsychosocialAssessment,
)
from therapy.models.counseling import CounselingNote
from therapy.models.notes import Addendum, CoSignature, EnteredInError, GroupNote, GroupNoteLine, NameConfirmation

__all__ = [
    "Addendum",
    "AssessmentAddendum",
    "AssessmentCoSignature",
    "AssessmentSection",
    "BiopsychosocialAssessment",
    "CoSignature",
    "CounselingNote",
    "EnteredInError",
    "GroupNote",
    "GroupNoteLine",
    "NameConfirmation",
]
