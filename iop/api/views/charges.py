"""Clients' days as billing sees them, charges, and the balances of the ledger, as resources for reading."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing import balances
from billing.choices.rules import DayState
from billing.models import BillingMonth, Charge, ClientDay
from clients.choices import Information
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import charges as shapes


class BillingDayFilter(filters.FilterSet):
    """Days by client, stay, site, state, and by date."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    site = filters.UUIDFilter(field_name="site_id")
    state = filters.ChoiceFilter(choices=DayState.choices)
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = ClientDay
        fields: list[str] = []


class BillingDayResource(Resource):
    """What clients' days come to, each with its sentence and the steps that led there."""

    serializer_class = shapes.BillingDayOut
    filterset_class = BillingDayFilter
    read_scope = Scope.BILLING_READ
    client_path = "client_id"
    information = (Information.BILLING, Information.ATTENDANCE)

    def get_queryset(self) -> QuerySet[ClientDay]:
        """Scope to what the caller reads."""
        rows: QuerySet[ClientDay] = ClientDay.objects.visible_to(self.actor)
        return rows


class ChargeFilter(filters.FilterSet):
    """Charges by client, stay, day and date; ``standing`` leaves out those taken back."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    day = filters.UUIDFilter(field_name="day_id")
    payer = filters.UUIDFilter(field_name="payer_id")
    standing = filters.BooleanFilter(field_name="reversed_at", lookup_expr="isnull")
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = Charge
        fields: list[str] = []


class ChargeResource(Resource):
    """Charges, those taken back too."""

    serializer_class = shapes.ChargeOut
    filterset_class = ChargeFilter
    read_scope = Scope.BILLING_READ
    client_path = "client_id"
    information = (Information.BILLING, Information.DIAGNOSIS)

    def get_queryset(self) -> QuerySet[Charge]:
        """Scope to what the caller reads."""
        rows: QuerySet[Charge] = Charge.objects.visible_to(self.actor)
        return rows


class LedgerBalanceResource(Resource):
    """The balances of all accounts of the ledger. They are about nobody."""

    serializer_class = shapes.BalanceOut
    read_scope = Scope.BILLING_READ

    def get_queryset(self) -> QuerySet[Any]:
        """Balances are sums and rows of no table."""
        return BillingMonth.objects.none()

    @extend_schema(responses=shapes.BalanceOut(many=True), parameters=[])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List every account with its balance now; they add up to zero."""
        known = balances.by_account()
        return Response(self.exit([{"account": account, "cents": cents} for account, cents in known.items()]))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """An account has no page of its own."""
        return self.http_method_not_allowed(request, *args, **kwargs)
