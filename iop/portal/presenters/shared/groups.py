"""Groups of families as a relative sees them: when, where, whether there is room, and never who. Fixed numbers of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clients.models import RelatedPerson
from clients.reach import phone_words
from family.groups import open_to, places_of
from family.reach import allowed
from iop.core import clock
from iop.pages.presenters.schedule.when import moment_words
from sessions_app import announcements
from sessions_app.group_choices import OPEN_MEMBER, MeetingStatus, MemberStatus
from sessions_app.models import GroupMaterial, OpenGroup, OpenGroupMember, OpenMeeting

AHEAD = 6
TONES: Mapping[str, str] = {MemberStatus.MEMBER: "good", MemberStatus.WAITING: "wait"}


def lists(person: RelatedPerson, at: dt.datetime) -> dict[str, Any]:
    """Give a relative's own groups and those that they may come to."""
    mine = list(places_of(person))
    others = list(open_to(person, at).exclude(pk__in=[row.group_id for row in mine]).order_by("name"))
    groups = [row.group for row in mine] + others
    upcoming, full = _next(groups, at), _full(groups)
    return {
        "mine": [_card(row.group, upcoming, full, row.status) for row in mine],
        "others": [_card(group, upcoming, full, "") for group in others],
        "is_told": bool(allowed([person.pk])),
    }


def page(person: RelatedPerson, group_id: uuid.UUID, at: dt.datetime) -> dict[str, Any] | None:
    """Give one group; none when it is not open to this person and they have no place in it."""
    place = places_of(person).filter(group=group_id).first()
    group = place.group if place else open_to(person, at).filter(pk=group_id).first()
    if group is None:
        return None
    comes = place is not None and place.status == MemberStatus.MEMBER
    today = clock.local_date(at, group.site.time_zone)
    return {
        **_card(group, _next([group], at), _full([group]), place.status if place else ""),
        "kind": group.get_kind_display(),
        "place": place,
        "meetings": _meetings(group, at),
        "materials": [_material(row) for row in announcements.materials_of(group.pk)] if comes else [],
        "news": [row.words for row in announcements.running(today).filter(group=group)] if comes else [],
        "join_url": reverse("shared_group_join", args=[group.pk]),
        "leave_url": reverse("shared_group_leave", args=[group.pk]),
        "phone": phone_words(group.site.phone),
    }


def _card(
    group: OpenGroup, upcoming: Mapping[uuid.UUID, OpenMeeting], full: Collection[uuid.UUID], state: str
) -> dict[str, Any]:
    zone, meeting = ZoneInfo(group.site.time_zone), upcoming.get(group.pk)
    return {
        "name": group.name,
        "where": group.site.name,
        "next": moment_words(meeting.starts_at, meeting.ends_at, zone) if meeting else "",
        "is_full": group.pk in full,
        "state": _state(state),
        "tone": TONES.get(state, "plain"),
        "url": reverse("shared_group", args=[group.pk]),
    }


def _state(state: str) -> str:
    words: dict[str, str] = {
        MemberStatus.MEMBER: _("You have a place"),
        MemberStatus.WAITING: _("You wait for a place"),
    }
    return words.get(state, "")


def _next(groups: Collection[OpenGroup], at: dt.datetime) -> dict[uuid.UUID, OpenMeeting]:
    rows = OpenMeeting.objects.filter(group__in=groups, status=MeetingStatus.PLANNED, ends_at__gt=at)
    return {row.group_id: row for row in rows.order_by("group_id", "starts_at").distinct("group_id")}


def _full(groups: Collection[OpenGroup]) -> set[uuid.UUID]:
    """Name the groups without room: every place is taken, or somebody waits already."""
    rows = OpenGroupMember.objects.filter(group__in=groups, status__in=OPEN_MEMBER).order_by().values("group_id")
    counts = rows.annotate(
        taken=Count("pk", filter=Q(status=MemberStatus.MEMBER)), wait=Count("pk", filter=Q(status=MemberStatus.WAITING))
    )
    places = {group.pk: group.capacity for group in groups}
    return {row["group_id"] for row in counts if row["wait"] or row["taken"] >= places[row["group_id"]]}


def _meetings(group: OpenGroup, at: dt.datetime) -> list[dict[str, Any]]:
    rows = OpenMeeting.objects.filter(group=group, ends_at__gt=at).select_related("room").order_by("starts_at")[:AHEAD]
    zone = ZoneInfo(group.site.time_zone)
    return [
        {
            "when": moment_words(row.starts_at, row.ends_at, zone),
            "where": row.room.name if row.room else "",
            "is_off": row.status == MeetingStatus.CANCELLED,
        }
        for row in rows
    ]


def _material(row: GroupMaterial) -> dict[str, Any]:
    return {
        "title": row.title,
        "words": row.words,
        "file": row.file.original_name if row.file else "",
        "url": reverse("shared_material", args=[row.pk]) if row.file else "",
    }
