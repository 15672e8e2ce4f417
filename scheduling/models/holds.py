"""Seats kept for people who were accepted and are not admitted yet."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.models import Inquiry
from iop.clinic.choices import Weekday
from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete
from scheduling.choices import HoldEnd
from scheduling.models.enrolment import Enrolment
from scheduling.models.places import Track
from scheduling.querysets import HoldQuerySet


def ended_stays() -> list[pgtrigger.Trigger]:
    """A hold that has ended never comes back to life, and is not rewritten."""
    return [
        pgtrigger.Protect(
            name="ended_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
        )
    ]


class SeatHold(Row, Versioned):
    """A seat in a track kept for an inquiry until an instant; it counts as taken until then, and not a moment longer."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="holds")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="holds")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    starts_on = models.DateField()
    held_at = models.DateTimeField()
    held_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=8, choices=HoldEnd, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    enrolment = models.OneToOneField(Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="hold")
    """The place in the track that this seat became."""

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at"]
        indexes = [
            models.Index(fields=["track", "expires_at"], condition=Q(ended_at__isnull=True), name="hold_by_track"),
            models.Index(fields=["expires_at"], condition=Q(ended_at__isnull=True), name="hold_to_expire"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["inquiry"], condition=Q(ended_at__isnull=True), name="hold_one_an_inquiry"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("held_at")), name="hold_forward"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="hold_ended_how",
            ),
            models.CheckConstraint(
                condition=Q(ended_as=HoldEnd.USED, enrolment__isnull=False)
                | (~Q(ended_as=HoldEnd.USED) & Q(enrolment__isnull=True)),
                name="hold_used_for",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="hold_has_weekdays",
            ),
        ]
        triggers = [*no_delete(), *ended_stays()]
