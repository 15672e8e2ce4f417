"""The groups of a site, and one group with its meetings and people."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.open_groups import words
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.addresses import to
from sessions_app import open_groups
from sessions_app.group_choices import MeetingStatus, MemberStatus, Presence
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenGroupRhythm, OpenMeeting

AHEAD, BEHIND = 8, 12
"""Meetings shown on a group's page: the next ones, and those behind."""


@dataclass
class People:
    """Who is on a group's list and who waits, as far as a colleague may know of them."""

    members: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    hidden: str = ""


def read_groups(site: Site, at: dt.datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """List a site's groups and those that have ended: four statements, whatever their number."""
    today = clock.local_date(at, site.time_zone)
    groups = list(OpenGroup.objects.filter(site=site).order_by("name"))
    ids = [group.pk for group in groups]
    coming = _coming(ids, at)
    rhythms = _holding(ids, today)
    taken = _counted(ids, today)
    rows = [_row(group, coming.get(group.pk), rhythms.get(group.pk), taken, site, today) for group in groups]
    return [row for row in rows if not row["ended"]], [row for row in rows if row["ended"]]


def _coming(ids: list[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, OpenMeeting]:
    rows = OpenMeeting.objects.filter(group__in=ids, ends_at__gt=at, status=MeetingStatus.PLANNED)
    following = rows.order_by("group_id", "starts_at").distinct("group_id").select_related("room", "lead")
    return {row.group_id: row for row in following}


def _holding(ids: list[uuid.UUID], today: dt.date) -> dict[uuid.UUID, OpenGroupRhythm]:
    rows = OpenGroupRhythm.objects.filter(group__in=ids, valid_from__lte=today)
    newest = rows.order_by("group_id", "-valid_from", "-created_at").distinct("group_id")
    return {row.group_id: row for row in newest}


def _counted(ids: list[uuid.UUID], today: dt.date) -> Counter[tuple[uuid.UUID, str]]:
    rows = OpenGroupMember.objects.filter(group__in=ids).agreed(today).order_by()
    sums = rows.values("group_id", "status").annotate(number=Count("pk"))
    return Counter({(row["group_id"], row["status"]): row["number"] for row in sums})


def _row(
    group: OpenGroup,
    coming: OpenMeeting | None,
    rhythm: OpenGroupRhythm | None,
    taken: Counter[tuple[uuid.UUID, str]],
    site: Site,
    today: dt.date,
) -> dict[str, Any]:
    number, waiting = taken[group.pk, MemberStatus.MEMBER], taken[group.pk, MemberStatus.WAITING]
    zone = ZoneInfo(site.time_zone)
    return {
        "name": group.name,
        "url": to("open_group")(group.pk),
        "kind": group.get_kind_display(),
        "rhythm": words.rhythm_words(rhythm) if rhythm else _("No days set yet"),
        "next": when.moment_words(coming.starts_at, coming.ends_at, zone) if coming else "",
        "next_url": to("open_meeting")(coming.pk) if coming else "",
        "room": coming.room.name if coming and coming.room else "",
        "lead": coming.lead.name if coming and coming.lead else "",
        "places": words.places_words(number, group.capacity, waiting),
        "is_full": number >= group.capacity,
        "ended": group.ends_on is not None and group.ends_on < today,
        "until": when.day_words_long(group.ends_on) if group.ends_on else "",
    }


def facts(group: OpenGroup, at: dt.datetime) -> list[tuple[str, str]]:
    """Tell what a group is, and its rhythm by date (one statement)."""
    today = clock.local_date(at, group.site.time_zone)
    rhythms = list(
        OpenGroupRhythm.objects.filter(group=group)
        .select_related("room", "lead", "co_lead")
        .order_by("valid_from", "created_at")
    )
    by_day = {row.valid_from: row for row in rhythms}
    shown = [row for day, row in by_day.items() if day <= today][-1:] + [
        row for day, row in by_day.items() if day > today
    ]
    told = [
        (_("Kind"), str(group.get_kind_display())),
        (_("Who may come"), str(group.get_audience_display())),
        (_("Name in messages"), group.neutral_name),
        (_("Places"), str(group.capacity)),
        *((_("Days") if row.valid_from <= today else _("From %(day)s") % {"day": when.day_words(row.valid_from)}, _rhythm(row)) for row in shown),
    ]  # fmt: skip
    if group.ends_on:
        told.append((_("Last day"), when.day_words_long(group.ends_on)))
    return told


def _rhythm(row: OpenGroupRhythm) -> str:
    names = [each.name for each in (row.lead, row.co_lead) if each]
    where = row.room.name if row.room else ""
    return " · ".join(filter(None, [words.rhythm_words(row), where, ", ".join(names)]))


def meetings(group: OpenGroup, at: dt.datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """List the next meetings and those behind with how many came: three statements."""
    rows = OpenMeeting.objects.filter(group=group).select_related("room", "lead")
    ahead = list(rows.filter(ends_at__gt=at).order_by("starts_at")[:AHEAD])
    behind = list(rows.filter(ends_at__lte=at).order_by("-starts_at")[:BEHIND])
    counted = open_groups.counted([row.pk for row in behind])
    zone = ZoneInfo(group.site.time_zone)
    return [_meeting(row, None, zone) for row in ahead], [_meeting(row, counted.get(row.pk), zone) for row in behind]


def _meeting(row: OpenMeeting, counted: open_groups.Counted | None, zone: ZoneInfo) -> dict[str, Any]:
    came = counted.came if counted else 0
    return {
        "when": when.moment_words(row.starts_at, row.ends_at, zone),
        "url": to("open_meeting")(row.pk),
        "where": row.room.name if row.room else "—",
        "lead": row.lead.name if row.lead else "—",
        "topic": row.topic,
        "tone": words.MEETING_TONES[row.status],
        "status": row.get_status_display(),
        "came": came_words(came, row.guests) if row.status == MeetingStatus.HELD else "",
        "reason": row.cancel_reason,
    }


def came_words(came: int, guests: int) -> str:
    """Say how many came: "7 came, and 2 guests"."""
    told = ngettext("%(count)d came", "%(count)d came", came) % {"count": came}
    if not guests:
        return told
    more = ngettext("and %(count)d guest", "and %(count)d guests", guests) % {"count": guests}
    return f"{told}, {more}"


def people(actor: Actor, group: OpenGroup, at: dt.datetime) -> People:
    """List who is on the list and who waits, with how often they came of late: three statements.

    Without the right to open charts, nobody is named. Restricted charts are counted and not named.
    """
    today = clock.local_date(at, group.site.time_zone)
    rows = OpenGroupMember.objects.filter(group=group, status__in=[MemberStatus.MEMBER, MemberStatus.WAITING]).agreed(
        today
    )
    seen = list(rows.visible_to(actor, at=at).select_related("client", "person").order_by("created_at", "pk"))
    hidden = rows.count() - len(seen)
    came = _came([row.pk for row in seen], at)
    told = [_person(row, came.get(row.pk), actor) for row in seen]
    return People(
        members=sorted((row for row in told if not row["waits"]), key=lambda row: row["sort"]),
        waiting=[row for row in told if row["waits"]],
        hidden=ngettext(
            "%(count)d person more, whom you may not see", "%(count)d people more, whom you may not see", hidden
        )
        % {"count": hidden}
        if hidden
        else "",
    )


def _came(member_ids: list[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, tuple[int, int]]:
    rows = OpenAttendance.objects.filter(member__in=member_ids, meeting__starts_at__gte=at - dt.timedelta(weeks=12))
    sums = (
        rows.order_by().values("member_id").annotate(of=Count("pk"), came=Count("pk", filter=Q(status=Presence.CAME)))
    )
    return {row["member_id"]: (row["came"], row["of"]) for row in sums}


def _person(row: OpenGroupMember, came: tuple[int, int] | None, actor: Actor) -> dict[str, Any]:
    name = words.member_name(row)
    opens = row.client_id and actor.can(Permission.CLIENT_VIEW)
    since = row.joined_on or row.created_at.date()
    return {
        "name": name,
        "sort": (name.split()[-1:], name),
        "initials": words.initials(name),
        "url": to("client")(row.client_id) if opens and row.client_id else "",
        "more": _("Relative") if row.person_id else "",
        "since": _("since %(day)s") % {"day": when.date_short(since)},
        "came": _("came %(came)d of %(of)d times in 12 weeks") % {"came": came[0], "of": came[1]} if came else "",
        "waits": row.status == MemberStatus.WAITING,
        "leave_url": to("open_group_leave")(row.pk),
        "version": row.version,
        "key": str(row.pk),
    }


def crumbs(group: OpenGroup | None = None) -> list[dict[str, str]]:
    """Lead back to the list, and to the group."""
    found = [{"url": reverse("open_groups"), "label": _("Groups")}]
    if group:
        found.append({"url": to("open_group")(group.pk), "label": group.name})
    return found
