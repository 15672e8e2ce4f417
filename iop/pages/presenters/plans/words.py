"""How rows of a plan are put into words, on pages and on paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iop.core.words import Sentence
from therapy.choices.plans import PROGRESS_TONES, PlanStatus, Progress, ThreadStatus
from therapy.models import PlanIntervention, PlanObjective
from therapy.models.plans import PlanSignature

HEADINGS: dict[str, Sentence] = {
    "strengths": gettext_lazy("Strengths"),
    "needs": gettext_lazy("Needs"),
    "abilities": gettext_lazy("Abilities"),
    "preferences": gettext_lazy("Preferences"),
    "client_does": gettext_lazy("What the client takes on"),
    "staff_does": gettext_lazy("What the staff take on"),
    "discharge_criteria": gettext_lazy("When treatment here is complete"),
    "aftercare_needs": gettext_lazy("Needed afterwards, and goals for then"),
    "accommodations": gettext_lazy("Accommodations"),
    "coordination": gettext_lazy("Working with others: medication, primary care, mental health, recovery supports"),
}
STATUS_TONES = {PlanStatus.DRAFT: "note", PlanStatus.ACTIVE: "good", PlanStatus.SUPERSEDED: "quiet"}
THREAD_TONES = {ThreadStatus.OPEN: "info", ThreadStatus.MET: "good", ThreadStatus.DISCONTINUED: "quiet"}


def number_words(number: Decimal | None) -> str:
    """Say a number without needless zeros."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_short(day: dt.date | None) -> str:
    """Say a date in figures, as the reader's language writes it."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def measure_words(row: PlanObjective) -> str:
    """Say from where to where and by when: "PHQ-9: from 16 to 9 points by 06/01/2026"."""
    if row.baseline is None or row.target is None:
        return row.measure
    return _("%(measure)s: from %(baseline)s to %(target)s %(unit)s by %(day)s") % {
        "measure": row.measure,
        "baseline": number_words(row.baseline),
        "target": number_words(row.target),
        "unit": row.unit,
        "day": day_short(row.due_on),
    }


def measured_words(row: PlanObjective) -> str:
    """Say how often it is measured."""
    if not row.every_days:
        return ""
    return ngettext("measured every day", "measured every %(n)s days", row.every_days) % {"n": row.every_days}


def who_words(row: PlanIntervention) -> str:
    """Say who does it: the colleague by name, or whoever holds the role."""
    return row.staff.name if row.staff else (str(row.get_role_display()) if row.role else "")


def how_often(row: PlanIntervention) -> str:
    """Say how often, for how long each time, and for how many weeks."""
    parts = []
    if row.times:
        parts.append(f"{row.times} × {row.get_per_display()}")
    if row.minutes:
        parts.append(_("%(n)s min") % {"n": row.minutes})
    if row.weeks:
        parts.append(ngettext("for one week", "for %(n)s weeks", row.weeks) % {"n": row.weeks})
    return ", ".join(parts)


def step_words(row: PlanIntervention) -> dict[str, str]:
    """Give an intervention as a page shows it."""
    more = [str(row.get_modality_display()) if row.modality else "", how_often(row), who_words(row)]
    return {"words": row.words, "more": " · ".join(part for part in more if part)}


def progress_chip(progress: str) -> dict[str, str]:
    """Give a progress as tone and word."""
    known = Progress(progress)
    return {"tone": PROGRESS_TONES[known], "label": str(known.label)}


def signature_words(row: PlanSignature, when: str) -> dict[str, Any]:
    """Give a client's answer as a page shows it."""
    return {
        "name": row.name, "role": row.get_role_display(), "how": row.get_method_display(), "when": when,
        "because": row.refused_because, "is_refusal": bool(row.refused_because),
    }  # fmt: skip
