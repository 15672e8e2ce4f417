"""The treatment plan: the golden thread problem → goal → objective → intervention → note → progress → review.

Each version is a whole of its own and locked once signed. What an objective is over all versions is its thread, to which
notes and reviews point. Source: documentation.md §5; 105 CMR 164.073.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from clients.choices import CareRole, SignerRole
from clients.models import Diagnosis, Dimension, Episode, LevelOfCare
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_truncate
from iop.documents.models import StoredFile
from therapy.choices import Modality
from therapy.choices.plans import (
    ClientSignatureMethod,
    Per,
    PlanStatus,
    Progress,
    ReviewChange,
    ThreadStatus,
)
from therapy.choices.progress_notes import NoObjective
from therapy.models.notes import GroupNoteLine
from therapy.querysets.plans import MarkQuerySet, OfPlanQuerySet, PlanQuerySet, ThreadQuerySet

SIGNED_IS_KEPT = """
IF OLD.signed_at IS NOT NULL AND (
    to_jsonb(OLD) - ARRAY['status', 'superseded_at', 'version']
    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'superseded_at', 'version']
    OR (NEW.status IS DISTINCT FROM OLD.status AND NOT (OLD.status = 'active' AND NEW.status = 'superseded'))
    OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
) THEN
    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';
END IF;
RETURN NEW;
"""

PART_OF_SIGNED = """
IF EXISTS (
    SELECT 1 FROM therapy_treatmentplan p
    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';
END IF;
RETURN COALESCE(NEW, OLD);
"""

MARK_OF_SIGNED = """
IF EXISTS (SELECT 1 FROM therapy_progressnote n WHERE n.id IN (OLD.note_id, NEW.note_id) AND n.signed_at IS NOT NULL)
    OR EXISTS (
        SELECT 1 FROM therapy_groupnoteline l JOIN therapy_groupnote g ON g.id = l.note_id
        WHERE l.id IN (OLD.line_id, NEW.line_id) AND g.signed_at IS NOT NULL
    )
    OR EXISTS (SELECT 1 FROM therapy_planreview r WHERE r.id IN (OLD.review_id, NEW.review_id) AND r.signed_at IS NOT NULL)
THEN
    RAISE EXCEPTION 'what a signed note says of an objective is locked with it';
END IF;
RETURN COALESCE(NEW, OLD);
"""

REASON_OF_SIGNED = """
IF EXISTS (
    SELECT 1 FROM therapy_groupnoteline l JOIN therapy_groupnote g ON g.id = l.note_id
    WHERE l.id IN (OLD.line_id, NEW.line_id) AND g.signed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';
END IF;
RETURN COALESCE(NEW, OLD);
"""

ALL_WRITES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def _locked_with(func: str) -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(name="locked_once_signed", when=pgtrigger.Before, operation=ALL_WRITES, func=func),
        no_truncate(),
    ]


class PlanRhythm(Row):
    """By when a level's first plan is signed, and how often it is reviewed, from a date on. The clinic's own numbers."""

    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="plan_rhythms")
    valid_from = models.DateField()
    first_days = models.PositiveSmallIntegerField()
    review_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["level", "valid_from"], name="plan_rhythm_once_a_day"),
            models.CheckConstraint(condition=Q(first_days__gte=1, review_days__gte=1), name="plan_rhythm_counts"),
        ]
        triggers = append_only()


class TreatmentPlan(Row, Versioned):
    """One version of the plan of a stay. ``version`` counts changes to its head only; each part has its own."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The version it was copied from."""
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    """Who began it; colleagues who write plans may go on with it."""

    strengths = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    abilities = models.TextField(blank=True)
    preferences = models.TextField(blank=True)
    client_does = models.TextField(blank=True)
    """What the client takes on."""
    staff_does = models.TextField(blank=True)
    """What the staff take on."""
    discharge_criteria = models.TextField(blank=True)
    aftercare_needs = models.TextField(blank=True)
    accommodations = models.TextField(blank=True)
    coordination = models.TextField(blank=True)
    """Medication for addiction treatment, co-occurring care, primary care and recovery supports: with whom, and how."""

    valid_from = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    """The first day of review; later ones are with the reviews."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(status=PlanStatus.ACTIVE), name="plan_to_review"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="plan_number_once"),
            models.UniqueConstraint(fields=["episode"], condition=Q(status=PlanStatus.DRAFT), name="plan_one_draft"),
            models.UniqueConstraint(fields=["episode"], condition=Q(status=PlanStatus.ACTIVE), name="plan_one_active"),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.DRAFT, signed_at__isnull=True, signed_by__isnull=True, digest="")
                | (
                    ~Q(status=PlanStatus.DRAFT)
                    & Q(signed_at__isnull=False, signed_by__isnull=False)
                    & Q(valid_from__isnull=False, review_on__isnull=False)
                    & ~Q(digest="")
                ),
                name="plan_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.SUPERSEDED, superseded_at__isnull=False)
                | (~Q(status=PlanStatus.SUPERSEDED) & Q(superseded_at__isnull=True)),
                name="plan_superseded_when",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_signed", when=pgtrigger.Before, operation=pgtrigger.Update, func=SIGNED_IS_KEPT
            ),
            pgtrigger.Protect(
                name="signed_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__signed_at__isnull=False)
            ),
            no_truncate(),
        ]


class ObjectiveThread(Row):
    """One objective over all versions of the plan: what notes and reviews point to. Its number never changes."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="objective_threads")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=ThreadStatus, default=ThreadStatus.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="objective_thread_number"),
            models.CheckConstraint(
                condition=Q(status=ThreadStatus.OPEN, ended_on__isnull=True)
                | (~Q(status=ThreadStatus.OPEN) & Q(ended_on__isnull=False)),
                name="objective_thread_ended_when",
            ),
        ]


class PlanPart(Row, Versioned):
    """A row of a plan, in the order people gave it."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class PlanProblem(PlanPart):
    """What is in the way, tied to a diagnosis and a dimension. The first is the most urgent."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="problems")
    words = models.TextField(blank=True)
    diagnosis = models.ForeignKey(Diagnosis, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dimension = models.ForeignKey(Dimension, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(PlanPart.Meta):
        triggers = _locked_with(PART_OF_SIGNED)


class PlanGoal(PlanPart):
    """What the client wants, in their own words."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="goals")
    problem = models.ForeignKey(PlanProblem, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField(blank=True)

    class Meta(PlanPart.Meta):
        triggers = _locked_with(PART_OF_SIGNED)


class PlanObjective(PlanPart):
    """A step towards a goal that can be measured: from where, to where, by when."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="objectives")
    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="objectives")
    thread = models.ForeignKey(ObjectiveThread, on_delete=models.PROTECT, related_name="versions")
    words = models.TextField(blank=True)
    measure = models.CharField(max_length=200, blank=True)
    baseline = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """How often it is measured."""
    ends_as = models.CharField(max_length=12, choices=ThreadStatus, blank=True)
    """In a new version: how an objective of an earlier one ends with it."""
    ends_reason = models.CharField(max_length=300, blank=True)

    class Meta(PlanPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "thread"], name="plan_objective_once"),
            models.CheckConstraint(condition=~Q(ends_as=ThreadStatus.OPEN), name="plan_objective_ends"),
        ]
        triggers = _locked_with(PART_OF_SIGNED)


class PlanIntervention(PlanPart):
    """What is done for an objective: how, how often, for how long, and by whom."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="interventions")
    objective = models.ForeignKey(PlanObjective, on_delete=models.PROTECT, related_name="interventions")
    words = models.TextField(blank=True)
    modality = models.CharField(max_length=20, choices=Modality, blank=True)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    per = models.CharField(max_length=10, choices=Per, default=Per.WEEK)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    """For how long; none: as long as the plan holds."""
    staff = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=CareRole, blank=True)
    """Whoever holds this role in the care team, where no person is named."""

    class Meta(PlanPart.Meta):
        triggers = _locked_with(PART_OF_SIGNED)


class PlanReview(Row, Versioned):
    """A look at the plan together: progress for each objective, and what follows. Locked once signed."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    client_view = models.TextField(blank=True)
    """How the client sees it, in their words."""
    change = models.CharField(max_length=10, choices=ReviewChange, default=ReviewChange.CONTINUE)
    next_review_on = models.DateField(null=True, blank=True)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(signed_at__isnull=True), name="plan_review_one_draft"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, digest="")
                | (Q(signed_at__isnull=False, signed_by__isnull=False, next_review_on__isnull=False) & ~Q(digest="")),
                name="plan_review_signed_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="locked_once_signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
            no_truncate(),
        ]


class ObjectiveAddressed(Row):
    """What one note, one line of a group note or one review says of an objective. Locked with what it stands in."""

    thread = models.ForeignKey(ObjectiveThread, on_delete=models.PROTECT, related_name="marks")
    note = models.ForeignKey(
        "therapy.ProgressNote", null=True, blank=True, on_delete=models.PROTECT, related_name="objectives_addressed"
    )
    line = models.ForeignKey(
        GroupNoteLine, null=True, blank=True, on_delete=models.PROTECT, related_name="objectives_addressed"
    )
    review = models.ForeignKey(PlanReview, null=True, blank=True, on_delete=models.PROTECT, related_name="marks")
    on = models.DateField()
    """The day of the service or of the review."""
    progress = models.CharField(max_length=12, choices=Progress)
    comment = models.CharField(max_length=500, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["thread__number"]
        indexes = [models.Index(fields=["thread", "-on"], name="objective_mark_by_thread")]
        constraints = [
            models.CheckConstraint(
                condition=Q(note__isnull=False, line__isnull=True, review__isnull=True)
                | Q(note__isnull=True, line__isnull=False, review__isnull=True)
                | Q(note__isnull=True, line__isnull=True, review__isnull=False),
                name="objective_mark_in_one_place",
            ),
            models.UniqueConstraint(fields=["note", "thread"], name="objective_once_a_note"),
            models.UniqueConstraint(fields=["line", "thread"], name="objective_once_a_line"),
            models.UniqueConstraint(fields=["review", "thread"], name="objective_once_a_review"),
        ]
        triggers = _locked_with(MARK_OF_SIGNED)


class LineWithoutObjective(Row):
    """Why one client's line of a group note addresses no objective. Locked with the note."""

    line = models.OneToOneField(GroupNoteLine, on_delete=models.PROTECT, related_name="no_objective")
    reason = models.CharField(max_length=12, choices=NoObjective)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=NoObjective.OTHER) | ~Q(words=""), name="no_objective_said")
        ]
        triggers = _locked_with(REASON_OF_SIGNED)


class PlanSignature(Row):
    """The client's answer to a signed plan or review: signed in one of three ways, or not, with what they said."""

    plan = models.ForeignKey(
        TreatmentPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="client_signatures"
    )
    review = models.ForeignKey(
        PlanReview, null=True, blank=True, on_delete=models.PROTECT, related_name="client_signatures"
    )
    role = models.CharField(max_length=16, choices=SignerRole, default=SignerRole.CLIENT)
    name = models.CharField(max_length=640)
    method = models.CharField(max_length=8, choices=ClientSignatureMethod)
    refused_because = models.CharField(max_length=500, blank=True)
    drawing = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """Of the words that were signed: the plan's or the review's own."""

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, review__isnull=True) | Q(plan__isnull=True, review__isnull=False),
                name="plan_signature_in_one_place",
            ),
            models.UniqueConstraint(
                fields=["plan", "role"],
                condition=~Q(method=ClientSignatureMethod.REFUSED),
                name="plan_signature_once_a_role",
            ),
            models.UniqueConstraint(
                fields=["review", "role"],
                condition=~Q(method=ClientSignatureMethod.REFUSED),
                name="plan_review_signature_once_a_role",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="plan_signature_named"),
            models.CheckConstraint(
                condition=~Q(method__in=[ClientSignatureMethod.DRAWN, ClientSignatureMethod.PAPER])
                | Q(drawing__isnull=False),
                name="plan_signature_seen",
            ),
            models.CheckConstraint(
                condition=~Q(method=ClientSignatureMethod.REFUSED) | ~Q(refused_because=""),
                name="plan_signature_refusal_said",
            ),
        ]
        triggers = append_only()
