"""Which messages a worker takes: what is due, in order, at the pace the provider allows, each for one worker alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from iop.core.ids import uuid7
from iop.notifications.choices import BATCH, LEASE_MINUTES, MessageStatus
from iop.notifications.models import ChannelState, Message
from iop.notifications.rules import PACE_WINDOW, ask_again_at, room

DEFAULT_PACE = 600


@transaction.atomic
def claim(channel: str, *, at: dt.datetime, at_most: int = BATCH) -> list[Message]:
    """Take a batch of one channel's due messages for this worker alone, until the lease ends.

    Urgent ones first, then in the order in which they fell due. The channel's row is held meanwhile, so that two workers
    do not exceed the pace together; while the provider is down, one message at a time asks whether it is back.
    """
    state = _held(channel)
    if state.try_at and state.try_at > at:
        return []
    size = 1 if state.down_since else room(per_minute=_pace(channel), taken=_taken(channel, at), at_most=at_most)
    due = Message.objects.filter(
        channel=channel, status=MessageStatus.WAITING, due_at__lte=at, next_attempt_at__lte=at
    ).filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
    rows = list(due.order_by("priority", "due_at", "id").select_for_update(skip_locked=True)[:size]) if size else []
    return _leased(rows, at)


@transaction.atomic
def let_go(messages: Collection[Message], *, at: dt.datetime) -> None:
    """Give claimed messages back untried: they are due at ``at`` again, and neither their tries nor the pace count them."""
    for lease in {message.lease for message in messages}:
        mine = [message.pk for message in messages if message.lease == lease]
        Message.objects.filter(pk__in=mine, lease=lease, status=MessageStatus.WAITING).update(
            lease=None, claimed_at=None, next_attempt_at=at, attempts=F("attempts") - 1
        )


@transaction.atomic
def note_down(channel: str, *, at: dt.datetime) -> None:
    """Remember that the provider is down, and leave it alone a little longer each time."""
    state = _held(channel)
    state.failures += 1
    state.down_since = state.down_since or at
    state.try_at = ask_again_at(state.failures, at)
    state.save()


def note_up(channel: str) -> None:
    """Remember that the provider takes messages; costs a write only when it was down."""
    ChannelState.objects.filter(channel=channel, down_since__isnull=False).update(
        down_since=None, try_at=None, failures=0
    )


def _held(channel: str) -> ChannelState:
    row = ChannelState.objects.select_for_update().filter(pk=channel).first()
    if row is None:
        ChannelState.objects.bulk_create([ChannelState(channel=channel)], ignore_conflicts=True)
        row = ChannelState.objects.select_for_update().get(pk=channel)
    return row


def _pace(channel: str) -> int:
    return int(settings.MESSAGES_PER_MINUTE.get(channel, DEFAULT_PACE))


def _taken(channel: str, at: dt.datetime) -> int:
    return Message.objects.filter(channel=channel, claimed_at__gt=at - PACE_WINDOW, claimed_at__lte=at).count()


def _leased(rows: list[Message], at: dt.datetime) -> list[Message]:
    if not rows:
        return rows
    lease: uuid.UUID = uuid7()
    until = at + (lease_length())
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        next_attempt_at=until, lease=lease, claimed_at=at, attempts=F("attempts") + 1
    )
    for row in rows:
        row.attempts += 1
        row.next_attempt_at, row.lease, row.claimed_at = until, lease, at
    return rows


def lease_length() -> dt.timedelta:
    """Say how long a worker may hold what it claimed."""
    return dt.timedelta(seconds=getattr(settings, "MESSAGE_LEASE_SECONDS", LEASE_MINUTES * 60))
