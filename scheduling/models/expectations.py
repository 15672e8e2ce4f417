"""What a client should have one-to-one each week, and when they cannot."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.models import Client, Episode
from clients.querysets import OfEpisodeSpanQuerySet
from iop.clinic.choices import Weekday
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import date_span
from iop.core.triggers import no_delete
from scheduling.choices import MOST_TIMES, MOST_WEEKS_BETWEEN, AppointmentKind, CommitmentKind
from scheduling.querysets import CommitmentQuerySet


class Expectation(Row, Span, Versioned):
    """How often a client is to have appointments of a kind: so many ``times`` in every ``every_weeks`` weeks, by date.

    It stands in place of what the level of care (individual therapy) or the clinic (check-ins) expects. 0 times: none.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="expectations")
    kind = models.CharField(max_length=16, choices=AppointmentKind)
    times = models.PositiveSmallIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=300)
    set_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """Set when it was taken back before its first day; the row stays."""

    objects = OfEpisodeSpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ExclusionConstraint(
                name="expectation_no_overlap",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="expectation_forward"
            ),
            models.CheckConstraint(
                condition=Q(times__lte=MOST_TIMES, every_weeks__gte=1, every_weeks__lte=MOST_WEEKS_BETWEEN),
                name="expectation_rhythm",
            ),
        ]
        triggers = no_delete()


class Commitment(Row, Span, Versioned):
    """When a client cannot: work, school, childcare and the like, each week on a weekday, by the wall clock of their site.

    One that ends at or before the time it begins goes on past midnight.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=10, choices=CommitmentKind)
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """Set when it was entered by mistake; the row stays."""

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts"]
        indexes = [
            models.Index(fields=["client"], condition=Q(withdrawn_at__isnull=True), name="commitment_by_client"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(starts=F("ends")), name="commitment_lasts"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="commitment_forward"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="commitment_weekday"),
        ]
        triggers = no_delete()
