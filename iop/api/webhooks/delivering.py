"""Telling receivers what was planned: each change once, those of one thing in their order, again later when nobody answers."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections.abc import Collection, Sequence
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clients.gate import NotDisclosable
from iop.access.actors import SYSTEM
from iop.api import changes
from iop.api.callers import Caller, actor_of
from iop.api.choices import AttemptOutcome, DeliveryStatus, Scope
from iop.api.exits import Exit
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.webhooks import posting, signing
from iop.api.webhooks.planning import caller_of
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import say
from iop.work.actions import open_item
from iop.work.choices import WorkKind

LOG = structlog.get_logger(__name__)
AT_ONCE = 10
"""How many of one webhook are taken in a turn; then the next webhook has its turn."""
ANSWERING_SECONDS = 30
"""How long one run tells those that answer, before it tries those that don't."""
MOST_SECONDS = 45
"""How long one run tells, so that the next can begin in its minute."""
HELD_MINUTES = 5
"""How long a worker may hold what it has claimed before another takes it over."""
BACK_OFF_MINUTES = (1, 5, 30, 120, 360, 720, 1440)
"""How long to wait after the first, second … failed try; after the last a delivery is given up."""
STOPPED_AFTER = dt.timedelta(days=5)
"""A receiver that answered nothing for so long is told nothing more until somebody starts it again."""
MENDED_WITHIN = dt.timedelta(days=2)
SUBJECT = "api.webhook"
ASKED = say(
    "A program has not answered for five days and is told nothing more. Look at its address, and start it again."
)


def deliver() -> int:
    """Deliver what is due; say how many arrived.

    Webhooks take turns, those that answer first: a long backlog or a dead receiver does not keep the others waiting.
    """
    began, done = time.monotonic(), set[uuid.UUID]()
    arrived = _in_turns(began + ANSWERING_SECONDS, done, answering=True)
    return arrived + _in_turns(began + MOST_SECONDS, done, answering=False)


def send(delivery: WebhookDelivery, caller: Caller | None) -> str | None:
    """Send one that this worker holds, and write down what came of it. Gives the outcome; none when nothing may be told.

    ``caller`` is the webhook's integration as it may read at this moment; a test needs none.
    """
    try:
        came = posting.post(delivery.webhook.url, lambda: _drawn(delivery, caller))
    except Exception:
        # One that cannot be sent must not keep all the others from being sent.
        LOG.exception("webhook_not_sent", delivery=str(delivery.pk))
        came = posting.Came(AttemptOutcome.NO_ANSWER, None, 0)
    at = clock.now()
    if came is None:
        _settle(_still_held(delivery), DeliveryStatus.GIVEN_UP, at)
        return None
    _note(delivery, came, at)
    return came.outcome


def due(at: dt.datetime) -> Q:
    """Say what is due: it waits, its time has come, and nobody holds it."""
    return Q(status=DeliveryStatus.WAITING, next_try_at__lte=at) & (Q(held_until__isnull=True) | Q(held_until__lt=at))


def _in_turns(until: float, done: set[uuid.UUID], *, answering: bool) -> int:
    arrived = 0
    while hooks := _hooks_due(clock.now(), done, answering=answering):
        for hook in hooks:
            if time.monotonic() >= until:
                return arrived
            arrived += _tell(hook, until, done)
    return arrived


def _hooks_due(at: dt.datetime, done: Collection[uuid.UUID], *, answering: bool) -> list[Webhook]:
    """Read the webhooks that have something to tell, in no order: none is always the last."""
    waits = WebhookDelivery.objects.filter(due(at), webhook=OuterRef("pk"))
    rows = Webhook.objects.filter(
        Exists(waits), stopped_at__isnull=True, ended_at__isnull=True, integration__ended_at__isnull=True
    )
    if answering:
        rows = rows.filter(failing_since__isnull=True)
    return list(rows.exclude(pk__in=done).select_related("integration__party").order_by("?"))


def _tell(hook: Webhook, until: float, done: set[uuid.UUID]) -> int:
    """Tell one webhook a few of what is due. One that has no more, or does not answer, is done for this run."""
    caller = caller_of(hook, clock.now())
    claimed = _claim(hook, clock.now()) if Scope.CHANGES_READ in caller.scopes else []
    if not claimed:
        done.add(hook.pk)
    arrived = 0
    for position, delivery in enumerate(claimed):
        if hook.pk in done or time.monotonic() >= until:
            _give_back(claimed[position:])
            break
        outcome = send(delivery, caller)
        arrived += outcome == AttemptOutcome.ARRIVED
        if outcome not in (AttemptOutcome.ARRIVED, None):
            done.add(hook.pk)
    return arrived


@transaction.atomic
def _claim(hook: Webhook, at: dt.datetime) -> list[WebhookDelivery]:
    """Take a few that are due and of which nothing earlier about the same thing waits."""
    earlier = WebhookDelivery.objects.filter(
        webhook=OuterRef("webhook"), ordering=OuterRef("ordering"), status=DeliveryStatus.WAITING,
        position__lt=OuterRef("position"),
    )  # fmt: skip
    rows = list(
        WebhookDelivery.objects.filter(due(at), ~Exists(earlier), webhook=hook).order_by("next_try_at", "position")
        .select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
    )  # fmt: skip
    until = at + dt.timedelta(minutes=HELD_MINUTES)
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(held_until=until)
    for row in rows:
        row.webhook, row.held_until = hook, until
    return rows


def _give_back(rows: Sequence[WebhookDelivery]) -> None:
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows], held_until=rows[0].held_until).update(
        held_until=None
    )


def _drawn(delivery: WebhookDelivery, caller: Caller | None) -> posting.Told | None:
    """Lay out what is sent and sign it; none when nothing is left that may be told."""
    hook, at = delivery.webhook, clock.now()
    try:
        body = _body(delivery, caller, at)
    except NotDisclosable:
        # A ground that ended between asking and writing down.
        body = None
    if body is None:
        return None
    using = [hook.secret]
    if hook.former_secret and hook.former_until and hook.former_until > at:
        using.append(hook.former_secret)
    return body, signing.headers(message_id=f"msg_{delivery.pk.hex}", at=at, body=body, using=using)


@transaction.atomic
def _body(delivery: WebhookDelivery, caller: Caller | None, at: dt.datetime) -> bytes | None:
    """Lay out ids of those clients of whom the receiver may be told at this moment, and write down that they leave."""
    told: dict[str, Any] = dict(delivery.payload)
    notices: dict[str, str] = {}
    if not delivery.is_test and caller is not None:
        actor = actor_of(caller.integration, caller.scopes)
        way_out = Exit(actor, caller, at)
        known = changes.sifted(actor, caller.scopes, way_out, [changes.Change.of(delivery.payload)])
        left = changes.released(way_out, known, "webhooks")
        if not left:
            return None
        told, notices = left[0].as_data(), way_out.notices
    message = {"type": delivery.event, "timestamp": at.isoformat(), "ordering": delivery.ordering, "data": told}
    if notices:
        # The statement of 42 CFR 2.32 goes along with what leaves on a consent.
        message["notices"] = notices
    return json.dumps(message, separators=(",", ":")).encode()


@transaction.atomic
def _note(delivery: WebhookDelivery, came: posting.Came, at: dt.datetime) -> None:
    WebhookAttempt.objects.create(
        delivery=delivery, outcome=came.outcome, answered=came.answered, milliseconds=came.milliseconds
    )
    if came.outcome == AttemptOutcome.ARRIVED:
        # It has arrived, even when another worker has taken it over meanwhile.
        _settle(WebhookDelivery.objects.filter(pk=delivery.pk), DeliveryStatus.SENT, at)
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)
        return
    tries = delivery.tries + 1
    if delivery.is_test or tries > len(BACK_OFF_MINUTES):
        _settle(_still_held(delivery), DeliveryStatus.GIVEN_UP, at)
    else:
        wait = dt.timedelta(minutes=BACK_OFF_MINUTES[tries - 1])
        _still_held(delivery).update(tries=F("tries") + 1, next_try_at=at + wait, held_until=None)
    if not delivery.is_test:
        _note_silence(delivery.webhook_id, at)


def _still_held(delivery: WebhookDelivery) -> QuerySet[WebhookDelivery]:
    """Find it as long as this worker holds it: whoever was away for too long changes nothing any more."""
    return WebhookDelivery.objects.filter(pk=delivery.pk, held_until=delivery.held_until)


def _settle(rows: QuerySet[WebhookDelivery], status: str, at: dt.datetime) -> None:
    rows.filter(status=DeliveryStatus.WAITING).update(status=status, tries=F("tries") + 1, ended_at=at, held_until=None)


def _note_silence(webhook_id: uuid.UUID, at: dt.datetime) -> None:
    """Remember since when nobody answers; after some days, stop."""
    hook = Webhook.objects.filter(pk=webhook_id)
    if hook.filter(failing_since__isnull=True).update(failing_since=at):
        return
    if hook.filter(failing_since__lt=at - STOPPED_AFTER, stopped_at__isnull=True).update(stopped_at=at):
        record(by=SYSTEM, verb="api.webhook_stopped", subject=(SUBJECT, webhook_id))
        _ask_somebody(hook.select_related("integration").get(), at)


def _ask_somebody(hook: Webhook, at: dt.datetime) -> None:
    """Put it on the list of those who keep integrations, at one of its sites or, when it has all, at the first."""
    site = hook.integration.sites.filter(is_active=True).order_by("pk").first()
    site = site or Site.objects.filter(is_active=True).earliest("pk")
    open_item(
        by=SYSTEM, kind=WorkKind.WEBHOOK_STOPPED, site_id=site.pk, subject=(SUBJECT, hook.pk), summary=ASKED,
        due_at=at + MENDED_WITHIN, dedupe_key=f"webhook_stopped:{hook.pk}", role_key="site_admin",
    )  # fmt: skip
