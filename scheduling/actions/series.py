"""A weekly series of appointments: each is an appointment of its own, made and cancelled together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Closure, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.ids import uuid7
from iop.core.words import Sentence, day_words, say, sentence
from scheduling import busy, calendars, colleagues, policies
from scheduling.actions.appointments import cancel_rows, mark_rows
from scheduling.actions.family import checked_plan, write_plans
from scheduling.actions.owing import settle_due
from scheduling.busy import atomic_again
from scheduling.choices import AppointmentStatus
from scheduling.meetings import (
    Case,
    busy_rows,
    case_of,
    check_kind,
    check_link,
    check_room,
    check_staff,
    hold,
    locked_appointment,
    occupy,
    reason_words,
    refuse,
    refuse_commitments,
    tell,
)
from scheduling.models import Appointment, Room
from scheduling.rules import appointments as rules
from scheduling.rules.commitments import in_the_way, says
from scheduling.rules.family import FamilyPlan


@dataclass
class Series:
    """What became of a series: the appointments made, and the days left out, each with the reason."""

    id: uuid.UUID
    appointments: list[Appointment] = field(default_factory=list)
    left_out: list[tuple[dt.date, Sentence]] = field(default_factory=list)


@atomic_again
def book_series(
    *,
    by: Actor,
    kind: str,
    client: Client,
    staff: StaffMember,
    site_id: uuid.UUID,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    at: dt.datetime,
    until: dt.date | None = None,
    count: int | None = None,
    room: Room | None = None,
    telehealth_link: str = "",
    during_session: bool = False,
    episode: Episode | None = None,
    skip_clashes: bool = False,
    despite_commitment: bool = False,
    plan: FamilyPlan | None = None,
) -> Series:
    """Book the same wall time every week, ``until`` a date (included) or ``count`` times; 9:00 stays 9:00 all year.

    Days on which the site is closed are left out and said. A day that is taken refuses the whole series, or with
    ``skip_clashes`` is left out too; so is one on which the client said they cannot, unless ``despite_commitment``.
    """
    require(policies.may_book(by, site_id))
    check_kind(kind)
    check_room(room, site_id)
    case = case_of(client.pk, site_id, starts_at, episode)
    zone = case.site.time_zone
    refuse(rules.why_not_times(starts_at, ends_at, zone=zone, at=at), "starts_at")
    refuse(rules.why_not_series(until, count, clock.local_date(starts_at, zone)), "until")
    who = check_staff(staff.pk, kind, case, starts_at)
    known = checked_plan(client.pk, kind, plan, at)
    comes = known is None or known.client_expected
    series = Series(uuid7())
    times = list(rules.weekly(starts_at, ends_at, zone=zone, until=until, count=count))
    _refuse_unlicensed(who, kind, clock.local_date(times[-1][0], zone))
    free = _leave_out_closed(series, times, case)
    free = _leave_out_bound(series, free, case, skip_clashes, despite_commitment or not comes)
    rows = [
        Appointment(
            site=case.site, kind=kind, client=client, episode=case.episode, staff=staff, room=room, starts_at=start, ends_at=end,
            telehealth_link=check_link(telehealth_link), during_session=during_session and comes, series_id=series.id,
            booked_by=by.staff_id or by.id,
        )
        for start, end in free
    ]  # fmt: skip
    for row in rows:
        row.family_plan = known
    _write(by, series, rows, zone, at, skips=skip_clashes)
    told = tell(by, case, series.appointments[0], "appointment_booked", at, who=who)
    _record(by, case, series, told, despite_commitment=despite_commitment)
    settle_due(by, case, kind, at)
    return series


def _write(
    by: Actor, series: Series, rows: list[Appointment], zone: str, at: dt.datetime, *, skips: bool
) -> None:  # fmt: skip
    """Take the times and write the appointments; those that are taken refuse the series, or with ``skips`` are left out."""
    if rows:
        held = hold(rows)
        rows = _leave_out_taken(series, rows, held, by, zone) if skips else rows
        Appointment.objects.bulk_create(rows)
        write_plans(by, rows, at)
        occupy(rows, held, by, zone)
    if not rows:
        raise Conflict(say("None of these days is free."), code="busy", field="starts_at")
    series.appointments = rows


def _record(by: Actor, case: Case, series: Series, told: object, *, despite_commitment: bool) -> None:
    first = series.appointments[0]
    record(
        by=by, verb="scheduling.series_booked", subject=("scheduling.series", series.id), clients=[first.client_id],
        site_id=case.site.pk,
        detail={
            "kind": str(first.kind), "staff": first.staff_id, "appointments": len(series.appointments),
            "left_out": len(series.left_out), "messages": told,
            **({"despite_commitment": True} if despite_commitment else {}),
        },
    )  # fmt: skip


@atomic_again
def cancel_series(
    *, by: Actor, series_id: uuid.UUID, from_at: dt.datetime, reason: str, at: dt.datetime, because: str = ""
) -> list[Appointment]:
    """Cancel the booked appointments of a series that begin at ``from_at`` or later; those before stay as they were."""
    coming = Appointment.objects.filter(series_id=series_id, starts_at__gte=from_at, status=AppointmentStatus.BOOKED)
    rows = list(coming.select_for_update(of=("self",)).select_related("site", "episode").order_by("starts_at"))
    if not rows:
        raise Conflict(say("Nothing of this series is left to cancel."), code="nothing_left")
    require(policies.may_book(by, rows[0].site_id))
    words = reason_words(reason, because)
    if not words:
        raise Invalid(say("Say why it is cancelled."), field="reason")
    cancel_rows(by, rows, words, at, because)
    return rows


@atomic_again
def mark_series(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    status: str,
    at: dt.datetime,
    only_following: bool = True,
    reason: str = "",
    because: str = "",
) -> list[Appointment]:
    """Say of an appointment of a series and of the others that have begun and nobody marked yet what became of them.

    ``only_following`` leaves those before it out. Appointments ahead stay booked.
    """
    first = locked_appointment(appointment, version)
    require(policies.may_book(by, first.site_id))
    if status not in (AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW):
        raise Invalid(say("Several are marked together only as completed or not attended."), field="status")
    begun = Appointment.objects.filter(series_id=first.series_id, status=AppointmentStatus.BOOKED, starts_at__lte=at)
    others = begun.filter(starts_at__gt=first.starts_at) if only_following else begun
    rows = others.exclude(pk=first.pk) if first.series_id else others.none()
    found = list(rows.select_for_update(of=("self",)).select_related("site", "episode").order_by("starts_at"))
    mark_rows(by, [first, *found], status, at, reason_words(reason, because), because)
    return [first, *found]


def _refuse_unlicensed(who: colleagues.Colleague, kind: str, last_on: dt.date) -> None:
    reason = colleagues.why_cannot_meet(who, kind, last_on)
    if reason:
        raise Conflict(
            sentence(
                say("{name} cannot be assigned up to {day}. {reason} End the series earlier."),
                name=who.name, day=day_words(last_on), reason=reason,
            ),
            code="cannot_be_assigned", field="until",
        )  # fmt: skip


def _leave_out_closed(
    series: Series, times: Sequence[tuple[dt.datetime, dt.datetime]], case: Case
) -> list[tuple[dt.datetime, dt.datetime]]:
    days = {start: clock.local_date(start, case.site.time_zone) for start, _ in times}
    closures = list(Closure.objects.filter(site=case.site).overlapping(min(days.values()), max(days.values())))
    open_times = []
    for start, end in times:
        closed = next(
            (each for each in closures if each.starts_on <= days[start] <= (each.ends_on or days[start])), None
        )
        if closed:
            words = sentence(
                say("The site is closed on {day} ({reason})."), day=day_words(days[start]), reason=closed.reason
            )
            series.left_out.append((days[start], words))
        else:
            open_times.append((start, end))
    return open_times


def _leave_out_bound(
    series: Series, times: Sequence[tuple[dt.datetime, dt.datetime]], case: Case, skips: bool, despite: bool
) -> list[tuple[dt.datetime, dt.datetime]]:
    """Leave out the days on which the client said they cannot, or refuse the series for the first of them."""
    if not skips:
        refuse_commitments(case, times, despite=despite)
    if despite or not skips:
        return list(times)
    zone = case.site.time_zone
    free = []
    for start, end in times:
        bound = in_the_way(case.bounds, start, end, zone)
        if bound:
            series.left_out.append((clock.local_date(start, zone), says(bound)))
        else:
            free.append((start, end))
    return free


def _leave_out_taken(
    series: Series, rows: Sequence[Appointment], held: calendars.Calendars, by: Actor, zone: str
) -> list[Appointment]:
    """The calendars are locked, so what is free now stays free until the rows are written."""
    wanted = {row.pk: busy_rows(row, held) for row in rows}
    in_the_way = busy.clashes([each for needed in wanted.values() for each in needed])
    taken: Counter[uuid.UUID] = Counter()
    for row in rows:
        taken[row.pk] = sum(_stands_in_the_way(other, row, needed) for other in in_the_way for needed in wanted[row.pk])
        if taken[row.pk]:
            words = busy.clash_sentence(wanted[row.pk], by=by, zone=zone)
            series.left_out.append((clock.local_date(row.starts_at, zone), words))
    return [row for row in rows if not taken[row.pk]]


def _stands_in_the_way(other: busy.BusyTime, row: Appointment, needed: busy.BusyTime) -> bool:
    if row.during_session and other.source == busy.BusySource.SESSION and other.calendar.client_id == row.client_id:
        return False
    return other.calendar_id == needed.calendar_id and other.starts_at < row.ends_at and other.ends_at > row.starts_at
