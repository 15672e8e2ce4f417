"""Moving a weekly series: the appointments ahead go to another time of the week together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from iop.access.actors import Actor
from iop.clinic.models import Closure, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.core.words import day_words, say, sentence
from iop.notifications.actions import withdraw as withdraw_messages
from scheduling import colleagues, family, policies
from scheduling.actions.family import drop_unreleased
from scheduling.busy import atomic_again
from scheduling.choices import AppointmentStatus
from scheduling.meetings import (
    SUBJECT,
    Case,
    case_of,
    check_link,
    check_room,
    check_staff,
    give_back,
    hold,
    locked_appointment,
    occupy,
    record_appointment,
    refuse,
    refuse_commitments,
    tell,
)
from scheduling.models import Appointment, Room
from scheduling.rules import appointments as rules


@atomic_again
def move_series(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    at: dt.datetime,
    only_following: bool = True,
    staff: StaffMember | None = None,
    room: Room | None = None,
    telehealth_link: str | None = None,
    leaves_room: bool = False,
    despite_commitment: bool = False,
) -> list[Appointment]:
    """Move an appointment to ``starts_at``–``ends_at``, and the others of its series by as many days to the same wall time.

    ``only_following`` takes those that begin after it, else all that are still ahead. What is no longer booked stays.
    A day that is taken or closed refuses the whole move and names it, and so does a time at which the client said they
    cannot (unless ``despite_commitment``). ``leaves_room`` gives the room back, ``telehealth_link`` is for all of them.
    """
    first = locked_appointment(appointment, version)
    require(policies.may_book(by, first.site_id))
    if first.status != AppointmentStatus.BOOKED or first.series_id is None:
        raise Conflict(say("Only a booked appointment of a series can be moved with the others."), code="not_booked")
    check_room(room, first.site_id)
    zone = first.site.time_zone
    refuse(rules.why_not_times(starts_at, ends_at, zone=zone, at=at), "starts_at")
    case = case_of(first.client_id, first.site_id, starts_at, first.episode)
    rows = _rows(first, first.starts_at if only_following else at)
    old = [Appointment(client_id=row.client_id, staff_id=row.staff_id, room_id=row.room_id) for row in rows]
    before = first.starts_at
    is_other_time = (first.starts_at, first.ends_at) != (starts_at, ends_at)
    _shift(rows, first, starts_at, ends_at, zone)
    _settle_in(rows, staff, room, leaves_room, telehealth_link)
    drop_unreleased(by, rows, at)
    if is_other_time and any(family.expects_client(row) for row in rows):
        refuse_commitments(case, [(row.starts_at, row.ends_at) for row in rows], despite=despite_commitment)
    _refuse_closed(rows, zone)
    _refuse_staff(rows, case, staff or first.staff)
    held = hold([*old, *rows])
    give_back(rows)
    Appointment.objects.bulk_update(rows, ["starts_at", "ends_at", "staff", "room", "telehealth_link", "version"])
    occupy(rows, held, by, zone)
    _tell(by, case, rows, before, at)
    return rows


def _rows(first: Appointment, from_at: dt.datetime) -> list[Appointment]:
    coming = Appointment.objects.filter(
        series_id=first.series_id, starts_at__gte=from_at, status=AppointmentStatus.BOOKED
    ).exclude(pk=first.pk)
    others = coming.select_for_update(of=("self",)).select_related("site", "episode").order_by("starts_at")
    return [first, *others]


def _shift(
    rows: Sequence[Appointment],
    first: Appointment,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    zone: str,
) -> None:
    """By days and wall time, not by seconds: 9:00 stays 9:00 over a daylight-saving Sunday."""
    days = clock.local_date(starts_at, zone) - clock.local_date(first.starts_at, zone)
    wall, length = starts_at.astimezone(ZoneInfo(zone)).time(), ends_at - starts_at
    for row in rows:
        row.starts_at = clock.at_local(clock.local_date(row.starts_at, zone) + days, wall, zone)
        row.ends_at = row.starts_at + length
        row.version += 1


def _settle_in(
    rows: Sequence[Appointment], staff: StaffMember | None, room: Room | None, leaves_room: bool, link: str | None
) -> None:
    for row in rows:
        row.staff, row.room = staff or row.staff, room or (None if leaves_room else row.room)
        row.telehealth_link = row.telehealth_link if link is None else check_link(link)


def _refuse_closed(rows: Sequence[Appointment], zone: str) -> None:
    days = [clock.local_date(row.starts_at, zone) for row in rows]
    closures = list(Closure.objects.filter(site=rows[0].site_id).overlapping(min(days), max(days)))
    for day in days:
        for each in closures:
            if each.starts_on <= day <= (each.ends_on or day):
                words = say("The site is closed on {day} ({reason}).")
                raise Conflict(
                    sentence(words, day=day_words(day), reason=each.reason), code="closed", field="starts_at"
                )


def _refuse_staff(rows: Sequence[Appointment], case: Case, staff: StaffMember) -> None:
    who = check_staff(staff.pk, rows[0].kind, case, rows[0].starts_at)
    last_on = clock.local_date(max(row.starts_at for row in rows), case.site.time_zone)
    colleagues.refuse(who, colleagues.why_cannot_meet(who, rows[0].kind, last_on))


def _tell(by: Actor, case: Case, rows: Sequence[Appointment], before: dt.datetime, at: dt.datetime) -> None:
    for row in rows:
        withdraw_messages(by=by, about=(SUBJECT, row.pk))
        record_appointment(
            by,
            "scheduling.appointment_moved",
            row,
            {"starts_at": row.starts_at, "ends_at": row.ends_at, "series": row.series_id},
        )
    who = colleagues.read(
        [rows[0].staff_id], site_id=case.site.pk, on=clock.local_date(rows[0].starts_at, case.site.time_zone)
    )
    tell(by, case, rows[0], "appointment_moved", at, who=who.get(rows[0].staff_id), old_when=before)
