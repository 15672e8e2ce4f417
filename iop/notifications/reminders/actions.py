"""Taking reminders back before they leave, and setting down what is reminded when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require, require_valid
from iop.core.words import say
from iop.notifications.choices import DELIVERED_CHANNELS, EndReason, MessageStatus
from iop.notifications.models import Message, ReminderLine, ReminderRule, StaffReminderChoice
from iop.notifications.reminders import FOR_CLIENTS, FOR_STAFF
from iop.notifications.reminders.policies import may_set_up
from iop.notifications.reminders.rules import NONE, Morning, Rule, why_not_morning, why_not_rule


@transaction.atomic
def take_back(*, by: Actor, message_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Take back reminders that no worker has in hand; say which."""
    if not message_ids:
        return set()
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
    return {pk for pk, _ in taken}


@transaction.atomic
def take_back_about(*, by: Actor, about: str, ids: Collection[uuid.UUID], client_id: uuid.UUID | None = None) -> int:
    """Take back the unsent reminders of things that were moved or called off, for everybody or one client; say how many.

    A message that reminded of other things too is planned anew without them by the next run.
    """
    lines = ReminderLine.objects.filter(about_kind=about, about_id__in=list(ids))
    if client_id is not None:
        lines = lines.filter(message__recipient_id=client_id)
    waiting = lines.filter(message__status=MessageStatus.WAITING)
    return len(take_back(by=by, message_ids=set(waiting.values_list("message_id", flat=True))))


@transaction.atomic
def set_rule(
    *, by: Actor, kind: str, rule: Rule, valid_from: dt.date, today: dt.date, site_id: uuid.UUID | None = None
) -> ReminderRule:
    """Say how a kind of thing is reminded of from a day on, at one site or wherever a site has no rule of its own.

    The row made last for a day holds. What waits to go out follows with the next run of the planner. Raises ``Invalid``.
    """
    require(may_set_up(by, site_id))
    if kind not in FOR_CLIENTS:
        raise Invalid(say("Choose from the list what people are reminded of."), field="kind")
    if valid_from < today:
        raise Invalid(say("A change begins today or later: what was sent before stays as it was."), field="valid_from")
    require_valid(why_not_rule(rule), "leads")
    row = ReminderRule.objects.create(
        kind=kind, site_id=site_id, valid_from=valid_from, is_on=rule.is_on, hour=rule.hour, made_by_id=by.staff_id,
        leads=sorted(set(rule.leads), reverse=True), channels=_in_order(rule.channels),
    )  # fmt: skip
    record(
        by=by, verb="notifications.reminder_rule_set", subject=row, site_id=site_id,
        detail={"kind": str(kind), "on": rule.is_on, "from": valid_from, "leads": row.leads, "hour": rule.hour,
                "channels": row.channels},
    )  # fmt: skip
    return row


@transaction.atomic
def choose_morning(*, by: Actor, morning: Morning, at: dt.datetime) -> StaffReminderChoice:
    """Note when the acting colleague wants the message on what waits for them. Raises ``Invalid``."""
    if by.staff_id is None:
        raise Invalid(say("Only colleagues get this message."))
    if morning.way not in (*DELIVERED_CHANNELS, NONE):
        raise Invalid(say("Choose from the list how it reaches you."), field="way")
    require_valid(why_not_morning(morning), "hour")
    row = StaffReminderChoice.objects.create(
        staff_id=by.staff_id, way=morning.way, hour=morning.hour, weekdays=sorted(set(morning.weekdays)),
        kinds=[str(kind) for kind in FOR_STAFF if kind in morning.kinds], since=at,
    )  # fmt: skip
    record(
        by=by, verb="notifications.morning_chosen", subject=row, detail={"way": morning.way, "hour": morning.hour}
    )  # fmt: skip
    return row


def _in_order(channels: Collection[str]) -> list[str]:
    if any(channel not in DELIVERED_CHANNELS for channel in channels):
        raise Invalid(say("Reminders go by text message or e-mail."), field="channels")
    return list(dict.fromkeys(str(channel) for channel in channels))
