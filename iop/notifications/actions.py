"""Putting messages into the outbox and taking them back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.basis import Basis
from iop.core.errors import Invalid
from iop.core.words import say
from iop.notifications.choices import DELIVERED_CHANNELS, Channel, EndReason, MessageStatus, Priority
from iop.notifications.models import Message, ReminderLine
from iop.notifications.wording import neutral_sender, words_of


@dataclass(frozen=True)
class Draft:
    """A message as an action wants it: to whom, in which neutral words, when, and on what ground it may leave.

    ``recipient`` is (kind, id), ``about`` what it is about, ``dedupe_key`` the same for the same message however often the
    action runs, ``due_at`` the instant from which it may be sent, ``expires_at`` the one from which it helps nobody any
    more (mostly the start of what it tells of), ``priority`` what goes first: 0 urgent (knows no quiet hours), 1 a change,
    2 a reminder.
    """

    channel: Channel | str
    to: str
    recipient: tuple[str, uuid.UUID]
    template: str
    language: str
    due_at: dt.datetime
    basis: Basis
    dedupe_key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[str, uuid.UUID] | None = None
    site_id: uuid.UUID | None = None
    expires_at: dt.datetime | None = None
    priority: int = Priority.CHANGE


@transaction.atomic
def queue(
    *,
    by: Actor,
    channel: Channel | str,
    to: str,
    recipient: tuple[str, uuid.UUID],
    template: str,
    context: Mapping[str, Any],
    language: str,
    due_at: dt.datetime,
    basis: Basis,
    dedupe_key: str,
    about: tuple[str, uuid.UUID] | None = None,
    site_id: uuid.UUID | None = None,
    expires_at: dt.datetime | None = None,
    priority: int = Priority.CHANGE,
) -> Message:
    """Put one message into the outbox; asking again with the same ``dedupe_key`` gives the first one back.

    Raises ``Invalid`` for words that would reveal treatment, or a channel that people and not machines use.
    """
    draft = Draft(
        channel=channel, to=to, recipient=recipient, template=template, language=language, due_at=due_at, basis=basis,
        dedupe_key=dedupe_key, context=context, about=about, site_id=site_id,
        expires_at=expires_at, priority=priority,
    )  # fmt: skip
    queue_many(by=by, drafts=[draft])
    return Message.objects.get(dedupe_key=dedupe_key)


@transaction.atomic
def queue_many(*, by: Actor, drafts: Sequence[Draft], recorded: bool = False) -> int:
    """Put many messages into the outbox with two statements and one audit event; say how many were new.

    ``recorded`` says that the calling action's own event tells of the messages and the clients: then no other is written,
    and the number is that of the drafts.
    """
    if not drafts:
        return 0
    sender = neutral_sender()
    rows = [_row(draft, sender) for draft in drafts]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if recorded:
        return len(rows)
    new = list(Message.objects.filter(pk__in=[row.pk for row in rows]).values_list("recipient_kind", "recipient_id"))
    if new:
        record(
            by=by, verb="notifications.queued", subject=drafts[0].about if len(drafts) == 1 else None,
            clients=[who for kind, who in new if kind == "client"],
            site_id=drafts[0].site_id if len({draft.site_id for draft in drafts}) == 1 else None,
            detail={"messages": len(new), "templates": sorted({draft.template for draft in drafts})},
        )  # fmt: skip
    return len(new)


@transaction.atomic
def withdraw(*, by: Actor, about: tuple[str, uuid.UUID]) -> int:
    """Take back every message about one thing that has not been sent, reminders of it among others too; say how many."""
    lines = ReminderLine.objects.filter(message=OuterRef("pk"), about_kind=about[0], about_id=about[1])
    of_it = Q(about_kind=about[0], about_id=about[1]) | Q(Exists(lines))
    waiting = Message.objects.filter(of_it, status=MessageStatus.WAITING)
    return _take_back(by, waiting, about)


@transaction.atomic
def withdraw_resting_on(*, by: Actor, consent_id: uuid.UUID) -> int:
    """Take back every message not sent yet that may leave on one consent alone; say how many."""
    waiting = Message.objects.filter(basis__consent_id=str(consent_id), status=MessageStatus.WAITING)
    return _take_back(by, waiting, ("clients.consent", consent_id))


@transaction.atomic
def withdraw_to(*, by: Actor, recipient: tuple[str, uuid.UUID], channel: Channel | str = "") -> int:
    """Take back every message not sent yet to one recipient (kind and id), by one channel when it is named; say how many."""
    waiting = Message.objects.filter(
        recipient_kind=recipient[0], recipient_id=recipient[1], status=MessageStatus.WAITING
    )
    if channel:
        waiting = waiting.filter(channel=channel)
    return _take_back(by, waiting, None, [recipient[1]] if recipient[0] == "client" else [])


def _take_back(
    by: Actor, waiting: QuerySet[Message], subject: tuple[str, uuid.UUID] | None, clients: Sequence[uuid.UUID] = ()
) -> int:
    taken = list(waiting.select_for_update().values_list("pk", flat=True))
    if taken:
        Message.objects.filter(pk__in=taken).update(
            status=MessageStatus.WITHDRAWN, reason=EndReason.TAKEN_BACK, lease=None
        )
        record(by=by, verb="notifications.withdrawn", subject=subject, clients=clients, detail={"messages": len(taken)})
    return len(taken)


def _row(draft: Draft, sender: str) -> Message:
    if draft.channel not in DELIVERED_CHANNELS:
        raise Invalid(
            say("Phone calls and letters are made by people; only e-mail and text messages are sent."), field="channel"
        )
    words = words_of(draft.template, draft.language, {"sender": sender, **draft.context})
    return Message(
        channel=draft.channel,
        to=draft.to,
        recipient_kind=draft.recipient[0],
        recipient_id=draft.recipient[1],
        template=draft.template,
        language=draft.language,
        subject=words.subject,
        body=words.body,
        about_kind=draft.about[0] if draft.about else "",
        about_id=draft.about[1] if draft.about else None,
        site_id=draft.site_id,
        basis=draft.basis.as_data(),
        dedupe_key=draft.dedupe_key,
        due_at=draft.due_at,
        next_attempt_at=draft.due_at,
        expires_at=draft.expires_at,
        priority=draft.priority,
    )
