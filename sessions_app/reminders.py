"""Treatment days that people on the roster may be reminded of (the slot ``REMINDERS``)."""

from __future__ import annotations

import datetime as dt

from iop.notifications.reminders import CLIENT, Only, ReminderKind, Wish
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance

SUBJECT = "sessions_app.programsession"


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only) -> list[Wish]:
    """Give everybody expected on the planned days that begin from ``first`` until ``last``. One statement."""
    rows = Attendance.objects.filter(
        status=AttendanceStatus.EXPECTED, session__status=SessionStatus.PLANNED,
        session__starts_at__gte=first, session__starts_at__lt=last,
    )  # fmt: skip
    kept = only.narrow(rows, client="client_id", thing="session_id").order_by()
    found = kept.values_list("client_id", "session_id", "session__starts_at", "session__site_id")
    return [
        Wish(ReminderKind.SESSION, (CLIENT, client_id), (SUBJECT, session_id), starts_at, site_id)
        for client_id, session_id, starts_at, site_id in found
    ]
