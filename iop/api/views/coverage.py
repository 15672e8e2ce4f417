"""Payers, covers and what payers said, as resources."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing.actions import coverage as actions
from billing.actions.verifications import verify
from billing.models import Coverage, Payer, PayerPlan, Verification
from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import coverage as shapes
from iop.core import clock


class CoverageFilter(filters.FilterSet):
    """Covers by client and day."""

    client = filters.UUIDFilter(field_name="client_id")
    on = filters.DateFilter(method="holding")

    class Meta:
        model = Coverage
        fields: list[str] = []

    def holding(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold that day."""
        return queryset.standing().on(value)


class VerificationFilter(filters.FilterSet):
    """Checks by client and cover."""

    client = filters.UUIDFilter(field_name="coverage__client_id")
    coverage = filters.UUIDFilter(field_name="coverage_id")

    class Meta:
        model = Verification
        fields: list[str] = []


class PayerResource(Resource):
    """Who pays, with their plans."""

    serializer_class = shapes.PayerOut
    read_scope = Scope.BILLING_READ

    def get_queryset(self) -> QuerySet[Payer]:
        """The same for everybody who reads billing."""
        if not self.actor.can(Permission.BILLING_VIEW):
            return Payer.objects.none()
        return Payer.objects.prefetch_related(Prefetch("plans", PayerPlan.objects.order_by("name"))).order_by("name")


class CoverageResource(Resource):
    """Who covers clients, by date and order."""

    serializer_class = shapes.CoverageOut
    filterset_class = CoverageFilter
    read_scope = Scope.BILLING_READ
    scopes = {"create": Scope.BILLING_WRITE, "end": Scope.BILLING_WRITE}
    client_path = "client_id"
    information = (Information.BILLING,)
    event_name = "coverages"

    def get_queryset(self) -> QuerySet[Coverage]:
        """Scope to clients whom the caller sees."""
        seen = Client.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        return Coverage.objects.filter(client__in=seen).select_related("plan").order_by("-created_at", "pk")

    @extend_schema(request=shapes.CoverageIn, responses={201: shapes.CoverageOut})
    def create(self, request: Request) -> Response:
        """Add a cover."""
        data = self.parsed(shapes.CoverageIn)
        client = self.pick(Client.objects.visible_to(self.actor, Permission.COVERAGE_KEEP), data.pop("client"))
        plan = self.pick(PayerPlan.objects.select_related("payer"), data.pop("plan"))
        row = actions.add_coverage(by=self.actor, client=client, plan=plan, at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.CoverageEndIn, responses=shapes.CoverageOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Say a cover's last day."""
        data = self.parsed(shapes.CoverageEndIn)
        return self.fresh(actions.end_coverage(by=self.actor, coverage=self.get_object(), at=clock.now(), **data))


class VerificationResource(Resource):
    """What payers said of covers."""

    serializer_class = shapes.VerificationOut
    filterset_class = VerificationFilter
    read_scope = Scope.BILLING_READ
    scopes = {"create": Scope.BILLING_WRITE}
    client_path = "coverage.client_id"
    information = (Information.BILLING,)
    event_name = "verifications"

    def get_queryset(self) -> QuerySet[Verification]:
        """Scope to clients whom the caller sees."""
        seen = Client.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        rows = Verification.objects.filter(coverage__client__in=seen, coverage__error_at__isnull=True)
        return rows.select_related("coverage").order_by("-checked_at", "pk")

    @extend_schema(request=shapes.VerificationIn, responses={201: shapes.VerificationOut})
    def create(self, request: Request) -> Response:
        """Write down what a payer said."""
        data = self.parsed(shapes.VerificationIn)
        seen = Client.objects.visible_to(self.actor, Permission.COVERAGE_KEEP)
        row = self.pick(Coverage.objects.filter(client__in=seen).select_related("client"), data.pop("coverage"))
        return self.fresh(verify(by=self.actor, coverage=row, at=clock.now(), **data), status.HTTP_201_CREATED)
