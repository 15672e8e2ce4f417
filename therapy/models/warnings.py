"""Early warnings: plain rules kept as data, and what they found, with the facts they found it by."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from clients.models import Episode
from iop.clinic.models import StaffMember
from iop.core.models import Row
from iop.core.triggers import append_only, no_truncate
from therapy.choices.warnings import WarningEnd, WarningKind
from therapy.querysets.warnings import EarlyWarningQuerySet


class WarningRule(Row):
    """One rule from a day on. A later row of the same kind and measure replaces it; one with no threshold ends it."""

    kind = models.CharField(max_length=16, choices=WarningKind)
    measure_key = models.CharField(max_length=60, blank=True)
    """Which questionnaire, for scores; empty for everything else."""
    threshold = models.PositiveSmallIntegerField(null=True)
    """How many, or by how much; none: the rule is off."""
    window_days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["kind", "measure_key", "-valid_from", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gte=1, threshold__lte=100),
                name="warning_rule_threshold",
            ),
            models.CheckConstraint(condition=Q(window_days__gte=1, window_days__lte=180), name="warning_rule_window"),
            models.CheckConstraint(
                condition=Q(kind=WarningKind.SCORE) & ~Q(measure_key="")
                | ~Q(kind=WarningKind.SCORE) & Q(measure_key=""),
                name="warning_rule_measure",
            ),
        ]
        triggers = append_only()


class EarlyWarning(Row):
    """What a rule found about a stay. ``facts`` are the days and figures it rests on; it is never a score of its own."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="early_warnings")
    rule = models.ForeignKey(WarningRule, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=WarningKind)
    measure_key = models.CharField(max_length=60, blank=True)
    newest = models.CharField(max_length=160)
    """Which fact it was raised by: the same one never warns twice."""
    facts = models.JSONField()
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """When the facts were last found."""
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=8, choices=WarningEnd, blank=True)
    ended_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_note = models.CharField(max_length=300, blank=True)

    objects = EarlyWarningQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["episode", "-raised_at"], name="early_warning_by_stay")]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "kind", "measure_key"],
                condition=Q(ended_at__isnull=True),
                name="early_warning_open_once",
            ),
            models.UniqueConstraint(
                fields=["episode", "kind", "measure_key", "newest"], name="early_warning_once_a_fact"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="early_warning_ended_why",
            ),
            models.CheckConstraint(
                condition=Q(end__in=["", WarningEnd.PASSED], ended_by__isnull=True)
                | ~Q(end__in=["", WarningEnd.PASSED]) & Q(ended_by__isnull=False),
                name="early_warning_ended_by",
            ),
            models.CheckConstraint(
                condition=~Q(end=WarningEnd.OTHER) | ~Q(end_note=""), name="early_warning_other_says_what"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="ended_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            no_truncate(),
        ]
