"""Words of changes of the level of care."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransitionKind(models.TextChoices):
    """Where a change leads, seen from the level before."""

    STEP_DOWN = "step_down", _("Step down")
    STEP_UP = "step_up", _("Step up")
    SAME_LEVEL = "same_level", _("Other days at the same level")
    OFF_SITE = "off_site", _("Out to care elsewhere")
    BACK = "back", _("Back from elsewhere")


KIND_TONES: dict[str, str] = {
    TransitionKind.STEP_DOWN: "good",
    TransitionKind.STEP_UP: "warn",
    TransitionKind.SAME_LEVEL: "neutral",
    TransitionKind.OFF_SITE: "warn",
    TransitionKind.BACK: "good",
}


class Area(models.TextChoices):
    """What a change of the level touches, in the order in which it is told."""

    LEVEL = "level", _("Level of care")
    STAY = "stay", _("Care elsewhere")
    TRACK = "track", _("Track and days")
    SEAT = "seat", _("Seat")
    ROSTER = "roster", _("Treatment days")
    APPOINTMENT = "appointment", _("Appointments")
    ONE_TO_ONE = "one_to_one", _("One-to-one")
    PLAN = "plan", _("Plan review")
    REVIEW = "review", _("Reviews of the level")
    MEASURES = "measures", _("Questionnaires")
    TESTS = "tests", _("Drug tests")
    REMINDERS = "reminders", _("Reminders")
    TOLD = "told", _("Who is told")


class Undone(models.TextChoices):
    """What became of one step when the whole was undone."""

    RESTORED = "restored", _("As it was before")
    ASKED = "asked", _("Somebody is asked to do it")
