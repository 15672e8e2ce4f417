"""Charts that are guarded more closely, opened in an emergency, joined, or whose people get no messages."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.choices import MessageHoldKind
from clients.models.people import Client
from clients.querysets import EmergencyAccessQuerySet, OfClientSpanQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span
from iop.core.querysets import date_span
from iop.core.triggers import no_delete


class EmergencyAccess(Row):
    """A chart opened past the usual bounds ("break the glass"): by whom, why, until when, and what a reviewer found."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="emergency_access")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    """Where the client is or was in care last: its privacy officer reviews."""
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    was_right = models.BooleanField(null=True, blank=True)
    review_note = models.TextField(blank=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["staff", "-ends_at"], name="emergency_access_by_staff")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="emergency_access_forward"),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_access_has_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True)
                | (Q(reviewed_by__isnull=False, was_right__isnull=False) & ~Q(reviewed_by=F("staff"))),
                name="emergency_access_reviewed_by_another",
            ),
        ]
        triggers = [
            *no_delete(),
            pgtrigger.Protect(
                name="only_given_back_or_reviewed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=["ends_at", "reviewed_at", "reviewed_by", "was_right", "review_note"]
                ),
            ),
            pgtrigger.Protect(
                name="never_longer",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__ends_at__gt=pgtrigger.F("old__ends_at")),
            ),
            pgtrigger.Protect(
                name="reviewed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reviewed_at__isnull=False)
                & (
                    pgtrigger.Q(old__reviewed_at__df=pgtrigger.F("new__reviewed_at"))
                    | pgtrigger.Q(old__was_right__df=pgtrigger.F("new__was_right"))
                    | pgtrigger.Q(old__review_note__df=pgtrigger.F("new__review_note"))
                ),
            ),
        ]


class MessageHold(Row, Span):
    """Days on which a client gets no messages: deceased, incarcerated, in hospital, or asked for none."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="message_holds")
    kind = models.CharField(max_length=12, choices=MessageHoldKind)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.UUIDField(null=True)

    objects = OfClientSpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="message_hold_forward"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MessageHoldKind.DECEASED) | Q(ends_on__isnull=True),
                name="message_hold_deceased_stays",
            ),
            ExclusionConstraint(
                name="message_hold_once",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = no_delete()


class ChartMerge(Row):
    """Two charts of one person joined: ``absorbed`` points to ``kept``; can be undone until a day."""

    kept = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merged_by")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    can_be_undone_until = models.DateField()
    moved = models.JSONField()
    """Which rows of which table were moved from one to the other, so that they can be moved back."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="chart_merge_two_charts"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="chart_merge_absorbed_once"
            ),
        ]
        triggers = no_delete()
