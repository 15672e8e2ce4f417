"""When somebody could not be told, or wrote to us: it becomes work of a person.

``could_not_tell`` is for the slot ``MESSAGE_NOT_TOLD``, ``came_in`` for ``MESSAGE_CAME_IN``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership, Episode
from iop.access.actors import SYSTEM, Actor
from iop.clinic.models import Site
from iop.core.words import say, sentence
from iop.notifications import settling
from iop.notifications.choices import Priority, ReplyKind
from iop.notifications.models import Message, Reply
from iop.work.actions import NewItem, close_for, drop_for, open_items
from iop.work.choices import WorkKind

MESSAGE = "notifications.message"
REPLY = "notifications.reply"
CLIENT = "client"
FRONT_DESK = "intake"
"""Who answers the phone: they tell people whom no counselor is named for, and read what comes in."""
SOON = dt.timedelta(hours=2)
LATEST = dt.timedelta(days=1)


def could_not_tell(messages: Sequence[Message], at: dt.datetime) -> None:
    """Let a colleague tell each client by voice of a change that no message reached them with; reminders are let go.

    Their primary counselor, else whoever answers the phone. In a fixed number of statements, however many messages.
    """
    matter = [row for row in messages if row.recipient_kind == CLIENT and row.priority != Priority.REMINDER]
    if not matter:
        return
    homes = _homes({row.recipient_id for row in matter}, at)
    items = [_item(row, *homes[row.recipient_id], at) for row in matter if row.recipient_id in homes]
    open_items(by=SYSTEM, items=items)


def came_in(reply: Reply, at: dt.datetime) -> None:
    """Let a colleague read a text that is more than a known word. It is nobody's until somebody has read it."""
    if reply.kind != ReplyKind.OTHER:
        return
    site_id = reply.site_id or Site.objects.order_by("created_at").values_list("pk", flat=True).first()
    if site_id is None:
        return
    item = NewItem(
        kind=WorkKind.TASK, site_id=site_id, subject=(REPLY, reply.pk), summary=say("A text came in: read it and call back"),
        due_at=at + SOON, dedupe_key=f"reply:{reply.pk}", role_key=FRONT_DESK,
    )  # fmt: skip
    open_items(by=SYSTEM, items=[item])


def send_again(*, by: Actor, message_id: uuid.UUID, at: dt.datetime) -> Message:
    """Send a failed message again; calling about it is not needed while it is under way. See ``settling.send_again``."""
    message = settling.send_again(by=by, message_id=message_id, at=at)
    drop_for(by=by, subject=(MESSAGE, message_id), kind=WorkKind.MESSAGE_FAILED, at=at)
    return message


def give_up(*, by: Actor, message_id: uuid.UUID, at: dt.datetime) -> Message:
    """Let a failed message rest, and the work that it made."""
    message = settling.give_up(by=by, message_id=message_id)
    close_for(by=by, subject=(MESSAGE, message_id), kind=WorkKind.MESSAGE_FAILED, at=at)
    return message


def reply_seen(*, by: Actor, reply_id: uuid.UUID, at: dt.datetime) -> None:
    """Note that a text was read, and close the work about it."""
    if settling.mark_seen(by=by, reply_id=reply_id, at=at):
        close_for(by=by, subject=(REPLY, reply_id), at=at)


def _homes(client_ids: set[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID | None]]:
    """Say for each client at which site they are cared for, and by which counselor; the newest stay, one open before others."""
    episodes = Episode.objects.filter(client__in=client_ids).order_by("client_id", "opened_on", "created_at")
    rows = sorted(
        episodes.values_list("client_id", "site_id", "pk", "status"), key=lambda row: row[3] == EpisodeStatus.ADMITTED
    )
    stays = {client_id: (site_id, pk) for client_id, site_id, pk, _ in rows}
    team = CareTeamMembership.objects.on(at.date()).filter(
        episode__in=[pk for _, pk in stays.values()], role=CareRole.PRIMARY_COUNSELOR
    )
    counselors = dict(team.values_list("episode_id", "staff_id"))
    return {client_id: (site_id, counselors.get(pk)) for client_id, (site_id, pk) in stays.items()}


def _item(message: Message, site_id: uuid.UUID, counselor: uuid.UUID | None, at: dt.datetime) -> NewItem:
    begins = message.expires_at
    due = min(begins, at + SOON) if begins and begins > at else at + (LATEST if begins else SOON)
    return NewItem(
        kind=WorkKind.MESSAGE_FAILED, site_id=site_id, subject=(MESSAGE, message.pk), client_id=message.recipient_id,
        summary=sentence(say("{channel} did not reach them: call instead"), channel=message.get_channel_display()),
        due_at=due, dedupe_key=f"message_failed:{message.pk}", assignee_id=counselor,
        role_key="" if counselor else FRONT_DESK,
    )  # fmt: skip
