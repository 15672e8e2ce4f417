"""Drug tests, their results, and a laboratory's report."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from therapy.choices.drug_tests import CreatinineUnit, Outcome, Unit
from therapy.models.drug_tests import AnalyteResult, DrugTest, TestPanel, TestResult


class TestPanelOut(serializers.ModelSerializer[TestPanel]):
    """What a device or laboratory looks for. ``targets``: a list of analyte, cutoff, unit."""

    class Meta:
        model = TestPanel
        fields = ["id", "lineage", "number", "name", "matrix", "stage", "device", "targets", "is_active"]
        read_only_fields = fields


class AnalyteResultOut(serializers.ModelSerializer[AnalyteResult]):
    """One line: how it reads, and how it fits what was known."""

    class Meta:
        model = AnalyteResult
        fields = [
            "analyte",
            "outcome",
            "value",
            "cutoff",
            "unit",
            "reported_value",
            "reported_unit",
            "fit",
            "medication_name",
        ]
        read_only_fields = fields


class TestResultOut(serializers.ModelSerializer[TestResult]):
    """A screen or a laboratory's report. ``corrects`` names the result that it puts right, ``confirms`` the screen it answers."""

    panel = serializers.UUIDField(source="panel_id")
    confirms = serializers.UUIDField(source="confirms_id", allow_null=True)
    corrects = serializers.UUIDField(source="corrects_id", allow_null=True)
    lines = AnalyteResultOut(many=True)

    class Meta:
        model = TestResult
        fields = [
            "id", "stage", "panel", "confirms", "corrects", "correction_reason", "resulted_at", "validity", "overall", "creatinine",
            "specific_gravity", "ph", "nitrite", "foreign_substance", "lines",
        ]  # fmt: skip
        read_only_fields = fields


class DrugTestOut(serializers.ModelSerializer[DrugTest]):
    """One test with its results. What the client told before is not part of it: that is for the team in the room."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    panel = serializers.UUIDField(source="panel_id")
    matrix = serializers.CharField(source="panel.matrix")
    follows = serializers.UUIDField(source="follows_id", allow_null=True)
    results = TestResultOut(many=True)

    class Meta:
        model = DrugTest
        fields = [
            "id", "client", "episode", "panel", "matrix", "reason", "due_on", "status", "follows", "collected_at", "custody_id",
            "laboratory", "accession", "sent_at", "results", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReadingIn(serializers.Serializer[Any]):
    """One line of a report: an outcome, or a value with its unit, or both."""

    analyte = serializers.CharField(max_length=20)
    outcome = serializers.ChoiceField(choices=Outcome.choices, required=False, default="")
    value = serializers.DecimalField(max_digits=14, decimal_places=4, required=False, allow_null=True, default=None)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False, default="")


class ChecksIn(serializers.Serializer[Any]):
    """What was measured of the sample itself."""

    creatinine = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, allow_null=True, default=None)
    creatinine_unit = serializers.ChoiceField(
        choices=CreatinineUnit.choices, required=False, default=CreatinineUnit.MG_DL
    )
    specific_gravity = serializers.DecimalField(
        max_digits=8, decimal_places=4, required=False, allow_null=True, default=None
    )
    ph = serializers.DecimalField(max_digits=4, decimal_places=2, required=False, allow_null=True, default=None)
    nitrite = serializers.DecimalField(max_digits=8, decimal_places=1, required=False, allow_null=True, default=None)
    foreign = serializers.BooleanField(required=False, default=False)


class ReportIn(serializers.Serializer[Any]):
    """A laboratory's report of a sample that was sent to it."""

    panel = serializers.UUIDField()
    accession = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    resulted_at = serializers.DateTimeField()
    readings = ReadingIn(many=True, allow_empty=False)
    checks = ChecksIn(required=False)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
