"""Whose time is taken: calendars, busy times, what an appointment covers, and blocked time."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.models import Client, RelatedPerson
from iop.clinic.models import StaffMember
from iop.core.models import Row
from iop.core.querysets import instant_span
from scheduling.choices import (
    LONGEST_BUSY,
    BusySource,
)
from scheduling.models.places import Room
from scheduling.querysets import (
    BusyQuerySet,
)


class Calendar(Row):
    """Whose or what's time it is: exactly one of a client, a colleague, a room or a related person."""

    client = models.OneToOneField(Client, null=True, on_delete=models.PROTECT, related_name="calendar")
    staff = models.OneToOneField(StaffMember, null=True, on_delete=models.PROTECT, related_name="calendar")
    room = models.OneToOneField(Room, null=True, on_delete=models.PROTECT, related_name="calendar")
    person = models.OneToOneField(RelatedPerson, null=True, on_delete=models.PROTECT, related_name="calendar")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    client__isnull=False,
                    staff__isnull=True,
                    room__isnull=True,
                    person__isnull=True,
                )
                | Q(
                    client__isnull=True,
                    staff__isnull=False,
                    room__isnull=True,
                    person__isnull=True,
                )
                | Q(
                    client__isnull=True,
                    staff__isnull=True,
                    room__isnull=False,
                    person__isnull=True,
                )
                | Q(
                    client__isnull=True,
                    staff__isnull=True,
                    room__isnull=True,
                    person__isnull=False,
                ),
                name="calendar_of_exactly_one",
            ),
        ]


class BusyTime(models.Model):
    """A stretch in which a calendar is taken. The exclusion constraint is the promise: no double booking, ever."""

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="busy")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=BusySource)
    source_id = models.UUIDField()
    """The session, appointment or block that takes it."""
    part_id = models.UUIDField(null=True)
    """The session's component, where staff and rooms are busy part by part."""

    objects = BusyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["calendar", "starts_at"], name="busy_by_calendar"),
            models.Index(fields=["source_id"], name="busy_by_source"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_forward"),
            # Lets a question about a day look back no further than LONGEST_BUSY, whatever the years behind it hold.
            models.CheckConstraint(condition=Q(ends_at__lte=F("starts_at") + LONGEST_BUSY), name="busy_at_most_a_day"),
            ExclusionConstraint(
                name="busy_no_double_booking",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    (instant_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class CoveredTime(models.Model):
    """A stretch of a client's treatment day that an appointment inside the day took over. Cancelling gives it back."""

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source_id = models.UUIDField()
    """The session it was taken from."""
    part_id = models.UUIDField(null=True)
    covered_by = models.UUIDField()
    """The appointment that took it."""

    class Meta:
        indexes = [
            models.Index(fields=["source_id"], name="covered_by_source"),
            models.Index(fields=["covered_by"], name="covered_by_appointment"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="covered_forward"),
        ]


class StaffBlock(Row):
    """Time a colleague is not available: leave, training, supervision."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="blocks")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="staff_block_forward")]
