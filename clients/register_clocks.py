"""The clocks of an entry as it stands, with the clinic's own numbers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from clients import register_rules as rules
from clients.models import AccessRequest, AmendmentRequest, Breach, Grievance, Incident, RestrictionRequest
from clients.models.registers import Entry
from clients.register_choices import EntryStatus
from clients.register_rules import Clock
from iop.clinic import settings
from iop.core.words import say

NUMBERS = ("registers.incident_days", "registers.acknowledge_days", "registers.answer_days", "registers.warn_days")
HOUSE = "House rule"


def numbers(on: dt.date, site_id: uuid.UUID | None = None) -> Mapping[str, Any]:
    """Read the clinic's own deadlines in one statement."""
    return settings.values(NUMBERS, on=on, site_id=site_id)


def clocks_of(entry: Entry, own: Mapping[str, Any]) -> Sequence[Clock]:
    """Give an entry's deadlines, met and running; a wish that was withdrawn has none. ``own`` are the clinic's ``numbers``."""
    if entry.status == EntryStatus.WITHDRAWN:
        return []
    if isinstance(entry, Breach):
        return _of_breach(entry)
    if isinstance(entry, Grievance):
        return _of_grievance(entry, own)
    if isinstance(entry, Incident):
        return [_house("look", say("Look into it"), entry, own["registers.incident_days"])]
    if isinstance(entry, RestrictionRequest):
        return [_house("answer", say("Answer the client"), entry, own["registers.answer_days"])]
    if isinstance(entry, AmendmentRequest | AccessRequest):
        due, source = rules.request_due(entry.register, entry.received_on, extended=entry.extended_on is not None)
        return [Clock("answer", say("Act on it and tell the client"), due, source, entry.decided_on)]
    raise TypeError(type(entry).__name__)


def _of_breach(entry: Breach) -> Sequence[Clock]:
    if entry.status == EntryStatus.NO_BREACH:
        return []
    return rules.breach_clocks(
        entry.received_on, entry.affected,
        told_people=entry.told_people_on, told_hhs=entry.told_hhs_on, told_media=entry.told_media_on,
    )  # fmt: skip


def _of_grievance(entry: Grievance, own: Mapping[str, Any]) -> Sequence[Clock]:
    day = dt.timedelta(days=1)
    return [
        Clock(
            "acknowledge", say("Say that it was received"), entry.received_on + own["registers.acknowledge_days"] * day,
            HOUSE, entry.acknowledged_on or entry.answered_on,
        ),
        Clock("answer", say("Answer"), entry.received_on + own["registers.answer_days"] * day, HOUSE, entry.answered_on),
    ]  # fmt: skip


def _house(key: str, label: Any, entry: Entry, days: int) -> Clock:
    return Clock(key, label, entry.received_on + dt.timedelta(days=days), HOUSE, entry.decided_on)
