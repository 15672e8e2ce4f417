"""The outbox and what failed, made ready for their pages: a fixed number of statements, however long the lists."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.notifications.channels import sink
from iop.notifications.choices import NOT_ARRIVED, Channel, MessageStatus, Outcome, Priority
from iop.notifications.models import ChannelState, DeliveryAttempt, Message, Receipt
from iop.pages.presenters.ground_lists import age_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words

PAGE = 100
HOUR = dt.timedelta(hours=1)
TONES = {
    MessageStatus.WAITING: "wait", MessageStatus.SENT: "good", MessageStatus.WITHDRAWN: "quiet", MessageStatus.EXPIRED: "warn",
    MessageStatus.FAILED: "bad", MessageStatus.GIVEN_UP: "quiet",
}  # fmt: skip
WHOM = (("client", gettext_lazy("Clients")), ("staff", gettext_lazy("Staff")), ("others", gettext_lazy("Others")))
CHANNELS = [(value, label) for value, label in Channel.choices if value in (Channel.EMAIL, Channel.SMS)]
SAID = {
    "accepted": gettext_lazy("taken by the provider"),
    "kept": gettext_lazy("kept on this machine"),
    "no_provider": gettext_lazy("no provider is set up"),
    "30003": gettext_lazy("the phone was off or out of reach (30003)"),
    "30005": gettext_lazy("there is no such number (30005)"),
    "30006": gettext_lazy("a landline, which takes no texts (30006)"),
    "30007": gettext_lazy("held back by the carrier (30007)"),
    "http_400_21610": gettext_lazy("this number asked to stop (21610)"),
    "bounced": gettext_lazy("the mailbox sent it back"),
    "address_refused": gettext_lazy("the address was refused"),
}
"""Answers of providers in words; others are shown as they came, for whoever asks the provider."""


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for, in codes; a code that is none asks for nothing."""

    status: str = ""
    channel: str = ""
    whom: str = ""
    priority: str = ""
    before: uuid.UUID | None = None

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.status or self.channel or self.whom or self.priority)

    def address(self, **more: str) -> str:
        """Write the query of a page that asks the same and something more."""
        given = {"status": self.status, "channel": self.channel, "whom": self.whom, "priority": self.priority, **more}
        return "?" + urlencode({name: value for name, value in given.items() if value})


def readable(actor: Actor) -> Q:
    """Say which messages somebody who sees the outbox may see: those of their sites, and those of none."""
    return Q(site_id__in=list(actor.sites_where(Permission.OUTBOX_VIEW))) | Q(site_id__isnull=True)


def read(actor: Actor, asked: Asked, zone: str, at: dt.datetime) -> dict[str, Any]:
    """Give one page of messages, the newest first, what could be filtered by, and how delivery fares."""
    rows = _filtered(Message.objects.filter(readable(actor)), asked).order_by("-id")
    found = list(with_answers(rows.filter(id__lt=asked.before) if asked.before else rows)[: PAGE + 1])
    shown = found[:PAGE]
    return {
        "rows": lines(shown, zone), "fares": _fares(actor, at), "asked": asked, "sink_url": reverse("sink") if sink.is_used() else "",
        "later": asked.address(before=str(shown[-1].pk)) if len(found) > PAGE else "",
        "statuses": _options(MessageStatus.choices, asked.status), "channels": _options(CHANNELS, asked.channel),
        "whoms": _options(WHOM, asked.whom), "priorities": _options(Priority.choices, asked.priority),
    }  # fmt: skip


def read_failed(actor: Actor, before: uuid.UUID | None, zone: str) -> dict[str, Any]:
    """Give one page of failed messages, the newest first, and how many failed for which reason."""
    rows = Message.objects.filter(readable(actor), status=MessageStatus.FAILED).order_by("-id")
    found = list(with_answers(rows.filter(id__lt=before) if before else rows)[: PAGE + 1])
    shown = found[:PAGE]
    may = actor.can(Permission.MESSAGES_SETUP)
    later = f"?before={shown[-1].pk}" if len(found) > PAGE else ""
    return {"rows": lines(shown, zone), "later": later, "may_settle": may}


def with_answers(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Add what the provider answered last and how often it was asked, in the same statement."""
    tries = DeliveryAttempt.objects.filter(message=OuterRef("pk")).order_by("-at", "-id")
    count = tries.order_by().values("message").annotate(n=Count("pk")).values("n")
    told = Receipt.objects.filter(message=OuterRef("pk")).order_by("-at", "-id")
    return rows.annotate(
        last_answer=Subquery(tries.values("answer")[:1]), tries=Subquery(count), last_told=Subquery(told.values("said")[:1])
    )  # fmt: skip


def lines(messages: Sequence[Any], zone: str) -> list[dict[str, Any]]:
    """Word rows of a list; ``messages`` come from ``with_answers``."""
    place, wall = to("message"), ZoneInfo(zone)
    return [_line(message, place(message.pk), wall) for message in messages]


def _line(message: Any, url: str, wall: ZoneInfo) -> dict[str, Any]:
    return {
        "id": str(message.pk), "url": url, "due": instant_words(message.due_at, wall), "channel": message.get_channel_display(),
        "to": message.to, "subject": message.subject, "body": message.body, "answer": _answer(message),
        "tries": message.tries or 0, **state_of(message),
    }  # fmt: skip


def _answer(message: Any) -> str:
    """Say what a provider said last: of what did not arrive, why, and not that it was taken first."""
    told = message.last_told if message.outcome in NOT_ARRIVED else ""
    return said(told or message.last_answer or "")


def state_of(message: Message) -> dict[str, str]:
    """Say how a message stands: a word, its tone, and why where there is a reason. An arrival counts more than a hand-over."""
    if message.status == MessageStatus.SENT and message.outcome == Outcome.DELIVERED:
        return {"tone": "good", "status": str(Outcome.DELIVERED.label), "why": ""}
    if message.outcome in NOT_ARRIVED and message.status == MessageStatus.FAILED:
        return {"tone": "bad", "status": str(Outcome(message.outcome).label), "why": ""}
    why = str(message.get_reason_display()) if message.reason else ""
    return {"tone": TONES[MessageStatus(message.status)], "status": str(message.get_status_display()), "why": why}


def said(code: str) -> str:
    """Word a provider's answer."""
    return str(SAID.get(code, code))


def _filtered(rows: QuerySet[Message], asked: Asked) -> QuerySet[Message]:
    if asked.status in MessageStatus.values:
        rows = rows.filter(status=asked.status)
    if asked.channel in Channel.values:
        rows = rows.filter(channel=asked.channel)
    if asked.priority in [str(value) for value in Priority.values]:
        rows = rows.filter(priority=int(asked.priority))
    if asked.whom == "others":
        return rows.exclude(recipient_kind__in=["client", "staff"])
    return rows.filter(recipient_kind=asked.whom) if asked.whom in ("client", "staff") else rows


def _fares(actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Say how delivery fares: what is due and waits, since when, what went in the last hour, what failed, who is down."""
    mine = Message.objects.filter(readable(actor))
    waiting = mine.filter(status=MessageStatus.WAITING).aggregate(
        due=Count("pk", filter=Q(due_at__lte=at)), oldest=Min("due_at", filter=Q(due_at__lte=at)),
        planned=Count("pk", filter=Q(due_at__gt=at)),
    )  # fmt: skip
    lately = mine.filter(channel__in=[value for value, _label in CHANNELS], claimed_at__gt=at - HOUR)
    down = ChannelState.objects.filter(down_since__isnull=False)
    failed = mine.filter(status=MessageStatus.FAILED).count()
    return {
        "due": waiting["due"], "planned": waiting["planned"],
        "oldest": age_words(at - waiting["oldest"]) if waiting["oldest"] else "",
        "hour": lately.filter(status=MessageStatus.SENT).count(), "failed": failed, "failed_url": reverse("dead_letters"),
        "down": [_down(row, at) for row in down],
    }  # fmt: skip


def _down(row: ChannelState, at: dt.datetime) -> str:
    age = age_words(at - row.down_since) if row.down_since else ""
    return _("%(channel)s: the provider has not answered for %(age)s. Messages wait and none is lost.") % {
        "channel": row.get_channel_display(), "age": age,
    }  # fmt: skip


def _options(choices: Any, current: str) -> list[dict[str, Any]]:
    return [{"value": str(value), "label": label, "current": str(value) == current} for value, label in choices]
