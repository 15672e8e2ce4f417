"""Words of progress notes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteKind(models.TextChoices):
    """What a progress note is about. A note follows every contact and every attempt at one (105 CMR 164.083(B)(9))."""

    INDIVIDUAL = "individual", _("Individual session")
    CHECK_IN = "check_in", _("Counselor check-in")
    FAMILY = "family", _("Family session")
    PHONE = "phone", _("Phone call")
    CASE_MANAGEMENT = "case_management", _("Case management")
    MEDICAL = "medical", _("Medical visit")
    CRISIS = "crisis", _("Crisis contact")
    ATTEMPTED = "attempted", _("Attempted contact")
    MISSED = "missed", _("Missed session")


NOT_REACHED = frozenset({NoteKind.ATTEMPTED, NoteKind.MISSED})
"""Notes of contacts that did not come about: they say how it was tried and what came of it, and nothing of a session."""

LONGEST_CONTACT_HOURS = 8
"""A longer contact is a slip of the pen."""


class ContactMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")
    MESSAGE = "message", _("By message or letter")


REMOTE = frozenset({ContactMode.VIDEO, ContactMode.PHONE})
"""Where the client was is part of the record when they were not in the room (documentation.md §1)."""


class ContactOutcome(models.TextChoices):
    """What came of an attempt."""

    NO_ANSWER = "no_answer", _("No answer")
    LEFT_WORD = "left_word", _("Left a neutral message")
    UNREACHABLE = "unreachable", _("Number or address does not work")
    SPOKE_BRIEFLY = "spoke", _("Reached briefly, no session")
    CANCELLED = "cancelled", _("Client cancelled")
    DID_NOT_COME = "did_not_come", _("Client did not come")


class RiskSeen(models.TextChoices):
    """What was seen of risk to self or others. ``none`` says that it was looked at."""

    NONE = "none", _("No sign of risk to self or others")
    WATCH = "watch", _("Some concern; watched more closely")
    ACTED = "acted", _("Concern acted on")
    NOT_SEEN = "not_seen", _("Could not be looked at")


class NoObjective(models.TextChoices):
    """Why a note addresses no objective of the plan."""

    NO_PLAN_YET = "no_plan_yet", _("There is no plan yet")
    CRISIS = "crisis", _("Something urgent came first")
    LOGISTICS = "logistics", _("It was about arrangements")
    OTHER = "other", _("Another reason")


class FormatSource(models.TextChoices):
    SHIPPED = "shipped", _("Comes along")
    CLINIC = "clinic", _("Made here")
