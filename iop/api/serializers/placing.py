"""Diagnoses with their codes, and the dimensions behind a level of care."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import Edition, Specifier, VarianceReason
from clients.models import (
    Client,
    Diagnosis,
    DiagnosisCode,
    Dimension,
    DimensionalAssessment,
    DimensionRating,
    Episode,
    LevelOfCare,
)
from iop.access.choices import Permission
from iop.api.fields import AtASiteOfCare, KeyField, RowField, TextField, every, seen
from iop.api.reaching import where


class DiagnosisCodeOut(serializers.ModelSerializer[DiagnosisCode]):
    """A code of ICD-10-CM, for as long as it is valid."""

    class Meta:
        model = DiagnosisCode
        fields = ["id", "code", "title", "valid_from", "valid_until", "is_billable", "source"]
        read_only_fields = fields


class DiagnosisOut(serializers.ModelSerializer[Diagnosis]):
    """A diagnosis; rank 1 is the principal one. One entered in error is kept and says so."""

    code = serializers.CharField(source="code.code")
    title = serializers.CharField(source="code.title")

    class Meta:
        model = Diagnosis
        fields = [
            "id", "client", "site", "code", "title", "specifiers", "rank", "diagnosed_by", "note", "starts_on", "ends_on",
            "entered_in_error_at", "error_reason", "version",
        ]  # fmt: skip
        read_only_fields = fields


def specifiers() -> serializers.ListField:
    """Say how severe it is and how far behind."""
    return serializers.ListField(
        child=serializers.ChoiceField(choices=Specifier.choices), max_length=20, required=False, default=list
    )


class DiagnosisIn(AtASiteOfCare):
    """A diagnosis from a day on, today when none is named; without a rank it comes last."""

    client = RowField(seen(Client, Permission.ASSESS))
    site = RowField(where(Permission.ASSESS))
    code = serializers.CharField(max_length=10)
    on = serializers.DateField(required=False, allow_null=True, default=None)
    specifiers = specifiers()
    rank = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True, default=None)
    note = TextField(500)


class DiagnosisVersionIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class DiagnosisSpecifiersIn(DiagnosisVersionIn):
    """How severe it is now."""

    specifiers = specifiers()
    note = TextField(500)


class DiagnosisRankIn(DiagnosisVersionIn):
    """The place in the order."""

    rank = serializers.IntegerField(min_value=1, max_value=1000)


class DiagnosisEndIn(DiagnosisVersionIn):
    """The last day on which it held."""

    on = serializers.DateField()


class DiagnosisErrorIn(DiagnosisVersionIn):
    """Why it stood in error."""

    reason = serializers.CharField(max_length=300)


class DimensionOut(serializers.ModelSerializer[Dimension]):
    """A dimension of an edition of the criteria, or a part of one."""

    class Meta:
        model = Dimension
        fields = ["id", "edition", "number", "part", "name", "is_rated"]
        read_only_fields = fields


class DimensionRatingOut(serializers.ModelSerializer[DimensionRating]):
    """A clinician's rating of one dimension, with the evidence."""

    dimension = serializers.UUIDField(source="dimension_id")
    implied_min_level = serializers.CharField(source="implied_min_level.key", default=None)

    class Meta:
        model = DimensionRating
        fields = ["id", "dimension", "rating", "implied_min_level", "is_coe", "is_bio", "evidence", "version"]
        read_only_fields = fields


class DimensionalAssessmentOut(serializers.ModelSerializer[DimensionalAssessment]):
    """A clinician's judgement over the six dimensions; signed once ``signed_at`` is there."""

    client = serializers.UUIDField(source="episode.client_id")
    indicated_level = serializers.CharField(source="indicated_level.key", default=None)
    chosen_level = serializers.CharField(source="chosen_level.key", default=None)
    ratings = DimensionRatingOut(many=True, read_only=True)

    class Meta:
        model = DimensionalAssessment
        fields = [
            "id", "episode", "client", "edition", "assessed_on", "assessed_by", "indicated_level", "chosen_level",
            "variance_reason", "variance_note", "rationale", "co_occurring", "signed_at", "placement", "ratings", "version",
        ]  # fmt: skip
        read_only_fields = fields


class DimensionalAssessmentIn(serializers.Serializer[Any]):
    """A stay and an edition of the criteria."""

    episode = RowField(seen(Episode))
    edition = serializers.ChoiceField(choices=Edition.choices)


class DimensionRatingIn(serializers.Serializer[Any]):
    """A rating with its evidence. ``version`` is the rating's own, 0 for one not yet begun."""

    version = serializers.IntegerField(min_value=0)
    dimension = RowField(every(Dimension))
    rating = TextField(12)
    evidence = TextField(10_000)
    implied_min_level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    is_coe = serializers.BooleanField(default=False)
    is_bio = serializers.BooleanField(default=False)


class DimensionsDecideIn(DiagnosisVersionIn):
    """The level indicated and the level chosen, signed with the ratings."""

    indicated_level = KeyField(every(LevelOfCare))
    chosen_level = KeyField(every(LevelOfCare))
    rationale = serializers.CharField(max_length=10_000)
    starts_on = serializers.DateField()
    variance_reason = serializers.ChoiceField(choices=VarianceReason.choices, allow_blank=True, default="")
    variance_note = TextField(300)
