"""Treatment plans, progress and reviews as resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clients.choices import Information
from clients.models import Episode
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import PlanFilter, PlanReviewFilter, ProgressFilter
from iop.api.resources import Resource
from iop.api.serializers import plans as shapes
from iop.core import clock
from therapy.actions import plans
from therapy.models import ObjectiveAddressed, PlanReview, TreatmentPlan
from therapy.plan_contents import read_trees


class PlanResource(Resource):
    """Treatment plans by version: listed without their rows, fetched with them. Drafts are for those who write plans."""

    filterset_class = PlanFilter
    read_scope = Scope.PLANS_READ
    scopes = {
        "create": Scope.PLANS_WRITE,
        "partial_update": Scope.PLANS_WRITE,
        "add": Scope.PLANS_WRITE,
        "part": Scope.PLANS_WRITE,
    }
    client_path = "episode.client_id"
    information = (Information.PLAN,)
    event_name = "plan"

    def get_queryset(self) -> QuerySet[TreatmentPlan]:
        """Scope to the caller's sites."""
        return TreatmentPlan.objects.visible_to(self.actor).with_review_due().select_related("episode")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Give a list without rows, and one plan with them."""
        return shapes.PlanOut if self.action == "list" else shapes.PlanDetail

    def _drawn(self, rows: Sequence[Any], kind: type[Resource] | None) -> Any:
        context: dict[str, Any] = {**self.get_serializer_context()}
        if self.action != "list":
            context["trees"] = read_trees(rows)
        return self.get_serializer_class()(rows, many=True, context=context).data

    @extend_schema(request=shapes.PlanOpenIn, responses={201: shapes.PlanDetail})
    def create(self, request: Request) -> Response:
        """Begin a stay's plan or its next version; one under way is given back."""
        data = self.parsed(shapes.PlanOpenIn)
        episode = self.pick(Episode.objects.visible_to(self.actor, Permission.NOTE_VIEW), data["episode"])
        return self.fresh(plans.open_plan(by=self.actor, episode=episode, at=clock.now()), status=201)

    @extend_schema(request=shapes.HeadIn, responses=shapes.PlanDetail)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Save what a draft says besides its problems. A stale version is told, not obeyed."""
        data = self.parsed(shapes.HeadIn)
        row = self.get_object()
        version = data.pop("version")
        return self.fresh(plans.save_head(by=self.actor, plan=row, version=version, values=data, at=clock.now()))

    @extend_schema(request=shapes.PartAddIn, responses={201: shapes.PlanDetail}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def add(self, request: Request, pk: str) -> Response:
        """Add a row to a draft."""
        data = self.parsed(shapes.PartAddIn)
        row = self.get_object()
        plans.add_part(by=self.actor, plan=row, kind=data["kind"], parent_id=data["below"], at=clock.now())
        return self.fresh(row, status=201)

    @extend_schema(request=shapes.PartIn, responses=shapes.PlanDetail, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def part(self, request: Request, pk: str) -> Response:
        """Save one row of a draft. A stale version is told, not obeyed."""
        data = self.parsed(shapes.PartIn)
        row = self.get_object()
        plans.save_part(
            by=self.actor, plan=row, kind=data["kind"], part_id=data["part"], version=data["version"],
            values=data["values"], at=clock.now(),
        )  # fmt: skip
        return self.fresh(row)


class ProgressResource(Resource):
    """What signed notes and reviews say of objectives."""

    serializer_class = shapes.ProgressOut
    filterset_class = ProgressFilter
    read_scope = Scope.PLANS_READ
    client_path = "thread.episode.client_id"
    information = (Information.PLAN,)
    event_name = "progress"

    def get_queryset(self) -> QuerySet[ObjectiveAddressed]:
        """Scope to the caller's sites; nothing of a draft."""
        return ObjectiveAddressed.objects.visible_to(self.actor).signed().select_related("thread__episode")


class PlanReviewResource(Resource):
    """Signed reviews of treatment plans."""

    serializer_class = shapes.PlanReviewOut
    filterset_class = PlanReviewFilter
    read_scope = Scope.PLANS_READ
    client_path = "plan.episode.client_id"
    information = (Information.PLAN,)
    event_name = "plan_review"

    def get_queryset(self) -> QuerySet[PlanReview]:
        """Scope to the caller's sites; drafts are left out."""
        return PlanReview.objects.visible_to(self.actor).filter(signed_at__isnull=False).select_related("plan__episode")
