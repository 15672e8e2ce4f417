"""What payers authorized, and what passes between them and the clinic, as a resource."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from billing.actions import authorizations as actions
from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import authorizations as shapes
from iop.api.verbs import creates, verb

WRITE = Scope.BILLING_WRITE
WISH = ("level", "unit", "units", "starts_on", "ends_on", "codes", "reviewer", "reference", "owner", "next_review_on")


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
    event_name = "authorizations"
    expands = {"client": "client", "episode": "episode", "coverage": "coverage", "payer": "payer", "level": "level"}

    def get_queryset(self) -> QuerySet[Authorization]:
        """Scope to what the caller reads, with use and history in a fixed number of statements."""
        rows: QuerySet[Authorization] = (
            Authorization.objects.visible_to(self.actor, Permission.BILLING_VIEW)
            .filter(episode__site__in=self.actor.sites_where(Permission.CLIENT_VIEW))
            .with_used()
        )
        return rows.select_related("episode", "coverage__plan").prefetch_related("changes")

    @creates(WRITE, takes=shapes.AuthorizationAskIn)
    def create(self, data: dict[str, Any]) -> Authorization:
        """Write down that a payer was asked."""
        wish = actions.Wish(**{name: data.pop(name) for name in WISH})
        return actions.ask(by=self.actor, wish=wish, at=self.at, **data)

    @verb(WRITE, takes=shapes.AuthorizationGiveIn)
    def give(self, row: Authorization, data: dict[str, Any]) -> None:
        """Keep that the payer approved it, wholly or in part."""
        actions.give(by=self.actor, authorization=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.AuthorizationDenyIn)
    def deny(self, row: Authorization, data: dict[str, Any]) -> None:
        """Keep that the payer denied it, why, and until when it can be answered."""
        actions.deny(by=self.actor, authorization=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.AuthorizationSaidIn)
    def appeal(self, row: Authorization, data: dict[str, Any]) -> None:
        """Write down that the payer's answer is appealed."""
        actions.appeal(by=self.actor, authorization=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.AuthorizationSaidIn)
    def cancel(self, row: Authorization, data: dict[str, Any]) -> None:
        """Take it out of use, with the reason."""
        actions.cancel(by=self.actor, authorization=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.AuthorizationContactIn)
    def note(self, row: Authorization, data: dict[str, Any]) -> None:
        """Write down a contact with the payer."""
        actions.note(by=self.actor, authorization=row, at=self.at, **data)
