"""What providers tell of a message after they took it: that it arrived, came back, or was called unwanted."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from iop.notifications.choices import NOT_ARRIVED, MessageStatus, Outcome, StopSource
from iop.notifications.holding_back import could_not_tell
from iop.notifications.models import Message, Receipt
from iop.notifications.stops import stop

FROM_SMS = {
    "delivered": Outcome.DELIVERED, "read": Outcome.DELIVERED, "undelivered": Outcome.UNDELIVERED, "failed": Outcome.UNDELIVERED,
}  # fmt: skip
"""States of a text that say how it ended; "queued", "sending" and "sent" say nothing yet."""
FROM_EMAIL = {
    "delivered": Outcome.DELIVERED, "bounced": Outcome.BOUNCED, "rejected": Outcome.BOUNCED, "failed": Outcome.UNDELIVERED,
    "complained": Outcome.COMPLAINED, "unsubscribed": Outcome.COMPLAINED,
}  # fmt: skip


@transaction.atomic
def note(*, key: str = "", provider_id: str = "", outcome: Outcome, said: str, at: dt.datetime) -> bool:
    """Write down how a message fared, found by its idempotency key or the provider's number; say whether that is new.

    Calls come twice and in any order: the same thing is noted once, and "arrived" does not undo "came back". A message
    that did not arrive counts as failed, and those who must know are told. Unknown ones change nothing.
    """
    message = _found(key, provider_id)
    if message is None:
        return False
    _, is_new = Receipt.objects.get_or_create(
        message=message, outcome=outcome, said=said[:120], defaults={"at": at}
    )  # fmt: skip
    if is_new and message.outcome not in NOT_ARRIVED:
        _settle(message, outcome, at)
    return is_new


def _settle(message: Message, outcome: Outcome, at: dt.datetime) -> None:
    message.outcome, message.outcome_at = outcome, at
    if outcome == Outcome.COMPLAINED:
        stop(channel=message.channel, address=message.to, source=StopSource.PROVIDER, at=at)
    elif outcome in NOT_ARRIVED and message.status == MessageStatus.SENT:
        message.status = MessageStatus.FAILED
    message.save(update_fields=["outcome", "outcome_at", "status"])
    if outcome in NOT_ARRIVED:
        could_not_tell([message], at)


def _found(key: str, provider_id: str) -> Message | None:
    # The row is held by whoever is just handing it over: their note of the provider's yes comes first.
    rows = Message.objects.select_for_update(no_key=True)
    by_key = _id_in(key)
    found = rows.filter(pk=by_key).first() if by_key else None
    if found is not None and found.key == key:
        return found
    # A message that was sent again since answers to its newest key alone.
    return rows.filter(provider_id=provider_id).first() if provider_id and by_key is None else None


def _id_in(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key[:36])
    except ValueError:
        return None
