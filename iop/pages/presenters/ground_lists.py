"""The work list, made ready for its page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client
from iop.access.actors import Actor
from iop.pages import places
from iop.work.models import WorkItem
from iop.work.querysets import mine

PAGE = 100


def my_work(actor: Actor, at: dt.datetime, kind: str) -> dict[str, Any]:
    """Give the actor's open work with its age, its client where visible, and one click to its place."""
    rows = mine(actor)
    items = list((rows.filter(kind=kind) if kind else rows).select_related("site")[: PAGE + 1])
    shown = items[:PAGE]
    named = _clients(actor, [item.client_id for item in shown if item.client_id])
    return {"rows": [_item(item, at, named) for item in shown], "is_cut": len(items) > PAGE}


def _item(item: WorkItem, at: dt.datetime, named: dict[uuid.UUID, str]) -> dict[str, Any]:
    late = item.due_at < at
    local = item.due_at.astimezone(ZoneInfo(item.site.time_zone))
    return {
        "id": str(item.pk),
        "kind": item.get_kind_display(),
        "summary": item.summary,
        "client": named.get(item.client_id, "") if item.client_id else "",
        "site": item.site.name,
        "age": age_words(at - item.created_at),
        "due": f"{local:%a} {local.day} {local:%b}, {local:%H:%M}",
        "tone": "bad" if late else "quiet",
        "state": _("late by %(age)s") % {"age": age_words(at - item.due_at)} if late else _("due"),
        "whose": _("yours") if item.assignee_id else _("your team's"),
        "url": place_of(item),
        "close_url": reverse("work_close", args=[item.pk]),
    }


def place_of(item: WorkItem) -> str:
    """Say where a piece of work is done (``WORK_PLACES``); nothing when no app has said."""
    return places.address(item.subject_kind, item.subject_id)


def age_words(age: dt.timedelta) -> str:
    """Say an age in its largest unit: 3 days, 5 hours, 12 minutes."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes >= 24 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _clients(actor: Actor, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    wanted = set(ids)
    return (
        {client.pk: client.name for client in Client.objects.visible_to(actor).filter(pk__in=wanted)} if wanted else {}
    )
