"""Telling the people whom a change touches: clients by neutral messages, colleagues through their work list."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from clients.reach import Reach, phone_words, reachable
from iop.access.actors import Actor
from iop.clinic.models import Organization, Site
from iop.core.basis import to_the_client
from iop.core.words import Sentence, day_words, say, sentence
from iop.notifications.actions import Draft, queue_many
from iop.notifications.reminders.actions import take_back_about
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from sessions_app.choices import AttendanceStatus
from sessions_app.models import Attendance, ProgramSession, SessionFacilitator

SUBJECT = "sessions_app.programsession"
NOT_AS_TOLD = frozenset({"session_moved", "session_cancelled"})
"""News after which what was going to remind of the day is no longer true."""


@dataclass(frozen=True)
class News:
    """One change of a day, in the words of a message template; ``old_starts_at`` where it was before, ``place`` where now."""

    session: ProgramSession
    template: str
    old_starts_at: dt.datetime | None = None
    place: str = ""
    client_ids: frozenset[uuid.UUID] | None = None
    """Only these clients of the roster; none means all who are expected."""


@dataclass
class _Known:
    sites: dict[uuid.UUID, Site] = field(default_factory=dict)
    sender: str = ""
    reach: dict[uuid.UUID, Reach] = field(default_factory=dict)
    rosters: dict[uuid.UUID, list[uuid.UUID]] = field(default_factory=dict)


def tell_clients(*, by: Actor, news: Sequence[News], at: dt.datetime) -> int:
    """Queue a neutral message to every expected client who allows a channel now; say how many. Six queries, whatever the size.

    Reminders of a day that moved or was called off, which have not left yet, are taken back.
    """
    if not news:
        return 0
    known = _known(news)
    gone = {item.session.pk for item in news if item.template in NOT_AS_TOLD}
    if gone:
        take_back_about(by=by, about=SUBJECT, ids=gone)
    drafts = [draft for item in news for draft in _drafts(item, known, at)]
    return queue_many(by=by, drafts=drafts)


def tell_staff(*, by: Actor, sessions: Sequence[ProgramSession], what: Sentence, at: dt.datetime, key: str) -> int:
    """Put the change of days on the work list of everybody who leads a part of them.

    One item for each ``key``, day and colleague, however often it changes while nobody has looked.
    """
    rows = SessionFacilitator.objects.filter(component__session__in=sessions).order_by().distinct()
    pairs = rows.values_list("staff_id", "component__session_id")
    by_id = {session.pk: session for session in sessions}
    items = [
        NewItem(
            kind=WorkKind.TASK,
            site_id=by_id[session_id].site_id,
            subject=(SUBJECT, session_id),
            summary=sentence(say("{date}: {what}"), date=day_words(by_id[session_id].on), what=what),
            due_at=max(by_id[session_id].starts_at, at),
            dedupe_key=f"told:{key}:{session_id}:{staff_id}",
            assignee_id=staff_id,
        )
        for staff_id, session_id in pairs
        if staff_id != by.staff_id
    ]
    return open_items(by=by, items=items)


def _known(news: Sequence[News]) -> _Known:
    sessions = {item.session.pk for item in news}
    rosters: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    lines = Attendance.objects.filter(session__in=sessions, status=AttendanceStatus.EXPECTED)
    for session_id, client_id in lines.values_list("session_id", "client_id"):
        rosters[session_id].append(client_id)
    everybody = {client for roster in rosters.values() for client in roster}
    return _Known(
        sites=Site.objects.in_bulk({item.session.site_id for item in news}),
        sender=Organization.objects.values_list("neutral_name", flat=True).first() or "",
        reach=reachable(everybody),
        rosters=rosters,
    )


def _drafts(item: News, known: _Known, at: dt.datetime) -> list[Draft]:
    site = known.sites[item.session.site_id]
    roster = known.rosters.get(item.session.pk, [])
    return [
        _draft(item, known.reach[client], site, known.sender, at)
        for client in roster
        if client in known.reach and (item.client_ids is None or client in item.client_ids)
    ]


def _draft(item: News, reach: Reach, site: Site, sender: str, at: dt.datetime) -> Draft:
    return Draft(
        channel=reach.channel,
        to=reach.to,
        recipient=("client", reach.client_id),
        template=item.template,
        language=reach.language,
        due_at=at,
        basis=to_the_client("schedule_change", "session_time"),
        dedupe_key=f"{item.template}:{item.session.pk}:{item.session.version}:{reach.client_id}",
        context=_words(item, site, sender, reach.language),
        about=(SUBJECT, item.session.pk),
        site_id=site.pk,
        expires_at=_helps_until(item, at),
    )


def _helps_until(item: News, at: dt.datetime) -> dt.datetime | None:
    """The news helps until the day would have begun, or until it begins now if that time is over."""
    times = [each for each in (item.old_starts_at, item.session.starts_at) if each and each > at]
    return min(times, default=None)


def _words(item: News, site: Site, sender: str, language: str) -> Mapping[str, str]:
    return {
        "when": when(item.session.starts_at, site.time_zone, language),
        "old_when": when(item.old_starts_at, site.time_zone, language) if item.old_starts_at else "",
        "place": item.place,
        "phone": phone_words(site.phone),
        "sender": sender,
    }


def when(at: dt.datetime, zone: str, language: str) -> str:
    """Say an instant in the site's wall time, as the reader's language writes it."""
    with translation.override(language):
        return date_format(at.astimezone(ZoneInfo(zone)), "l, j F, H:i" if language == "es" else "l, F j, g:i A")
