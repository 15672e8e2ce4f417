"""Claims, as a resource for reading."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from billing.choices.claims import ClaimStatus
from billing.models import Claim
from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import claims as shapes


class ClaimFilter(filters.FilterSet):
    """Claims by client, payer, batch, state, and by days: ``first`` and ``last`` keep those about any day between."""

    client = filters.UUIDFilter(field_name="client_id")
    payer = filters.UUIDFilter(field_name="payer_id")
    batch = filters.UUIDFilter(field_name="batch_id")
    status = filters.ChoiceFilter(choices=ClaimStatus.choices)
    first = filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = Claim
        fields: list[str] = []


class ClaimResource(Resource):
    """Claims with their lines, what is to be mended, and how they came to their state."""

    serializer_class = shapes.ClaimOut
    filterset_class = ClaimFilter
    read_scope = Scope.BILLING_READ
    client_path = "client_id"
    information = (Information.BILLING, Information.DIAGNOSIS, Information.ATTENDANCE)

    def get_queryset(self) -> QuerySet[Claim]:
        """Scope to what the caller reads, with lines and history in a fixed number of statements."""
        rows: QuerySet[Claim] = Claim.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        return rows.prefetch_related("lines__charge", "changes")
