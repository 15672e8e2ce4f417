"""Delivering the outbox: claim, ask whether still wanted and not too early, send, note the answer.

What it promises: no message is lost, and none is handed over twice but for one case. A worker that dies after claiming
leaves its messages leased (ten minutes); then another takes them. One that dies between the provider's yes and our note
of it leads to a second hand-over with the same idempotency key, by which the provider drops it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from iop.core.errors import Refusal
from iop.notifications import claiming, holding_back
from iop.notifications.channels import Answer, Channel, channel_for
from iop.notifications.choices import BATCH, DELIVERED_CHANNELS, EndReason, MessageStatus, StopSource
from iop.notifications.models import DeliveryAttempt, Message
from iop.notifications.rules import is_hopeless, try_again_at
from iop.notifications.stops import stop

BATCH_TIME = dt.timedelta(seconds=100)
"""A batch that takes longer than this, at a slow provider, gives the rest of it back before its lease runs out."""


def deliver(*, at: dt.datetime, now: Callable[[], dt.datetime] | None = None) -> int:
    """Deliver one batch of each channel that is due at ``at``; say how many were claimed. Safe to run in many places at once.

    ``now`` lets a batch see that its provider is slow; without it the batch is finished however long it takes.
    """
    holding_back.expire(at=at)
    return sum(_deliver_on(channel, at, now) for channel in sorted(DELIVERED_CHANNELS))


def claim(*, at: dt.datetime) -> list[Message]:
    """Take a batch of every channel's due messages for this worker alone."""
    return [row for channel in sorted(DELIVERED_CHANNELS) for row in claiming.claim(channel, at=at)]


def _deliver_on(kind: str, at: dt.datetime, now: Callable[[], dt.datetime] | None) -> int:
    claimed = claiming.claim(kind, at=at, at_most=BATCH)
    if claimed:
        wanted = _to_send(claimed, at)
        left = _send_all(kind, wanted, at, now)
        claiming.let_go(left, at=at)
    return len(claimed)


def _to_send(claimed: Sequence[Message], at: dt.datetime) -> list[Message]:
    """Withdraw what is not wanted and put off what must wait for the morning; give the rest."""
    unwanted = holding_back.unwanted(claimed, at)
    wanted = [message for message in claimed if message.pk not in unwanted]
    later = holding_back.too_early(wanted, at)
    for moment in set(later.values()):
        claiming.let_go([message for message in wanted if later.get(message.pk) == moment], at=moment)
    return [message for message in wanted if message.pk not in later]


def _send_all(
    kind: str, messages: Sequence[Message], at: dt.datetime, now: Callable[[], dt.datetime] | None
) -> Sequence[Message]:
    """Send in order; give back what was not tried because the provider went down or was too slow."""
    if not messages:
        return []
    known_up = False
    with channel_for(kind) as channel:
        for position, message in enumerate(messages):
            if now is not None and now() - at > BATCH_TIME:
                return messages[position:]
            answer = _hand_over(message, channel, at)
            if answer is not None and answer.is_down:
                claiming.note_down(kind, at=now() if now else at)
                return messages[position + 1 :]
            if answer is not None and not known_up:
                claiming.note_up(kind)
                known_up = True
    return []


def _hand_over(message: Message, channel: Channel, at: dt.datetime) -> Answer | None:
    """Send one message; what the slots of ``MESSAGE_LEAVES`` write down about it stands only if the provider took it.

    They write first and hold what they rest on, so that a permission withdrawn meanwhile waits, and comes after. Then the
    message itself is held: one taken back, or leased to another worker since, is not sent. Gives none for such a one.
    """
    answer, refused = None, False
    with transaction.atomic():
        try:
            _tell_that_it_leaves(message, at)
        except Refusal:
            refused = True
        if not refused and _is_still_ours(message):
            answer = channel.send(message)
        if answer is not None and answer.ok:
            _note(message, answer, at)
        else:
            transaction.set_rollback(True)
    if refused:
        _ours(message).update(status=MessageStatus.WITHDRAWN, reason=EndReason.NOT_ALLOWED, lease=None)
    elif answer is not None and not answer.ok:
        _note(message, answer, at)
    return answer


def _tell_that_it_leaves(message: Message, at: dt.datetime) -> None:
    for path in settings.MESSAGE_LEAVES:
        import_string(path)(message, at)


def _ours(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, status=MessageStatus.WAITING, lease=message.lease)


def _is_still_ours(message: Message) -> bool:
    return _ours(message).select_for_update(no_key=True).values_list("pk", flat=True).first() is not None


@transaction.atomic(savepoint=False)
def _note(message: Message, answer: Answer, at: dt.datetime) -> None:
    DeliveryAttempt.objects.create(message=message, at=at, ok=answer.ok, answer=answer.said[:300])
    mine = _ours(message)
    if answer.ok:
        mine.update(status=MessageStatus.SENT, sent_at=at, provider_id=answer.provider_id[:120], lease=None)
        return
    if answer.is_stopped:
        stop(channel=message.channel, address=message.to, source=StopSource.PROVIDER, at=at)
    hopeless = is_hopeless(attempts=message.attempts, is_down=answer.is_down, due_at=message.due_at, at=at)
    if answer.may_help and not hopeless:
        later = try_again_at(message.attempts, at, random.random())  # noqa: S311 - spreads load, guards nothing
        mine.update(next_attempt_at=later, lease=None)
    elif mine.update(status=MessageStatus.FAILED, lease=None):
        holding_back.could_not_tell([message], at)
