"""What a client has before them and behind them: treatment days, appointments and meetings of groups, in order of time.

One reading for a client's own pages and for their calendar feed. Titles say nothing about treatment; who shows them decides.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from iop.clinic.models import Site
from scheduling.choices import AppointmentStatus, FacilitatorRole
from scheduling.models import Appointment
from sessions_app.choices import MISSED, AttendanceMode, AttendanceStatus, RosterSource, SessionStatus
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import Attendance, OpenMeeting, SessionComponent

SESSION, APPOINTMENT, MEETING = "session", "appointment", "meeting"


@dataclass(frozen=True)
class Coming:
    """One thing with a time. ``line_id`` is the client's roster line of a treatment day; ``version`` counts its changes.

    ``label`` is the clinic's own word for it (a track, a group's neutral name, a kind of appointment), for signed-in eyes.
    ``is_off`` says that it does not take place, or not for this client (``is_taken_off``: it does, without them);
    ``is_missed`` that they were not there.
    """

    kind: str
    id: uuid.UUID
    label: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    site: Site
    version: int
    room: str = ""
    link: str = ""
    people: tuple[str, ...] = ()
    is_off: bool = False
    is_taken_off: bool = False
    is_missed: bool = False
    is_make_up: bool = False
    by_video: bool = False
    line_id: uuid.UUID | None = None


def of_client(client_id: uuid.UUID, start: dt.datetime, end: dt.datetime) -> list[Coming]:
    """List everything of a client that begins in the half-open range of instants, what was called off among it.

    Four statements, whatever there is.
    """
    found = [
        *_sessions(client_id, start, end),
        *_appointments(client_id, start, end),
        *_meetings(client_id, start, end),
    ]
    return sorted(found, key=lambda each: (each.starts_at, str(each.id)))


def standing(found: Iterable[Coming]) -> list[Coming]:
    """Leave out what does not take place."""
    return [each for each in found if not each.is_off]


def _sessions(client_id: uuid.UUID, start: dt.datetime, end: dt.datetime) -> list[Coming]:
    lines = Attendance.objects.filter(client=client_id, session__starts_at__gte=start, session__starts_at__lt=end)
    rows = list(lines.select_related("session__site", "session__track").order_by("session__starts_at"))
    parts = _parts({row.session_id for row in rows})
    return [_session(row, *parts.get(row.session_id, ("", ()))) for row in rows]


def _session(row: Attendance, room: str, people: tuple[str, ...]) -> Coming:
    session = row.session
    off = session.status == SessionStatus.CANCELLED or row.status == AttendanceStatus.REMOVED
    return Coming(
        kind=SESSION, id=session.pk, label=session.track.name, starts_at=session.starts_at, ends_at=session.ends_at,
        site=session.site, version=session.version + row.version, room=room, people=people, is_off=off,
        link=session.telehealth_link or session.track.telehealth_link, is_missed=row.status in MISSED,
        is_taken_off=row.status == AttendanceStatus.REMOVED,
        is_make_up=row.source == RosterSource.MAKE_UP, by_video=row.mode == AttendanceMode.TELEHEALTH, line_id=row.pk,
    )  # fmt: skip


def _parts(session_ids: set[uuid.UUID]) -> dict[uuid.UUID, tuple[str, tuple[str, ...]]]:
    """Give for each day the room it begins in, and who leads, each colleague once."""
    lead = Q(facilitators__role=FacilitatorRole.LEAD)
    rows = SessionComponent.objects.filter(lead | Q(facilitators__isnull=True), session__in=session_ids)
    names = rows.order_by("session_id", "position").values_list(
        "session_id", "room__name", "facilitators__staff__first_name", "facilitators__staff__last_name"
    )
    found: dict[uuid.UUID, tuple[str, tuple[str, ...]]] = {}
    for session_id, room, first, last in names:
        known_room, people = found.get(session_id, ("", ()))
        name = f"{first} {last}" if last else ""
        found[session_id] = (known_room or room or "", people if not name or name in people else (*people, name))
    return found


def _appointments(client_id: uuid.UUID, start: dt.datetime, end: dt.datetime) -> list[Coming]:
    rows = Appointment.objects.filter(client=client_id).between(start, end).select_related("site", "staff", "room")
    return [
        Coming(
            kind=APPOINTMENT, id=row.pk, label=str(row.get_kind_display()), starts_at=row.starts_at, ends_at=row.ends_at,
            site=row.site, version=row.version, room=row.room.name if row.room else "", link=row.telehealth_link,
            people=(row.staff.name,), is_off=row.status == AppointmentStatus.CANCELLED,
            is_missed=row.status == AppointmentStatus.NO_SHOW, by_video=row.room is None and bool(row.telehealth_link),
        )
        for row in rows
    ]  # fmt: skip


def _meetings(client_id: uuid.UUID, start: dt.datetime, end: dt.datetime) -> list[Coming]:
    """Give the meetings of the groups on whose list the client was on the day."""
    member = Q(group__members__client=client_id, group__members__joined_on__lte=F("on")) & (
        Q(group__members__left_on__isnull=True) | Q(group__members__left_on__gt=F("on"))
    )
    rows = OpenMeeting.objects.filter(member).between(start, end).distinct()
    return [
        Coming(
            kind=MEETING, id=row.pk, label=row.group.neutral_name, starts_at=row.starts_at, ends_at=row.ends_at,
            site=row.group.site, version=row.version, room=row.room.name if row.room else "",
            people=(row.lead.name,) if row.lead else (), is_off=row.status == MeetingStatus.CANCELLED,
        )
        for row in rows.select_related("group__site", "room", "lead")
    ]  # fmt: skip
