"""The biopsychosocial assessment: one for a stay's beginning, kept section by section, signed once."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.models import Episode
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_truncate
from therapy.choices import AssessmentSource, CoSignatureDecision, NoteStatus
from therapy.querysets import AssessmentQuerySet

SIGNED_MOVES_ONLY = """
IF OLD.signed_at IS NOT NULL AND (
    NEW.signed_at IS DISTINCT FROM OLD.signed_at
    OR NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id
    OR NEW.episode_id IS DISTINCT FROM OLD.episode_id
    OR NEW.author_id IS DISTINCT FROM OLD.author_id
    OR NEW.definition IS DISTINCT FROM OLD.definition
    OR NEW.source IS DISTINCT FROM OLD.source
    OR NEW.made_by IS DISTINCT FROM OLD.made_by
    OR NEW.made_on IS DISTINCT FROM OLD.made_on
    OR NEW.earlier_id IS DISTINCT FROM OLD.earlier_id
    OR NEW.review_note IS DISTINCT FROM OLD.review_note
    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)
    OR NEW.status = 'draft'
) THEN
    RAISE EXCEPTION 'a signed assessment is locked: only an addendum may follow';
END IF;
RETURN NEW;
"""

SECTION_OF_SIGNED = """
IF EXISTS (
    SELECT 1 FROM therapy_biopsychosocialassessment a
    WHERE a.id IN (COALESCE(OLD.assessment_id, NEW.assessment_id), COALESCE(NEW.assessment_id, OLD.assessment_id))
    AND a.signed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'a signed assessment is locked: only an addendum may follow';
END IF;
RETURN COALESCE(NEW, OLD);
"""


class BiopsychosocialAssessment(Row, Versioned):
    """What was asked and answered before treatment began (documentation.md §4). ``definition`` says by which questions."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assessments")
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    """Who began it; colleagues who assess may go on with it."""
    definition = models.CharField(max_length=12)
    source = models.CharField(max_length=8, choices=AssessmentSource, default=AssessmentSource.OWN)
    made_by = models.CharField(max_length=200, blank=True)
    """For one made elsewhere: by whom."""
    made_on = models.DateField(null=True, blank=True)
    """For one adopted: the day it was made."""
    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="adopted_as")
    review_note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=NoteStatus, default=NoteStatus.DRAFT)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["episode", "-created_at"], name="bps_by_episode"),
            models.Index(fields=["created_at"], condition=Q(signed_at__isnull=True), name="bps_drafts"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(signed_at__isnull=True), name="bps_one_draft"),
            models.CheckConstraint(
                condition=Q(status=NoteStatus.DRAFT, signed_at__isnull=True, signed_by__isnull=True)
                | (~Q(status=NoteStatus.DRAFT) & Q(signed_at__isnull=False, signed_by__isnull=False)),
                name="bps_signed_when",
            ),
            models.CheckConstraint(
                condition=Q(source=AssessmentSource.OWN) | Q(made_on__isnull=False), name="bps_adopted_dated"
            ),
            models.CheckConstraint(
                condition=~Q(source=AssessmentSource.OUTSIDE) | ~Q(made_by=""), name="bps_outside_named"
            ),
            models.CheckConstraint(
                condition=Q(source=AssessmentSource.OWN) | Q(signed_at__isnull=True) | ~Q(review_note=""),
                name="bps_adopted_reviewed",
            ),
            models.CheckConstraint(condition=Q(earlier__isnull=True) | ~Q(earlier=F("id")), name="bps_not_itself"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_signed", when=pgtrigger.Before, operation=pgtrigger.Update, func=SIGNED_MOVES_ONLY
            ),
            pgtrigger.Protect(
                name="signed_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__signed_at__isnull=False)
            ),
            no_truncate(),
        ]


class AssessmentSection(Row, Versioned):
    """One section's answers. Its own row and version, so that two colleagues can write in two sections at once."""

    assessment = models.ForeignKey(BiopsychosocialAssessment, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    answers = models.JSONField(default=dict)
    """Values by field, as ``therapy.assessment_form`` understands them."""
    left = models.JSONField(default=dict)
    """Fields without an answer, and why: "declined" or "not_asked"."""
    saved_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody while it holds only what the inquiry said."""
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["assessment", "key"]
        constraints = [models.UniqueConstraint(fields=["assessment", "key"], name="bps_section_once")]
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_assessment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=SECTION_OF_SIGNED,
            ),
            no_truncate(),
        ]


class AssessmentCoSignature(Row):
    """A supervisor's answer to an assessment that waits for one."""

    assessment = models.ForeignKey(BiopsychosocialAssessment, on_delete=models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=CoSignatureDecision)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class AssessmentAddendum(Row):
    """What is added to a signed assessment, with its own reason and signature."""

    assessment = models.ForeignKey(BiopsychosocialAssessment, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    reason = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]
        triggers = append_only()
