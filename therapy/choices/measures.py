"""Words of measures given: when, how, with what outcome, and what is done about an answer that alarms."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occasion(models.TextChoices):
    """Why a questionnaire is due."""

    INTAKE = "intake", _("At the beginning")
    EVERY = "every", _("On the rhythm")
    DISCHARGE = "discharge", _("At discharge")
    AFTER = "after", _("After treatment")
    FOLLOW_UP = "follow_up", _("Because of an answer")
    BY_HAND = "by_hand", _("Asked for by a colleague")


class AssignmentStatus(models.TextChoices):
    DUE = "due", _("Due")
    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")
    EXPIRED = "expired", _("Not given in time")


OPEN = frozenset({AssignmentStatus.DUE, AssignmentStatus.BEGUN})
"""Assignments that still ask something of somebody."""


class SkipReason(models.TextChoices):
    DECLINED = "declined", _("They declined")
    AWAY = "away", _("They were away")
    NOT_WELL = "not_well", _("Not well enough today")
    NOT_NEEDED = "not_needed", _("Not needed clinically")
    OTHER = "other", _("Another reason")


class Mode(models.TextChoices):
    """Who put the answers in."""

    SELF = "self", _("The client, themselves")
    STAFF = "staff", _("A colleague, asking or observing")
    PROXY = "proxy", _("Somebody for the client")


class ResponseStatus(models.TextChoices):
    DRAFT = "draft", _("Being answered")
    COMPLETE = "complete", _("Complete")
    INCOMPLETE = "incomplete", _("Not complete")
    DECLINED = "declined", _("Declined")


class AlertLevel(models.TextChoices):
    URGENT = "urgent", _("Now")
    TODAY = "today", _("Today")
    ROUTINE = "routine", _("To look at")


class AlertAction(models.TextChoices):
    """What was done about an answer that alarmed."""

    SPOKE = "spoke", _("Spoke with the client")
    ASSESSED = "assessed", _("Assessed the risk")
    SAFETY_PLAN = "safety_plan", _("Made or went through the safety plan")
    MEANS = "means", _("Talked about means and made them safer")
    SUPPORT = "support", _("Brought in family or another support")
    CALLED_988 = "called_988", _("Called 988 together")
    EMERGENCY = "emergency", _("Called 911 or went to an emergency room")
    PRESCRIBER = "prescriber", _("Told the prescriber")
    NOT_REACHED = "not_reached", _("Tried to reach them, without success")
    NO_RISK = "no_risk", _("No present risk found")


REPEATS_WITHIN_DAYS = 30
"""A screener's follow-up is not asked for again while one of these days old is there."""

SUICIDE_SCREENER = "cssrs_screener"
SAFETY_PLAN_BANDS = frozenset({"moderate", "high"})
"""Results of the suicide screener that ask for a safety plan the same day (measures.md §9)."""


class Suggested(NamedTuple):
    """One line of the rhythm a clinic begins with (measures.md §14)."""

    key: str
    at_intake: bool = False
    every_days: int | None = None
    at_discharge: bool = False
    after_days: tuple[int, ...] = ()


AFTER_DAYS = (30, 90, 180)
SUGGESTED: tuple[Suggested, ...] = (
    Suggested("phq9", at_intake=True, every_days=14, at_discharge=True, after_days=AFTER_DAYS),
    Suggested("gad7", at_intake=True, every_days=14),
    Suggested("audit", at_intake=True),
    Suggested("pc_ptsd_5", at_intake=True),
    Suggested(SUICIDE_SCREENER, at_intake=True),
    Suggested("barc10", at_intake=True, every_days=30, at_discharge=True, after_days=AFTER_DAYS),
    Suggested("bam", at_intake=True, every_days=30, at_discharge=True, after_days=AFTER_DAYS),
    Suggested("who5", at_discharge=True, after_days=AFTER_DAYS),
)
"""For every level of care given here. The weekly BAM-IOP is left to the clinic: it is one more form a week."""
SUGGESTED_LEVELS = ("php", "iop", "op")
