"""Moving and cancelling a meeting, and giving it another room, other colleagues or a topic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Invalid, require, require_valid
from iop.core.words import say
from iop.work.actions import drop_many
from scheduling.busy import atomic_again
from scheduling.models import Room
from sessions_app import group_policies, group_times, open_groups
from sessions_app.actions.groups.telling import SUBJECT, Told, tell
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenMeeting
from sessions_app.rules import groups as rules

KEEP: Any = object()
"""Leave this as it is."""


@atomic_again
def move_meeting(*, by: Actor, meeting: OpenMeeting, version: int, starts_at: dt.datetime, at: dt.datetime) -> Told:
    """Move a planned meeting to a new start; it keeps its length, its room and who leads. Everybody on the list is told.

    ``starts_at`` without a zone is the site's wall time. Refused: the past, a closure, an hour that the clocks skip, a room or
    colleague who is taken then.
    """
    row = open_groups.held_meeting(meeting.pk, version)
    require(group_policies.may_change(by, row))
    zone = row.group.site.time_zone
    on, wall = group_times.wall_time(starts_at, zone)
    begins = clock.at_local(on, wall, zone)
    closures = group_times.closures(row.group.site_id, on, on)
    require_valid(rules.why_not_moved_to(on, begins, at, closures), "starts_at")
    old, length = row.starts_at, row.ends_at - row.starts_at
    row.on, row.starts_at, row.ends_at, row.is_customised = on, begins, begins + length, True
    _save(row, "on", "starts_at", "ends_at")
    _retake(by, row)
    told = tell(by=by, meeting=row, template="group_moved", at=at, old_starts_at=old)
    record(
        by=by, verb="sessions.meeting_moved", subject=row, site_id=row.group.site_id, clients=told.clients,
        detail={"from": old, "to": begins},
    )  # fmt: skip
    return told


@atomic_again
def cancel_meeting(*, by: Actor, meeting: OpenMeeting, version: int, reason: str, at: dt.datetime) -> Told:
    """Call a planned meeting off with a reason; its time is free again and everybody on the list is told."""
    row = open_groups.held_meeting(meeting.pk, version)
    require(group_policies.may_change(by, row))
    if not reason.strip():
        raise Invalid(say("Say why the meeting is cancelled."), field="reason")
    row.cancel_reason = reason.strip()[:300]
    return cancel_rows(by=by, meetings=[row], at=at)[0]


@atomic_again
def change_meeting(
    *,
    by: Actor,
    meeting: OpenMeeting,
    version: int,
    at: dt.datetime,
    room: Room | None = KEEP,
    lead: StaffMember | None = KEEP,
    co_lead: StaffMember | None = KEEP,
    topic: str = KEEP,
) -> OpenMeeting:
    """Give a planned meeting another room, other colleagues or a topic; what is left out stays as it is."""
    row = open_groups.held_meeting(meeting.pk, version)
    require(group_policies.may_change(by, row))
    named = {"room": room, "lead": lead, "co_lead": co_lead}
    for name, value in named.items():
        if value is not KEEP:
            setattr(row, name, value)
    if topic is not KEEP:
        row.topic = topic.strip()[:200]
    group_times.check_room(row.group.site_id, row.room)
    group_times.check_people(row.group.site_id, row.on, row.lead, row.co_lead)
    row.is_customised = True
    _save(row, "room", "lead", "co_lead", "topic")
    _retake(by, row)
    if row.room_id and row.lead_id:
        drop_many(by=by, subject_kind=SUBJECT, subject_ids=[row.pk], at=at)
    record(
        by=by, verb="sessions.meeting_changed", subject=row, site_id=row.group.site_id,
        detail={"room": row.room_id, "lead": row.lead_id, "co_lead": row.co_lead_id},
    )  # fmt: skip
    return row


def cancel_rows(*, by: Actor, meetings: Sequence[OpenMeeting], at: dt.datetime) -> list[Told]:
    """Call off locked planned meetings that carry their reason: time given back, work about them dropped, people told."""
    if not meetings:
        return []
    for row in meetings:
        row.status = MeetingStatus.CANCELLED
        row.version += 1
    OpenMeeting.objects.bulk_update(meetings, ["status", "cancel_reason", "version"])
    group_times.give_back([row.pk for row in meetings])
    drop_many(by=by, subject_kind=SUBJECT, subject_ids=[row.pk for row in meetings], at=at)
    told = [tell(by=by, meeting=row, template="group_cancelled", at=at) for row in meetings]
    for row, each in zip(meetings, told, strict=True):
        record(by=by, verb="sessions.meeting_cancelled", subject=row, site_id=row.group.site_id, clients=each.clients)
    return told


def _save(row: OpenMeeting, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "is_customised", "version"])


def _retake(by: Actor, row: OpenMeeting) -> None:
    group_times.give_back([row.pk])
    group_times.take(by=by, meetings=[row], zone=row.group.site.time_zone)
