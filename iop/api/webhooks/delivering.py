"""Telling receivers what was planned: each change once, those of one thing in their order, again later when nobody answers."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from iop.access.actors import SYSTEM
from iop.api import changes
from iop.api.callers import actor_of
from iop.api.choices import AttemptOutcome, DeliveryStatus
from iop.api.exits import Exit
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.webhooks import posting, signing
from iop.api.webhooks.planning import caller_of
from iop.audit.recorder import record
from iop.core import clock

AT_ONCE = 20
MOST_SECONDS = 45
"""How long one run tells, so that the next can begin in its minute."""
HELD_MINUTES = 5
"""How long a worker may hold what it has claimed before another takes it over."""
BACK_OFF_MINUTES = (1, 5, 30, 120, 360, 720, 1440)
"""How long to wait after the first, second … failed try; after the last a delivery is given up."""
STOPPED_AFTER = dt.timedelta(days=5)
"""A receiver that answered nothing for so long is told nothing more until somebody starts it again."""


def deliver(at: dt.datetime) -> int:
    """Deliver what is due; say how many arrived."""
    arrived, until, silent = 0, time.monotonic() + MOST_SECONDS, set[uuid.UUID]()
    while time.monotonic() < until:
        claimed = _claim(clock.now(), silent)
        if not claimed:
            break
        for position, delivery in enumerate(claimed):
            if time.monotonic() >= until:
                _give_back(claimed[position:])
                break
            if delivery.webhook_id in silent:
                _give_back([delivery])
            elif send(delivery):
                arrived += 1
            else:
                # One that does not answer is left alone for this run, so that the others don't wait for it.
                silent.add(delivery.webhook_id)
    _stop_the_silent(at)
    return arrived


def send(delivery: WebhookDelivery) -> bool:
    """Send one that this worker holds, and write down what came of it. Says whether it arrived."""
    webhook = delivery.webhook
    at = clock.now()
    body = _body(delivery, at)
    if body is None:
        _settle(delivery, DeliveryStatus.GIVEN_UP, at)
        return False
    using = [webhook.secret]
    if webhook.former_secret and webhook.former_until and webhook.former_until > at:
        using.append(webhook.former_secret)
    came = posting.post(
        webhook.url, body, signing.headers(message_id=f"msg_{delivery.pk.hex}", at=at, body=body, using=using)
    )
    return _note(delivery, came, clock.now())


def due(at: dt.datetime) -> Q:
    """Say what is due: waiting, its time has come, nobody holds it, and nothing before it about the same thing waits."""
    return Q(status=DeliveryStatus.WAITING, next_try_at__lte=at) & (Q(held_until__isnull=True) | Q(held_until__lt=at))


@transaction.atomic
def _claim(at: dt.datetime, silent: Collection[uuid.UUID]) -> list[WebhookDelivery]:
    earlier = WebhookDelivery.objects.filter(
        webhook=OuterRef("webhook"), ordering=OuterRef("ordering"), status=DeliveryStatus.WAITING, pk__lt=OuterRef("pk")
    )
    rows = list(
        WebhookDelivery.objects.filter(due(at), ~Exists(earlier), webhook__stopped_at__isnull=True,
                                       webhook__ended_at__isnull=True, webhook__integration__ended_at__isnull=True)
        .exclude(webhook__in=silent).select_related("webhook__integration__party").order_by("next_try_at", "pk")
        .select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
    )  # fmt: skip
    until = at + dt.timedelta(minutes=HELD_MINUTES)
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(held_until=until)
    return rows


def _give_back(rows: Sequence[WebhookDelivery]) -> None:
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(held_until=None)


@transaction.atomic
def _body(delivery: WebhookDelivery, at: dt.datetime) -> bytes | None:
    """Lay out what is sent: ids of those clients of whom the receiver may be told at this moment; none when nothing is left."""
    told = dict(delivery.payload)
    clients = {uuid.UUID(client) for client in told.get("clients", [])}
    if clients:
        caller = caller_of(delivery.webhook, at)
        way_out = Exit(actor_of(caller.integration, caller.scopes), caller, at)
        bases = way_out.grounds(clients, changes.NAME, changes.INFORMATION)
        if not bases:
            return None
        told["clients"] = sorted(map(str, bases))
        subject = (told["resource"] or "change", uuid.UUID(told["id"]) if told["id"] else delivery.pk)
        way_out.note("webhooks", [(client, subject, told) for client in bases], bases)
    message = {"type": delivery.event, "timestamp": at.isoformat(), "ordering": delivery.ordering, "data": told}
    return json.dumps(message, separators=(",", ":")).encode()


@transaction.atomic
def _note(delivery: WebhookDelivery, came: posting.Came, at: dt.datetime) -> bool:
    WebhookAttempt.objects.create(
        delivery=delivery, outcome=came.outcome, answered=came.answered, milliseconds=came.milliseconds
    )
    if came.outcome == AttemptOutcome.ARRIVED:
        _settle(delivery, DeliveryStatus.SENT, at)
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)
        return True
    tries = delivery.tries + 1
    if delivery.is_test or tries > len(BACK_OFF_MINUTES):
        _settle(delivery, DeliveryStatus.GIVEN_UP, at)
    else:
        wait = dt.timedelta(minutes=BACK_OFF_MINUTES[tries - 1])
        WebhookDelivery.objects.filter(pk=delivery.pk).update(
            tries=F("tries") + 1, next_try_at=at + wait, held_until=None
        )
    Webhook.objects.filter(pk=delivery.webhook_id, failing_since__isnull=True).update(failing_since=at)
    return False


def _settle(delivery: WebhookDelivery, status: str, at: dt.datetime) -> None:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        status=status, tries=F("tries") + 1, ended_at=at, held_until=None
    )


def _stop_the_silent(at: dt.datetime) -> None:
    silent = Webhook.objects.filter(
        failing_since__lt=at - STOPPED_AFTER, stopped_at__isnull=True, ended_at__isnull=True
    )
    for webhook in silent:
        with transaction.atomic():
            if Webhook.objects.filter(pk=webhook.pk, stopped_at__isnull=True).update(stopped_at=at):
                record(by=SYSTEM, verb="api.webhook_stopped", subject=("api.webhook", webhook.pk))
