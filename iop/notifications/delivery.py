"""Delivering the outbox: claim, ask whether still wanted, send, note the answer.

What it promises: a message is handed to its provider once, however many workers run. A worker that dies after claiming
and before sending leaves its messages claimed for ``LEASE_MINUTES``; then another takes them. One that dies between the
provider's yes and our note of it leads to a second hand-over with the same id, by which the provider can drop it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from contextlib import ExitStack

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from iop.core.errors import Refusal
from iop.notifications.channels import Answer, Channel, channel_for
from iop.notifications.choices import BATCH, LEASE_MINUTES, MAX_ATTEMPTS, MessageStatus
from iop.notifications.models import DeliveryAttempt, Message
from iop.notifications.rules import try_again_at


def deliver(*, at: dt.datetime) -> int:
    """Deliver one batch of what is due at ``at``; say how many were claimed. Safe to run in many places at once."""
    claimed = claim(at=at)
    unwanted = _unwanted(claimed, at)
    with ExitStack() as open_channels:
        channels: dict[str, Channel] = {}
        for message in claimed:
            if message.pk in unwanted or not _is_still_ours(message):
                continue
            if message.channel not in channels:
                channels[message.channel] = open_channels.enter_context(channel_for(message.channel))
            _hand_over(message, channels[message.channel], at)
    return len(claimed)


@transaction.atomic
def claim(*, at: dt.datetime) -> list[Message]:
    """Take a batch of due messages for this worker alone, for ``LEASE_MINUTES``."""
    due = Message.objects.filter(status=MessageStatus.WAITING, next_attempt_at__lte=at)
    rows = list(due.order_by("next_attempt_at").select_for_update(skip_locked=True)[:BATCH])
    until = at + dt.timedelta(minutes=LEASE_MINUTES)
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=until, attempts=F("attempts") + 1)
    for row in rows:
        row.attempts += 1
        row.next_attempt_at = until
    return rows


def _unwanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    if not messages:
        return set()
    found: set[uuid.UUID] = set()
    for path in settings.MESSAGE_STILL_WANTED:
        found |= set(import_string(path)(messages, at))
    Message.objects.filter(pk__in=found, status=MessageStatus.WAITING).update(status=MessageStatus.WITHDRAWN)
    return found


def _is_still_ours(message: Message) -> bool:
    # A permission withdrawn a second ago, or a lease that ran out on a slow line, must stop the message here.
    return Message.objects.filter(pk=message.pk, status=MessageStatus.WAITING, attempts=message.attempts).exists()


def _hand_over(message: Message, channel: Channel, at: dt.datetime) -> None:
    """Send one message; what the slots of ``MESSAGE_LEAVES`` write down about it stands only if the provider took it.

    They write first and hold what they rest on, so that a permission withdrawn meanwhile waits, and comes after.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                _tell_that_it_leaves(message, at)
        except Refusal:
            Message.objects.filter(pk=message.pk).update(status=MessageStatus.WITHDRAWN)
            return
        answer = channel.send(message)
        if answer.ok:
            _note(message, answer, at)
        else:
            transaction.set_rollback(True)
    if not answer.ok:
        _note(message, answer, at)


def _tell_that_it_leaves(message: Message, at: dt.datetime) -> None:
    for path in settings.MESSAGE_LEAVES:
        import_string(path)(message, at)


@transaction.atomic
def _note(message: Message, answer: Answer, at: dt.datetime) -> None:
    DeliveryAttempt.objects.create(message=message, at=at, ok=answer.ok, answer=answer.said[:300])
    mine = Message.objects.filter(pk=message.pk)
    if answer.ok:
        mine.update(status=MessageStatus.SENT, sent_at=at, provider_id=answer.provider_id[:120])
    elif answer.may_help and message.attempts < MAX_ATTEMPTS:
        mine.update(next_attempt_at=try_again_at(message.attempts, at))
    else:
        mine.update(status=MessageStatus.FAILED)
