"""One message: its words, every try, what the provider told, and what may be done."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.notifications import policies
from iop.notifications.letters import letter_of
from iop.notifications.models import DeliveryAttempt, Message, Receipt
from iop.pages import places
from iop.pages.presenters.messages.listing import readable, said, state_of
from iop.pages.presenters.schedule.when import instant_words

CLIENT, STAFF = "client", "staff"


def get(actor: Actor, message_id: uuid.UUID) -> Message:
    """Give a message to whoever sees the outbox where it came from, or the chart of the client it went to; else there is none."""
    theirs = Q(recipient_kind=CLIENT, recipient_id__in=Client.objects.visible_to(actor).values("pk"))
    mine = theirs | readable(actor) if actor.can(Permission.OUTBOX_VIEW) else theirs
    row = Message.objects.filter(mine, pk=message_id).first()
    if row is None:
        raise Http404
    return row


def told(actor: Actor, message: Message, zone: str, at: dt.datetime) -> dict[str, Any]:
    """Word everything about one message; times by the wall clock of ``zone``."""
    wall = ZoneInfo(zone)
    may = policies.may_settle(actor, message) is None
    return {
        "message": message, "letter": letter_of(message).body, **state_of(message), **_whom(actor, message),
        "facts": _facts(message, wall), "log": _log(message, wall),
        "about_url": places.address(message.about_kind, message.about_id) if message.about_id else "",
        "may_again": may and policies.why_not_again(message, at) is None,
        "may_rest": may and policies.why_not_rest(message) is None,
        "again_url": reverse("message_send_again", args=[message.pk]), "rest_url": reverse("message_give_up", args=[message.pk]),
    }  # fmt: skip


def _whom(actor: Actor, message: Message) -> dict[str, str]:
    if message.recipient_kind == CLIENT:
        client = Client.objects.visible_to(actor).filter(pk=message.recipient_id).first()
        return {
            "whom": client.name if client else "", "whom_url": reverse("client_messages", args=[client.pk]) if client else ""
        }  # fmt: skip
    if message.recipient_kind == STAFF:
        person = StaffMember.objects.filter(pk=message.recipient_id).first()
        return {"whom": str(person) if person else "", "whom_url": ""}
    return {"whom": "", "whom_url": ""}


def _facts(message: Message, wall: ZoneInfo) -> dict[str, str]:
    return {
        "due": instant_words(message.due_at, wall),
        "expires": instant_words(message.expires_at, wall) if message.expires_at else "",
        "next": instant_words(message.next_attempt_at, wall),
        "sent": instant_words(message.sent_at, wall) if message.sent_at else "",
    }


def _log(message: Message, wall: ZoneInfo) -> list[dict[str, Any]]:
    """Tell tries and reports in one order of time."""
    tries = [
        (row.at, row.pk, {"tone": "good" if row.ok else "bad", "is_try": True, "ok": row.ok, "said": said(row.answer)})
        for row in DeliveryAttempt.objects.filter(message=message)
    ]
    reports = [
        (row.at, row.pk, {"tone": "good" if row.outcome == "delivered" else "bad", "is_try": False,
                          "label": row.get_outcome_display(), "said": "" if row.said == row.outcome else said(row.said)})
        for row in Receipt.objects.filter(message=message)
    ]  # fmt: skip
    return [{"when": _moment(at, wall), **rest} for at, _pk, rest in sorted(tries + reports, key=lambda item: item[:2])]


def _moment(at: dt.datetime, wall: ZoneInfo) -> str:
    # To the second: whoever asks the provider about it needs it.
    return f"{at.astimezone(wall):%Y-%m-%d %H:%M:%S}"
