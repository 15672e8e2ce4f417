"""What a client says of use, sleep, stress and daily habits at check-in. For the care team alone."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clients.choices import Substance
from iop.core.models import Row, Versioned
from sessions_app.choices import MOST_SLEEP, MOST_STRESS, Habit, UseReport
from sessions_app.models.days import Attendance
from sessions_app.querysets import OfAttendanceQuerySet, OfReportQuerySet


class SelfReport(Row, Versioned):
    """What a client says beside the check-in: use since last time, hours slept, stress 0–10, habits kept.

    Every question may stay unanswered; "prefers not to say" is an answer. Nothing here is a test or a judgement.
    """

    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="self_report")
    use = models.CharField(max_length=12, choices=UseReport, blank=True)
    sleep_hours = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    stress = models.PositiveSmallIntegerField(null=True, blank=True)
    habits = ArrayField(models.CharField(max_length=12, choices=Habit), default=list, blank=True)
    by_client = models.BooleanField(default=False)
    sent_key = models.UUIDField(null=True, blank=True)
    """The open page from which the client sent it last, so that one sent twice is one."""
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField(null=True)

    objects = OfAttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sleep_hours__isnull=True) | Q(sleep_hours__gte=0, sleep_hours__lte=MOST_SLEEP),
                name="self_report_sleep",
            ),
            models.CheckConstraint(
                condition=Q(stress__isnull=True) | Q(stress__lte=MOST_STRESS), name="self_report_stress"
            ),
        ]


class ReportedUse(Row):
    """One substance of a self-report: how much, in the client's own words, and on which day."""

    report = models.ForeignKey(SelfReport, on_delete=models.CASCADE, related_name="uses")
    substance = models.CharField(max_length=20, choices=Substance)
    amount = models.CharField(max_length=100, blank=True)
    on = models.DateField(null=True, blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["on", "created_at"]
