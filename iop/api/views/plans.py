"""Treatment plans, their objectives, reviews and rhythm as resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from rest_framework.serializers import BaseSerializer

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import PlanFilter, PlanReviewFilter, ProgressFilter
from iop.api.reaching import reads_drafts
from iop.api.resources import Resource
from iop.api.serializers import plans as shapes
from iop.api.serializers.signing import VersionIn
from iop.api.uploads import file_in
from iop.api.verbs import changes, creates, removes, verb
from therapy.actions import plans
from therapy.choices.plans import ThreadStatus
from therapy.models import ObjectiveAddressed, ObjectiveThread, PlanReview, TreatmentPlan
from therapy.models.plans import PlanRhythm
from therapy.plan_contents import read_trees


class ThreadFilter(filters.FilterSet):
    """Objectives by client, stay and status."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=ThreadStatus.choices)

    class Meta:
        model = ObjectiveThread
        fields: list[str] = []


class PlanReviewResource(Resource):
    """Reviews of treatment plans: signed ones, and drafts for those who write plans."""

    serializer_class = shapes.PlanReviewOut
    filterset_class = PlanReviewFilter
    read_scope = Scope.PLANS_READ
    client_path = "plan.episode.client_id"
    information = (Information.PLAN,)
    event_name = "plan_review"
    expands = {"client": "client", "plan": "plan"}

    def get_queryset(self) -> QuerySet[PlanReview]:
        """Scope to the caller's sites; drafts are for those who write plans there."""
        writes = Q(plan__episode__site__in=self.actor.sites_where(Permission.PLAN_WRITE))
        told = Q(signed_at__isnull=False) | writes if reads_drafts(self) else Q(signed_at__isnull=False)
        rows = PlanReview.objects.visible_to(self.actor).filter(told)
        return rows.select_related("plan__episode").prefetch_related("marks", "client_signatures")

    @changes(Scope.PLANS_WRITE, takes=shapes.PlanReviewIn)
    def partial_update(self, row: PlanReview, data: dict[str, Any]) -> PlanReview:
        """Save a review while it is written."""
        marks = {each["thread"]: (each["progress"], each["comment"]) for each in data.pop("objectives")}
        version, values = data.pop("version"), {"change": row.change, **data}
        return plans.save_review(by=self.actor, review=row, version=version, values=values, marks=marks, at=self.at)

    @removes(Scope.PLANS_WRITE)
    def destroy(self, row: PlanReview) -> None:
        """Throw a review away that was begun by mistake."""
        plans.discard_review(by=self.actor, review=row, at=self.at)

    @verb(Scope.PLANS_WRITE, takes=VersionIn)
    def sign(self, row: PlanReview, data: dict[str, Any]) -> PlanReview:
        """Sign a whole review: it locks, ends what is met or discontinued, and sets the next day."""
        return plans.sign_review(by=self.actor, review=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.ClientAnswerIn, status=201)
    def client_answer(self, row: PlanReview, data: dict[str, Any]) -> None:
        """Keep the client's signature on paper under a signed review, or that they did not want to."""
        scan = file_in(data.pop("scan"), "scan")
        plans.record_client_answer(by=self.actor, plan=row.plan, review=row, drawing=scan, at=self.at, **data)


class PlanResource(Resource):
    """Treatment plans by version: listed without their rows, fetched with them. Drafts are for those who write plans."""

    serializer_class = shapes.PlanDetail
    filterset_class = PlanFilter
    read_scope = Scope.PLANS_READ
    client_path = "episode.client_id"
    information = (Information.PLAN,)
    event_name = "plan"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[TreatmentPlan]:
        """Scope to the caller's sites."""
        rows = TreatmentPlan.objects.visible_to(self.actor).with_review_due().select_related("episode")
        rows = rows if reads_drafts(self) else rows.filter(signed_at__isnull=False)
        return rows if self.action == "list" else rows.prefetch_related("client_signatures")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Give a list without rows, and one plan with them."""
        return shapes.PlanOut if self.action == "list" else shapes.PlanDetail

    def _drawn(self, rows: Sequence[Any], kind: type[Resource] | None) -> Any:
        context: dict[str, Any] = {**self.get_serializer_context()}
        if self.action != "list":
            context["trees"] = read_trees(rows)
        return self.get_serializer_class()(rows, many=True, context=context).data

    @creates(Scope.PLANS_WRITE, takes=shapes.PlanOpenIn)
    def create(self, data: dict[str, Any]) -> TreatmentPlan:
        """Begin a stay's plan or its next version; one under way is given back."""
        return plans.open_plan(by=self.actor, at=self.at, **data)

    @changes(Scope.PLANS_WRITE, takes=shapes.HeadIn)
    def partial_update(self, row: TreatmentPlan, data: dict[str, Any]) -> TreatmentPlan:
        """Save what a draft says besides its problems."""
        return plans.save_head(by=self.actor, plan=row, version=data.pop("version"), values=data, at=self.at)

    @removes(Scope.PLANS_WRITE)
    def destroy(self, row: TreatmentPlan) -> None:
        """Throw a draft away, with its rows."""
        plans.discard_plan(by=self.actor, plan=row, at=self.at)

    @verb(Scope.PLANS_WRITE, takes=shapes.PartAddIn, status=201)
    def add(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Add a row to a draft."""
        plans.add_part(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.PartIn)
    def part(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Save one row of a draft. A stale version is told, not obeyed."""
        plans.save_part(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.PartMoveIn)
    def move_part(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Put a row of a draft one place higher or lower."""
        plans.move_part(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.PartNamedIn)
    def remove_part(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Take a row out of a draft, with what stands below it."""
        plans.remove_part(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.ObjectiveEndIn)
    def end_objective(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Say in a draft that an objective ends with this version, and why."""
        plans.end_objective(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.ObjectiveNamedIn)
    def go_on_with(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Take back, while it is a draft, that an objective ends."""
        plans.go_on_with(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.PlanSignIn)
    def sign(self, row: TreatmentPlan, data: dict[str, Any]) -> TreatmentPlan:
        """Sign a whole draft: it locks, replaces the version before, and waits for the client."""
        return plans.sign_plan(by=self.actor, plan=row, at=self.at, **data)

    @verb(Scope.PLANS_WRITE, takes=shapes.ClientAnswerIn, status=201)
    def client_answer(self, row: TreatmentPlan, data: dict[str, Any]) -> None:
        """Keep the client's signature on paper under a signed plan, or that they did not want to."""
        plans.record_client_answer(
            by=self.actor, plan=row, drawing=file_in(data.pop("scan"), "scan"), at=self.at, **data
        )

    @verb(Scope.PLANS_WRITE, gives=PlanReviewResource, status=201)
    def reviews(self, row: TreatmentPlan, data: dict[str, Any]) -> PlanReview:
        """Begin a review of the plan in force; one under way is given back."""
        return plans.open_review(by=self.actor, plan=row, at=self.at)


class ObjectiveResource(Resource):
    """Objectives over all versions of a plan, once a version with them was signed."""

    serializer_class = shapes.ObjectiveThreadOut
    filterset_class = ThreadFilter
    read_scope = Scope.PLANS_READ
    client_path = "episode.client_id"
    information = (Information.PLAN,)
    event_name = "objective"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[ObjectiveThread]:
        """Scope to the caller's sites; nothing of a first draft."""
        rows = ObjectiveThread.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.filter(versions__plan__signed_at__isnull=False).distinct().select_related("episode")


class ProgressResource(Resource):
    """What signed notes and reviews say of objectives."""

    serializer_class = shapes.ProgressOut
    filterset_class = ProgressFilter
    read_scope = Scope.PLANS_READ
    client_path = "thread.episode.client_id"
    information = (Information.PLAN,)
    event_name = "progress"
    expands = {"client": "client", "thread": "objective"}

    def get_queryset(self) -> QuerySet[ObjectiveAddressed]:
        """Scope to the caller's sites; nothing of a draft."""
        return ObjectiveAddressed.objects.visible_to(self.actor).signed().select_related("thread__episode")


class PlanRhythmResource(Resource):
    """By when plans are signed and reviewed, by level and date. About nobody."""

    serializer_class = shapes.PlanRhythmOut
    filterset_fields = ("level__key",)
    read_scope = Scope.PLANS_READ
    queryset = PlanRhythm.objects.select_related("level").order_by("pk")

    @creates(Scope.CLINIC_WRITE, takes=shapes.PlanRhythmIn)
    def create(self, data: dict[str, Any]) -> PlanRhythm:
        """Set a level's rhythm from a day on; what held before stays on record."""
        return plans.set_rhythm(by=self.actor, at=self.at, **data)
