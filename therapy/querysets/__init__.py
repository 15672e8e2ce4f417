"""The clinic's questions about the clinical content."""

from therapy.querysets.assessments import AssessmentQuerySet
from therapy.querysets.notes import GroupNoteQuerySet, NoteLineQuerySet

__all__ = ["AssessmentQuerySet", "GroupNoteQuerySet", "NoteLineQuerySet"]
