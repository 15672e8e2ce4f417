"""Attendance by video: where the client is, and join and leave times that staff accept or not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from sessions_app import facts, policies
from sessions_app.actions.attendance import lock_line, mark
from sessions_app.choices import AttendanceMode, AttendanceStatus
from sessions_app.models import Attendance
from sessions_app.rules.attendance import to_minute


@transaction.atomic
def set_whereabouts(
    *, by: Actor, attendance: Attendance, version: int, remote_location: str, remote_callback: str, at: dt.datetime
) -> Attendance:
    """Note where a client on video is today and which number to call back, so that help can be sent. Asked each day."""
    session, line = lock_line(attendance, version)
    require(policies.may_write_for(by, line))
    if not remote_location.strip() or not remote_callback.strip():
        raise Invalid(say("Ask for both: where they are, and a number to call back."), field="remote_location")
    line.mode = AttendanceMode.TELEHEALTH
    line.remote_location, line.remote_callback = remote_location.strip()[:300], remote_callback.strip()[:40]
    line.version += 1
    line.save(update_fields=["mode", "remote_location", "remote_callback", "version"])
    record(
        by=by,
        verb="sessions.whereabouts",
        subject=session,
        site_id=session.site_id,
        clients=[line.client_id],
        detail={"attendance": line.pk},
    )
    return line


@transaction.atomic
def propose_telehealth_times(
    *, by: Actor, attendance: Attendance, joined_at: dt.datetime, left_at: dt.datetime | None, at: dt.datetime
) -> Attendance:
    """Keep the join and leave times of a video call as a proposal: nothing is credited until staff accept it."""
    session, line = lock_line(attendance)
    require(policies.may_run(by, session))
    if left_at and left_at <= joined_at:
        raise Invalid(say("The time out must be after the time in."), field="left_at")
    line.proposed_arrived_at, line.proposed_left_at = to_minute(joined_at), to_minute(left_at) if left_at else None
    line.version += 1
    line.save(update_fields=["proposed_arrived_at", "proposed_left_at", "version"])
    record(
        by=by,
        verb="sessions.times_proposed",
        subject=session,
        site_id=session.site_id,
        clients=[line.client_id],
        detail={"attendance": line.pk},
    )
    return line


@transaction.atomic
def accept_proposed(
    *, by: Actor, attendance: Attendance, version: int, at: dt.datetime, reason: str = ""
) -> Attendance:
    """Take the proposed times of a video call as the times in and out; leaving before the end is noted as leaving early."""
    session, line = lock_line(attendance, version)
    if line.proposed_arrived_at is None:
        raise Conflict(say("There are no proposed times to accept."), code="nothing_proposed")
    left = line.proposed_left_at
    grace = dt.timedelta(minutes=facts.limits(session.site_id, session.on, session.track_id).late_after_minutes)
    is_early = left is not None and left < session.ends_at - grace
    present = AttendanceStatus.PRESENT
    row = mark(
        by=by, attendance=line, version=version, status=present, at=at, arrived_at=line.proposed_arrived_at,
        left_at=left, mode=AttendanceMode.TELEHEALTH, reason=reason,
    )  # fmt: skip
    if is_early:
        row = mark(by=by, attendance=row, version=row.version, status=AttendanceStatus.LEFT_EARLY, at=at, reason=reason)
    Attendance.objects.filter(pk=row.pk).update(proposed_arrived_at=None, proposed_left_at=None)
    row.proposed_arrived_at = row.proposed_left_at = None
    return row
