"""Words of family sessions and of what is offered to families."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FamilyForm(models.TextChoices):
    """Who sits together. Without the client it is another service than with them (documentation.md §1)."""

    FAMILY = "family", _("The client with their family")
    COUPLE = "couple", _("The client with their partner")
    PARENTS = "parents", _("The client as a parent, with children or co-parent")
    SUPPORTS = "supports", _("The client with friends or other supports")
    RELATIVES = "relatives", _("Relatives without the client")


class FamilyGoal(models.TextChoices):
    """What a family session works on (program.md §7)."""

    COMMUNICATION = "communication", _("Communication")
    TRUST = "trust", _("Rebuilding trust")
    BOUNDARIES = "boundaries", _("Boundaries")
    ENABLING = "enabling", _("Enabling: what helps and what does not")
    EDUCATION = "education", _("Understanding addiction and recovery")
    FEELINGS = "feelings", _("What the relatives themselves carry")
    RELAPSE = "relapse", _("Early signs, and what to do then")
    SAFETY = "safety", _("Safety at home")
    PLANNING = "planning", _("Planning the time after treatment")


class GuestAnswer(models.TextChoices):
    """What somebody who was invited said."""

    INVITED = "invited", _("Invited")
    COMES = "comes", _("Will come")
    DECLINES = "declines", _("Cannot come")


class GuestPresence(models.TextChoices):
    CAME = "came", _("Came")
    EXCUSED = "excused", _("Excused")
    MISSED = "missed", _("Did not come")


class UninvitedBecause(models.TextChoices):
    RELEASE = "release", _("No release allows it any more")
    ASKED = "asked", _("The client asked for it")
    WISH = "wish", _("Their own wish")
    CHANGED = "changed", _("Planned differently")


BY_HAND = tuple(choice for choice in UninvitedBecause.choices if choice[0] != "release")
"""Reasons that a colleague may give; the end of a release is found by itself."""


class OfferOutcome(models.TextChoices):
    """What came of offering a family session. It is offered to all and required of nobody (program.md §7)."""

    ACCEPTED = "accepted", _("Accepted")
    LATER = "offered", _("Offered, not decided yet")
    DECLINED = "declined", _("Declined")
    NOT_APPROPRIATE = "not_appropriate", _("Not appropriate now")


class OfferReason(models.TextChoices):
    """Why there is no family session, in words that can be counted."""

    NOT_WANTED = "not_wanted", _("The client does not want their family involved")
    FAMILY_UNWILLING = "family_unwilling", _("The family does not want to, or cannot come")
    NO_FAMILY = "no_family", _("There is nobody to invite")
    NOT_SAFE = "not_safe", _("It would not be safe for somebody")
    ORDER = "order", _("A court order forbids contact")
    TOO_EARLY = "too_early", _("Too early in treatment")
    NO_RELEASE = "no_release", _("The client does not want to sign a release")
    OTHER = "other", _("Another reason")


NEEDS_REASON = frozenset({OfferOutcome.DECLINED, OfferOutcome.NOT_APPROPRIATE})
MOST_GUESTS = 12
"""More than so many at one appointment is a group, not a family session."""
EVERY_DAYS = "family.offer_every_days"
"""After how many days without an offer, or a session held or booked, a family session is to be offered (0: never asked)."""
