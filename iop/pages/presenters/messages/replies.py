"""Texts that came in: what they say, and who was last written to at that number, all of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from clients.choices import ContactKind
from clients.models import Client, ContactPoint
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.notifications.choices import ReplyKind
from iop.notifications.models import Reply
from iop.pages.presenters.schedule.when import instant_words

PAGE = 50
TONES = {ReplyKind.STOP: "warn", ReplyKind.START: "good", ReplyKind.HELP: "info", ReplyKind.OTHER: "wait"}


def read(actor: Actor, *, before: uuid.UUID | None, only_unseen: bool, zone: str) -> dict[str, Any]:
    """Give one page of texts, the newest first. A number's people are named, however many: whose words these are, nobody knows."""
    rows = Reply.objects.filter(_readable(actor)).order_by("-id")
    rows = rows.filter(seen_at__isnull=True, kind=ReplyKind.OTHER) if only_unseen else rows
    found = list((rows.filter(id__lt=before) if before else rows)[: PAGE + 1])
    shown = found[:PAGE]
    people = _people(actor, {row.address for row in shown})
    tail = "&unseen=1" if only_unseen else ""
    return {
        "rows": [_line(row, people[row.address], ZoneInfo(zone)) for row in shown], "only_unseen": only_unseen,
        "later": f"?before={shown[-1].pk}{tail}" if len(found) > PAGE else "",
    }  # fmt: skip


def may_read(actor: Actor, reply_id: uuid.UUID) -> bool:
    """Say whether this text came to one of the actor's sites."""
    return Reply.objects.filter(_readable(actor), pk=reply_id).exists()


def _readable(actor: Actor) -> Q:
    sites = {*actor.sites_where(Permission.OUTBOX_VIEW), *actor.sites_where(Permission.INTAKE_WORK)}
    return Q(site_id__in=sites) | Q(site_id__isnull=True)


def _people(actor: Actor, addresses: set[str]) -> dict[str, list[dict[str, str]]]:
    visible = Client.objects.visible_to(actor).values("pk")
    points = ContactPoint.objects.filter(kind=ContactKind.PHONE, value__in=addresses, client__in=visible)
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for point in points.select_related("client").order_by("client__legal_last_name", "pk"):
        url = reverse("client", args=[point.client_id])
        found[point.value].append({"name": point.client.name, "url": url})
    return found


def _line(row: Reply, people: list[dict[str, str]], wall: ZoneInfo) -> dict[str, Any]:
    return {
        "when": _moment(row.at, wall), "from": row.address, "words": row.words, "kind": row.get_kind_display(),
        "tone": TONES[ReplyKind(row.kind)], "people": people, "seen": _moment(row.seen_at, wall),
        "to_read": row.kind == ReplyKind.OTHER and row.seen_at is None, "seen_url": reverse("reply_seen", args=[row.pk]),
    }  # fmt: skip


def _moment(at: dt.datetime | None, wall: ZoneInfo) -> str:
    return instant_words(at, wall) if at else ""
