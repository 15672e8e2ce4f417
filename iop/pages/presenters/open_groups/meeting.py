"""One meeting: who is expected, who came, and what can be changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.open_groups import words
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.addresses import to
from sessions_app import group_policies, open_groups
from sessions_app.group_choices import Presence
from sessions_app.models import OpenAttendance, OpenGroupMember, OpenMeeting

TAPS: tuple[tuple[str, str], ...] = (
    (Presence.CAME, "good"),
    (Presence.EXCUSED, "note"),
    (Presence.MISSED, "warn"),
)


def facts(meeting: OpenMeeting) -> list[tuple[str, str]]:
    """Tell when, where and who leads."""
    zone = ZoneInfo(meeting.group.site.time_zone)
    leads = ", ".join(each.name for each in (meeting.lead, meeting.co_lead) if each)
    told = [
        (_("When"), when.moment_words(meeting.starts_at, meeting.ends_at, zone)),
        (_("Room"), meeting.room.name if meeting.room else _("None yet")),
        (_("Led by"), leads or _("Nobody yet")),
    ]
    if meeting.topic:
        told.append((_("Topic"), meeting.topic))
    if meeting.on != meeting.original_on:
        told.append((_("Moved from"), when.day_words_long(meeting.original_on)))
    if meeting.cancel_reason:
        told.append((_("Cancelled because"), meeting.cancel_reason))
    if meeting.held_at:
        told.append((_("Attendance taken"), when.instant_words(meeting.held_at, zone)))
    return told


def lines(actor: Actor, meeting: OpenMeeting, at: dt.datetime) -> tuple[list[dict[str, Any]], str]:
    """List who is expected with what was marked, and say how many more a colleague may not see: three statements."""
    today = clock.local_date(at, meeting.group.site.time_zone)
    rows = open_groups.expected(meeting, today)
    seen = list(rows.visible_to(actor, at=at).select_related("client", "person").order_by("created_at", "pk"))
    hidden = rows.count() - len(seen)
    marked = {line.member_id: line for line in OpenAttendance.objects.filter(meeting=meeting)}
    may_mark = group_policies.may_mark(actor, meeting, at) is None
    found = [_line(row, marked.get(row.pk), meeting, actor, may_mark) for row in seen]
    return sorted(found, key=lambda row: row["sort"]), _hidden_words(hidden)


def line(actor: Actor, meeting: OpenMeeting, member: OpenGroupMember, at: dt.datetime) -> dict[str, Any]:
    """Give one line after a tap."""
    marked = OpenAttendance.objects.filter(meeting=meeting, member=member).first()
    may_mark = group_policies.may_mark(actor, meeting, at) is None
    return _line(member, marked, meeting, actor, may_mark)


def _line(
    row: OpenGroupMember, marked: OpenAttendance | None, meeting: OpenMeeting, actor: Actor, may_mark: bool
) -> dict[str, Any]:
    name = words.member_name(row)
    opens = row.client_id and actor.can(Permission.CLIENT_VIEW, meeting.group.site_id)
    status = marked.status if marked else ""
    label = Presence(status).label if status else _("Not marked")
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    return {
        "id": str(row.pk),
        "name": name,
        "sort": (name.split()[-1:], name),
        "initials": words.initials(name),
        "url": to("client")(row.client_id) if opens and row.client_id else "",
        "more": _("Relative") if row.person_id else "",
        "tone": words.PRESENCE_TONES.get(status, "wait"),
        "label": label,
        "minutes": marked.minutes if marked and status == Presence.CAME else None,
        "shows_minutes": bool(marked and status == Presence.CAME and marked.minutes != length),
        "length": length,
        "say": f"{name}: {label}",
        "may_mark": may_mark,
        "taps": [
            {"value": value, "label": Presence(value).label, "tone": tone, "pressed": value == status}
            for value, tone in TAPS
        ]
        if may_mark
        else [],
        "status": status,
        "came": status == Presence.CAME,
    }


def counts(found: Iterable[dict[str, Any]]) -> str:
    """Say how many came and how many are not marked yet."""
    rows = list(found)
    came = sum(row["came"] for row in rows)
    unmarked = sum(row["tone"] == "wait" for row in rows)
    told = _("%(came)d of %(all)d came") % {"came": came, "all": len(rows)}
    if not unmarked:
        return told
    more = ngettext("%(count)d not marked", "%(count)d not marked", unmarked) % {"count": unmarked}
    return f"{told} · {more}"


def _hidden_words(hidden: int) -> str:
    if not hidden:
        return ""
    words_of = ngettext(
        "%(count)d person more, whom you may not see", "%(count)d people more, whom you may not see", hidden
    )
    return words_of % {"count": hidden}
