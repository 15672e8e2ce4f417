"""The biopsychosocial assessment as data: its versions, and which is in use (documentation.md §4)."""

from __future__ import annotations

from therapy.assessment_form.kinds import Form, Kind, Question, Section
from therapy.assessment_form.version_2026 import FORM_2026_1

FORMS: dict[str, Form] = {form.version: form for form in (FORM_2026_1,)}
IN_USE = FORM_2026_1.version
SAFETY = "safety"
"""The section whose questions decide whether somebody is in danger."""
ASKED_ANEW = frozenset({SAFETY, "mental_status"})
"""Sections about today: an assessment made before does not answer them."""

__all__ = ["ASKED_ANEW", "FORMS", "IN_USE", "SAFETY", "Form", "Kind", "Question", "Section", "form_of"]


def form_of(version: str) -> Form:
    """Give the questions by which an assessment was made."""
    return FORMS[version]
