"""Words of groups outside a stay: alumni, families, support."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    ALUMNI = "alumni", _("Alumni group")
    FAMILY_EDUCATION = "family_education", _("Family education")
    MULTI_FAMILY = "multi_family", _("Multi-family group")
    SUPPORT = "support", _("Support group")


class Audience(models.TextChoices):
    """Who may come."""

    FORMER = "former", _("People who have finished treatment here")
    CLIENTS = "clients", _("People in treatment here, and those who have finished")
    RELATIVES = "relatives", _("Relatives and other supporters")
    EVERYBODY = "everybody", _("Clients, former clients, relatives and supporters")


TAKES_CLIENTS = frozenset({Audience.FORMER, Audience.CLIENTS, Audience.EVERYBODY})
TAKES_RELATIVES = frozenset({Audience.RELATIVES, Audience.EVERYBODY})


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("By the week")
    MONTHLY = "monthly", _("By the month")


NTH = ((1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth")), (-1, _("the last")))
"""Which of the weekdays of a month; a fifth one is not in every month."""
MOST_EVERY = 12
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 480


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class MemberStatus(models.TextChoices):
    MEMBER = "member", _("On the list")
    WAITING = "waiting", _("Waiting for a place")
    LEFT = "left", _("No longer comes")


OPEN_MEMBER = frozenset({MemberStatus.MEMBER, MemberStatus.WAITING})


class LeaveReason(models.TextChoices):
    WISH = "wish", _("Their own wish")
    RETURNED = "returned", _("Returned to treatment")
    MOVED = "moved", _("Moved away")
    NO_CONTACT = "no_contact", _("Has not come for long")
    AGREEMENT_ENDED = "agreement_ended", _("No longer agrees to contact after treatment")
    GROUP_ENDED = "group_ended", _("The group has ended")
    OTHER = "other", _("Another reason")


BY_HAND = tuple(choice for choice in LeaveReason.choices if choice[0] not in ("agreement_ended", "group_ended"))
"""Reasons that a colleague may give; the others are found by the clinic's own background work."""


class Presence(models.TextChoices):
    CAME = "came", _("Came")
    EXCUSED = "excused", _("Excused")
    MISSED = "missed", _("Missed")
