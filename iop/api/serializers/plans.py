"""Treatment plans, their problems, goals, objectives and interventions, what was said of objectives, and reviews."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import SignerRole
from clients.models import Episode, LevelOfCare
from iop.access.choices import Permission
from iop.api.fields import DayField, KeyField, RowField, TextField, every, seen
from therapy.choices.plans import ClientSignatureMethod, Progress, ReviewChange, ThreadStatus
from therapy.models import (
    ObjectiveAddressed,
    ObjectiveThread,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanProblem,
    PlanReview,
    PlanSignature,
    TreatmentPlan,
)
from therapy.models.plans import PlanRhythm
from therapy.plan_contents import Tree
from therapy.plan_contents import seen as read_as
from therapy.rules.plans import HEAD, PARTS, TEXT_LENGTH

HEAD_FIELDS = list(HEAD)


class InterventionOut(serializers.ModelSerializer[PlanIntervention]):
    """What is done for an objective."""

    staff = serializers.UUIDField(source="staff_id", allow_null=True)

    class Meta:
        model = PlanIntervention
        fields = ["id", "version", "words", "modality", "times", "per", "minutes", "weeks", "staff", "role"]
        read_only_fields = fields


class ObjectiveOut(serializers.ModelSerializer[PlanObjective]):
    """A step that can be measured. ``thread`` and ``number`` stay the same over all versions of the plan."""

    thread = serializers.UUIDField(source="thread_id")
    number = serializers.IntegerField(source="thread.number")
    status = serializers.ChoiceField(source="thread.status", choices=ThreadStatus.choices)
    interventions = InterventionOut(many=True)

    class Meta:
        model = PlanObjective
        fields = [
            "id", "version", "thread", "number", "status", "words", "measure", "baseline", "target", "unit", "due_on",
            "every_days", "ends_as", "ends_reason", "interventions",
        ]  # fmt: skip
        read_only_fields = fields


class GoalOut(serializers.ModelSerializer[PlanGoal]):
    """What the client wants, in their own words."""

    objectives = ObjectiveOut(many=True)

    class Meta:
        model = PlanGoal
        fields = ["id", "version", "words", "objectives"]
        read_only_fields = fields


class ProblemOut(serializers.ModelSerializer[PlanProblem]):
    """What is in the way."""

    diagnosis = serializers.UUIDField(source="diagnosis_id", allow_null=True)
    dimension = serializers.UUIDField(source="dimension_id", allow_null=True)
    goals = GoalOut(many=True)

    class Meta:
        model = PlanProblem
        fields = ["id", "version", "words", "diagnosis", "dimension", "goals"]
        read_only_fields = fields


class PlanSignatureOut(serializers.ModelSerializer[PlanSignature]):
    """The client's answer, or a parent's: signed, or not and why."""

    witness = serializers.UUIDField(source="witness_id", allow_null=True)

    class Meta:
        model = PlanSignature
        fields = ["id", "role", "name", "method", "refused_because", "witness", "signed_at", "digest"]
        read_only_fields = fields


class PlanOut(serializers.ModelSerializer[TreatmentPlan]):
    """One version of a treatment plan. ``version`` is that of its head, for writing."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    signed_by = serializers.UUIDField(source="signed_by_id", allow_null=True)
    review_due = DayField(allow_null=True)

    class Meta:
        model = TreatmentPlan
        fields = [
            "id", "client", "episode", "number", "status", *HEAD_FIELDS, "valid_from", "review_on", "review_due", "saved_at",
            "signed_at", "signed_by", "superseded_at", "digest", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PlanDetail(PlanOut):
    """One version with all its rows, each under the one it belongs to. ``read`` names the words as they stand, for signing."""

    problems = serializers.SerializerMethodField()
    read = serializers.SerializerMethodField()
    client_signatures = PlanSignatureOut(many=True)

    class Meta(PlanOut.Meta):
        fields = [*PlanOut.Meta.fields, "problems", "read", "client_signatures"]
        read_only_fields = fields

    def get_read(self, row: TreatmentPlan) -> str:
        """Give the hash of the words."""
        tree: Tree | None = self.context.get("trees", {}).get(row.pk)
        return read_as(tree) if tree else ""

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


class ObjectiveThreadOut(serializers.ModelSerializer[ObjectiveThread]):
    """An objective over all versions of a plan: how it stands, and how it ended."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    ended_by = serializers.UUIDField(source="ended_by_id", allow_null=True)

    class Meta:
        model = ObjectiveThread
        fields = ["id", "client", "episode", "number", "status", "ended_on", "ended_by", "ended_reason"]
        read_only_fields = fields


class ReviewMarkOut(serializers.Serializer[Any]):
    """What a review says of an objective."""

    thread = serializers.UUIDField(source="thread_id")
    progress = serializers.ChoiceField(choices=Progress.choices)
    comment = serializers.CharField()


class PlanReviewOut(serializers.ModelSerializer[PlanReview]):
    """A review. ``signed_at`` is null while it is written."""

    client = serializers.UUIDField(source="plan.episode.client_id")
    plan = serializers.UUIDField(source="plan_id")
    by = serializers.UUIDField(source="by_id")
    signed_by = serializers.UUIDField(source="signed_by_id", allow_null=True)
    objectives = ReviewMarkOut(source="marks", many=True)
    client_signatures = PlanSignatureOut(many=True)

    class Meta:
        model = PlanReview
        fields = [
            "id", "client", "plan", "held_on", "by", "summary", "client_view", "change", "next_review_on", "objectives",
            "saved_at", "signed_at", "signed_by", "credential", "client_signatures", "digest", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PlanRhythmOut(serializers.ModelSerializer[PlanRhythm]):
    """By when a level's plan is signed and how often it is reviewed, in days, from a date on."""

    level = serializers.CharField(source="level.key")

    class Meta:
        model = PlanRhythm
        fields = ["id", "level", "valid_from", "first_days", "review_days"]
        read_only_fields = fields


class PlanOpenIn(serializers.Serializer[Any]):
    """The stay whose plan, or next version, is begun."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))


class HeadIn(serializers.Serializer[Any]):
    """What a draft says besides its problems; fields left out stay."""

    version = serializers.IntegerField(min_value=1)
    strengths = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    needs = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    abilities = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    preferences = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    client_does = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    staff_does = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    discharge_criteria = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    aftercare_needs = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    accommodations = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    coordination = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)


class PartAddIn(serializers.Serializer[Any]):
    """A row to add below another: ``kind`` is problem, goal, objective or intervention."""

    kind = serializers.ChoiceField(choices=[*PARTS])
    below = serializers.UUIDField(required=False, allow_null=True, default=None, source="parent_id")


class PartNamedIn(serializers.Serializer[Any]):
    """One row of a draft."""

    kind = serializers.ChoiceField(choices=[*PARTS])
    part = serializers.UUIDField(source="part_id")


class PartIn(PartNamedIn):
    """One row to save: its kind, id, the version that was read, and its fields as ``values``; fields left out stay."""

    version = serializers.IntegerField(min_value=1)
    values = serializers.DictField(
        child=serializers.CharField(allow_blank=True, allow_null=True, max_length=TEXT_LENGTH)
    )


class PartMoveIn(PartNamedIn):
    """A row to put one place higher, or lower."""

    up = serializers.BooleanField()


class ObjectiveNamedIn(serializers.Serializer[Any]):
    """One objective of a draft, by the id of its row."""

    part = serializers.UUIDField(source="part_id")


class ObjectiveEndIn(ObjectiveNamedIn):
    """How an objective ends with this version, and why."""

    ends_as = serializers.ChoiceField(choices=[ThreadStatus.MET, ThreadStatus.DISCONTINUED])
    reason = serializers.CharField(max_length=300)


class PlanSignIn(serializers.Serializer[Any]):
    """``read`` is that of the draft as it was read: a plan that a colleague changed meanwhile isn't signed."""

    read = serializers.RegexField(r"^[0-9a-f]{64}\Z")


class ClientAnswerIn(serializers.Serializer[Any]):
    """What became of asking for the client's signature: on a paper that is scanned, or not given, with what they said.

    ``scan`` is the file's content in base64. Signing by hand or by name happens on the clinic's device or in the portal.
    """

    method = serializers.ChoiceField(choices=[ClientSignatureMethod.PAPER, ClientSignatureMethod.REFUSED])
    role = serializers.ChoiceField(choices=SignerRole.choices, default=SignerRole.CLIENT)
    name = TextField(640)
    refused_because = TextField(500)
    scan = TextField(30_000_000)


class ReviewMarkIn(serializers.Serializer[Any]):
    """How one objective goes; without a progress what was said is taken back."""

    thread = serializers.UUIDField()
    progress = serializers.ChoiceField(choices=Progress.choices, allow_blank=True)
    comment = TextField(500)


class PlanReviewIn(serializers.Serializer[Any]):
    """What a review says; fields left out stay, but for ``change``."""

    version = serializers.IntegerField(min_value=1)
    held_on = DayField(required=False)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    client_view = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    change = serializers.ChoiceField(choices=ReviewChange.choices, required=False)
    next_review_on = DayField(required=False)
    objectives = ReviewMarkIn(many=True, required=False, default=list)


class PlanRhythmIn(serializers.Serializer[Any]):
    """A level's rhythm from a day on."""

    level = KeyField(every(LevelOfCare))
    valid_from = DayField()
    first_days = serializers.IntegerField(min_value=1, max_value=366)
    review_days = serializers.IntegerField(min_value=1, max_value=366)


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
