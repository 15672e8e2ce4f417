"""A colleague's own morning message: what would be in it now."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from iop.notifications.reminders import ReminderKind
from iop.notifications.reminders.rules import AS_USUAL_FOR_STAFF, Morning
from iop.notifications.wording import neutral_sender, words_of
from iop.workflows.reminders import mornings


@dataclass(frozen=True)
class OwnMorning:
    """What a colleague chose, what waits for them today by kind, and the message's words; no site: none is sent."""

    morning: Morning
    is_sent: bool
    counts: list[dict[str, Any]]
    total: int
    subject: str
    body: str


def read_own(staff_id: uuid.UUID, at: dt.datetime) -> OwnMorning:
    """Read a colleague's choice and what would be counted now."""
    reader = next(iter(mornings.readers(at, [staff_id])), None)
    if reader is None:
        return OwnMorning(AS_USUAL_FOR_STAFF, False, [], 0, "", "")
    found = mornings.waiting([staff_id], mornings.end_of_day(reader.zone, at)).get(staff_id, set())
    counts = mornings.counted(reader, found)
    total = sum(counts.values())
    words = words_of(mornings.TEMPLATE, "en", {"sender": neutral_sender(), "count": str(total or 3)})
    rows = [{"label": kind.label, "count": counts[kind]} for kind in ReminderKind if counts[kind]]
    return OwnMorning(reader.morning, True, rows, total, words.subject, words.body)
