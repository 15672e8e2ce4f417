"""One treatment day as the schedule sees it: its parts, who leads them where, and what can be changed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core.words import hours_minutes
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.week_page import LOOKS
from scheduling.models import Room
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent, SessionFacilitator


def get(actor: Actor, session_id: uuid.UUID) -> ProgramSession:
    """Give a day of a site the colleague works at. Raises ``Http404`` for any other."""
    found = (
        ProgramSession.objects.visible_to(actor).select_related("site", "track__program").filter(pk=session_id).first()
    )
    if found is None:
        raise Http404
    return found


def parts(session: ProgramSession) -> list[SessionComponent]:
    """Read the day's parts with rooms and facilitators (two statements)."""
    leaders = Prefetch("facilitators", queryset=SessionFacilitator.objects.select_related("staff", "stands_in_for"))
    return list(session.components.select_related("kind", "room", "topic", "exercise").prefetch_related(leaders))


def entries(found: list[SessionComponent], zone: ZoneInfo) -> list[dict[str, str]]:
    """Word the parts as an agenda."""
    return [
        {
            "kind": LOOKS.get(part.kind.category, "break"),
            "title": part.title or part.kind.name,
            "when": when.span_words(part.starts_at, part.ends_at, zone),
            "sub": " · ".join(_details(part)),
        }
        for part in found
    ]


def _details(part: SessionComponent) -> list[str]:
    names = ", ".join(_who(one) for one in part.facilitators.all())
    return [word for word in (part.topic and part.topic.title, part.room and part.room.name, names) if word]


def _who(one: SessionFacilitator) -> str:
    if one.stands_in_for:
        return _("%(name)s for %(other)s") % {"name": one.staff.name, "other": one.stands_in_for.name}
    return one.staff.name


def facts(session: ProgramSession, found: list[SessionComponent], zone: ZoneInfo) -> list[tuple[str, str]]:
    """Word the day: when, how long, how many come (one statement)."""
    service = sum((part.ends_at - part.starts_at for part in found if part.counts_as_service), dt.timedelta())
    coming = Attendance.objects.on_roster().filter(session=session).count()
    rows = [
        (_("When"), f"{when.day_words_long(session.on)}, {when.span_words(session.starts_at, session.ends_at, zone)}"),
        (_("Service"), hours_minutes(service // dt.timedelta(minutes=1))),
        (_("Roster"), _("%(taken)d of %(seats)d seats") % {"taken": coming, "seats": session.track.capacity}),
        (_("Site"), session.site.name),
    ]
    if session.focus:
        rows.insert(1, (_("Focus"), session.focus))
    if session.original_on != session.on:
        rows.append((_("Moved from"), when.day_words_long(session.original_on)))
    if session.cancel_reason:
        rows.append((_("Why it is cancelled"), session.cancel_reason))
    return rows


def tone(session: ProgramSession) -> str:
    """Name the colour of its status."""
    return {
        SessionStatus.PLANNED: "wait",
        SessionStatus.RUNNING: "info",
        SessionStatus.CLOSED: "good",
        SessionStatus.FINAL: "lock",
        SessionStatus.CANCELLED: "bad",
    }[SessionStatus(session.status)]


def rooms(session: ProgramSession) -> list[Room]:
    """List the rooms that can be given to a part."""
    return list(Room.objects.filter(site=session.site_id, is_active=True))


def leaders(session: ProgramSession) -> list[StaffMember]:
    """List the colleagues who may lead at the site on that day."""
    return list(StaffMember.objects.who_may_lead(session.on, session.site_id))


def crumbs(session: ProgramSession) -> list[dict[str, Any]]:
    """Say where the page is: the calendar's day."""
    url = f"{reverse('calendar')}?view=week&on={session.on}&site={session.site_id}"
    return [{"url": url, "label": _("Calendar")}]
