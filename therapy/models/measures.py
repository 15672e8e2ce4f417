"""Measures given: the rhythm, what is due, the answers, and answers that alarm."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.choices import Sex
from clients.models import Episode, LevelOfCare
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, no_truncate
from therapy.choices.measures import (
    OPEN,
    AlertAction,
    AlertLevel,
    AssignmentStatus,
    Mode,
    Occasion,
    ResponseStatus,
    SkipReason,
)
from therapy.querysets.measures import AlertQuerySet, AssignmentQuerySet, ResponseQuerySet

RESPONSE_MOVES_ONLY = """
IF NEW.episode_id IS DISTINCT FROM OLD.episode_id OR NEW.key IS DISTINCT FROM OLD.key
    OR NEW.questionnaire_version IS DISTINCT FROM OLD.questionnaire_version
    OR NEW.started_at IS DISTINCT FROM OLD.started_at
THEN
    RAISE EXCEPTION 'answers stay with their stay and their version of the questionnaire';
END IF;
IF OLD.completed_at IS NOT NULL AND (
    to_jsonb(NEW) - 'entered_in_error_at' - 'entered_in_error_by_id' - 'entered_in_error_reason'
    IS DISTINCT FROM to_jsonb(OLD) - 'entered_in_error_at' - 'entered_in_error_by_id' - 'entered_in_error_reason'
    OR OLD.entered_in_error_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'finished answers are locked: they may only be marked as entered in error, once';
END IF;
RETURN NEW;
"""

ALERT_MOVES_ONLY = """
IF NEW.response_id IS DISTINCT FROM OLD.response_id OR NEW.rule_key IS DISTINCT FROM OLD.rule_key
    OR NEW.raised_at IS DISTINCT FROM OLD.raised_at
THEN
    RAISE EXCEPTION 'an alert stays with the answer that raised it';
END IF;
IF OLD.acknowledged_at IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
    RAISE EXCEPTION 'an acknowledged alert is locked';
END IF;
RETURN NEW;
"""


class MeasureRule(Row):
    """When a questionnaire is given at a level of care, from a day on. The newest begun row of a level and key holds."""

    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=40)
    valid_from = models.DateField()
    at_intake = models.BooleanField(default=False)
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    at_discharge = models.BooleanField(default=False)
    after_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """Days after the last day of treatment, for those who agreed to contact then."""
    made_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["level", "key", "-valid_from", "-created_at"]
        indexes = [models.Index(fields=["level", "key", "-valid_from"], name="measure_rule_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days__isnull=True) | Q(every_days__gte=1, every_days__lte=365),
                name="measure_rule_every",
            ),
        ]
        triggers = append_only()


class MeasureAssignment(Row):
    """A questionnaire due for a client by a day. One of a kind is open at a time."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="measure_assignments")
    key = models.SlugField(max_length=40)
    occasion = models.CharField(max_length=10, choices=Occasion)
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=AssignmentStatus, default=AssignmentStatus.DUE)
    reason = models.CharField(max_length=10, choices=SkipReason, blank=True)
    """Why it was skipped."""
    reason_words = models.CharField(max_length=300, blank=True)
    rule = models.ForeignKey(MeasureRule, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    """Who asked for it; nobody for the rhythm."""
    settled_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "key"]
        indexes = [
            models.Index(fields=["episode", "key", "-due_on"], name="measure_due_by_episode"),
            models.Index(fields=["due_on"], condition=Q(status__in=sorted(OPEN)), name="measure_due_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "key"], condition=Q(status__in=sorted(OPEN)), name="measure_one_open"
            ),
            models.UniqueConstraint(fields=["episode", "key", "occasion", "due_on"], name="measure_due_once"),
            models.CheckConstraint(
                condition=Q(status__in=sorted(OPEN), settled_at__isnull=True)
                | (~Q(status__in=sorted(OPEN)) & Q(settled_at__isnull=False)),
                name="measure_settled_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=AssignmentStatus.SKIPPED) | ~Q(reason=""), name="measure_skipped_why"
            ),
        ]
        triggers = no_delete()


class MeasureResponse(Row, Versioned):
    """Answers to one giving of a questionnaire, kept by item. Once finished they are locked."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="measure_responses")
    assignment = models.ForeignKey(
        MeasureAssignment, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    key = models.SlugField(max_length=40)
    questionnaire_version = models.PositiveIntegerField()
    """The version asked by, also when a newer one comes while it is being answered."""
    language = models.CharField(max_length=8, default="en")
    mode = models.CharField(max_length=5, choices=Mode)
    entered_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose sign-in it was given under; nobody for an integration."""
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    """When it was finished, whether complete, not complete or declined."""
    status = models.CharField(max_length=10, choices=ResponseStatus, default=ResponseStatus.DRAFT)
    answers = models.JSONField(default=dict)
    left = models.JSONField(default=dict)
    """Items without an answer, and why: "declined" or "not_asked"."""
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    """As it was when the score was made."""
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    subscores = models.JSONField(default=dict)
    band = models.CharField(max_length=40, blank=True)
    flags = models.JSONField(default=list)
    """Keys of what the published rules flag."""
    scoring_version = models.CharField(max_length=20, blank=True)
    entered_in_error_at = models.DateTimeField(null=True, blank=True)
    entered_in_error_by = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_in_error_reason = models.CharField(max_length=300, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["episode", "key", "-started_at"], name="measure_resp_by_episode"),
            models.Index(fields=["saved_at"], condition=Q(completed_at__isnull=True), name="measure_resp_drafts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(assignment__isnull=False, entered_in_error_at__isnull=True),
                name="measure_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(status=ResponseStatus.DRAFT, completed_at__isnull=True)
                | (~Q(status=ResponseStatus.DRAFT) & Q(completed_at__isnull=False)),
                name="measure_finished_when",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")), name="measure_forward"
            ),
            models.CheckConstraint(
                condition=Q(entered_in_error_at__isnull=True)
                | (Q(completed_at__isnull=False) & ~Q(entered_in_error_reason="")),
                name="measure_error_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_finished", when=pgtrigger.Before, operation=pgtrigger.Update, func=RESPONSE_MOVES_ONLY
            ),
            *no_delete(),
        ]


class MeasureSave(Row):
    """What stood after each save: a changed answer to a question about safety must not vanish."""

    response = models.ForeignKey(MeasureResponse, on_delete=models.PROTECT, related_name="saves")
    number = models.PositiveIntegerField()
    """The response's version that this save made."""
    answers = models.JSONField()
    left = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=5, choices=Mode)

    class Meta:
        ordering = ["response", "number"]
        constraints = [models.UniqueConstraint(fields=["response", "number"], name="measure_save_once")]
        triggers = append_only()


class MeasureAlert(Row):
    """An answer or result that somebody must look at. Raised once for each rule; locked when it is acknowledged."""

    response = models.ForeignKey(MeasureResponse, on_delete=models.PROTECT, related_name="alerts")
    rule_key = models.SlugField(max_length=40)
    level = models.CharField(max_length=8, choices=AlertLevel)
    is_safety = models.BooleanField(default=False)
    """Whether it is about the client's life: 988 and the safety plan are shown."""
    raised_at = models.DateTimeField()
    assigned_to = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    """Who was asked first; nobody when the rota had a gap, then the clinical directors were."""
    escalations = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done = ArrayField(models.CharField(max_length=12, choices=AlertAction), default=list, blank=True)
    what_was_done = models.TextField(blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        indexes = [
            models.Index(fields=["raised_at"], condition=Q(acknowledged_at__isnull=True), name="measure_alert_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["response", "rule_key"], name="measure_alert_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | (Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(done=[])),
                name="measure_alert_answered_how",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_acknowledged",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=ALERT_MOVES_ONLY,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            no_truncate(),
        ]
