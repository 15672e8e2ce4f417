"""The inbox: what clients wrote, for me, for nobody yet, for all of the site, and what is closed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Thread
from clients.thread_querysets import ClientThreadQuerySet
from iop.access.actors import Actor
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words

A_PAGE = 30
SHELVES = {
    "mine": gettext_lazy("For me"),
    "free": gettext_lazy("Nobody's yet"),
    "all": gettext_lazy("All open"),
    "closed": gettext_lazy("Closed"),
}
"""The parts of the inbox by code."""


@dataclass(frozen=True)
class Inbox:
    """One page of one part of the inbox."""

    rows: list[dict[str, Any]]
    shelves: list[dict[str, Any]]
    shelf: str
    earlier: str
    later: str
    says: str


def read_inbox(actor: Actor, site_id: uuid.UUID | None, shelf: str, page: int, at: dt.datetime) -> Inbox:
    """Read one page in two statements. ``shelf`` is a code of ``SHELVES``; any other is the first."""
    shelf = shelf if shelf in SHELVES else "mine"
    every = Thread.objects.visible_to(actor, at=at)
    every = every.filter(site=site_id) if site_id else every
    first = (page - 1) * A_PAGE
    rows = _on(shelf, every, actor, at).select_related("client", "site", "assigned_to")
    order = ("-closed_at", "pk") if shelf == "closed" else ()
    rows = rows.order_by(*order) if order else rows.longest_waiting_first()
    found = list(rows[first : first + A_PAGE + 1])
    return Inbox(
        rows=[row_of(row, at) for row in found[:A_PAGE]],
        shelves=_shelves(every, actor, shelf, at),
        shelf=shelf,
        earlier=_page(shelf, page - 1) if page > 1 else "",
        later=_page(shelf, page + 1) if len(found) > A_PAGE else "",
        says=_("%(first)d to %(last)d") % {"first": first + 1, "last": first + min(len(found), A_PAGE)}
        if found
        else "",
    )


def row_of(row: Any, at: dt.datetime) -> dict[str, Any]:
    """Give one thread as a row, with the state as colour, icon and words."""
    zone = ZoneInfo(row.site.time_zone)
    return {
        "url": to("thread")(row.pk),
        "client": row.client.name,
        "subject": row.subject,
        "about": row.get_about_display(),
        "last": instant_words(row.last_at, zone),
        "owner": row.assigned_to.name if row.assigned_to else _("the team"),
        "state": state_of(row, at),
    }


def state_of(row: Any, at: dt.datetime) -> dict[str, str]:
    """Say how a thread stands for those who answer."""
    if row.closed_at:
        return {"tone": "quiet", "icon": "lock", "label": _("closed")}
    if row.waits_since is None:
        return {"tone": "good", "icon": "check-circle", "label": _("answered")}
    by = {"when": instant_words(row.answer_by, ZoneInfo(row.site.time_zone))}
    if row.answer_by < at:
        return {"tone": "bad", "icon": "exclamation-triangle", "label": _("late: was due %(when)s") % by}
    return {"tone": "warn", "icon": "hourglass-split", "label": _("answer by %(when)s") % by}


def _on(shelf: str, every: ClientThreadQuerySet, actor: Actor, at: dt.datetime) -> ClientThreadQuerySet:
    if shelf == "closed":
        return every.filter(closed_at__isnull=False)
    if shelf == "all":
        return every.open()
    return every.open().nobodys() if shelf == "free" else every.open().for_colleague(actor, at)


def _shelves(every: ClientThreadQuerySet, actor: Actor, shelf: str, at: dt.datetime) -> list[dict[str, Any]]:
    """Say how much waits on each shelf, in one statement."""
    waits = Q(waits_since__isnull=False)
    mine = Q(pk__in=Thread.objects.for_colleague(actor, at).values("pk"))
    number = every.order_by().aggregate(
        mine=Count("pk", filter=waits & mine), free=Count("pk", filter=waits & Q(assigned_to__isnull=True)),
        all=Count("pk", filter=waits),
    )  # fmt: skip
    return [
        {
            "url": _page(code, 1),
            "label": f"{label} ({number[code]})" if number.get(code) else label,
            "current": code == shelf,
        }
        for code, label in SHELVES.items()
    ]


def _page(shelf: str, page: int) -> str:
    asked = {"show": shelf, **({"page": page} if page > 1 else {})}
    return f"{reverse('threads')}?{urlencode(asked)}"
