"""Removing the old end of each webhook's log, with every try, so that it does not grow for ever.

What ended longer ago than the clinic keeps it (``webhooks.log_days``) is removed from the oldest message on, and never past one
that has to stay: what is left is the whole log since an instant (``Webhook.log_since``), so that a stretch that is sent again
lacks nothing in its middle and keeps its order. What waits is never removed. It may run twice or be killed: each batch goes
whole or not at all. The database refuses to give up what is younger than a month (``WebhookDelivery.Meta.triggers``).
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from itertools import takewhile

from django.db import transaction
from django.db.models import Q, QuerySet

from iop.api.choices import DeliveryStatus
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.clinic import settings
from iop.core import clock

SETTING = "webhooks.log_days"
A_BATCH = 500
MOST_SECONDS = 240
"""How long one run removes; the next night goes on."""


def forget(at: dt.datetime) -> int:
    """Remove what ended longer ago than the clinic keeps it; say how many messages."""
    _give_up_what_never_leaves(at)
    before, until = at - dt.timedelta(days=days_kept(at)), time.monotonic() + MOST_SECONDS
    # In no order: none is always the last for which no time is left.
    webhooks = list(Webhook.objects.order_by("?").values_list("pk", flat=True))
    return sum(_forget_old(pk, before, until) for pk in webhooks)


def days_kept(at: dt.datetime) -> int:
    """Say how many days the clinic keeps what has ended."""
    return int(settings.value(SETTING, on=clock.local_date(at, "UTC")))


def _give_up_what_never_leaves(at: dt.datetime) -> None:
    """Let what waits at a webhook that has ended wait no longer: nothing is sent there any more, so it would stay for ever."""
    ended = Q(webhook__ended_at__isnull=False) | Q(webhook__integration__ended_at__isnull=False)
    WebhookDelivery.objects.filter(ended, status=DeliveryStatus.WAITING).update(
        status=DeliveryStatus.GIVEN_UP, ended_at=at, held_until=None
    )


def _forget_old(webhook_id: uuid.UUID, before: dt.datetime, until: float) -> int:
    gone = 0
    while time.monotonic() < until:
        some = _forget_some(webhook_id, before)
        if not some:
            break
        gone += some
    return gone


@transaction.atomic
def _forget_some(webhook_id: uuid.UUID, before: dt.datetime) -> int:
    """Remove one batch of a webhook's log. While somebody plans for it or sends again, it is left for the next run."""
    hook = Webhook.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=webhook_id).first()
    if hook is None:
        return 0
    log = WebhookDelivery.objects.filter(webhook=hook).only("status", "ended_at", "created_at")
    oldest = log.filter(is_test=False).order_by("position")[:A_BATCH]
    messages = list(takewhile(lambda row: _is_over(row, before), oldest))
    tests = log.filter(is_test=True, ended_at__lt=before).exclude(status=DeliveryStatus.WAITING)[:A_BATCH]
    gone = [row.pk for row in (*messages, *tests)]
    if messages:
        hook.log_since = max(row.created_at for row in messages)
        hook.save(update_fields=["log_since"])
    _remove(WebhookAttempt.objects.filter(delivery__in=gone))
    _remove(WebhookDelivery.objects.filter(pk__in=gone))
    return len(gone)


def _is_over(row: WebhookDelivery, before: dt.datetime) -> bool:
    return row.status != DeliveryStatus.WAITING and row.ended_at is not None and row.ended_at < before


def _remove(rows: QuerySet[WebhookAttempt] | QuerySet[WebhookDelivery]) -> None:
    """Remove rows in one statement, whatever their number."""
    rows._raw_delete(rows.db)
