"""A colleague leaves: treatment plans that name them, or that they have begun."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.core.words import Sentence, count_words, sentence
from therapy.choices.plans import PlanStatus
from therapy.models import PlanIntervention, TreatmentPlan


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say in how many plans they are named, and how many drafts they have begun: colleagues go on with both.

    Neither depends on the day. A plan in force stays as it was signed; its next version asks who does it now.
    """
    named = (
        PlanIntervention.objects.filter(staff=staff_id, plan__status__in=[PlanStatus.ACTIVE, PlanStatus.DRAFT])
        .values("plan")
        .distinct()
        .count()
    )
    begun = TreatmentPlan.objects.drafts().filter(author=staff_id).count()
    told = [
        (
            named,
            count_words(
                "{n} treatment plan names them for something: its next version asks who does it.",
                "{n} treatment plans name them for something: their next versions ask who does it.",
                named,
            ),
        ),
        (
            begun,
            count_words(
                "{n} treatment plan they began is a draft: a colleague goes on with it.",
                "{n} treatment plans they began are drafts: colleagues go on with them.",
                begun,
            ),
        ),
    ]
    return [sentence(words, n=number) for number, words in told if number]
