"""Payers' payments and denials as resources for reading."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from billing.choices.remittances import Cause, DenialStatus, RemittanceStatus
from billing.models import Denial, Remittance
from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import remittances as shapes


class RemittanceFilter(filters.FilterSet):
    """Payments by payer, state, and the days they were made on."""

    payer = filters.UUIDFilter(field_name="payer_id")
    status = filters.ChoiceFilter(choices=RemittanceStatus.choices)
    first = filters.DateFilter(field_name="paid_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="paid_on", lookup_expr="lte")

    class Meta:
        model = Remittance
        fields: list[str] = []


class DenialFilter(filters.FilterSet):
    """Denials by client, claim, cause, state, and the last day to answer."""

    client = filters.UUIDFilter(field_name="claim__client_id")
    claim = filters.UUIDFilter(field_name="claim_id")
    cause = filters.ChoiceFilter(choices=Cause.choices)
    status = filters.ChoiceFilter(choices=DenialStatus.choices)
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Denial
        fields: list[str] = []


class RemittanceResource(Resource):
    """Payers' payments, without what they say about anybody."""

    serializer_class = shapes.RemittanceOut
    filterset_class = RemittanceFilter
    read_scope = Scope.BILLING_READ
    information = (Information.BILLING,)
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Remittance]:
        """Scope to the sites whose billing the caller reads."""
        rows: QuerySet[Remittance] = Remittance.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        return rows


class DenialResource(Resource):
    """Denials, with how they came to where they are."""

    serializer_class = shapes.DenialOut
    filterset_class = DenialFilter
    read_scope = Scope.BILLING_READ
    client_path = "claim.client_id"
    information = (Information.BILLING,)
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Denial]:
        """Scope to the sites whose billing the caller reads; restricted charts stay closed."""
        rows: QuerySet[Denial] = Denial.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        return rows.select_related("claim").prefetch_related("changes")
