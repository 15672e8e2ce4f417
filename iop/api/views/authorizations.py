"""What payers authorized, as a resource for reading."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import authorizations as shapes


class AuthorizationFilter(filters.FilterSet):
    """Authorizations by client, stay, state, and by days: ``first`` and ``last`` keep those that hold on any day between."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=AuthStatus.choices)
    first = filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = Authorization
        fields: list[str] = []


class AuthorizationResource(Resource):
    """What payers authorized, with what is used and left of it and how it came there."""

    serializer_class = shapes.AuthorizationOut
    filterset_class = AuthorizationFilter
    read_scope = Scope.BILLING_READ
    client_path = "episode.client_id"
    information = (Information.BILLING,)

    def get_queryset(self) -> QuerySet[Authorization]:
        """Scope to what the caller reads, with use and history in a fixed number of statements."""
        rows: QuerySet[Authorization] = Authorization.objects.visible_to(
            self.actor, Permission.BILLING_VIEW
        ).with_used()
        return rows.select_related("episode", "coverage__plan").prefetch_related("changes")
