"""Payments of clients and their statements, as resources for reading."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from billing.actions.client_money.payments import take_payment
from billing.models import ClientPayment, ClientStatement
from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import client_money as shapes
from iop.clinic.models import Site
from iop.core import clock


class PaymentFilter(filters.FilterSet):
    """Payments by client and by the day they came."""

    client = filters.UUIDFilter(field_name="client_id")
    first = filters.DateFilter(field_name="received_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="received_on", lookup_expr="lte")

    class Meta:
        model = ClientPayment
        fields: list[str] = []


class PaymentResource(Resource):
    """What clients paid."""

    serializer_class = shapes.PaymentOut
    filterset_class = PaymentFilter
    read_scope = Scope.BILLING_READ
    scopes = {"create": Scope.BILLING_WRITE}
    client_path = "client_id"
    information = (Information.BILLING,)

    def get_queryset(self) -> QuerySet[ClientPayment]:
        """Scope to what the caller reads."""
        rows: QuerySet[ClientPayment] = ClientPayment.objects.visible_to(self.actor)
        return rows.annotate(refunded_cents=Coalesce(Sum("refunds__cents"), 0))

    @extend_schema(request=shapes.PaymentIn, responses={201: shapes.PaymentOut})
    def create(self, request: Request) -> Response:
        """Take money at the desk; it is put to the oldest charges."""
        data = self.parsed(shapes.PaymentIn)
        client = self.pick(Client.objects.visible_to(self.actor, Permission.PAYMENT_TAKE), data.pop("client"))
        site = self.pick(Site.objects.filter(pk__in=self.actor.sites_where(Permission.PAYMENT_TAKE)), data.pop("site"))
        row = take_payment(by=self.actor, client=client, site_id=site.pk, at=clock.now(), **data)
        return self.fresh(row, status.HTTP_201_CREATED)


class StatementFilter(filters.FilterSet):
    """Statements by client and by the day they were made."""

    client = filters.UUIDFilter(field_name="client_id")
    first = filters.DateFilter(field_name="made_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="made_on", lookup_expr="lte")

    class Meta:
        model = ClientStatement
        fields: list[str] = []


class StatementResource(Resource):
    """What clients were told that they owe."""

    serializer_class = shapes.StatementOut
    filterset_class = StatementFilter
    read_scope = Scope.BILLING_READ
    client_path = "client_id"
    information = (Information.BILLING,)

    def get_queryset(self) -> QuerySet[ClientStatement]:
        """Scope to what the caller reads."""
        rows: QuerySet[ClientStatement] = ClientStatement.objects.visible_to(self.actor)
        return rows
