"""Words of the treatment plan: the golden thread from problem to progress."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In force")
    SUPERSEDED = "superseded", _("Replaced")


class ThreadStatus(models.TextChoices):
    """How far an objective is, over all versions of the plan."""

    OPEN = "open", _("Open")
    MET = "met", _("Met")
    DISCONTINUED = "discontinued", _("Discontinued")


class Progress(models.TextChoices):
    """What a note or a review says of an objective (documentation.md §5)."""

    WORKED_ON = "worked_on", _("Worked on")
    IMPROVED = "improved", _("Improved")
    NO_CHANGE = "no_change", _("No change")
    WORSE = "worse", _("Worse")
    MET = "met", _("Met")
    DISCONTINUED = "discontinued", _("Discontinued")


PROGRESS_TONES = {
    Progress.WORKED_ON: "neutral",
    Progress.IMPROVED: "good",
    Progress.NO_CHANGE: "warn",
    Progress.WORSE: "bad",
    Progress.MET: "good",
    Progress.DISCONTINUED: "neutral",
}


class Per(models.TextChoices):
    """How often an intervention happens."""

    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    TWO_WEEKS = "two_weeks", _("every two weeks")
    MONTH = "month", _("a month")
    ONCE = "once", _("in all")


class ClientSignatureMethod(models.TextChoices):
    """How the client answered when asked to sign."""

    TYPED = "typed", _("Typed")
    DRAWN = "drawn", _("Drawn")
    PAPER = "paper", _("On paper, scanned")
    REFUSED = "refused", _("Did not want to sign")


class ReviewChange(models.TextChoices):
    """What a review leads to."""

    CONTINUE = "continue", _("The plan goes on as it is")
    REVISE = "revise", _("A new version of the plan is written")
