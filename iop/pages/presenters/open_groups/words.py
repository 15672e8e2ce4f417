"""Words about groups that several pages share."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client, Relationship
from iop.core.words import hours_minutes
from iop.pages.presenters.schedule import when
from sessions_app.group_choices import NTH, Frequency, MeetingStatus, MemberStatus, Presence
from sessions_app.models import OpenGroupMember, OpenGroupRhythm

MEETING_TONES: dict[str, str] = {
    MeetingStatus.PLANNED: "wait",
    MeetingStatus.HELD: "good",
    MeetingStatus.CANCELLED: "bad",
}
PRESENCE_TONES: dict[str, str] = {Presence.CAME: "good", Presence.EXCUSED: "note", Presence.MISSED: "absent"}
MEMBER_TONES: dict[str, str] = {MemberStatus.MEMBER: "good", MemberStatus.WAITING: "wait", MemberStatus.LEFT: "quiet"}


def rhythm_words(row: OpenGroupRhythm) -> str:
    """Say a rhythm: "Every Thursday, 18:30, 1 h 30", "The first Thursday of the month, 18:30, 2 h"."""
    days = _monthly(row) if row.frequency == Frequency.MONTHLY else _weekly(row)
    return f"{days}, {when.clock_words(row.starts_at)}, {hours_minutes(row.minutes)}"


def _weekly(row: OpenGroupRhythm) -> str:
    day = when.weekday_words(row.weekday)
    words = ngettext("Every %(day)s", "Every %(count)d weeks on %(day)s", row.every)
    return words % {"count": row.every, "day": day}


def _monthly(row: OpenGroupRhythm) -> str:
    nth = dict(NTH)[row.nth or 1]
    words = ngettext("On %(nth)s %(day)s of the month", "Every %(count)d months on %(nth)s %(day)s", row.every)
    return words % {"count": row.every, "nth": nth, "day": when.weekday_words(row.weekday)}


def member_name(member: OpenGroupMember) -> str:
    """Name a client or a relative as on a list of the group."""
    if member.client:
        return member.client.name
    assert member.person is not None
    return f"{member.person.first_name} {member.person.last_name}".strip()


def initials(name: str) -> str:
    """Give the letters of an avatar."""
    return "".join(part[:1] for part in name.split()[:2]).upper()


def places_words(taken: int, capacity: int, waiting: int) -> str:
    """Say how full a group is: "9 of 12 places, 1 waits"."""
    words = _("%(taken)d of %(capacity)d places") % {"taken": taken, "capacity": capacity}
    if not waiting:
        return words
    more = ngettext("%(count)d waits", "%(count)d wait", waiting) % {"count": waiting}
    return f"{words}, {more}"


def found_rows(clients: Iterable[Client], relatives: Iterable[Relationship]) -> list[dict[str, str]]:
    """Word the people found: clients with their record number, relatives with whose they are."""
    told = [{"field": "client", "id": str(one.pk), "name": one.name, "more": client_more(one)} for one in clients]
    for each in relatives:
        name = f"{each.person.first_name} {each.person.last_name}".strip()
        more = _("%(role)s of %(client)s") % {"role": each.role, "client": each.client.name}
        told.append({"field": "person", "id": str(each.person_id), "name": name, "more": more})
    return told


def client_more(client: Client) -> str:
    """Tell two people of one name apart."""
    return f"{client.record_number} · {when.day_words_long(client.date_of_birth)}"
