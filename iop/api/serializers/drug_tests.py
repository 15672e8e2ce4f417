"""Drug tests, their results, and a laboratory's report."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import Substance
from clients.models import Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, InstantField, RowField, TextField, seen
from iop.api.reaching import stays_inside
from iop.clinic.models import Site
from therapy.choices.drug_tests import (
    Analyte,
    CreatinineUnit,
    ExemptionKind,
    Fit,
    Instead,
    Matrix,
    Observation,
    OrderReason,
    Outcome,
    Overall,
    Stage,
    TalkOutcome,
    TestStatus,
    ToldUse,
    Unit,
)
from therapy.models.drug_tests import (
    AnalyteResult,
    DrugTest,
    DrugTestStatusChange,
    TestDraw,
    TestExemption,
    TestPanel,
    TestPlan,
    TestResult,
    TestReview,
)


def _in_use(actor: Any) -> Any:
    return TestPanel.objects.in_use()


def _stays(actor: Any) -> Any:
    return Episode.objects.visible_to(actor, Permission.TESTS_COLLECT)


class TestPanelOut(serializers.ModelSerializer[TestPanel]):
    """What a device or laboratory looks for. ``targets``: a list of analyte, cutoff, unit."""

    class Meta:
        model = TestPanel
        fields = ["id", "lineage", "number", "name", "matrix", "stage", "device", "targets", "is_active"]
        read_only_fields = fields


class AnalyteResultOut(serializers.ModelSerializer[AnalyteResult]):
    """One line: how it reads, and how it fits what was known (medications, what the client told): that stays inside."""

    fit = serializers.ChoiceField(choices=Fit.choices, allow_null=True)

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

    def to_representation(self, instance: AnalyteResult) -> dict[str, Any]:
        """Leave out what tells of a prescription, where a line leaves the program: a consent opens the tests alone."""
        told: dict[str, Any] = super().to_representation(instance)
        if not stays_inside(self.context["view"]):
            told |= {"fit": None, "medication_name": ""}
        return told


class TestResultOut(serializers.ModelSerializer[TestResult]):
    """A screen or a laboratory's report. ``corrects`` names the result that it puts right, ``confirms`` the screen it answers."""

    panel = serializers.UUIDField(source="panel_id")
    confirms = serializers.UUIDField(source="confirms_id", allow_null=True)
    corrects = serializers.UUIDField(source="corrects_id", allow_null=True)
    lines = AnalyteResultOut(many=True)
    overall = serializers.ChoiceField(choices=Overall.choices, allow_null=True)

    class Meta:
        model = TestResult
        fields = [
            "id", "stage", "panel", "confirms", "corrects", "correction_reason", "resulted_at", "validity", "overall", "creatinine",
            "specific_gravity", "ph", "nitrite", "foreign_substance", "lines",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: TestResult) -> dict[str, Any]:
        """Leave out what the lines come to beside the medications, where a result leaves the program."""
        told: dict[str, Any] = super().to_representation(instance)
        if not stays_inside(self.context["view"]):
            told["overall"] = None
        return told


class TestStepOut(serializers.ModelSerializer[DrugTestStatusChange]):
    """A state that a test came to, when and why."""

    class Meta:
        model = DrugTestStatusChange
        fields = ["status", "at", "reason"]
        read_only_fields = fields


class TestReviewOut(serializers.ModelSerializer[TestReview]):
    """That a result was read and talked about, and what came of it."""

    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = TestReview
        fields = ["id", "by", "at", "outcome", "note"]
        read_only_fields = fields

    def to_representation(self, instance: TestReview) -> dict[str, Any]:
        """Leave out what was written of the talk, where a test leaves the program."""
        told: dict[str, Any] = super().to_representation(instance)
        if not stays_inside(self.context["view"]):
            told["note"] = ""
        return told


class DrugTestOut(serializers.ModelSerializer[DrugTest]):
    """One test with its results. What the client told before is not part of it: that is for the team in the room."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    panel = serializers.UUIDField(source="panel_id")
    matrix = serializers.CharField(source="panel.matrix")
    follows = serializers.UUIDField(source="follows_id", allow_null=True)
    draw = serializers.UUIDField(source="draw_id", allow_null=True)
    results = TestResultOut(many=True)
    reviews = TestReviewOut(many=True)
    steps = TestStepOut(source="status_changes", many=True)

    class Meta:
        model = DrugTest
        fields = [
            "id", "client", "episode", "panel", "matrix", "reason", "reason_note", "draw", "due_on", "status", "follows",
            "told_at", "collected_at", "observation", "temperature_f", "lot", "custody_id", "laboratory", "accession", "sent_at",
            "results", "reviews", "steps", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReadingIn(serializers.Serializer[Any]):
    """One line of a report: an outcome, or a value with its unit, or both."""

    analyte = serializers.CharField(max_length=20)
    outcome = serializers.ChoiceField(choices=Outcome.choices, required=False, allow_blank=True, default="")
    value = serializers.DecimalField(max_digits=14, decimal_places=4, required=False, allow_null=True, default=None)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False, allow_blank=True, default="")


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

    panel = RowField(_in_use)
    accession = TextField(60)
    resulted_at = InstantField()
    readings = ReadingIn(many=True, allow_empty=False)
    checks = ChecksIn(required=False)
    note = TextField()


class ScreenIn(serializers.Serializer[Any]):
    """What the device shows, every line of it."""

    version = serializers.IntegerField(min_value=1)
    readings = ReadingIn(many=True, allow_empty=False)
    checks = ChecksIn(required=False)
    note = TextField()


class CorrectionIn(serializers.Serializer[Any]):
    """A result that was wrong, and what it should have said."""

    result = RowField(seen(TestResult))
    readings = ReadingIn(many=True, allow_empty=False)
    checks = ChecksIn(required=False)
    reason = serializers.CharField(max_length=300)
    note = TextField()


class TestOrderIn(serializers.Serializer[Any]):
    """One test outside the draw, and why this client needs it."""

    episode = RowField(_stays)
    panel = RowField(_in_use)
    reason = serializers.ChoiceField(choices=[each for each in OrderReason.choices if each[0] != OrderReason.RANDOM])
    necessity = serializers.CharField(max_length=5000)
    due_on = DayField()
    reason_note = TextField(300)
    follows = RowField(seen(DrugTest), required=False, allow_null=True, default=None)


class TestCancelIn(serializers.Serializer[Any]):
    """Why it is cancelled."""

    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300)


class ToldIn(serializers.Serializer[Any]):
    """What the client says about use, before there is a result."""

    use = serializers.ChoiceField(choices=[each for each in ToldUse.choices if each[0]])
    substances = serializers.ListField(
        child=serializers.ChoiceField(choices=Substance.choices), required=False, default=list, max_length=60
    )
    words = TextField()


class SampleIn(serializers.Serializer[Any]):
    """A sample: when, how it was watched over and with which device."""

    version = serializers.IntegerField(min_value=1)
    collected_at = InstantField(required=False, allow_null=True, default=None)
    panel = RowField(_in_use, required=False, allow_null=True, default=None)
    observation = serializers.ChoiceField(choices=Observation.choices, default=Observation.NONE)
    observation_agreed = serializers.BooleanField(default=False)
    temperature_f = serializers.DecimalField(
        max_digits=4, decimal_places=1, required=False, allow_null=True, default=None
    )
    lot = TextField(60)
    lot_expires_on = DayField(required=False, allow_null=True, default=None)
    custody_id = TextField(60)
    use = serializers.ChoiceField(choices=ToldUse.choices, required=False, allow_blank=True, default=ToldUse.NOT_ASKED)
    substances = serializers.ListField(
        child=serializers.ChoiceField(choices=Substance.choices), required=False, default=list, max_length=60
    )
    words = TextField()


class OutcomeIn(serializers.Serializer[Any]):
    """How an order ended without a sample."""

    version = serializers.IntegerField(min_value=1)
    outcome = serializers.ChoiceField(choices=[TestStatus.MISSED, TestStatus.REFUSED, TestStatus.UNABLE])
    reason = TextField(300)


class SendIn(serializers.Serializer[Any]):
    """Which laboratory a sample goes to."""

    version = serializers.IntegerField(min_value=1)
    laboratory = serializers.CharField(max_length=120)
    accession = TextField(60)


class TestReviewIn(serializers.Serializer[Any]):
    """What the talk about a result came to."""

    version = serializers.IntegerField(min_value=1)
    outcome = serializers.ChoiceField(choices=TalkOutcome.choices)
    note = TextField(5000)


class TestPlanOut(serializers.ModelSerializer[TestPlan]):
    """How often somebody is tested from a day on, and why they need it."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    panel = serializers.UUIDField(source="panel_id")
    oral_panel = serializers.UUIDField(source="oral_panel_id", allow_null=True)
    ordered_by = serializers.UUIDField(source="ordered_by_id")

    class Meta:
        model = TestPlan
        fields = [
            "id", "client", "episode", "panel", "oral_panel", "per_week", "max_gap_days", "on_days_off", "necessity",
            "starts_on", "ends_on", "ordered_by", "ordered_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class TestPlanIn(serializers.Serializer[Any]):
    """A plan of tests. The necessity is this client's own."""

    episode = RowField(_stays)
    panel = RowField(_in_use)
    per_week = serializers.DecimalField(max_digits=4, decimal_places=2)
    max_gap_days = serializers.IntegerField(min_value=1, max_value=366)
    necessity = serializers.CharField(max_length=5000)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    on_days_off = serializers.BooleanField(default=False)
    oral_panel = RowField(_in_use, required=False, allow_null=True, default=None)


class TestExemptionOut(serializers.ModelSerializer[TestExemption]):
    """Days on which somebody is not drawn, or gives oral fluid instead."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = TestExemption
        fields = ["id", "client", "episode", "kind", "instead", "note", "starts_on", "ends_on", "by"]
        read_only_fields = fields


class TestExemptionIn(serializers.Serializer[Any]):
    """An exemption. It always has an end."""

    episode = RowField(_stays)
    kind = serializers.ChoiceField(choices=ExemptionKind.choices)
    instead = serializers.ChoiceField(choices=Instead.choices)
    starts_on = DayField()
    ends_on = DayField()
    note = TextField(300)


class TestDrawOut(serializers.ModelSerializer[TestDraw]):
    """A day's draw. Who was in it is read on its page, where it is drawn again from its seed."""

    site = serializers.UUIDField(source="site_id")
    drawn_by = serializers.UUIDField(source="drawn_by_id", allow_null=True)
    in_pool = serializers.SerializerMethodField()
    picked = serializers.SerializerMethodField()

    class Meta:
        model = TestDraw
        fields = ["id", "site", "on", "version", "drawn_at", "drawn_by", "in_pool", "picked"]
        read_only_fields = fields

    def get_in_pool(self, row: TestDraw) -> int:
        """Count who could be drawn."""
        return len(row.pool)

    def get_picked(self, row: TestDraw) -> int:
        """Count who was drawn."""
        return len(row.picks)


class TestDrawIn(serializers.Serializer[Any]):
    """The site to draw for."""

    site = RowField(lambda actor: Site.objects.filter(pk__in=actor.site_ids))


class TargetIn(serializers.Serializer[Any]):
    """One line of a panel: from which cutoff on it is positive."""

    analyte = serializers.ChoiceField(choices=Analyte.choices)
    cutoff = serializers.DecimalField(max_digits=14, decimal_places=4, min_value=0)
    unit = serializers.ChoiceField(choices=Unit.choices, default=Unit.NG_ML)


class TestPanelIn(serializers.Serializer[Any]):
    """A panel of the clinic's devices or laboratories."""

    name = serializers.CharField(max_length=120)
    matrix = serializers.ChoiceField(choices=Matrix.choices)
    stage = serializers.ChoiceField(choices=Stage.choices)
    device = TextField(120)
    targets = TargetIn(many=True, allow_empty=False)
