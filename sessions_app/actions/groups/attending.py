"""Saying who came to a meeting."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.work.actions import close_for
from sessions_app import group_policies, open_groups
from sessions_app.actions.groups.telling import SUBJECT
from sessions_app.group_choices import MeetingStatus, Presence
from sessions_app.models import OpenAttendance, OpenGroupMember, OpenMeeting
from sessions_app.rules.groups import minutes_there

MOST_GUESTS = 200


@transaction.atomic
def mark_presence(
    *,
    by: Actor,
    meeting: OpenMeeting,
    member: OpenGroupMember,
    status: str,
    at: dt.datetime,
    minutes: int | None = None,
) -> OpenAttendance | None:
    """Say whether somebody came; the last word counts. An empty ``status`` takes the mark back while nothing is finished.

    ``minutes`` is for who came later or left earlier; without it they were there all the time.
    """
    row = open_groups.held_meeting(meeting.pk)
    require(group_policies.may_mark(by, row, at))
    if status not in ("", *Presence.values):
        raise Invalid(say("Choose whether they came."), field="status")
    _refuse_stranger(row, member, at)
    found = OpenAttendance.objects.filter(meeting=row, member=member).first()
    if not status:
        _unmark(by, row, member, found)
        return None
    length = int((row.ends_at - row.starts_at).total_seconds() // 60)
    line = found or OpenAttendance(meeting=row, member=member)
    line.status, line.minutes = status, minutes_there(status == Presence.CAME, minutes, length)
    line.marked_at, line.marked_by = at, by.staff_id or by.id
    line.version += 1 if found else 0
    line.save()
    _record(by, row, member, status, line.minutes)
    return line


@transaction.atomic
def finish_meeting(
    *, by: Actor, meeting: OpenMeeting, at: dt.datetime, guests: int = 0, topic: str = "", version: int | None = None
) -> OpenMeeting:
    """Say that a meeting was held: whoever is not marked did not come. It can be put right person by person later.

    ``guests`` counts those who came and are on no list. Raises ``Conflict`` before it has begun.
    """
    row = open_groups.held_meeting(meeting.pk, version)
    require(group_policies.may_keep(by, row.group.site_id))
    if at < row.starts_at:
        raise Conflict(say("This meeting has not begun."), code="not_begun")
    require(group_policies.may_mark(by, row, at))
    if not 0 <= guests <= MOST_GUESTS:
        raise Invalid(say("How many guests came?"), field="guests")
    missing = _mark_missing(by, row, at)
    row.status, row.guests, row.topic = MeetingStatus.HELD, guests, topic.strip()[:200]
    row.held_at, row.held_by_id = at, by.staff_id
    row.version += 1
    row.save(update_fields=["status", "guests", "topic", "held_at", "held_by", "version"])
    close_for(by=by, subject=(SUBJECT, row.pk), at=at)
    record(
        by=by, verb="sessions.meeting_held", subject=row, site_id=row.group.site_id, clients=missing,
        detail={"guests": guests, "not_marked": len(missing)},
    )  # fmt: skip
    return row


def _mark_missing(by: Actor, row: OpenMeeting, at: dt.datetime) -> list[uuid.UUID]:
    today = clock.local_date(at, row.group.site.time_zone)
    unmarked = open_groups.expected(row, today).exclude(attendance__meeting=row)
    lines = [
        OpenAttendance(meeting=row, member=member, status=Presence.MISSED, marked_at=at, marked_by=by.staff_id or by.id)
        for member in unmarked
    ]
    OpenAttendance.objects.bulk_create(lines)
    return [line.member.client_id for line in lines if line.member.client_id]


def _unmark(by: Actor, row: OpenMeeting, member: OpenGroupMember, found: OpenAttendance | None) -> None:
    if row.status == MeetingStatus.HELD:
        raise Conflict(say("This meeting is finished: say whether they came or not."), code="finished", field="status")
    if found:
        found.delete()
        _record(by, row, member, "", 0)


def _refuse_stranger(row: OpenMeeting, member: OpenGroupMember, at: dt.datetime) -> None:
    today = clock.local_date(at, row.group.site.time_zone)
    if not open_groups.expected(row, today).filter(pk=member.pk).exists():
        raise Conflict(say("They were not on the list of this meeting."), code="not_expected")


def _record(by: Actor, row: OpenMeeting, member: OpenGroupMember, status: str, minutes: int) -> None:
    record(
        by=by, verb="sessions.meeting_marked", subject=row, site_id=row.group.site_id,
        clients=[member.client_id] if member.client_id else [],
        detail={"member": member.pk, "status": status or "none", "minutes": minutes},
    )  # fmt: skip
