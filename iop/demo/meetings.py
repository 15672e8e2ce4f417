"""Individual therapy in the demo clinic: an hour a week for everybody in treatment.

What lies weeks back is written at once, of those who have left too; last week and what is ahead is booked as on the pages.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator

from django.db import transaction

from clients.choices import CareRole
from clients.models import CareTeamMembership
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.clinic.models import Closure
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo.clinic import WEEKS, Clinic
from scheduling import actions as scheduling
from scheduling.choices import AppointmentKind, AppointmentStatus, StatusReason
from scheduling.models import Appointment, AppointmentStatusChange, Enrolment

HOURS = {"morning": (13, 14, 15, 16), "afternoon": (9, 10, 11), "evening": (13, 14, 15, 16), "weekend": (15, 16, 17)}
"""Hours outside each track's own, so that nobody is in two places."""
WEEKS_BACK = 1
WEEKS_AHEAD = 2
LENGTH = dt.timedelta(minutes=50)
OUTCOMES = (
    (AppointmentStatus.COMPLETED, "", 87), (AppointmentStatus.NO_SHOW, StatusReason.FORGOT, 4),
    (AppointmentStatus.NO_SHOW, StatusReason.TRANSPORT, 3), (AppointmentStatus.CANCELLED, StatusReason.ILL, 4),
    (AppointmentStatus.CANCELLED, StatusReason.STAFF, 2),
)  # fmt: skip
"""What became of a hundred of them, and why."""


def book(house: Clinic, now: dt.datetime, dice: random.Random, report: Callable[[str, int, int], None]) -> None:
    """Book a weekly hour for each client in treatment, last week and two ahead; write those before at once."""
    _before(house, now, dice)
    members = _members()
    for number, (member, enrolment) in enumerate(members, start=1):
        zone = house.zone_of(enrolment.track)
        weekday, hour = dice.randrange(5), dice.choice(HOURS[enrolment.track.day_part])
        for week in range(-WEEKS_BACK, WEEKS_AHEAD + 1):
            _book_one(house, member, enrolment, _day(now, zone, week, weekday), hour, zone, now, dice)
        report("Booking individual therapy", number, len(members))


def _before(house: Clinic, now: dt.datetime, dice: random.Random) -> None:
    """Write the hours of the weeks before last week, each with what became of it."""
    team = CareTeamMembership.objects.filter(role=CareRole.THERAPIST, episode__admitted_on__isnull=False)
    rows = team.select_related("staff", "episode__client", "episode__site").order_by(
        "episode__client__record_number", "pk"
    )
    parts: dict[uuid.UUID, str] = dict(
        Enrolment.objects.order_by("starts_on", "pk").values_list("episode", "track__day_part")
    )
    taken: set[tuple[uuid.UUID, dt.datetime]] = set()
    closed = set(Closure.objects.values_list("site", "starts_on"))
    told = [
        one for member in rows if member.episode_id in parts
        for one in _hours_of(member, HOURS[parts[member.episode_id]], now, dice, taken, closed)
    ]  # fmt: skip
    with transaction.atomic():
        Appointment.objects.bulk_create([row for row, _why in told], batch_size=500)
        AppointmentStatusChange.objects.bulk_create(
            (
                AppointmentStatusChange(
                    appointment=row, status=row.status, at=row.ends_at, by_id=row.staff_id, because=why, created_at=row.ends_at,
                    reason=row.cancel_reason,
                )
                for row, why in told
            ),
            batch_size=500,
        )  # fmt: skip
        clients = {row.client_id for row, _why in told}
        record(
            by=SYSTEM, verb="scheduling.appointment_status", subject=None, clients=clients, detail={"rows": len(told)}
        )


def _hours_of(
    member: CareTeamMembership, hours: tuple[int, ...], now: dt.datetime, dice: random.Random,
    taken: set[tuple[uuid.UUID, dt.datetime]], closed: set[tuple[uuid.UUID, dt.date]],
) -> Iterator[tuple[Appointment, str]]:  # fmt: skip
    """Give one stay's hours: on the usual weekday, or on another on which the therapist is free."""
    stay, zone = member.episode, member.episode.site.time_zone
    usual = [(weekday, hour) for weekday in range(5) for hour in hours]
    dice.shuffle(usual)
    for week in range(-WEEKS, -WEEKS_BACK):
        for weekday, hour in usual:
            day = _day(now, zone, week, weekday)
            starts = clock.at_local(day, dt.time(hour), zone)
            if (member.staff_id, starts) in taken or (stay.site_id, day) in closed:
                continue
            if not stay.admitted_on or not stay.admitted_on < day < (stay.discharged_on or now.date()):
                continue
            taken.add((member.staff_id, starts))
            status, why, _share = dice.choices(OUTCOMES, weights=[share for *_, share in OUTCOMES])[0]
            yield (
                Appointment(
                    site=stay.site, kind=AppointmentKind.INDIVIDUAL, client=stay.client, episode=stay, staff=member.staff,
                    starts_at=starts, ends_at=starts + LENGTH, status=status, booked_by=member.staff_id, version=2,
                    cancel_reason=str(StatusReason(why).label) if status == AppointmentStatus.CANCELLED else "",
                    created_at=starts - dt.timedelta(days=7),
                ),
                why,
            )  # fmt: skip
            break


def top_up(house: Clinic, now: dt.datetime, dice: random.Random) -> None:
    """Close the meetings that have passed since the last start, and book the week two ahead where it is missing."""
    _settle_past(house, now, dice)
    booked = set(
        Appointment.objects.standing()
        .filter(starts_at__gt=now + dt.timedelta(days=7 * WEEKS_AHEAD - 7))
        .values_list("client_id", flat=True)
    )
    for member, enrolment in _members():
        if enrolment.client_id not in booked:
            zone = house.zone_of(enrolment.track)
            day = _day(now, zone, WEEKS_AHEAD, dice.randrange(5))
            _book_one(house, member, enrolment, day, dice.choice(HOURS[enrolment.track.day_part]), zone, now, dice)


def _members() -> list[tuple[CareTeamMembership, Enrolment]]:
    """Pair each client in treatment with their therapist and their seat."""
    seats = {
        seat.episode_id: seat
        for seat in Enrolment.objects.standing()
        .filter(ends_on__isnull=True)
        .select_related("track__program__site", "client")
    }
    team = CareTeamMembership.objects.filter(role=CareRole.THERAPIST, ends_on__isnull=True, episode__in=seats)
    return [(member, seats[member.episode_id]) for member in team.select_related("staff", "episode").order_by("pk")]


def _day(now: dt.datetime, zone: str, week: int, weekday: int) -> dt.date:
    today = clock.local_date(now, zone)
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=week, days=weekday)


def _book_one(
    house: Clinic,
    member: CareTeamMembership,
    enrolment: Enrolment,
    day: dt.date,
    hour: int,
    zone: str,
    now: dt.datetime,
    dice: random.Random,
) -> None:
    starts = clock.at_local(day, dt.time(hour), zone)
    at = min(now, starts - dt.timedelta(days=3))
    if day < enrolment.starts_on or at < clock.at_local(enrolment.starts_on, dt.time(0), zone):
        return
    by = house.acting(member.staff.last_name, at)
    try:
        with clock.frozen(at):
            meeting = scheduling.book_appointment(
                by=by,
                kind=AppointmentKind.INDIVIDUAL,
                client=enrolment.client,
                staff=member.staff,
                site_id=enrolment.track.program.site_id,
                episode=member.episode,
                starts_at=starts,
                ends_at=starts + LENGTH,
                at=at,
            )
    except Refusal:
        # The therapist or the client is taken at that hour: this week has none, and the census says so.
        return
    if meeting.ends_at < now:
        _settle(house, meeting, dice)


def _settle_past(house: Clinic, now: dt.datetime, dice: random.Random) -> None:
    past = Appointment.objects.filter(status=AppointmentStatus.BOOKED, ends_at__lt=now).select_related("staff")
    for meeting in past.order_by("starts_at", "pk"):
        _settle(house, meeting, dice)


def _settle(house: Clinic, meeting: Appointment, dice: random.Random) -> None:
    status = AppointmentStatus.COMPLETED if dice.random() < 0.9 else AppointmentStatus.NO_SHOW
    at = meeting.ends_at + dt.timedelta(minutes=2)
    with clock.frozen(at):
        scheduling.set_appointment_status(
            by=house.acting(meeting.staff.last_name, at),
            appointment=meeting,
            version=meeting.version,
            status=status,
            at=at,
        )
