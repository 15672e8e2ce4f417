"""Treatment plans, their problems, goals, objectives and interventions, what was said of objectives, and reviews."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import CareRole
from therapy.choices import Modality
from therapy.choices.plans import Per, ThreadStatus
from therapy.models import ObjectiveAddressed, PlanReview, TreatmentPlan
from therapy.plan_contents import Tree
from therapy.rules.plans import HEAD

HEAD_FIELDS = list(HEAD)


class InterventionOut(serializers.Serializer[Any]):
    """What is done for an objective."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    words = serializers.CharField()
    modality = serializers.ChoiceField(choices=Modality.choices)
    times = serializers.IntegerField(allow_null=True)
    per = serializers.ChoiceField(choices=Per.choices)
    minutes = serializers.IntegerField(allow_null=True)
    weeks = serializers.IntegerField(allow_null=True)
    staff = serializers.UUIDField(source="staff_id", allow_null=True)
    role = serializers.ChoiceField(choices=CareRole.choices)


class ObjectiveOut(serializers.Serializer[Any]):
    """A step that can be measured. ``thread`` and ``number`` stay the same over all versions of the plan."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    thread = serializers.UUIDField(source="thread_id")
    number = serializers.IntegerField(source="thread.number")
    status = serializers.ChoiceField(source="thread.status", choices=ThreadStatus.choices)
    words = serializers.CharField()
    measure = serializers.CharField()
    baseline = serializers.DecimalField(max_digits=9, decimal_places=2, allow_null=True)
    target = serializers.DecimalField(max_digits=9, decimal_places=2, allow_null=True)
    unit = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    every_days = serializers.IntegerField(allow_null=True)
    ends_as = serializers.CharField()
    ends_reason = serializers.CharField()
    interventions = InterventionOut(many=True)


class GoalOut(serializers.Serializer[Any]):
    """What the client wants, in their own words."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    words = serializers.CharField()
    objectives = ObjectiveOut(many=True)


class ProblemOut(serializers.Serializer[Any]):
    """What is in the way."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    words = serializers.CharField()
    diagnosis = serializers.UUIDField(source="diagnosis_id", allow_null=True)
    dimension = serializers.UUIDField(source="dimension_id", allow_null=True)
    goals = GoalOut(many=True)


class PlanOut(serializers.ModelSerializer[TreatmentPlan]):
    """One version of a treatment plan. ``version`` is that of its head, for writing."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    signed_by = serializers.UUIDField(source="signed_by_id", allow_null=True)
    review_due = serializers.DateField(allow_null=True)

    class Meta:
        model = TreatmentPlan
        fields = [
            "id", "client", "episode", "number", "status", *HEAD_FIELDS, "valid_from", "review_on", "review_due", "saved_at",
            "signed_at", "signed_by", "superseded_at", "digest", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PlanDetail(PlanOut):
    """One version with all its rows, each under the one it belongs to."""

    problems = serializers.SerializerMethodField()

    class Meta(PlanOut.Meta):
        fields = [*PlanOut.Meta.fields, "problems"]
        read_only_fields = fields

    def get_problems(self, row: TreatmentPlan) -> ProblemOut(many=True):  # type: ignore[valid-type]
        """Nest the rows that the view has read for all plans at once."""
        tree: Tree | None = self.context.get("trees", {}).get(row.pk)
        return ProblemOut(_nested(tree), many=True).data if tree else []


class ProgressOut(serializers.ModelSerializer[ObjectiveAddressed]):
    """What one signed note, line of a group note or review says of an objective."""

    client = serializers.UUIDField(source="thread.episode.client_id")
    thread = serializers.UUIDField(source="thread_id")
    number = serializers.IntegerField(source="thread.number")
    note = serializers.UUIDField(source="note_id", allow_null=True)
    line = serializers.UUIDField(source="line_id", allow_null=True)
    review = serializers.UUIDField(source="review_id", allow_null=True)

    class Meta:
        model = ObjectiveAddressed
        fields = ["id", "client", "thread", "number", "note", "line", "review", "on", "progress", "comment"]
        read_only_fields = fields


class PlanReviewOut(serializers.ModelSerializer[PlanReview]):
    """A signed review."""

    client = serializers.UUIDField(source="plan.episode.client_id")
    plan = serializers.UUIDField(source="plan_id")

    class Meta:
        model = PlanReview
        fields = [
            "id", "client", "plan", "held_on", "summary", "client_view", "change", "next_review_on", "signed_at", "digest",
        ]  # fmt: skip
        read_only_fields = fields


class PlanOpenIn(serializers.Serializer[Any]):
    """The stay whose plan, or next version, is begun."""

    episode = serializers.UUIDField()


class HeadIn(serializers.Serializer[Any]):
    """What a draft says besides its problems; fields left out stay."""

    version = serializers.IntegerField(min_value=1)
    strengths = serializers.CharField(required=False, allow_blank=True)
    needs = serializers.CharField(required=False, allow_blank=True)
    abilities = serializers.CharField(required=False, allow_blank=True)
    preferences = serializers.CharField(required=False, allow_blank=True)
    client_does = serializers.CharField(required=False, allow_blank=True)
    staff_does = serializers.CharField(required=False, allow_blank=True)
    discharge_criteria = serializers.CharField(required=False, allow_blank=True)
    aftercare_needs = serializers.CharField(required=False, allow_blank=True)
    accommodations = serializers.CharField(required=False, allow_blank=True)
    coordination = serializers.CharField(required=False, allow_blank=True)


class PartAddIn(serializers.Serializer[Any]):
    """A row to add below another: ``kind`` is problem, goal, objective or intervention."""

    kind = serializers.CharField(max_length=20)
    below = serializers.UUIDField(required=False, allow_null=True, default=None)


class PartIn(serializers.Serializer[Any]):
    """One row to save: its kind, id, the version that was read, and its fields as ``values``; fields left out stay."""

    kind = serializers.CharField(max_length=20)
    part = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)
    values = serializers.DictField(child=serializers.CharField(allow_blank=True, allow_null=True))


def _nested(tree: Tree) -> list[Any]:
    """Hang the rows that are read already where their serializers look for them, so that none asks again."""
    for problem in tree.problems:
        goals = _hung(problem, "goals", tree.goals.get(problem.pk, []))
        for goal in goals:
            for objective in _hung(goal, "objectives", tree.objectives.get(goal.pk, [])):
                _hung(objective, "interventions", tree.interventions.get(objective.pk, []))
    return list(tree.problems)


def _hung(row: Any, name: str, rows: list[Any]) -> list[Any]:
    row._prefetched_objects_cache = {name: rows}
    return rows
