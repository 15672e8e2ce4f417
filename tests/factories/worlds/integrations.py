"""Ids of the small clinic for addresses about integrations."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.api.models import Application, Integration, IntegrationKey, Webhook
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    integration = Integration.objects.filter(webhooks__isnull=False).get()
    return {
        "integration_id": integration.pk,
        "prefix": IntegrationKey.objects.filter(integration=integration, revoked=False).latest("created").prefix,
        "app_id": Application.objects.latest("pk").pk,
        "webhook_id": Webhook.objects.get(integration=integration).pk,
        "what": "stop",
    }
