"""Rooms, programs and tracks."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import Sentence, say, sentence
from scheduling import policies, seats
from scheduling.models import PastSeats, Program, Room, Track

CHANGED = say("Somebody else changed this meanwhile. Look at it again; nothing of theirs was overwritten.")
M = TypeVar("M", bound=models.Model)


@transaction.atomic
def save_room(
    *,
    by: Actor,
    site_id: uuid.UUID,
    name: str,
    capacity: int,
    at: dt.datetime,
    equipment: str = "",
    is_active: bool = True,
    room: Room | None = None,
    version: int | None = None,
) -> Room:
    """Add a room or change one. ``capacity`` is how many clients it holds; ``version`` is the one that was read."""
    require(policies.may_edit_rooms(by, site_id))
    row = locked(room, version) or Room(site_id=site_id)
    if capacity < 1:
        raise Invalid(say("A room holds at least one client."), field="capacity")
    row.name, row.capacity, row.equipment, row.is_active = named(name), capacity, equipment.strip(), is_active
    write(row, say("Another room of this site has this name."))
    record(
        by=by,
        verb="scheduling.room_saved",
        subject=row,
        site_id=site_id,
        detail={"capacity": capacity, "active": is_active},
    )
    return row


@transaction.atomic
def save_program(
    *,
    by: Actor,
    site_id: uuid.UUID,
    level: LevelOfCare,
    name: str,
    at: dt.datetime,
    target_weeks: int = 10,
    min_weeks: int = 8,
    max_weeks: int = 12,
    is_active: bool = True,
    program: Program | None = None,
    version: int | None = None,
) -> Program:
    """Offer a level of care at a site, with its usual stay in weeks (8 to 12, program.md §4), or change the offer."""
    require(policies.may_edit_templates(by, site_id))
    if not 1 <= min_weeks <= target_weeks <= max_weeks:
        raise Invalid(say("The usual stay lies between the shortest and the longest."), field="target_weeks")
    if level.is_off_site:
        raise Invalid(
            sentence(say("{level} is given elsewhere, not at this site."), level=level.short_name), field="level"
        )
    row = locked(program, version) or Program(site_id=site_id)
    row.level, row.name, row.is_active = level, named(name), is_active
    row.target_weeks, row.min_weeks, row.max_weeks = target_weeks, min_weeks, max_weeks
    write(row, say("Another program of this site has this name."))
    record(
        by=by,
        verb="scheduling.program_saved",
        subject=row,
        site_id=site_id,
        detail={"level": level.key, "active": is_active},
    )
    return row


@transaction.atomic
def save_track(
    *,
    by: Actor,
    program: Program,
    name: str,
    day_part: str,
    capacity: int,
    at: dt.datetime,
    telehealth_link: str = "",
    is_active: bool = True,
    track: Track | None = None,
    version: int | None = None,
) -> Track:
    """Add a track or change one. ``capacity`` is seats on each day; it cannot go below the seats already given away.

    Other seats hold from today on; days that are over keep those they had.
    """
    require(policies.may_edit_templates(by, program.site_id))
    if capacity < 1:
        raise Invalid(say("A track has at least one seat."), field="capacity")
    row = locked(track, version) or Track(program=program)
    today = clock.local_date(at, program.site.time_zone)
    if track is not None and capacity < row.capacity:
        _refuse_too_small(row, capacity, today, at)
    if track is not None and capacity != row.capacity:
        _remember_seats(row, today - seats.ONE_DAY)
    row.program, row.name, row.day_part, row.capacity = program, named(name), day_part, capacity
    row.telehealth_link, row.is_active = telehealth_link.strip(), is_active
    write(row, say("Another track of this program has this name."))
    record(
        by=by, verb="scheduling.track_saved", subject=row, site_id=program.site_id,
        detail={"capacity": capacity, "day_part": str(day_part), "active": is_active},
    )  # fmt: skip
    return row


def named(text: str) -> str:
    """Give a name without stray blanks; refuse an empty one."""
    name = " ".join(text.split())
    if not name:
        raise Invalid(say("Give it a name."), field="name")
    return name


def locked(row: M | None, version: int | None) -> M | None:
    """Hold the row that is about to be changed; ``Stale`` when somebody changed it since ``version`` was read."""
    if row is None:
        return None
    fresh = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    held: Any = fresh
    require_current(held.version, version, CHANGED)
    held.version += 1
    return fresh


def write(row: models.Model, taken: Sentence, field: str = "name") -> None:
    """Save a row; a name that is taken becomes the sentence ``taken``."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        if "_once" not in str(clash) and "unique" not in str(clash):
            raise
        raise Conflict(taken, field=field) from clash


def _refuse_too_small(track: Track, capacity: int, today: dt.date, at: dt.datetime) -> None:
    seating = seats.seatings_of([track], today, None, at=at)[track.pk]
    days = [today + seats.ONE_DAY * number for number in range(seats.HORIZON.days)]
    most = max((seating.taken_on(day) for day in days), default=0)
    if most > capacity:
        raise Conflict(
            sentence(
                say("{most} seats are already taken on one of the coming days; {capacity} would be too few."),
                most=most,
                capacity=capacity,
            ),
            field="capacity",
        )


def _remember_seats(track: Track, last_on: dt.date) -> None:
    """Keep the seats that days up to ``last_on`` had. A second change on one day changes nothing that is over."""
    PastSeats.objects.get_or_create(track=track, last_on=last_on, defaults={"seats": track.capacity})
