"""Words of missed days: what a policy counts, what follows, who owns a step, and how following up ends."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.choices import OutreachMethod


class LimitKind(models.TextChoices):
    """What a limit counts."""

    WITHIN = "within", _("Missed days that count, within weeks")
    UNEXCUSED = "unexcused", _("Missed without being excused, within weeks")
    IN_A_ROW = "in_a_row", _("Missed days that count, one after the other")


class Consequence(models.TextChoices):
    """What a limit asks for. None of them ends a stay: that is decided by people, in a review."""

    TALK = "talk", _("Talk with the client about what is in the way")
    PLAN = "plan", _("Go through the treatment plan together")
    LETTER = "letter", _("Write to the client")
    REVIEW = "review", _("Review the level of care")
    DISCHARGE_REVIEW = "discharge_review", _("Decide together whether and how treatment goes on")


LEADS_TO_REVIEW = frozenset({Consequence.REVIEW, Consequence.DISCHARGE_REVIEW})


class StepOwner(models.TextChoices):
    """Whose step it is. Without a primary counselor theirs go to the case managers."""

    COUNSELOR = "counselor", _("Primary counselor")
    CASE_MANAGER = "case_manager", _("Case managers")
    DIRECTOR = "clinical_director", _("Clinical director")


STEP_METHODS = (
    OutreachMethod.PHONE,
    OutreachMethod.TEXT,
    OutreachMethod.EMAIL,
    OutreachMethod.LETTER,
    OutreachMethod.VISIT,
    OutreachMethod.CONTACT,
)
"""How a step may reach somebody."""


class CaseEnd(models.TextChoices):
    """How following up a missed day came to its end."""

    RETURNED = "returned", _("They came back")
    EXCUSED = "excused", _("The day was excused")
    CORRECTED = "corrected", _("They had not missed it")
    LEFT = "left", _("The stay ended")
    SETTLED = "settled", _("Settled otherwise")


MOST_WEEKS, MOST_MISSES = 26, 60
MOST_LIMITS, MOST_STEPS = 6, 8
MOST_AFTER_HOURS, MOST_DEADLINE_HOURS = 24 * 60, 24 * 30
OPENS_WITHIN = dt.timedelta(days=14)
"""A miss that is only found later than this opens nothing any more: whoever it was has been seen or talked about since."""
MISSED_WEEK_NEEDS = 2
"""A week with one planned day is not a missed week: the day itself is followed up."""
