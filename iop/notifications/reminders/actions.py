"""Taking reminders back before they leave, and setting down what is reminded when."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.notifications.choices import EndReason, MessageStatus
from iop.notifications.models import Message, ReminderLine


@transaction.atomic
def take_back(*, by: Actor, message_ids: Collection[uuid.UUID]) -> int:
    """Take back reminders that no worker has in hand; say how many."""
    if not message_ids:
        return 0
    waiting = Message.objects.filter(pk__in=list(message_ids), status=MessageStatus.WAITING, lease__isnull=True)
    taken = list(waiting.select_for_update().values_list("pk", "recipient_id"))
    if taken:
        Message.objects.filter(pk__in=[pk for pk, _ in taken]).update(
            status=MessageStatus.WITHDRAWN, reason=EndReason.TAKEN_BACK
        )
        record(
            by=by, verb="notifications.withdrawn", subject=None, clients=[client_id for _, client_id in taken],
            detail={"messages": len(taken), "why": "reminders_changed"},
        )  # fmt: skip
    return len(taken)


@transaction.atomic
def take_back_about(*, by: Actor, about: str, ids: Collection[uuid.UUID], client_id: uuid.UUID | None = None) -> int:
    """Take back the unsent reminders of things that were moved or called off, for everybody or one client; say how many.

    A message that reminded of other things too is planned anew without them by the next run.
    """
    lines = ReminderLine.objects.filter(about_kind=about, about_id__in=list(ids))
    if client_id is not None:
        lines = lines.filter(message__recipient_id=client_id)
    waiting = lines.filter(message__status=MessageStatus.WAITING)
    return take_back(by=by, message_ids=set(waiting.values_list("message_id", flat=True)))
