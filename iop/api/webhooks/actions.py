"""Adding, changing and ending webhooks, trying them and sending again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet

from iop.access.actors import Actor
from iop.api.actions import may_manage_keys
from iop.api.choices import DeliveryStatus
from iop.api.models import Integration, Webhook, WebhookDelivery
from iop.api.webhooks import delivering, lines, signing
from iop.audit.choices import ActorKind
from iop.audit.models import AuditSeal
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import Sentence, day_words, say, sentence
from iop.work.actions import close_for, drop_for

BOTH_HOLD_HOURS = 24
"""How long the secret before goes on beside a new one."""
NAME = re.compile(r"\*|[a-z_]+\.(\*|[a-z_]+)")
MOST = 20
TESTS_A_MINUTE = 5
MOST_DAYS = 31
"""How long a stretch is sent again at once."""
CHANGED = say("Somebody changed this webhook meanwhile. Look at it again.")


def may_keep(by: Actor, integration: Integration) -> Sentence | None:
    """Who manages API keys keeps webhooks, and an integration its own."""
    if by.kind == ActorKind.API and by.id == integration.pk:
        return None
    return may_manage_keys(by)


@transaction.atomic
def add_webhook(
    *, by: Actor, integration: Integration, url: str, events: Sequence[str], at: dt.datetime
) -> tuple[Webhook, str]:  # fmt: skip
    """Tell an integration of changes from now on; gives the webhook and its secret, which is shown this once.

    ``events`` are names of changes, ``area.*`` or ``*``. Raises ``Invalid`` for an address that is not public, or a name that
    cannot be one.
    """
    require(may_keep(by, integration))
    # Locked, so that two that are added at once don't both find a place, and none is added to one that ends.
    if Integration.objects.select_for_update(no_key=True).get(pk=integration.pk).ended_at is not None:
        raise Invalid(say("This integration has ended."))
    if Webhook.objects.filter(integration=integration, ended_at__isnull=True).count() >= MOST:
        raise Invalid(say("An integration has at most 20 webhooks."))
    secret = signing.new_secret()
    newest = AuditSeal.objects.order_by("-position").values_list("position", flat=True).first()
    row = Webhook.objects.create(
        integration=integration, url=_address(url), events=_names(events), secret=secret, position=newest or 0,
        made_by=by.staff_id or by.id,
    )  # fmt: skip
    record(
        by=by, verb="api.webhook_added", subject=(delivering.SUBJECT, row.pk), detail={"integration": integration.pk}
    )
    return row, secret


@transaction.atomic
def change_webhook(
    *, by: Actor, webhook: Webhook, url: str, events: Sequence[str], version: int, at: dt.datetime
) -> Webhook:  # fmt: skip
    """Change where it leads and what it is told of. Raises ``Stale``, ``Invalid``."""
    row = _held(by, webhook)
    if row.version != version:
        raise Stale(CHANGED)
    row.url, row.events, row.version = _address(url), _names(events), row.version + 1
    row.save(update_fields=["url", "events", "version"])
    record(by=by, verb="api.webhook_changed", subject=(delivering.SUBJECT, row.pk))
    return row


@transaction.atomic
def renew_secret(*, by: Actor, webhook: Webhook, at: dt.datetime) -> tuple[Webhook, str]:
    """Give a new secret, shown this once; for a day each message is signed with both."""
    row = _held(by, webhook)
    row.former_secret, row.former_until = row.secret, at + dt.timedelta(hours=BOTH_HOLD_HOURS)
    row.secret = signing.new_secret()
    row.save(update_fields=["secret", "former_secret", "former_until"])
    record(by=by, verb="api.webhook_secret_renewed", subject=(delivering.SUBJECT, row.pk))
    return row, row.secret


@transaction.atomic
def stop_webhook(*, by: Actor, webhook: Webhook, at: dt.datetime) -> Webhook:
    """Send nothing until it is started again; what waits goes on waiting."""
    row = _held(by, webhook)
    if row.stopped_at is None:
        row.stopped_at = at
        row.save(update_fields=["stopped_at"])
        record(by=by, verb="api.webhook_stopped", subject=(delivering.SUBJECT, row.pk))
    return row


@transaction.atomic
def start_webhook(*, by: Actor, webhook: Webhook, at: dt.datetime) -> Webhook:
    """Go on where it stopped: what happened meanwhile is told too."""
    row = _held(by, webhook)
    if row.stopped_at is not None:
        row.stopped_at = row.failing_since = None
        row.save(update_fields=["stopped_at", "failing_since"])
        WebhookDelivery.objects.filter(webhook=row, status=DeliveryStatus.WAITING).update(next_try_at=at, tries=0)
        record(by=by, verb="api.webhook_started", subject=(delivering.SUBJECT, row.pk))
        close_for(by=by, subject=(delivering.SUBJECT, row.pk), at=at)
    return row


@transaction.atomic
def end_webhook(*, by: Actor, webhook: Webhook, at: dt.datetime) -> None:
    """End it for good. Its log stays."""
    row = _held(by, webhook)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(by=by, verb="api.webhook_ended", subject=(delivering.SUBJECT, row.pk))
    drop_for(by=by, subject=(delivering.SUBJECT, row.pk), at=at)


def send_test(*, by: Actor, webhook: Webhook, at: dt.datetime) -> WebhookDelivery:
    """Send a message about nothing at once, and give it with what came of it. Raises ``Conflict`` when that is done too often."""
    with transaction.atomic():
        row = _held(by, webhook)
        lately = WebhookDelivery.objects.filter(webhook=row, is_test=True, created_at__gt=at - dt.timedelta(minutes=1))
        if lately.count() >= TESTS_A_MINUTE:
            raise Conflict(say("It was tried five times within a minute. Wait a moment."))
        change = {"position": 0, "at": at.isoformat(), "event": "webhook.test", "resource": None, "id": None, "site": None,
                  "by": "system", "clients": []}  # fmt: skip
        delivery = WebhookDelivery.objects.create(
            webhook=row, position=0, is_test=True, event="webhook.test", ordering=f"test:{at.isoformat()}",
            payload=change, next_try_at=at, held_until=at + dt.timedelta(minutes=delivering.HELD_MINUTES),
        )  # fmt: skip
        record(by=by, verb="api.webhook_tried", subject=(delivering.SUBJECT, row.pk))
    delivering.send(delivery, None)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def send_again(*, by: Actor, webhook: Webhook, delivery_ids: Collection[object], at: dt.datetime) -> int:
    """Send deliveries again that arrived or were given up; say how many. They carry their first ids."""
    row = _held(by, webhook)
    return _anew(by, row, _over(row).filter(pk__in=list(delivery_ids)), at)


@transaction.atomic
def send_one_again(*, by: Actor, delivery: WebhookDelivery, at: dt.datetime) -> WebhookDelivery:
    """Send one delivery again, with its first id. Raises ``Conflict`` for one that waits to be sent, and for a test."""
    row = _held(by, delivery.webhook)
    if delivery.is_test:
        raise Conflict(say("A test is not sent again. Send another test."))
    if not _anew(by, row, _over(row).filter(pk=delivery.pk), at):
        raise Conflict(say("It waits to be sent already."))
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay(
    *, by: Actor, webhook: Webhook, since: dt.datetime, at: dt.datetime, until: dt.datetime | None = None
) -> int:
    """Send all again that was planned from ``since`` to before ``until`` (until now, unless said); say how many.

    Raises ``Invalid`` for a stretch of more than 31 days, for one that ends before it begins, and for one that begins before
    the log does: what was removed would be missing from it without a word.
    """
    row = _held(by, webhook)
    end = until or at
    require_valid(say("The end must lie after the beginning.") if end <= since else None, "until")
    is_long = end - since > dt.timedelta(days=MOST_DAYS)
    require_valid(say("At most 31 days are sent again at once.") if is_long else None, "since")
    require_valid(_why_not_since(row, since), "since")
    rows = _over(row).filter(created_at__gte=since)
    return _anew(by, row, rows.filter(created_at__lt=until) if until else rows, at)


def _why_not_since(webhook: Webhook, since: dt.datetime) -> Sentence | None:
    if webhook.log_since is None or since >= webhook.log_since:
        return None
    words = say("The log reaches back to {day}, {time} UTC. What is older was removed: choose a later beginning.")
    # The next whole minute, so that whoever types it in is not refused again.
    whole = webhook.log_since.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    return sentence(words, day=day_words(whole.date()), time=f"{whole:%H:%M}")


def _over(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(webhook=webhook, is_test=False).exclude(status=DeliveryStatus.WAITING)


def _anew(by: Actor, webhook: Webhook, rows: QuerySet[WebhookDelivery], at: dt.datetime) -> int:
    number = rows.update(status=DeliveryStatus.WAITING, tries=0, next_try_at=at, held_until=None, ended_at=None)
    record(by=by, verb="api.webhook_replayed", subject=(delivering.SUBJECT, webhook.pk), detail={"count": number})
    return number


def _held(by: Actor, webhook: Webhook) -> Webhook:
    row = Webhook.objects.select_for_update(of=("self",)).select_related("integration").get(pk=webhook.pk)
    require(may_keep(by, row.integration))
    require_valid(say("This webhook has ended.") if row.ended_at else None, "")
    return row


def _address(url: str) -> str:
    require_valid(lines.why_not_address(url.strip()), "url")
    return url.strip()


def _names(events: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(name.strip() for name in events if name.strip()))
    if not wanted:
        raise Invalid(say("Name at least one kind of change, or * for all."), field="events")
    for name in wanted:
        if not NAME.fullmatch(name) or len(name) > 80:
            raise Invalid(say("Write names such as sessions.closed, billing.* or *."), field="events")
    return wanted
