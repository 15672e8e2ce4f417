"""What clients owe, pay and were told, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing.actions.client_money import estimates, payments, plans, sliding_fees, statements
from billing.choices.client_money import OnlineStatus, PlanStatus
from billing.models import ClientPayment, ClientStatement, Estimate, OnlinePayment, PaymentPlan, SlidingFee
from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import client_money as shapes
from iop.api.verbs import creates, verb
from iop.core import clock

READ, WRITE = Scope.BILLING_READ, Scope.BILLING_WRITE


class PaymentFilter(filters.FilterSet):
    """Payments by client and by the day they came."""

    client = filters.UUIDFilter(field_name="client_id")
    first = filters.DateFilter(field_name="received_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="received_on", lookup_expr="lte")

    class Meta:
        model = ClientPayment
        fields: list[str] = []


class StatementFilter(filters.FilterSet):
    """Statements by client and by the day they were made."""

    client = filters.UUIDFilter(field_name="client_id")
    first = filters.DateFilter(field_name="made_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="made_on", lookup_expr="lte")

    class Meta:
        model = ClientStatement
        fields: list[str] = []


class PaymentPlanFilter(filters.FilterSet):
    """Plans by client and state."""

    client = filters.UUIDFilter(field_name="client_id")
    status = filters.ChoiceFilter(choices=PlanStatus.choices)

    class Meta:
        model = PaymentPlan
        fields: list[str] = []


class SlidingFeeFilter(filters.FilterSet):
    """Sliding fees by client and day."""

    client = filters.UUIDFilter(field_name="client_id")
    on = filters.DateFilter(method="holding")

    class Meta:
        model = SlidingFee
        fields: list[str] = []

    def holding(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold that day."""
        return queryset.on(value)


class EstimateFilter(filters.FilterSet):
    """Estimates by client and stay; ``current`` leaves out those that another one replaced."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    current = filters.BooleanFilter(field_name="replaced_by", lookup_expr="isnull")

    class Meta:
        model = Estimate
        fields: list[str] = []


class OnlinePaymentFilter(filters.FilterSet):
    """Payments begun online, by client and state."""

    client = filters.UUIDFilter(field_name="client_id")
    status = filters.ChoiceFilter(choices=OnlineStatus.choices)

    class Meta:
        model = OnlinePayment
        fields: list[str] = []


class OfAccounts(Resource):
    """What is about a client's account."""

    read_scope = READ
    client_path = "client_id"
    information = (Information.BILLING,)
    expands = {"client": "client", "site": "site"}

    def within_reach(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Scope to sites where the caller reads money and opens charts, and to charts within their reach."""
        seen = Client.objects.visible_to(self.actor).order_by().values("pk")
        sites = self.actor.sites_where(Permission.BILLING_VIEW) & self.actor.sites_where(Permission.CLIENT_VIEW)
        return rows.filter(client__in=seen, site__in=sites)


class PaymentResource(OfAccounts):
    """What clients paid, and what went back."""

    serializer_class = shapes.PaymentOut
    filterset_class = PaymentFilter
    scopes = {"forgive": WRITE}
    event_name = "client_payments"

    def get_queryset(self) -> QuerySet[ClientPayment]:
        """Scope to what the caller reads."""
        rows: QuerySet[ClientPayment] = ClientPayment.objects.visible_to(self.actor)
        return rows.annotate(refunded_cents=Coalesce(Sum("refunds__cents"), 0)).prefetch_related("refunds")

    @creates(WRITE, takes=shapes.PaymentIn)
    def create(self, data: dict[str, Any]) -> ClientPayment:
        """Take money at the desk; it is put to the oldest charges."""
        return payments.take_payment(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @verb(WRITE, takes=shapes.RefundIn)
    def refund(self, row: ClientPayment, data: dict[str, Any]) -> None:
        """Give money of a payment back: done by a person who may close the books, not by whoever takes payments."""
        payments.refund(by=self.actor, payment=row, at=self.at, **data)

    @extend_schema(request=shapes.ForgiveIn, responses=shapes.ForgivenOut)
    @action(detail=False, methods=["post"])
    def forgive(self, request: Request) -> Response:
        """Write off what a client cannot pay, the oldest first: decided by a person each time, with the reason."""
        data = self.parsed(shapes.ForgiveIn)
        cents = payments.forgive(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)
        return Response({"cents": cents})


class StatementResource(OfAccounts):
    """What clients were told that they owe."""

    serializer_class = shapes.StatementOut
    filterset_class = StatementFilter
    event_name = "client_statements"

    def get_queryset(self) -> QuerySet[ClientStatement]:
        """Scope to what the caller reads."""
        rows: QuerySet[ClientStatement] = ClientStatement.objects.visible_to(self.actor)
        return rows

    @creates(WRITE, takes=shapes.StatementIn)
    def create(self, data: dict[str, Any]) -> ClientStatement:
        """Make a statement of what is left to pay, and tell the client that there is something new to read."""
        return statements.make_statement(by=self.actor, at=self.at, **data)


class PaymentPlanResource(OfAccounts):
    """What clients agreed to pay when."""

    serializer_class = shapes.PaymentPlanOut
    filterset_class = PaymentPlanFilter
    event_name = "payment_plans"

    def get_queryset(self) -> QuerySet[PaymentPlan]:
        """Scope to what the caller reads."""
        return self.within_reach(PaymentPlan.objects.prefetch_related("instalments", "changes"))

    @creates(WRITE, takes=shapes.PaymentPlanIn)
    def create(self, data: dict[str, Any]) -> PaymentPlan:
        """Agree with a client what they pay when."""
        return plans.agree_plan(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.PaymentPlanEndIn)
    def end(self, row: PaymentPlan, data: dict[str, Any]) -> None:
        """End a plan. What is owed stays owed."""
        plans.end_plan(by=self.actor, plan=row, at=self.at, **data)


class SlidingFeeResource(OfAccounts):
    """What clients pay by the sliding scale."""

    serializer_class = shapes.SlidingFeeOut
    filterset_class = SlidingFeeFilter
    event_name = "sliding_fees"

    def get_queryset(self) -> QuerySet[SlidingFee]:
        """Scope to what the caller reads."""
        return self.within_reach(SlidingFee.objects.all())

    @creates(WRITE, takes=shapes.SlidingFeeIn)
    def create(self, data: dict[str, Any]) -> SlidingFee:
        """Decide by the scale what a client pays for twelve months."""
        today = clock.local_date(self.at, data["site"].time_zone)
        return sliding_fees.give_sliding_fee(by=self.actor, today=today, at=self.at, **data)


class EstimateResource(OfAccounts):
    """Good-faith estimates."""

    serializer_class = shapes.EstimateOut
    filterset_class = EstimateFilter
    scopes = {"ask": WRITE}
    information = (Information.BILLING, Information.DIAGNOSIS)  # type: ignore[assignment]
    event_name = "estimates"
    expands = {"client": "client", "episode": "episode", "site": "site"}

    def get_queryset(self) -> QuerySet[Estimate]:
        """Scope to what the caller reads."""
        return self.within_reach(Estimate.objects.prefetch_related("items"))

    @creates(WRITE, takes=shapes.EstimateIn)
    def create(self, data: dict[str, Any]) -> Estimate:
        """Give an estimate; the one before is replaced."""
        return estimates.give_estimate(by=self.actor, at=self.at, **data)

    @extend_schema(request=shapes.EstimateAskIn, responses=shapes.EstimateDueOut)
    @action(detail=False, methods=["post"])
    def ask(self, request: Request) -> Response:
        """Write down that a client asked what it costs; says until when the estimate is due."""
        due = estimates.ask_estimate(by=self.actor, at=self.at, **self.parsed(shapes.EstimateAskIn))
        return Response({"due_on": due.isoformat()})


class OnlinePaymentResource(OfAccounts):
    """What clients began to pay online. They begin it themselves, and the provider says what came of it."""

    serializer_class = shapes.OnlinePaymentOut
    filterset_class = OnlinePaymentFilter
    event_name = "online_payments"
    expands = {"client": "client", "payment": "client-payment"}

    def get_queryset(self) -> QuerySet[OnlinePayment]:
        """Scope to what the caller reads."""
        return self.within_reach(OnlinePayment.objects.all())
