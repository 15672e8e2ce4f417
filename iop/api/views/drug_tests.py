"""Drug tests as resources, and the door through which a laboratory's report comes in."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import drug_tests as shapes
from iop.core import clock
from therapy.actions import drug_tests
from therapy.actions.drug_tests.results import Checks, Reading
from therapy.choices.drug_tests import OrderReason, TestStatus
from therapy.models.drug_tests import DrugTest, TestPanel, TestResult


class DrugTestFilter(filters.FilterSet):
    """Tests by client, stay, state, reason, accession number and day."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=TestStatus.choices)
    reason = filters.ChoiceFilter(choices=OrderReason.choices)
    accession = filters.CharFilter()
    first = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = DrugTest
        fields: list[str] = []


class DrugTestResource(Resource):
    """Drug tests with their results. Orders that wait are shown to those alone who collect: the client hears on arrival."""

    serializer_class = shapes.DrugTestOut
    filterset_class = DrugTestFilter
    read_scope = Scope.TESTS_READ
    scopes = {"report": Scope.TESTS_WRITE}
    client_path = "episode.client_id"
    information = (Information.DRUG_TESTS,)
    event_name = "drug_test"

    def get_queryset(self) -> QuerySet[DrugTest]:
        """Scope to what the caller reads, with results and lines in a fixed number of statements."""
        rows = DrugTest.objects.visible_to(self.actor)
        if not self.actor.is_system:
            waits_elsewhere = rows.waiting().exclude(episode__site__in=self.actor.sites_where(Permission.TESTS_COLLECT))
            rows = rows.exclude(pk__in=waits_elsewhere.order_by().values("pk"))
        results = TestResult.objects.prefetch_related("lines")
        return rows.select_related("episode", "panel").prefetch_related(Prefetch("results", results))

    @extend_schema(request=shapes.ReportIn, responses=shapes.DrugTestOut)
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """Enter a laboratory's report: values in another unit are converted, or refused with the reason."""
        data = self.parsed(shapes.ReportIn)
        test = self.get_object()
        checks = Checks(**data["checks"]) if "checks" in data else Checks()
        drug_tests.enter_report(
            by=self.actor, test=test, panel=self.pick(TestPanel.objects.in_use(), data["panel"]), accession=data["accession"],
            readings=[_reading(one) for one in data["readings"]], checks=checks, resulted_at=data["resulted_at"],
            note=data["note"], at=clock.now(),
        )  # fmt: skip
        return self.fresh(test, status=201)


class TestPanelResource(Resource):
    """Panels: about nobody."""

    __test__ = False
    serializer_class = shapes.TestPanelOut
    read_scope = Scope.TESTS_READ
    event_name = "test_panel"

    def get_queryset(self) -> QuerySet[TestPanel]:
        """Give every version, so that results can be read by the one they were read by."""
        return TestPanel.objects.order_by("pk")


def _reading(one: dict[str, Any]) -> Reading:
    return Reading(one["analyte"], one["outcome"], one["value"], one["unit"])
