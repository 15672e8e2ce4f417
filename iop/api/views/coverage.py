"""Covers, what payers said of them, questions and answers by file, and who pays themselves, as resources."""

from __future__ import annotations

import base64
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing.actions import coverage as actions
from billing.actions import eligibility
from billing.actions.verifications import verify
from billing.choices.eligibility import AnswerState, FileKind
from billing.models import Coverage, EligibilityFile, SelfPay, Verification
from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import coverage as shapes
from iop.api.verbs import changes, creates, verb

READ, WRITE = Scope.BILLING_READ, Scope.BILLING_WRITE
X12 = "application/edi-x12"


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


class EligibilityFileFilter(filters.FilterSet):
    """Questions and answers by client, cover, kind and state."""

    client = filters.UUIDFilter(field_name="coverage__client_id")
    coverage = filters.UUIDFilter(field_name="coverage_id")
    kind = filters.ChoiceFilter(choices=FileKind.choices)
    state = filters.ChoiceFilter(choices=AnswerState.choices)

    class Meta:
        model = EligibilityFile
        fields: list[str] = []


class SelfPayFilter(filters.FilterSet):
    """Who pays themselves, by client and day."""

    client = filters.UUIDFilter(field_name="client_id")
    on = filters.DateFilter(method="holding")

    class Meta:
        model = SelfPay
        fields: list[str] = []

    def holding(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold that day."""
        return queryset.on(value)


class OfCoverage(Resource):
    """What is about who pays for a client."""

    read_scope = READ

    def seen(self) -> QuerySet[Client]:
        """Give the clients whose coverage the caller reads: whose charts they open, too (``may_see_coverage``)."""
        charts = Client.objects.visible_to(self.actor).order_by().values("pk")
        return Client.objects.visible_to(self.actor, Permission.BILLING_VIEW).filter(pk__in=charts)


class CoverageResource(OfCoverage):
    """Who covers clients, by date and order."""

    serializer_class = shapes.CoverageOut
    filterset_class = CoverageFilter
    scopes = {"reorder": WRITE, "number": WRITE}
    client_path = "client_id"
    information = (Information.BILLING,)
    event_name = "coverages"
    expands = {"client": "client", "payer": "payer", "plan": "payer-plan"}

    def get_queryset(self) -> QuerySet[Coverage]:
        """Scope to clients whom the caller sees."""
        rows = Coverage.objects.filter(client__in=self.seen())
        return rows.select_related("client", "plan").order_by("-created_at", "pk")

    @creates(WRITE, takes=shapes.CoverageIn)
    def create(self, data: dict[str, Any]) -> Coverage:
        """Add a cover."""
        return actions.add_coverage(by=self.actor, at=self.at, **data)

    @changes(WRITE, takes=shapes.CoveragePatch)
    def partial_update(self, row: Coverage, data: dict[str, Any]) -> None:
        """Correct what a cover says."""
        actions.change_coverage(by=self.actor, coverage=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ChangeOverIn, status=201)
    def change_over(self, row: Coverage, data: dict[str, Any]) -> Coverage:
        """From a day on another cover takes this one's place; answers with the new one."""
        return actions.change_over(by=self.actor, coverage=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.CoverageEndIn)
    def end(self, row: Coverage, data: dict[str, Any]) -> None:
        """Say a cover's last day."""
        actions.end_coverage(by=self.actor, coverage=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.CoverageErrorIn)
    def in_error(self, row: Coverage, data: dict[str, Any]) -> None:
        """Mark a cover as entered in error; it stays to be seen."""
        actions.mark_error(by=self.actor, coverage=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.CardIn)
    def card(self, row: Coverage, data: dict[str, Any]) -> None:
        """Keep pictures of the card."""
        actions.set_card(by=self.actor, coverage=row, at=self.at, **data)

    @extend_schema(request=shapes.OrderIn, responses=shapes.CoverageIdsOut)
    @action(detail=False, methods=["post"])
    def reorder(self, request: Request) -> Response:
        """From a day on covers pay in another order; answers with their ids, as some go on as new rows."""
        rows = actions.reorder(by=self.actor, at=self.at, **self.parsed(shapes.OrderIn))
        return Response({"coverages": [row.pk for row in sorted(rows, key=lambda row: row.priority)]})

    @extend_schema(request=None, responses=shapes.MemberNumberOut)
    @action(detail=True, methods=["post"])
    def number(self, request: Request, pk: str) -> Response:
        """Show the member number in full; that somebody looked goes on record."""
        row = self.get_object()
        told = actions.show_number(by=self.actor, coverage=row, at=self.at)
        self.exit_one(row)
        return Response({"member_number": told})


class VerificationResource(OfCoverage):
    """What payers said of covers."""

    serializer_class = shapes.VerificationOut
    filterset_class = VerificationFilter
    client_path = "coverage.client_id"
    information = (Information.BILLING,)
    event_name = "verifications"
    expands = {"client": "client", "coverage": "coverage"}

    def get_queryset(self) -> QuerySet[Verification]:
        """Scope to clients whom the caller sees."""
        rows = Verification.objects.filter(coverage__client__in=self.seen(), coverage__error_at__isnull=True)
        return rows.select_related("coverage").order_by("-checked_at", "pk")

    @creates(WRITE, takes=shapes.VerificationIn)
    def create(self, data: dict[str, Any]) -> Verification:
        """Write down what a payer said."""
        return verify(by=self.actor, at=self.at, **data)


class EligibilityFileResource(OfCoverage):
    """Questions to payers by file, and their answers."""

    serializer_class = shapes.EligibilityFileOut
    filterset_class = EligibilityFileFilter
    scopes = {"ask": WRITE}
    client_path = "coverage.client_id"
    information = (Information.BILLING,)
    event_name = "eligibility_files"
    expands = {"client": "client", "coverage": "coverage", "verification": "verification"}

    def get_queryset(self) -> QuerySet[EligibilityFile]:
        """Scope to clients whom the caller sees."""
        return EligibilityFile.objects.filter(coverage__client__in=self.seen()).select_related("coverage")

    @extend_schema(request=shapes.EligibilityAskIn, responses={201: shapes.EligibilityAskedOut})
    @action(detail=False, methods=["post"])
    def ask(self, request: Request) -> Response:
        """Make the file (270) that asks the payer; it leaves through the gate and is written down as disclosed."""
        made = eligibility.ask(by=self.actor, at=self.at, **self.parsed(shapes.EligibilityAskIn))
        self.exit_one(made.row)
        told = {"content_type": X12, "content": base64.b64encode(made.content).decode()}
        return Response({"id": made.row.pk, "trace": made.row.trace, **told}, status=201)

    @creates(WRITE, takes=shapes.EligibilityAnswerIn)
    def create(self, data: dict[str, Any]) -> EligibilityFile:
        """Read an answer (271) to compare it with the chart; nothing of it counts until it is accepted."""
        return eligibility.receive(by=self.actor, coverage=data["coverage"], upload=data["file"], at=self.at)

    @verb(WRITE, takes=shapes.EligibilityAcceptIn)
    def accept(self, row: EligibilityFile, data: dict[str, Any]) -> None:
        """Take an answer over as a check of the cover."""
        eligibility.accept(by=self.actor, answer=row, at=self.at, **data)

    @verb(WRITE)
    def set_aside(self, row: EligibilityFile, data: dict[str, Any]) -> None:
        """Leave an answer without taking it over; it stays to be seen."""
        eligibility.set_aside(by=self.actor, answer=row, at=self.at)


class SelfPayResource(OfCoverage):
    """Who pays themselves, by date."""

    serializer_class = shapes.SelfPayOut
    filterset_class = SelfPayFilter
    client_path = "client_id"
    information = (Information.BILLING,)
    event_name = "self_pay"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[SelfPay]:
        """Scope to clients whom the caller sees."""
        return SelfPay.objects.filter(client__in=self.seen()).select_related("client")

    @creates(WRITE, takes=shapes.SelfPayIn)
    def create(self, data: dict[str, Any]) -> SelfPay:
        """Write down that a client pays themselves for these days."""
        return actions.settle_self_pay(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.LastDayOfSelfPayIn)
    def end(self, row: SelfPay, data: dict[str, Any]) -> None:
        """Say the last day on which a client pays themselves."""
        actions.end_self_pay(by=self.actor, row=row, at=self.at, **data)
