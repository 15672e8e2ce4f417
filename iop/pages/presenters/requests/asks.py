"""What clients ask for about their times: the list for who settles it, and one ask."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words, moment_words
from sessions_app.actions.absence.noticing import is_short
from sessions_app.ask_choices import AskKind, AskStatus
from sessions_app.models import ScheduleAsk

PAGE = 50
TONES = {AskStatus.OPEN: "wait", AskStatus.DONE: "good", AskStatus.DECLINED: "note", AskStatus.WITHDRAWN: "quiet"}


def read_list(actor: Actor, site_id: uuid.UUID | None, *, answered: bool, page: int, at: dt.datetime) -> dict[str, Any]:
    """List what waits, what begins soonest first, or what was answered, the newest first. Statements do not grow."""
    rows = ScheduleAsk.objects.visible_to(actor, Permission.REQUEST_SETTLE, at=at)
    rows = rows.filter(site=site_id) if site_id else rows
    if answered:
        rows = rows.exclude(status=AskStatus.OPEN).order_by("-settled_at", "-pk")
    else:
        rows = rows.open().order_by("asked_at", "pk")
    rows = rows.select_related("client", "site", "attendance__session__track", "appointment__staff")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    url, chart = to("schedule_ask"), to("client")
    return {
        "rows": [_row(row) | {"url": url(row.pk), "chart": chart(row.client_id)} for row in found[:PAGE]],
        "has_more": len(found) > PAGE,
    }


def ask_of(actor: Actor, ask_id: uuid.UUID, at: dt.datetime) -> ScheduleAsk:
    """Give one ask within the colleague's reach. Raises ``Http404`` for any other."""
    rows = ScheduleAsk.objects.visible_to(actor, Permission.REQUEST_SETTLE, at=at)
    row = rows.select_related(
        "client", "site", "attendance__session__track", "appointment__staff", "settled_by"
    ).filter(pk=ask_id).first()  # fmt: skip
    if row is None:
        raise Http404
    return row


def read_ask(row: ScheduleAsk) -> dict[str, Any]:
    """Put one ask into words."""
    zone = ZoneInfo(row.site.time_zone)
    settled = instant_words(row.settled_at, zone) if row.settled_at else ""
    return _row(row) | {
        "chart": to("client")(row.client_id),
        "thing_url": _thing_url(row),
        "is_open": row.status == AskStatus.OPEN,
        "is_short": is_late_call(row),
        "answer": row.answer,
        "settled": settled,
        "settled_by": row.settled_by.name if row.settled_by else _("the client"),
        "zone": row.site.time_zone.replace("_", " "),
    }


def is_late_call(row: ScheduleAsk) -> bool:
    """Say whether somebody asked not to come to a day later than its policy wants."""
    if row.kind != AskKind.CANCEL or row.attendance is None:
        return False
    return is_short(row.attendance.session, row.asked_at)


def starts_of(row: ScheduleAsk) -> dt.datetime:
    """Give when the thing asked about begins."""
    if row.appointment:
        return row.appointment.starts_at
    assert row.attendance is not None
    return row.attendance.session.starts_at


def local_start(row: ScheduleAsk) -> dict[str, Any]:
    """Give the time it has now as fields of a form."""
    local = starts_of(row).astimezone(ZoneInfo(row.site.time_zone))
    return {"on": clock.local_date(local, row.site.time_zone), "time": local.time()}


def _thing_url(row: ScheduleAsk) -> str:
    if row.appointment:
        return to("appointment")(row.appointment.pk)
    return to("session")(row.attendance.session_id) if row.attendance else ""


def _row(row: ScheduleAsk) -> dict[str, Any]:
    zone = ZoneInfo(row.site.time_zone)
    thing = row.appointment or (row.attendance.session if row.attendance else None)
    if row.appointment:
        what = f"{row.appointment.get_kind_display()}, {row.appointment.staff.name}"
    else:
        what = row.attendance.session.track.name if row.attendance else ""
    return {
        "client": row.client.short_name if row.client.is_restricted else row.client.name,
        "kind": row.get_kind_display(),
        "what": what,
        "when": moment_words(thing.starts_at, thing.ends_at, zone) if thing else "",
        "words": row.words,
        "wished": row.wished,
        "asked": instant_words(row.asked_at, zone),
        "status": row.get_status_display(),
        "tone": TONES[AskStatus(row.status)],
    }
