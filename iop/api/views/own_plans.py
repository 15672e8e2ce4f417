"""Plans a client owns, aftercare and discharge summaries as resources."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from clients.models import Client
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import own_plans as shapes
from iop.core import clock
from iop.core.errors import Stale
from iop.core.words import say
from therapy.actions import own_plans as actions
from therapy.choices.own_plans import MadeHow
from therapy.models import AftercarePlan, DischargeSummary, OwnPlan


class OwnPlanResource(Resource):
    """Safety and relapse-prevention plans: read, and kept anew by those who write them with the client."""

    serializer_class = shapes.OwnPlanOut
    filterset_fields = ("client", "kind")
    read_scope = Scope.PLANS_READ
    scopes = {"create": Scope.PLANS_WRITE}
    client_path = "client_id"
    information = (Information.SAFETY, Information.PLAN)
    event_name = "own_plans"

    def get_queryset(self) -> QuerySet[OwnPlan]:
        """Scope to the caller's sites, and to what clients let them read; only what has been kept."""
        rows = OwnPlan.objects.visible_to(self.actor).filter(kept_at__isnull=False)
        return rows.prefetch_related("versions").order_by("-kept_at", "pk")

    @extend_schema(request=shapes.OwnPlanKeepIn, responses={201: shapes.OwnPlanOut})
    def create(self, request: Request) -> Response:
        """Keep a version of a plan; the first one begins it."""
        data = self.parsed(shapes.OwnPlanKeepIn)
        client = self.pick(Client.objects.visible_to(self.actor), data["client"])
        at = clock.now()
        plan = actions.plan_of(by=self.actor, client=client, kind=data["kind"], at=at)
        if data["version"] == 0 and plan.kept_at is not None:
            raise Stale(say("There is a plan already. Read it first, and keep the next version of it."))
        made = actions.keep_version(
            by=self.actor, plan=plan, version=data["version"] or plan.version, contents=data["contents"], at=at,
            how=MadeHow.TOGETHER, seen_by=data["seen_by"], language=data["language"],
        )  # fmt: skip
        return self.fresh(made.plan, status.HTTP_201_CREATED)


class AftercareResource(Resource):
    """Aftercare plans with their steps."""

    serializer_class = shapes.AftercareOut
    filterset_fields = ("episode", "episode__client")
    read_scope = Scope.PLANS_READ
    client_path = "episode.client_id"
    information = (Information.DISCHARGE,)
    event_name = "aftercare"

    def get_queryset(self) -> QuerySet[AftercarePlan]:
        """Scope to the caller's sites."""
        rows = AftercarePlan.objects.visible_to(self.actor)
        return rows.select_related("episode").prefetch_related("steps").order_by("-opened_at", "pk")


class SummaryResource(Resource):
    """Signed discharge summaries."""

    serializer_class = shapes.SummaryOut
    filterset_fields = ("episode", "episode__client")
    read_scope = Scope.NOTES_READ
    client_path = "episode.client_id"
    information = (
        Information.DISCHARGE, Information.ATTENDANCE, Information.DIAGNOSIS, Information.PROGRESS, Information.MEASURES,
        Information.PLAN, Information.MEDICATIONS, Information.DRUG_TESTS, Information.SAFETY,
    )  # fmt: skip
    event_name = "discharge_summaries"

    def get_queryset(self) -> QuerySet[DischargeSummary]:
        """Scope to the caller's sites; drafts are not for programs."""
        rows: Any = DischargeSummary.objects.visible_to(self.actor).signed()
        return rows.select_related("episode").order_by("-signed_at", "pk")
