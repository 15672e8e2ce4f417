"""What a safety plan and a relapse-prevention plan ask, in the words the client reads, English and Spanish.

The six steps of safety planning follow the published method (documentation.md §7, SPI); layout, headings and questions are
this project's own. The words are data beside each other, so that a printed plan never mixes two languages.
"""

from __future__ import annotations

from therapy.own_plan_form import relapse, safety
from therapy.own_plan_form.shapes import Ask, Form, Section

FORMS: dict[str, Form] = {"safety": safety.FORM, "relapse": relapse.FORM}


def form_of(kind: str) -> Form:
    """Give the questions of a kind of plan. Raises ``KeyError`` for another kind."""
    return FORMS[kind]


__all__ = ["FORMS", "Ask", "Form", "Section", "form_of"]
