"""Words of early warnings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class WarningKind(models.TextChoices):
    ABSENCES = "absences", _("Missed treatment days")
    CRAVINGS = "cravings", _("Cravings went up")
    SCORE = "score", _("A score got worse")
    TEST_MISSED = "test_missed", _("Drug test missed")
    TEST_UNEXPECTED = "test_unexpected", _("Unexpected drug test result")
    USE = "use", _("Told us of use")
    THERAPY = "therapy", _("Missed individual sessions")
    GOALS = "goals", _("Goals not kept")


class WarningEnd(models.TextChoices):
    """Why a warning is no longer open."""

    TALKED = "talked", _("We talked about it")
    PLANNED = "planned", _("The plan was changed")
    KNOWN = "known", _("Known, and it explains itself")
    WRONG = "wrong", _("The record was wrong")
    OTHER = "other", _("Another reason")
    PASSED = "passed", _("It passed by itself")


DISMISSALS = tuple(choice for choice in WarningEnd.choices if choice[0] != WarningEnd.PASSED)
"""What a colleague may say; that it passed, only the watch says."""


@dataclass(frozen=True)
class StartingRule:
    """A rule as a clinic begins with it."""

    kind: str
    threshold: int
    window_days: int
    measure_key: str = ""


STARTING_WARNINGS: tuple[StartingRule, ...] = (
    StartingRule(WarningKind.ABSENCES, 2, 14),
    StartingRule(WarningKind.CRAVINGS, 3, 14),
    StartingRule(WarningKind.SCORE, 5, 45, "phq9"),
    StartingRule(WarningKind.SCORE, 4, 45, "gad7"),
    StartingRule(WarningKind.TEST_MISSED, 1, 14),
    StartingRule(WarningKind.TEST_UNEXPECTED, 1, 14),
    StartingRule(WarningKind.USE, 1, 7),
    StartingRule(WarningKind.THERAPY, 2, 21),
    StartingRule(WarningKind.GOALS, 4, 14),
)
"""Two absences, cravings up 3, score up 5, a missed test (journeys.md 7); the rest is the house's proposal, for clinics to change."""

CHECK_INS_BEFORE = 3
"""With how many check-ins before it the newest one is compared, on average: one bad morning is no trend."""
