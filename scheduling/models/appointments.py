"""Meetings with a client outside the treatment day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from clients.models import Client, Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history
from scheduling.choices import (
    AppointmentKind,
    AppointmentStatus,
    StatusReason,
)
from scheduling.models.places import Room
from scheduling.querysets import (
    AppointmentQuerySet,
)
from scheduling.rules.family import FamilyPlan


class Appointment(Row, Versioned):
    """A meeting with a client outside the treatment day: individual, family, assessment, medication, case management."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AppointmentKind)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    episode = models.ForeignKey(Episode, null=True, on_delete=models.PROTECT, related_name="appointments")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="appointments")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    telehealth_link = models.URLField(blank=True)
    during_session = models.BooleanField(default=False)
    """It may take the client out of a treatment day for its time."""
    status = models.CharField(max_length=10, choices=AppointmentStatus, default=AppointmentStatus.BOOKED)
    cancel_reason = models.CharField(max_length=300, blank=True)
    series_id = models.UUIDField(null=True, blank=True)
    booked_by = models.UUIDField(null=True)

    family_plan: FamilyPlan | None = None
    """Who else takes part, of a family appointment, once it was read (``scheduling.family.know``); no column."""

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["staff", "starts_at"], name="appointment_by_staff"),
            models.Index(fields=["client", "starts_at"], name="appointment_by_client"),
            models.Index(fields=["site", "starts_at"], name="appointment_by_site"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_forward"),
            models.CheckConstraint(
                condition=~Q(status=AppointmentStatus.CANCELLED) | ~Q(cancel_reason=""),
                name="appointment_cancel_reason",
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history(
                "scheduling_appointmentstatuschange",
                "appointment_id",
                AppointmentStatus.BOOKED,
            ),
        ]


class AppointmentStatusChange(Row):
    """How an appointment came to its status."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=10, choices=AppointmentStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=12, choices=StatusReason, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()
