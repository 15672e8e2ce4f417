"""What stands on a calendar, read in a fixed number of statements whatever the number of rows."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from iop.access.actors import Actor, Place
from iop.access.choices import Permission
from iop.clinic.models import Closure, OpeningHours, Site, StaffMember
from iop.core import clock
from iop.core.words import say
from iop.pages.presenters.schedule.calendar_ask import Ask
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment, Room, StaffBlock, Track
from scheduling.seats import seats_then
from sessions_app.choices import AttendanceStatus
from sessions_app.models import Attendance, OpenMeeting, ProgramSession, SessionComponent

LONGEST = dt.timedelta(hours=24)
"""No treatment day or appointment is longer, so a range over its beginning finds all that touch a date."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Everything a page of the calendar is drawn from."""

    site: Site
    zone: ZoneInfo
    sessions: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    appointments: list[Row] = field(default_factory=list)
    blocks: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    hours: list[OpeningHours] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """Whom, what and where the calendar can be narrowed to."""

    staff: list[StaffMember]
    rooms: QuerySet[Room] | list[Room]
    """Read when they are shown or one is chosen: by telephone and video none is."""
    tracks: QuerySet[Track]
    """Read when they are shown: booking forms need none."""


def choices(site: Site | Place, today: dt.date) -> Choices:
    """Read the clinicians of a site, and its rooms and tracks when they are asked for (three statements)."""
    return Choices(
        staff=list(clinicians(site.id, today)),
        rooms=Room.objects.filter(site=site.id, is_active=True),
        tracks=Track.objects.filter(program__site=site.id, is_active=True).order_by("name"),
    )


def clinicians(site_id: uuid.UUID, on: dt.date) -> QuerySet[StaffMember]:
    """Colleagues who see clients at a site: whose role there runs sessions or writes notes."""
    working = StaffMember.objects.working(on)
    return working.at_site(site_id, on, Permission.SESSION_RUN) | working.at_site(site_id, on, Permission.NOTE_WRITE)


def read(ask: Ask, site: Site, actor: Actor) -> Rows:
    """Read what the asked days hold. Names of clients come only for those who may open charts at the site."""
    zone = ZoneInfo(site.time_zone)
    start, end = clock.day_bounds(ask.first, zone)[0], clock.day_bounds(ask.last, zone)[1]
    by_part = ask.by in ("staff", "room")
    return Rows(
        site=site,
        zone=zone,
        sessions=[] if by_part else list(_sessions(ask, start, end)),
        parts=list(_parts(ask, start, end)) if by_part else [],
        appointments=[] if ask.by == "track" else list(_appointments(ask, start, end, actor)),
        blocks=list(_blocks(ask, start, end)) if ask.by == "staff" else [],
        groups=[] if ask.by == "track" else _groups(ask, start, end),
        closures=list(Closure.objects.filter(site=site).overlapping(ask.first, ask.last)),
        hours=list(OpeningHours.objects.filter(site=site)),
    )


def _roster_size(session: str) -> Coalesce:
    lines = Attendance.objects.filter(session=OuterRef(session)).exclude(status=AttendanceStatus.REMOVED)
    counted = lines.order_by().values("session").annotate(size=Count("*")).values("size")
    return Coalesce(Subquery(counted), Value(0))


def _sessions(ask: Ask, start: dt.datetime, end: dt.datetime) -> QuerySet[ProgramSession, Any]:
    found = ProgramSession.objects.filter(
        site_id=ask.site_id, starts_at__gte=start - LONGEST, starts_at__lt=end, ends_at__gt=start
    )
    if ask.by == "track" and ask.chosen:
        found = found.filter(track_id=ask.chosen)
    return found.order_by("starts_at").values(
        "id", "starts_at", "ends_at", "status", "focus", "telehealth_link", track_name=F("track__name"),
        capacity=seats_then("track", "on"), taken=_roster_size("pk"),
    )  # fmt: skip


def _parts(ask: Ask, start: dt.datetime, end: dt.datetime) -> QuerySet[SessionComponent, Any]:
    """Parts of treatment days as their facilitators and rooms are busy with them: one row a part and owner."""
    owner = "facilitators__staff_id" if ask.by == "staff" else "room_id"
    found = SessionComponent.objects.filter(
        session__site_id=ask.site_id, session__starts_at__gte=start - LONGEST, session__starts_at__lt=end,
        ends_at__gt=start, **{f"{owner.removesuffix('_id')}__isnull": False},
    )  # fmt: skip
    if ask.chosen:
        found = found.filter(**{owner: ask.chosen})
    return found.order_by("session__starts_at", "session", "starts_at").values(
        "starts_at", "ends_at", "title", owner=F(owner), part=F("kind__name"), session_key=F("session_id"),
        status=F("session__status"), track_name=F("session__track__name"), capacity=seats_then("session__track", "session__on"),
        taken=_roster_size("session_id"),
    )  # fmt: skip


def _appointments(ask: Ask, start: dt.datetime, end: dt.datetime, actor: Actor) -> QuerySet[Appointment, Any]:
    found = Appointment.objects.filter(
        site_id=ask.site_id, starts_at__gte=start - LONGEST, starts_at__lt=end, ends_at__gt=start
    )
    if ask.view != "list":
        found = found.exclude(status=AppointmentStatus.CANCELLED)
    if ask.chosen:
        found = found.filter(**{ask.by: ask.chosen})
    # A restricted person's time is taken for all to see, and only the colleague they meet reads whose it is.
    guarded = Q(client__is_restricted=True) & ~Q(staff=actor.staff_id)
    names = {
        "preferred": _unless(guarded, "client__preferred_name", str(say("Somebody"))),
        "first": _unless(guarded, "client__legal_first_name", str(say("Somebody"))),
        "last": _unless(guarded, "client__legal_last_name", ""),
    }
    return found.order_by("starts_at").values(
        "id", "starts_at", "ends_at", "kind", "status", "staff_id", "room_id", "telehealth_link", "series_id",
        staff_first=F("staff__first_name"), staff_last=F("staff__last_name"), room_name=F("room__name"),
        **(names if actor.can(Permission.CLIENT_VIEW, ask.site_id) else {}),
    )  # fmt: skip


def _unless(guarded: Q, column: str, instead: str) -> Case:
    return Case(When(guarded, then=Value(instead)), default=F(column))


def _groups(ask: Ask, start: dt.datetime, end: dt.datetime) -> list[Row]:
    """Meetings of groups outside a stay; by colleague or room one row for each whose time they take."""
    owners = {"staff": ("lead_id", "co_lead_id"), "room": ("room_id",)}.get(ask.by, ())
    found = OpenMeeting.objects.filter(
        group__site_id=ask.site_id, starts_at__gte=start - LONGEST, starts_at__lt=end, ends_at__gt=start
    )
    rows: QuerySet[OpenMeeting, Any] = found.order_by("starts_at").values(
        "id", "starts_at", "ends_at", "status", "lead_id", "co_lead_id", "room_id", name=F("group__name"),
        room_name=F("room__name"),
    )  # fmt: skip
    if not owners:
        return [row | {"owner": None} for row in rows]
    each = [row | {"owner": row[owner]} for row in rows for owner in owners if row[owner]]
    return [row for row in each if not ask.chosen or row["owner"] == ask.chosen]


def _blocks(ask: Ask, start: dt.datetime, end: dt.datetime) -> QuerySet[StaffBlock, Any]:
    found = StaffBlock.objects.filter(starts_at__lt=end, ends_at__gt=start)
    if ask.chosen:
        found = found.filter(staff_id=ask.chosen)
    else:
        found = found.filter(staff__site_roles__site_id=ask.site_id).distinct()
    return found.order_by("starts_at").values("id", "staff_id", "starts_at", "ends_at", "reason")
