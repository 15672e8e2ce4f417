"""When a client may check in by themselves: from some minutes before their group begins until it ends."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.clinic import settings as clinic_settings
from iop.core.words import Sentence, say, sentence, time_words
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, ProgramSession

OPENS = "portal.checkin_opens_minutes"
"""The setting that says how many minutes before its group the check-in opens."""
LONGEST_AHEAD = dt.timedelta(days=1)
HERE = (
    AttendanceStatus.EXPECTED,
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.LEFT_EARLY,
)


def todays_line(client_id: uuid.UUID, at: dt.datetime) -> Attendance | None:
    """Give the client's roster line whose check-in is open at ``at``; none when nothing is open. Two statements at most."""
    lines = Attendance.objects.filter(client=client_id, status__in=HERE)
    near = lines.filter(session__ends_at__gt=at, session__starts_at__lte=at + LONGEST_AHEAD)
    rows = near.select_related("session__site", "session__track", "client", "check_in", "self_report")
    return next((row for row in rows.order_by("session__starts_at") if why_not_open(row.session, at) is None), None)


def opens_at(session: ProgramSession) -> dt.datetime:
    """Say from when on the check-in of a treatment day is open."""
    minutes = clinic_settings.value(OPENS, on=session.on, site_id=session.site_id)
    return session.starts_at - dt.timedelta(minutes=int(minutes))


def why_not_open(session: ProgramSession, at: dt.datetime) -> Sentence | None:
    """A client checks in on the day of their group, until it has ended; afterwards nothing is added behind its back."""
    if session.status == SessionStatus.CANCELLED:
        return say("Today's group does not take place, so there is no check-in.")
    if session.status not in (SessionStatus.PLANNED, SessionStatus.RUNNING) or at >= session.ends_at:
        return say(
            "This group has ended, so this was not saved. What you wrote is still on this page: "
            "you can send it to your team as a message, or tell them next time."
        )
    opens = opens_at(session)
    if at < opens:
        words = say("The check-in for this group opens at {time}")
        return sentence(words, time=time_words(opens, session.site.time_zone))
    return None
