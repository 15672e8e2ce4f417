"""The six dimensions behind a placement, and diagnoses. Names and numbers only: the criteria themselves are proprietary."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from clients.choices import Edition, VarianceReason
from clients.models.care import Episode, LevelOfCare, Placement
from clients.models.people import Client
from clients.querysets import OfClientQuerySet, OfEpisodeQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.triggers import locked_once_signed, no_delete, no_truncate

RATING_OF_SIGNED = """
IF EXISTS (
    SELECT 1 FROM clients_dimensionalassessment a
    WHERE a.id IN (COALESCE(OLD.assessment_id, NEW.assessment_id), COALESCE(NEW.assessment_id, OLD.assessment_id))
    AND a.signed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'a signed assessment is locked: its ratings stay as they were signed';
END IF;
RETURN COALESCE(NEW, OLD);
"""


class Dimension(Row):
    """A dimension (or a part of one) of an edition of the criteria: its number and name, nothing of the text."""

    edition = models.PositiveSmallIntegerField(choices=Edition)
    number = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    """0 for the dimension itself, 1… for its subdimensions."""
    name = models.CharField(max_length=160)
    is_rated = models.BooleanField(default=True)

    class Meta:
        ordering = ["edition", "number", "part"]
        constraints = [models.UniqueConstraint(fields=["edition", "number", "part"], name="dimension_once")]


class DimensionalAssessment(Row, Versioned):
    """A clinician's judgement over the six dimensions: ratings with evidence, the level indicated and the level chosen."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="dimensional_assessments")
    edition = models.PositiveSmallIntegerField(choices=Edition)
    assessed_on = models.DateField()
    assessed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    indicated_level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    chosen_level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    variance_reason = models.CharField(max_length=16, choices=VarianceReason, blank=True)
    variance_note = models.CharField(max_length=300, blank=True)
    rationale = models.TextField(blank=True)
    co_occurring = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    placement = models.OneToOneField(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="assessment"
    )
    """The placement that this signed judgement led to; made before signing, in the same transaction."""

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-created_at"]
        indexes = [models.Index(fields=["episode", "-assessed_on"], name="dim_assessment_by_episode")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | (Q(indicated_level__isnull=False, chosen_level__isnull=False) & ~Q(rationale="")),
                name="dim_assessment_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(indicated_level=F("chosen_level")) | ~Q(variance_reason=""),
                name="dim_assessment_variance",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(placement__isnull=False), name="dim_assessment_placed"
            ),
            models.UniqueConstraint(
                fields=["episode"], condition=Q(signed_at__isnull=True), name="dim_assessment_one_draft"
            ),
        ]
        triggers = locked_once_signed()


class DimensionRating(Row, Versioned):
    """The rating of one dimension (or part) as the clinician wrote it, with the evidence. Text, never a number to add up."""

    assessment = models.ForeignKey(DimensionalAssessment, on_delete=models.PROTECT, related_name="ratings")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=12, blank=True)
    implied_min_level = models.ForeignKey(
        LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_coe = models.BooleanField(default=False)
    is_bio = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["dimension__number", "dimension__part"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "dimension"], name="dimension_rating_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_assessment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=RATING_OF_SIGNED,
            ),
            no_truncate(),
        ]


class DiagnosisCode(Row):
    """A code of ICD-10-CM as published for a year. Shipped: F10–F19 and common mental health codes; the rest is loaded."""

    code = models.CharField(max_length=10)
    """With its point: F10.20."""
    title = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    is_billable = models.BooleanField(default=True)
    source = models.CharField(max_length=80)

    class Meta:
        ordering = ["code"]
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="diagnosis_code_title_trgm"),
            models.Index(fields=["code"], name="diagnosis_code_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="diagnosis_code_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="diagnosis_code_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Diagnosis(Row, Span, Versioned):
    """A diagnosis somebody made, with specifiers, for as long as it holds. Rank 1 is the principal one."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="diagnoses")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    code = models.ForeignKey(DiagnosisCode, on_delete=models.PROTECT, related_name="+")
    specifiers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)
    diagnosed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    entered_in_error_at = models.DateTimeField(null=True, blank=True)
    entered_in_error_by = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    error_reason = models.CharField(max_length=300, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "starts_on"]
        verbose_name_plural = "diagnoses"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="diagnosis_forward"
            ),
            models.CheckConstraint(
                condition=Q(entered_in_error_at__isnull=True)
                | (Q(entered_in_error_by__isnull=False) & ~Q(error_reason="")),
                name="diagnosis_error_said",
            ),
            models.UniqueConstraint(
                fields=["client", "code"],
                condition=Q(ends_on__isnull=True, entered_in_error_at__isnull=True),
                name="diagnosis_standing_once",
            ),
            models.UniqueConstraint(
                fields=["client", "rank"],
                condition=Q(ends_on__isnull=True, entered_in_error_at__isnull=True),
                name="diagnosis_rank_once",
            ),
        ]
        triggers = no_delete()
