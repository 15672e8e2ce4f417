"""Making the attendance of closed days final."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from sessions_app import facts
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionStatusChange

BATCH = 100


def finalise_attendance(*, by: Actor, at: dt.datetime) -> int:
    """Make final what was closed ``attendance.final_after_hours`` ago; say how many days. Safe to run twice at once.

    Days are claimed a hundred at a time; those another run holds are left to it.
    """
    total = 0
    while number := _finalise_batch(by, at):
        total += number
    return total


@transaction.atomic
def _finalise_batch(by: Actor, at: dt.datetime) -> int:
    rows = ProgramSession.objects.filter(status=SessionStatus.CLOSED, closed_at__lte=at - dt.timedelta(hours=1))
    claimed = rows.order_by("closed_at").select_for_update(skip_locked=True, no_key=True)
    due = [session for session in claimed.iterator(chunk_size=BATCH) if _is_due(session, at)][:BATCH]
    if not due:
        return 0
    for session in due:
        session.status = SessionStatus.FINAL
        session.version += 1
    ProgramSession.objects.bulk_update(due, ["status", "version"])
    SessionStatusChange.objects.bulk_create(
        SessionStatusChange(session=session, status=session.status, at=at, by_id=by.staff_id or by.id)
        for session in due
    )
    by_site = defaultdict(list)
    for session in due:
        by_site[session.site_id].append(session)
    for site_id, sessions in by_site.items():
        clients = Attendance.objects.filter(session__in=sessions).on_roster().values_list("client_id", flat=True)
        record(
            by=by, verb="sessions.finalised", subject=sessions[0] if len(sessions) == 1 else None, site_id=site_id,
            clients=clients, detail={"sessions": [session.pk for session in sessions]},
        )  # fmt: skip
    return len(due)


def _is_due(session: ProgramSession, at: dt.datetime) -> bool:
    hours = facts.limits(session.site_id, session.on).final_after_hours
    return session.closed_at is not None and session.closed_at <= at - dt.timedelta(hours=hours)
