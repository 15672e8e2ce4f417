"""Check-ins after treatment with what came of them, and people who ask for more support."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from clients.choices import Urgency
from clients.models import Episode, Inquiry
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from therapy.choices.follow_ups import (
    AskAnswer,
    AskChannel,
    AttemptOutcome,
    AttemptWay,
    FollowUpStatus,
    Living,
    Using,
    Withdrawn,
    Working,
)
from therapy.querysets.follow_ups import AskQuerySet, FollowUpQuerySet


class FollowUp(Row, Versioned):
    """A check-in a number of days after the last day in treatment, for somebody who agreed to contact then."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="follow_ups")
    after_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    status = models.CharField(max_length=12, choices=FollowUpStatus, default=FollowUpStatus.DUE)
    withdrawn_why = models.CharField(max_length=10, choices=Withdrawn, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody for one that was withdrawn by the clinic's own rules."""
    living = models.CharField(max_length=16, choices=Living, blank=True)
    working = models.CharField(max_length=10, choices=Working, blank=True)
    using = models.CharField(max_length=10, choices=Using, blank=True)
    wants_support = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    """How they are, in a few sentences; clinical text."""

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on"], condition=Q(status=FollowUpStatus.DUE), name="follow_up_due")]
        constraints = [
            models.UniqueConstraint(fields=["episode", "after_days"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(status=FollowUpStatus.DUE, settled_at__isnull=True)
                | ~Q(status=FollowUpStatus.DUE) & Q(settled_at__isnull=False),
                name="follow_up_settled_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=FollowUpStatus.REACHED)
                | ~Q(living="") & ~Q(working="") & ~Q(using="") & Q(wants_support__isnull=False),
                name="follow_up_reached_says_how",
            ),
            models.CheckConstraint(
                condition=Q(status=FollowUpStatus.WITHDRAWN) & ~Q(withdrawn_why="")
                | ~Q(status=FollowUpStatus.WITHDRAWN) & Q(withdrawn_why=""),
                name="follow_up_withdrawn_why",
            ),
        ]
        triggers = no_delete()


class FollowUpAttempt(Row):
    """One try to reach somebody after treatment, kept as it was written."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=AttemptWay)
    outcome = models.CharField(max_length=12, choices=AttemptOutcome)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        triggers = append_only()


class MoreSupportAsk(Row, Versioned):
    """Somebody in treatment, or who was, asks for more support: in their words, and what came of it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="more_support_asks")
    """The stay under way, or the last one."""
    asked_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=AskChannel)
    urgency = models.CharField(max_length=10, choices=Urgency)
    words = models.TextField(blank=True)
    taken_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The colleague who wrote it down; nobody where they asked on their own pages."""
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Where it goes on for somebody who comes back."""
    answer = models.CharField(max_length=12, choices=AskAnswer, blank=True)
    answer_words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["episode", "-asked_at"], name="more_support_by_stay")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="more_support_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer=AskAnswer.INQUIRY) | Q(inquiry__isnull=False), name="more_support_inquiry_named"
            ),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="words_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("episode", "asked_at", "channel", "urgency", "words", "taken_by"),
            ),
        ]
