"""Writing down which webhooks are to be told of which changes. It may run twice or be killed: each change is planned once."""

from __future__ import annotations

import datetime as dt
import uuid

import structlog
from django.db import transaction
from django.db.models import QuerySet

from iop.api import changes
from iop.api.callers import Caller, actor_of
from iop.api.choices import Scope
from iop.api.exits import Exit
from iop.api.models import Application, IntegrationKey, Webhook, WebhookDelivery

LOG = structlog.get_logger(__name__)
ROUNDS = 20
"""How many stretches of changes one run looks through for a webhook; the next run goes on."""


def plan(at: dt.datetime) -> int:
    """Plan the deliveries of what was sealed since the last run; say how many changes were found."""
    return sum(_plan_one(pk, at) for pk in list(_in_use().order_by("pk").values_list("pk", flat=True)))


def caller_of(webhook: Webhook, at: dt.datetime) -> Caller:
    """Give the caller a webhook is told as: its integration, with what its live keys and apps may read."""
    integration = webhook.integration
    held: set[str] = set()
    live = IntegrationKey.objects.filter(integration=integration, revoked=False)
    for scopes, expiry in live.values_list("scopes", "expiry_date"):
        if expiry is None or expiry > at:
            held |= set(scopes)
    for application in apps_of(integration.pk):
        held |= set(application.scopes)
    return Caller(integration, frozenset(held), f"webhook:{webhook.pk}")


def apps_of(integration_id: uuid.UUID) -> list[Application]:
    """Read an integration's applications that act for themselves."""
    return list(Application.objects.filter(integration=integration_id, authorization_grant_type="client-credentials"))


def _in_use() -> QuerySet[Webhook]:
    return Webhook.objects.filter(stopped_at__isnull=True, ended_at__isnull=True, integration__ended_at__isnull=True)


def _plan_one(webhook_id: uuid.UUID, at: dt.datetime) -> int:
    planned = 0
    try:
        for _round in range(ROUNDS):
            made, more = _plan_stretch(webhook_id, at)
            planned += made
            if not more:
                break
    except Exception:
        # One that cannot be planned must not keep all the others from being told; it is tried again in a minute.
        LOG.exception("webhook_not_planned", webhook=str(webhook_id))
    return planned


@transaction.atomic
def _plan_stretch(webhook_id: uuid.UUID, at: dt.datetime) -> tuple[int, bool]:
    row = _in_use().select_for_update(of=("self",), skip_locked=True).select_related("integration__party")
    webhook = row.filter(pk=webhook_id).first()
    if webhook is None:
        return 0, False
    caller = caller_of(webhook, at)
    if Scope.CHANGES_READ not in caller.scopes:
        return 0, False
    actor = actor_of(caller.integration, caller.scopes)
    found = changes.read(
        actor=actor, scopes=caller.scopes, way_out=Exit(actor, caller, at), since=webhook.position,
        events=webhook.events,
    )  # fmt: skip
    rows = [
        WebhookDelivery(
            webhook=webhook, position=change.position, event=change.event, ordering=change.ordering[:80],
            payload=change.as_data(), next_try_at=at,
        )
        for change in found.changes
    ]  # fmt: skip
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    Webhook.objects.filter(pk=webhook.pk).update(position=found.next_since)
    return len(rows), found.more
