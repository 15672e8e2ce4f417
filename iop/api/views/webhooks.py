"""Webhooks as resources: an integration keeps its own, with their log."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Count, Prefetch, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api.choices import DeliveryStatus, Scope
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.paging import NewestFirst
from iop.api.resources import Resource
from iop.api.serializers import webhooks as shapes
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, removes, verb
from iop.api.webhooks import actions
from iop.api.webhooks.reaching import integrations_kept_by

MANAGE = Scope.WEBHOOKS_MANAGE


class WebhookFilter(filters.FilterSet):
    """Webhooks by integration, and whether they are stopped."""

    integration = filters.UUIDFilter(field_name="integration_id")
    in_use = filters.BooleanFilter(field_name="stopped_at", lookup_expr="isnull")

    class Meta:
        model = Webhook
        fields: list[str] = []


class DeliveryFilter(filters.FilterSet):
    """Messages by webhook, state, kind of change, and when they were planned."""

    webhook = filters.UUIDFilter(field_name="webhook_id")
    status = filters.ChoiceFilter(choices=DeliveryStatus.choices)
    event = filters.CharFilter()
    is_test = filters.BooleanFilter()
    created_from = filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_before = filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []


class DeliveryResource(Resource):
    """The log: what each webhook was told, the newest first, since its ``log_since``. It names changes, and nobody."""

    serializer_class = shapes.WebhookDeliveryOut
    filterset_class = DeliveryFilter
    pagination_class = NewestFirst
    read_scope = MANAGE
    expands = {"webhook": "webhook"}
    keeps_the_record = False

    def get_queryset(self) -> QuerySet[WebhookDelivery]:
        """Scope to the webhooks that the caller keeps; the log of one that has ended stays."""
        attempts = Prefetch("attempts", WebhookAttempt.objects.order_by("pk"))
        rows = WebhookDelivery.objects.filter(webhook__integration__in=integrations_kept_by(self.actor))
        return rows.select_related("webhook").prefetch_related(attempts)

    @verb(MANAGE)
    def send_again(self, row: WebhookDelivery, data: dict[str, Any]) -> None:
        """Send a message again, with its first id."""
        actions.send_one_again(by=self.actor, delivery=row, at=self.at)


class WebhookResource(Resource):
    """Webhooks that have not ended."""

    serializer_class = shapes.WebhookOut
    filterset_class = WebhookFilter
    read_scope = MANAGE
    scopes = {"replay": MANAGE}
    keeps_the_record = False

    def get_queryset(self) -> QuerySet[Webhook]:
        """Scope to the integrations whose webhooks the caller keeps."""
        rows = Webhook.objects.filter(integration__in=integrations_kept_by(self.actor), ended_at__isnull=True)
        return rows.annotate(waiting=Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.WAITING)))

    def get_serializer_class(self) -> type[shapes.WebhookOut]:
        """Show the secret in the answers that make one, and in no other."""
        return shapes.WebhookSecretOut if self.action in ("create", "renew_secret") else shapes.WebhookOut

    @creates(MANAGE, takes=shapes.WebhookIn)
    def create(self, data: dict[str, Any]) -> Webhook:
        """Tell an integration of changes from now on. The answer alone shows the secret that messages are signed with."""
        return actions.add_webhook(by=self.actor, at=self.at, **data)[0]

    @changes(MANAGE, takes=shapes.WebhookPatch)
    def partial_update(self, row: Webhook, data: dict[str, Any]) -> None:
        """Change where it leads and of what it is told."""
        actions.change_webhook(by=self.actor, webhook=row, at=self.at, **kept(row, data, "url", "events"))

    @removes(MANAGE)
    def destroy(self, row: Webhook) -> None:
        """End it for good. Its log stays."""
        actions.end_webhook(by=self.actor, webhook=row, at=self.at)

    @verb(MANAGE)
    def stop(self, row: Webhook, data: dict[str, Any]) -> None:
        """Send nothing until it is started again."""
        actions.stop_webhook(by=self.actor, webhook=row, at=self.at)

    @verb(MANAGE)
    def start(self, row: Webhook, data: dict[str, Any]) -> None:
        """Go on where it stopped: what happened meanwhile is told too."""
        actions.start_webhook(by=self.actor, webhook=row, at=self.at)

    @verb(MANAGE)
    def renew_secret(self, row: Webhook, data: dict[str, Any]) -> None:
        """Give a new secret, shown in this answer alone; for a day each message is signed with both."""
        actions.renew_secret(by=self.actor, webhook=row, at=self.at)

    @verb(MANAGE, gives=DeliveryResource)
    def test(self, row: Webhook, data: dict[str, Any]) -> WebhookDelivery:
        """Send a message about nothing at once, and say what came of it."""
        return actions.send_test(by=self.actor, webhook=row, at=self.at)

    @extend_schema(request=shapes.ReplayIn, responses=shapes.SentAgainOut, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def replay(self, request: Request, pk: str) -> Response:
        """Send all messages of a stretch of time again, with their first ids."""
        row = self.get_object()
        number = actions.replay(by=self.actor, webhook=row, at=self.at, **self.parsed(shapes.ReplayIn))
        return Response(shapes.SentAgainOut({"number": number}).data)
