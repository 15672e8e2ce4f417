"""A change of the level of care as one act: what was decided, every step that was done, and how it was undone."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.models import Episode, LevelOfCare, OutsideStay, Placement
from iop.clinic.models import StaffMember
from iop.core.models import Row
from iop.core.triggers import no_delete
from therapy.choices.transitions import Area, TransitionKind, Undone
from therapy.models.reviews import LevelReview
from therapy.querysets.transitions import TransitionQuerySet

DECIDED_STAYS = """
IF to_jsonb(OLD) - ARRAY['undone_at', 'undone_by_id', 'undo_reason']
    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['undone_at', 'undone_by_id', 'undo_reason']
    OR OLD.undone_at IS NOT NULL
THEN
    RAISE EXCEPTION 'a change of the level stays as it was decided: it is undone once, before it begins';
END IF;
RETURN NEW;
"""
STEP_STAYS = """
IF to_jsonb(OLD) - ARRAY['undone_as', 'undone_says'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['undone_as', 'undone_says']
    OR OLD.undone_as <> ''
THEN
    RAISE EXCEPTION 'a step stays as it was done: it is undone once';
END IF;
RETURN NEW;
"""


class Transition(Row):
    """One change of the level of care (or of the days at a level), carried out as a whole from one date on."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="transitions")
    review = models.ForeignKey(LevelReview, null=True, blank=True, on_delete=models.PROTECT, related_name="transitions")
    """The signed review that it puts into effect, if there was one."""
    kind = models.CharField(max_length=10, choices=TransitionKind)
    effective_on = models.DateField()
    """The first day on which the new holds."""
    from_level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="transitions"
    )
    """The placement that it made; none where the level stays."""
    outside_stay = models.ForeignKey(
        OutsideStay, null=True, blank=True, on_delete=models.PROTECT, related_name="transitions"
    )
    plan_review_on = models.DateField(null=True, blank=True)
    """The treatment plan is reviewed by this day because of the change, unless it is due earlier."""
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    """Of what was shown before it was saved: the same was done."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undo_reason = models.CharField(max_length=300, blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "-decided_at"]
        indexes = [models.Index(fields=["episode", "-effective_on"], name="transition_by_stay")]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "effective_on"], condition=Q(undone_at__isnull=True), name="transition_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
                name="transition_undone_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="transition_says_why"),
            models.CheckConstraint(
                condition=Q(kind=TransitionKind.SAME_LEVEL, placement__isnull=True, from_level=F("to_level"))
                | (~Q(kind=TransitionKind.SAME_LEVEL) & Q(placement__isnull=False)),
                name="transition_placed",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decided_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=DECIDED_STAYS
            ),
            *no_delete(),
        ]


class TransitionStep(Row):
    """One thing that changed, in the words in which it was shown before, and what undoing it needs to know."""

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12, choices=Area)
    before = models.CharField(max_length=400, blank=True)
    after = models.CharField(max_length=400, blank=True)
    says = models.CharField(max_length=400, blank=True)
    act = models.CharField(max_length=30, blank=True)
    """What was done, as a code; empty for what follows by itself."""
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict)
    """Ids and coded values of what stood before."""
    undone_as = models.CharField(max_length=10, choices=Undone, blank=True)
    undone_says = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["transition", "position"]
        constraints = [models.UniqueConstraint(fields=["transition", "position"], name="transition_step_once")]
        triggers = [
            pgtrigger.Trigger(name="step_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=STEP_STAYS),
            *no_delete(),
        ]
