"""Actions on messages that failed, on stopped addresses and on texts that came in, and on when somebody wants to hear from us."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say
from iop.notifications import policies
from iop.notifications.choices import MessageStatus, StopSource
from iop.notifications.models import AddressStop, Message, Reply, SafeHours
from iop.notifications.stops import stopped


@transaction.atomic
def send_again(*, by: Actor, message_id: uuid.UUID, at: dt.datetime) -> Message:
    """Put a failed message back into the outbox, with new tries and a key of its own.

    Refused when it would come too late, or to an address that said stop. The gate is asked again before it leaves.
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    require(policies.may_settle(by, message))
    _must(policies.why_not_again(message, at))
    if stopped([message]):
        raise Conflict(say("This address asked to get no more messages. Call instead."), code="stopped")
    Message.objects.filter(pk=message.pk).update(
        status=MessageStatus.WAITING, attempts=0, resends=F("resends") + 1, next_attempt_at=at, lease=None, claimed_at=None,
        sent_at=None, provider_id="", outcome="", outcome_at=None, reason="",
    )  # fmt: skip
    _on_record(by, "notifications.sent_again", message)
    message.refresh_from_db()
    return message


@transaction.atomic
def give_up(*, by: Actor, message_id: uuid.UUID) -> Message:
    """Let a failed or waiting message rest, because the person was told otherwise or need not be."""
    message = Message.objects.select_for_update().get(pk=message_id)
    require(policies.may_settle(by, message))
    _must(policies.why_not_rest(message))
    message.status, message.lease = MessageStatus.GIVEN_UP, None
    message.save(update_fields=["status", "lease"])
    _on_record(by, "notifications.given_up", message)
    return message


@transaction.atomic
def set_safe_hours(
    *,
    by: Actor,
    client_id: uuid.UUID,
    from_hour: int,
    until_hour: int,
    at: dt.datetime,
    site_id: uuid.UUID | None = None,
) -> SafeHours:
    """Write down between which full hours of their day a client wants messages; the same hour twice ends the wish.

    Whether ``by`` may write in this client's chart is decided above this app.
    """
    if not 0 <= from_hour <= until_hour <= 24:
        raise Invalid(say("The last hour comes after the first one."), field="until_hour")
    row = SafeHours.objects.create(
        client_id=client_id, from_hour=from_hour, until_hour=until_hour, since=at, recorded_by=by.staff_id
    )
    detail = {"from": from_hour, "until": until_hour}
    record(by=by, verb="notifications.safe_hours", subject=row, clients=[client_id], site_id=site_id, detail=detail)
    return row


@transaction.atomic
def lift_stop(*, by: Actor, stop_id: uuid.UUID, at: dt.datetime) -> AddressStop:
    """Write to an e-mail address again, because its owner asked for it."""
    row = AddressStop.objects.select_for_update().get(pk=stop_id)
    require(policies.may_lift(by, row))
    row.ended_at, row.ended_by = at, StopSource.STAFF
    row.save(update_fields=["ended_at", "ended_by"])
    record(by=by, verb="notifications.stop_lifted", subject=row, detail={"channel": row.channel})
    return row


@transaction.atomic
def mark_seen(*, by: Actor, reply_id: uuid.UUID, at: dt.datetime) -> bool:
    """Note that a colleague has read a text that came in; say whether they are the first."""
    require(policies.may_read_replies(by))
    first = Reply.objects.filter(pk=reply_id, seen_at__isnull=True).update(seen_at=at, seen_by=by.staff_id or by.id)
    if first:
        record(by=by, verb="notifications.reply_seen", subject=("notifications.reply", reply_id))
    return bool(first)


def _must(refusal: Sentence | None) -> None:
    if refusal is not None:
        raise Conflict(refusal, code="not_now")


def _on_record(by: Actor, verb: str, message: Message) -> None:
    clients = [message.recipient_id] if message.recipient_kind == "client" else []
    record(
        by=by,
        verb=verb,
        subject=message,
        clients=clients,
        site_id=message.site_id,
        detail={"template": message.template},
    )
