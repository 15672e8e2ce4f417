"""A client's place in a track, and those who wait for one."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.models import Client, Episode
from iop.clinic.choices import Weekday
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import SpanQuerySet, date_span
from iop.core.triggers import no_delete
from scheduling.choices import (
    WaitStatus,
)
from scheduling.models.places import Track
from scheduling.querysets import (
    EnrolmentQuerySet,
    WaitlistQuerySet,
)


class Enrolment(Row, Span, Versioned):
    """A client's place in a track: from a day to a day, on chosen weekdays."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="enrolments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="enrolments")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="enrolments")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    leave_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """Set when it was taken back before its first day; the row stays."""

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        indexes = [
            models.Index(fields=["track", "starts_on"], name="enrolment_by_track"),
            models.Index(fields=["client", "-starts_on"], name="enrolment_by_client"),
        ]
        constraints = [
            ExclusionConstraint(
                name="enrolment_no_overlap",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("track", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")) | Q(withdrawn_at__isnull=False),
                name="enrolment_forward",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="enrolment_has_weekdays",
            ),
        ]
        triggers = no_delete()


class EnrolmentPause(Row, Span):
    """Days on which an enrolled client stays away by agreement. The seat is kept unless released."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pauses")
    releases_seat = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pause_forward"),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="pause_ends"),
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]


class WaitlistEntry(Row):
    """Somebody waiting for a seat in a track, in order."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="waitlist")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="waitlist")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    wanted_from = models.DateField()
    position = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=WaitStatus, default=WaitStatus.WAITING)
    note = models.CharField(max_length=300, blank=True)

    objects = WaitlistQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "client"],
                condition=Q(status=WaitStatus.WAITING),
                name="waitlist_once",
            ),
            models.UniqueConstraint(
                fields=["track", "position"],
                condition=Q(status=WaitStatus.WAITING),
                name="waitlist_position_once",
            ),
        ]
