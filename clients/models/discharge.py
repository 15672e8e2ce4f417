"""Where somebody goes after treatment, in words that reports can count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.discharge_choices import ContactAfter, Destination, FirstAppointment, Kept
from clients.models.care import Episode
from clients.querysets import OfEpisodeQuerySet
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete


class DischargeQuerySet(OfEpisodeQuerySet["DischargeDetail"]):
    """What is known of the end of stays."""


class DischargeDetail(Row, Versioned):
    """Where a stay led: the destination, the first appointment and whether it was kept, and contact after treatment.

    How and why treatment ended stands in the stay itself.
    """

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="discharge_detail")
    destination = models.CharField(max_length=16, choices=Destination)
    destination_words = models.CharField(max_length=200, blank=True)
    first_appointment = models.CharField(max_length=12, choices=FirstAppointment)
    first_at = models.DateTimeField(null=True, blank=True)
    first_with = models.CharField(max_length=200, blank=True)
    first_kept = models.CharField(max_length=8, choices=Kept, blank=True)
    """Empty until somebody has asked."""
    first_kept_words = models.CharField(max_length=300, blank=True)
    first_asked_at = models.DateTimeField(null=True, blank=True)
    first_asked_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_after = models.CharField(max_length=10, choices=ContactAfter, default=ContactAfter.NOT_ASKED)

    objects = DischargeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["destination"], name="discharge_by_destination")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_appointment=FirstAppointment.ARRANGED, first_at__isnull=False) & ~Q(first_with="")
                | ~Q(first_appointment=FirstAppointment.ARRANGED) & Q(first_at__isnull=True, first_with=""),
                name="discharge_first_appointment_when",
            ),
            models.CheckConstraint(
                condition=Q(first_kept="", first_asked_at__isnull=True)
                | ~Q(first_kept="") & Q(first_asked_at__isnull=False, first_at__isnull=False),
                name="discharge_first_kept_when",
            ),
        ]
        triggers = no_delete()
