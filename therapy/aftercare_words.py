"""The aftercare plan in the words the client reads, English and Spanish beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format, time_format
from django.utils.translation import override

from therapy.choices.own_plans import AftercareKey, AftercareStatus
from therapy.models import AftercareStep
from therapy.own_plan_form.shapes import Words, told

WORDS: Mapping[str, Words] = {
    "title": {"en": "My plan for after treatment", "es": "Mi plan para después del tratamiento"},
    "note": {
        "en": "988 by call or text, day and night, when it gets too much. 911 when somebody is in danger now.",
        "es": "988 por llamada o mensaje, de día y de noche, cuando es demasiado. 911 si alguien está en peligro ahora.",
    },
    AftercareKey.THERAPY: {"en": "Continued therapy", "es": "Seguir en terapia"},
    AftercareKey.GROUPS: {"en": "Support groups", "es": "Grupos de apoyo"},
    AftercareKey.LIVING: {"en": "Where I live", "es": "Dónde vivo"},
    AftercareKey.VOCATIONAL: {"en": "Work or school", "es": "Trabajo o estudios"},
    AftercareKey.MEDICATION: {"en": "Medication", "es": "Medicamentos"},
    AftercareKey.MEDICAL: {"en": "Medical care", "es": "Atención médica"},
    AftercareKey.CRISIS: {"en": "In a crisis", "es": "En una crisis"},
    AftercareKey.ALUMNI: {"en": "Staying in touch", "es": "Seguir en contacto"},
    "open": {"en": "Not arranged yet", "es": "Todavía sin arreglar"},
    "not_wanted": {"en": "Not needed", "es": "No hace falta"},
}


def told_step(step: AftercareStep, language: str) -> list[str]:
    """Say one step in lines, for the client."""
    if step.status != AftercareStatus.ARRANGED:
        return [told(WORDS[str(step.status)], language), *([step.words] if step.words else [])]
    with override(language):
        when = [date_format(step.meets_on, "l, j F Y" if language == "es" else "l, F j, Y")] if step.meets_on else []
        when += [time_format(step.meets_at, "TIME_FORMAT")] if step.meets_at else []
    named = " · ".join(part for part in (step.provider, step.phone) if part)
    return [line for line in (", ".join(when), named, step.words) if line]
