"""Whether a reminder still says what is so, asked just before it leaves (slot ``MESSAGE_STILL_WANTED``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from iop.notifications.models import Message, ReminderLine
from iop.notifications.reminders import Only, wishes

MOMENT = dt.timedelta(microseconds=1)


def no_longer_true(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Name the reminders of which a thing was moved, called off or is over, however that came about. Fixed statements.

    The one place that knows: whichever action changed a day, a roster or an appointment, its reminder stops here.
    """
    asked = [message.pk for message in messages if message.dedupe_key.startswith("reminder:")]
    lines = list(ReminderLine.objects.filter(message__in=asked)) if asked else []
    if not lines:
        return set()
    times = [line.starts_at for line in lines]
    things = Only(things={line.about_id for line in lines})
    true = {wish.key for wish in wishes(min(times), max(times) + MOMENT, at, things)}
    return {line.message_id for line in lines if line.starts_at <= at or line.key.rpartition(":")[0] not in true}
