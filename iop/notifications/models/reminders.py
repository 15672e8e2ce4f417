"""What is reminded when: the clinic's dated rules, what each person chose, and what each message reminded of."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from iop.clinic.models import Site, StaffMember
from iop.core.models import Row
from iop.core.triggers import append_only
from iop.notifications.choices import Channel
from iop.notifications.models.outbox import Message
from iop.notifications.reminders import ReminderKind


class ReminderRule(Row):
    """How a kind of thing is reminded of from a day on. A site's own row holds before the clinic's; the newest begun one holds."""

    kind = models.CharField(max_length=16, choices=ReminderKind)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    is_on = models.BooleanField()
    channels = ArrayField(models.CharField(max_length=8, choices=Channel), default=list, blank=True)
    leads = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    """How long before, in minutes; whole days mean that many days before, at ``hour``."""
    hour = models.PositiveSmallIntegerField(default=17)
    made_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "-valid_from", "-created_at"]
        indexes = [models.Index(fields=["kind", "-valid_from"], name="reminder_rule_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(hour__gte=8, hour__lte=20), name="reminder_rule_hour"),
            models.CheckConstraint(
                condition=Q(is_on=False) | (Q(leads__len__gte=1) & Q(channels__len__gte=1)), name="reminder_rule_whole"
            ),
        ]
        triggers = append_only()


class ClientReminderChoice(Row):
    """What a client chose for a kind from an instant on; the newest row decides, none means as the clinic does it."""

    client_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=ReminderKind)
    way = models.CharField(max_length=8, blank=True)
    """A channel, "none" for no reminders, or nothing for the clinic's own."""
    leads = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    """How long before, in minutes; none: as the clinic does it."""
    since = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["client_id", "kind", "-since"], name="reminder_choice_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["", "sms", "email", "none"]), name="reminder_choice_way"),
        ]
        triggers = append_only()


class StaffReminderChoice(Row):
    """When a colleague gets the morning message on what waits for them, from an instant on; the newest row decides."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8)
    """A channel, or "none"."""
    hour = models.PositiveSmallIntegerField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """Monday is 0."""
    kinds = ArrayField(models.CharField(max_length=16, choices=ReminderKind), default=list, blank=True)
    """What is counted."""
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["staff", "-since"], name="staff_reminder_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(hour__gte=5, hour__lte=20), name="staff_reminder_hour"),
            models.CheckConstraint(condition=Q(way__in=["sms", "email", "none"]), name="staff_reminder_way"),
        ]
        triggers = append_only()


class ReminderLine(Row):
    """One thing that a message reminds of. The same thing is told to the same person once for each lead and channel."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reminder_lines")
    key = models.CharField(max_length=220, unique=True)
    kind = models.CharField(max_length=16, choices=ReminderKind)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    starts_at = models.DateTimeField()
    lead = models.PositiveIntegerField()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="reminder_line_about"),
            models.Index(fields=["starts_at"], name="reminder_line_ahead"),
        ]
