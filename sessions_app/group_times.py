"""Time of colleagues and rooms that meetings of groups take."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from iop.access.actors import Actor
from iop.clinic.models import Closure, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid
from iop.core.words import Sentence, say, sentence
from scheduling import busy, calendars
from scheduling.choices import BusySource
from scheduling.models import BusyTime, Room
from sessions_app.models import OpenMeeting
from sessions_app.rules.planning import Closed

TAKERS = (("room", "room_id"), ("staff", "lead_id"), ("staff", "co_lead_id"))
"""Whose time a meeting takes: the kind of calendar, and the column that names its owner."""


def take(*, by: Actor, meetings: Sequence[OpenMeeting], zone: str) -> None:
    """Take the time of rooms and colleagues for planned meetings. Raises ``Conflict`` saying who is taken by what."""
    if meetings:
        known = _calendars(meetings)
        rows = [row for meeting in meetings for _, row in _rows(meeting, known)]
        busy.take(rows, by=by, zone=zone, is_locked=True)


def take_what_is_free(*, by: Actor, meetings: Sequence[OpenMeeting], zone: str) -> list[OpenMeeting]:
    """Do as ``take`` for meetings that are not kept yet; a room or colleague who is taken is left out of the meeting.

    Gives the meetings from which somebody was left out. A group is not given up because its room is taken.
    """
    if not meetings:
        return []
    known = _calendars(meetings)
    in_the_way = busy.clashes([row for meeting in meetings for _, row in _rows(meeting, known)])
    left_out = [meeting for meeting in meetings if _without_taken(meeting, known, in_the_way)]
    busy.take([row for meeting in meetings for _, row in _rows(meeting, known)], by=by, zone=zone, is_locked=True)
    return left_out


def give_back(meeting_ids: Iterable[uuid.UUID]) -> None:
    """Give the time of meetings back."""
    ids = list(meeting_ids)
    if ids:
        busy.release(source_ids=ids)


def closures(site_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Closed]:
    """Read when a site runs nothing."""
    rows = Closure.objects.filter(site=site_id).overlapping(first, last)
    return [
        Closed(start, end or start, reason) for start, end, reason in rows.values_list("starts_on", "ends_on", "reason")
    ]


def check_people(site_id: uuid.UUID, on: dt.date, lead: StaffMember | None, co_lead: StaffMember | None) -> None:
    """Refuse a colleague who does not work at the site that day, or one who would lead a group with themselves."""
    if lead and co_lead and lead.pk == co_lead.pk:
        raise Invalid(say("Choose two different colleagues."), field="co_lead")
    named = {"lead": lead, "co_lead": co_lead}
    wanted = {each.pk for each in named.values() if each}
    there = set(StaffMember.objects.working(on).at_site(site_id, on).filter(pk__in=wanted).values_list("pk", flat=True))
    for field, staff in named.items():
        if staff and staff.pk not in there:
            words = say("{name} does not work at this site then.")
            raise Invalid(sentence(words, name=staff.name), field=field)


def check_room(site_id: uuid.UUID, room: Room | None) -> None:
    """Refuse a room of another site, or one that is not in use."""
    if room and (room.site_id != site_id or not room.is_active):
        raise Conflict(say("Choose a room of this site that is in use."), code="other_site", field="room")


def missing_words(meeting: OpenMeeting) -> Sentence:
    """Say what a meeting lacks."""
    if meeting.lead_id is None and meeting.room_id is None:
        return say("the room and who leads are taken then")
    return say("the room is taken then") if meeting.room_id is None else say("a colleague who leads is taken then")


def wall_time(at: dt.datetime, zone: str) -> tuple[dt.date, dt.time]:
    """Split an instant, or a wall time without a zone, into the site's date and wall time. Refuses a skipped hour."""
    if at.tzinfo is None:
        on, wall = at.date(), at.time()
        if clock.is_skipped(on, wall, zone):
            raise Invalid(say("The clocks skip this hour on that day."), field="starts_at", code="skipped_hour")
        return on, wall
    on = clock.local_date(at, zone)
    return on, at.astimezone(ZoneInfo(zone)).time()


def _calendars(meetings: Sequence[OpenMeeting]) -> calendars.Calendars:
    rooms = {meeting.room_id for meeting in meetings if meeting.room_id}
    staff = {each for meeting in meetings for each in (meeting.lead_id, meeting.co_lead_id) if each}
    return calendars.ensure(rooms=rooms, staff=staff, lock=True)


def _rows(meeting: OpenMeeting, known: calendars.Calendars) -> list[tuple[str, BusyTime]]:
    return [
        (column, _row(meeting, known[kind, owner])) for kind, column in TAKERS if (owner := getattr(meeting, column))
    ]


def _row(meeting: OpenMeeting, calendar_id: uuid.UUID) -> BusyTime:
    return BusyTime(
        calendar_id=calendar_id, starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        source=BusySource.GROUP, source_id=meeting.pk,
    )  # fmt: skip


def _without_taken(meeting: OpenMeeting, known: calendars.Calendars, in_the_way: Sequence[BusyTime]) -> bool:
    taken = [
        column
        for column, row in _rows(meeting, known)
        if any(
            other.calendar_id == row.calendar_id and other.starts_at < row.ends_at and other.ends_at > row.starts_at
            for other in in_the_way
        )
    ]
    for column in taken:
        setattr(meeting, column, None)
    if meeting.lead_id is None:
        meeting.lead_id, meeting.co_lead_id = meeting.co_lead_id, None
    return bool(taken)
