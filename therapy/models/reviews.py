"""Reviews of the level of care: why one is due, what was known, what was decided by whom, and what came of it.

Signed reviews are locked with what their reviewer was shown. Source: levels_of_care.md §4 and §6.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.choices import Edition, VarianceReason
from clients.models import Episode, LevelOfCare
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history
from therapy.choices.notes import CoSignatureDecision
from therapy.choices.reviews import (
    OPEN,
    STAYS,
    ClientAgrees,
    ReviewDecision,
    ReviewStatus,
)
from therapy.querysets.reviews import LevelReviewQuerySet, OfReviewQuerySet

MAY_MOVE = "ARRAY['status', 'version', 'acted_at', 'acted_kind', 'acted_id', 'set_aside_because']"
SIGNED_IS_KEPT = f"""
IF OLD.signed_at IS NOT NULL AND (
    to_jsonb(OLD) - {MAY_MOVE} IS DISTINCT FROM to_jsonb(NEW) - {MAY_MOVE}
    OR NEW.status IN ('due', 'draft', 'dropped')
) THEN
    RAISE EXCEPTION 'a signed review is locked: a new review follows it';
END IF;
RETURN NEW;
"""


class ReviewRhythm(Row):
    """How often a level is reviewed, from a date on: closer at first, then less often. The clinic's own numbers."""

    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="review_rhythms")
    valid_from = models.DateField()
    first_every_days = models.PositiveSmallIntegerField()
    """Days between reviews during the first period at the level."""
    first_period_days = models.PositiveSmallIntegerField()
    then_every_days = models.PositiveSmallIntegerField()
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["level", "valid_from"], name="review_rhythm_once_a_day"),
            models.CheckConstraint(
                condition=Q(first_every_days__gte=1, first_every_days__lte=366)
                & Q(then_every_days__gte=1, then_every_days__lte=366)
                & Q(first_period_days__lte=366),
                name="review_rhythm_counts",
            ),
        ]
        triggers = append_only()


class LevelReview(Row, Versioned):
    """One review of the level of care of a stay. Opened by the clinic's rhythm, by what happened, or by a colleague."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="level_reviews")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    causes = models.JSONField(default=list)
    """Why it is due: kind, key, sentence as it was, day, and place, each once."""
    status = models.CharField(max_length=10, choices=ReviewStatus, default=ReviewStatus.DUE)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    """The returned review that this one answers."""
    author = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who began it; colleagues who review may go on with it."""
    handed_to = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who was asked to decide, by a colleague who prepared it."""

    level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The level they are at when it is reviewed; none while no placement stands."""
    since = models.DateField(null=True, blank=True)
    """The first day it looks at: after the review before, or the admission."""
    edition = models.PositiveSmallIntegerField(null=True, blank=True, choices=Edition)
    indicated_level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    chosen_level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=ReviewDecision, blank=True)
    reason = models.TextField(blank=True)
    variance_reason = models.CharField(max_length=16, choices=VarianceReason, blank=True)
    variance_note = models.CharField(max_length=300, blank=True)
    more_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    """For a stay beyond the target: how many weeks more."""
    barriers = models.TextField(blank=True)
    """What stands in the way of a lower level or of leaving."""
    next_steps = models.TextField(blank=True)
    """The next level, who gives it, its first appointment, and care afterwards."""
    plan_changes = models.TextField(blank=True)
    """What is done differently from now on."""
    remarks = models.JSONField(default=dict)
    """The reviewer's words beside a section of the evidence, by its number: also why something is missing."""
    client_view = models.TextField(blank=True)
    client_agrees = models.CharField(max_length=10, choices=ClientAgrees, blank=True)
    client_dissent = models.TextField(blank=True)
    """What the client does not agree with, in their words."""

    facts = models.JSONField(null=True, blank=True)
    """What the reviewer was shown when they signed, with its places; none until then."""
    proposals = models.JSONField(null=True, blank=True)
    """What the rules proposed when it was signed, with their reasons; none until then."""

    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    acted_at = models.DateTimeField(null=True, blank=True)
    """When the decision was put into effect, or set aside; none while it waits, and again after an undo."""
    acted_kind = models.CharField(max_length=60, blank=True)
    acted_id = models.UUIDField(null=True, blank=True)
    """By what it was put into effect: kind and id of a row of another app."""
    set_aside_because = models.CharField(max_length=300, blank=True)

    objects = LevelReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-created_at"]
        indexes = [
            models.Index(fields=["episode", "-signed_at"], name="level_review_by_stay"),
            models.Index(fields=["due_on"], condition=Q(status__in=OPEN), name="level_review_open"),
            models.Index(fields=["signed_at"], condition=Q(acted_at__isnull=True), name="level_review_waits"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(status__in=OPEN), name="level_review_one_open"),
            models.CheckConstraint(
                condition=Q(status__in=[*OPEN, ReviewStatus.DROPPED], signed_at__isnull=True, signed_by__isnull=True)
                | (
                    ~Q(status__in=[*OPEN, ReviewStatus.DROPPED])
                    & Q(signed_at__isnull=False, signed_by__isnull=False, level__isnull=False, edition__isnull=False)
                    & Q(facts__isnull=False, proposals__isnull=False)
                    & ~Q(decision="")
                    & ~Q(reason="")
                    & ~Q(digest="")
                ),
                name="level_review_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | Q(decision=ReviewDecision.DISCHARGE, chosen_level__isnull=True)
                | ~Q(decision=ReviewDecision.DISCHARGE)
                & Q(indicated_level__isnull=False, chosen_level__isnull=False)
                & (Q(chosen_level=F("indicated_level")) | ~Q(variance_reason="")),
                name="level_review_variance",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(decision__in=STAYS) | Q(chosen_level=F("level")),
                name="level_review_stays",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | ~Q(decision=ReviewDecision.EXTEND)
                | Q(more_weeks__gte=1, more_weeks__lte=52),
                name="level_review_more_weeks",
            ),
            models.CheckConstraint(
                condition=Q(acted_at__isnull=True, acted_kind="", acted_id__isnull=True, set_aside_because="")
                | Q(acted_at__isnull=False, signed_at__isnull=False),
                name="level_review_acted_on",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_signed", when=pgtrigger.Before, operation=pgtrigger.Update, func=SIGNED_IS_KEPT
            ),
            *no_delete(),
            *status_has_history("therapy_levelreviewchange", "review_id", ReviewStatus.DUE),
        ]


class LevelReviewChange(Row):
    """How a review came to its status."""

    review = models.ForeignKey(LevelReview, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=10, choices=ReviewStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    """Nobody: the clinic's nightly look."""
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        triggers = append_only()


class ReviewCoSignature(Row):
    """A supervisor's answer to a review that waits for one."""

    review = models.ForeignKey(LevelReview, on_delete=models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=CoSignatureDecision)
    comment = models.TextField(blank=True)
    credential = models.CharField(max_length=120, blank=True)

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision=CoSignatureDecision.RETURNED) | ~Q(comment=""), name="review_returned_says_why"
            ),
            models.UniqueConstraint(fields=["review"], name="review_answered_once"),
        ]
        triggers = append_only()


class ReviewDisagreement(Row):
    """A colleague sees it differently: who, when, in their words. It changes nothing of the decision and stays beside it."""

    review = models.ForeignKey(LevelReview, on_delete=models.PROTECT, related_name="disagreements")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="review_disagreement_said")]
        triggers = append_only()
