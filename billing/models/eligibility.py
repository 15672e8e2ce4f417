"""Clients who pay themselves, and the questions and answers about covers that went as files (X12 270 and 271)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from billing.choices.eligibility import AnswerState, FileKind
from billing.models.coverage import Coverage, Verification
from clients.models import Client
from iop.core.models import Row, Span
from iop.core.querysets import SpanQuerySet, date_span
from iop.core.triggers import no_delete


class SelfPay(Row, Span):
    """Days for which it is settled that a client pays themselves: nobody is asked for a cover then."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="self_pay")
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.UUIDField(null=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "self-pay"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="self_pay_forward"
            ),
            ExclusionConstraint(
                name="self_pay_one_a_day",
                expressions=[("client", RangeOperators.EQUAL), (date_span(), RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = no_delete()


class EligibilityFile(Row):
    """A question about a cover that left as a file, or an answer that came in as one.

    Of an answer only what it says about benefits is kept, with the file's hash: no numbers and no names. It counts once a person
    has compared it with the chart and taken it over.
    """

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="eligibility_files")
    kind = models.CharField(max_length=3, choices=FileKind)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    about_on = models.DateField()
    trace = models.CharField(max_length=30, blank=True)
    """Our mark on a question (TRN02), which its answer repeats."""
    digest = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=AnswerState, default=AnswerState.WAITS)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True)
    verification = models.OneToOneField(
        Verification, null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["coverage", "-at"], name="eligibility_by_coverage")]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(kind="271"), name="eligibility_answer_once"),
            models.UniqueConstraint(fields=["trace"], condition=Q(kind="270"), name="eligibility_trace_once"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(verification__isnull=False), name="eligibility_accepted_is_kept"
            ),
        ]
        triggers = no_delete()
