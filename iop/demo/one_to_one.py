"""The demo's story of individual sessions, what is due, and when a client cannot."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from clients.choices import CareRole, Substance
from clients.models import CareTeamMembership, Episode
from iop.access.actors import SYSTEM
from iop.clinic.actions import change_setting
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo.clinic import Clinic
from scheduling import actions as scheduling
from scheduling.choices import AppointmentKind, AppointmentStatus, CommitmentKind
from scheduling.models import BusyTime
from scheduling.proposals import weekly_proposals
from scheduling.rules.commitments import Bound, in_the_way
from sessions_app.choices import ATTENDED, Habit, UseReport
from sessions_app.models import Attendance, ReportedUse, SelfReport

CHECK_IN_WEEKS = 2
RICH = 12
"""So many people have check-ins booked ahead and held behind."""
WEEKDAYS = (0, 1, 2, 3, 4)
SHIFTS = (
    (CommitmentKind.WORK, WEEKDAYS, 8, 12, "Warehouse, early shift"),
    (CommitmentKind.WORK, (1, 3), 13, 17, "Part-time"),
    (CommitmentKind.WORK, (4, 5), 22, 6, "Night shift"),
    (CommitmentKind.SCHOOL, (0, 2), 15, 18, ""),
    (CommitmentKind.CHILDCARE, WEEKDAYS, 7, 9, "Takes the children to school"),
    (CommitmentKind.CHILDCARE, WEEKDAYS, 15, 17, "Picks the children up"),
    (CommitmentKind.COURT, (1,), 9, 11, "Probation, weekly"),
    (CommitmentKind.OTHER, (3,), 16, 18, "Physical therapy"),
)
AMOUNTS = {
    Substance.ALCOHOL: ("two beers", "half a bottle of wine"),
    Substance.OPIOIDS: ("once", "two pills"),
    Substance.CANNABIS: ("one joint",),
    Substance.COCAINE: ("one line",),
}


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``: rhythms, commitments, check-ins, and what clients say of use, sleep and stress."""
    with clock.frozen(now):
        _rhythm_of_check_ins(house, now)
        stays = list(Episode.objects.admitted().select_related("client", "site").order_by("pk"))
        _commitments(house, stays, dice, now)
        _rhythms(house, stays, now)
        _check_ins(house, stays, dice, now)
    _reports(house, stays, dice, now)
    with clock.frozen(now):
        scheduling.owe_appointments(by=SYSTEM, at=now)


def _rhythm_of_check_ins(house: Clinic, now: dt.datetime) -> None:
    for site in house.sites.values():
        today = clock.local_date(now, site.time_zone)
        change_setting(
            by=SYSTEM, key="checkins.every_weeks", value=CHECK_IN_WEEKS, valid_from=today, on=today, site_id=site.pk
        )


def _commitments(house: Clinic, stays: Sequence[Episode], dice: random.Random, now: dt.datetime) -> None:
    """Two of three have something that keeps them, never at a time at which they already have to be here."""
    for stay in stays:
        kind, weekdays, starts, ends, note = dice.choice(SHIFTS)
        if dice.random() > 0.65 and stay.site.code != "BOS":
            continue
        since = stay.admitted_on or stay.opened_on
        free = [day for day in weekdays if not _is_taken(stay, kind, day, starts, ends, since, now)]
        if free:
            scheduling.add_commitments(
                by=SYSTEM, client=stay.client, kind=kind, weekdays=free, starts=dt.time(starts), ends=dt.time(ends),
                starts_on=since, note=note, at=now,
            )  # fmt: skip


def _is_taken(stay: Episode, kind: str, day: int, starts: int, ends: int, since: dt.date, now: dt.datetime) -> bool:
    bound = Bound(kind, day, dt.time(starts), dt.time(ends), since)
    rows = BusyTime.objects.filter(calendar__client=stay.client_id, starts_at__gte=now)
    return any(
        in_the_way([bound], start, end, stay.site.time_zone) for start, end in rows.values_list("starts_at", "ends_at")
    )


def _rhythms(house: Clinic, stays: Sequence[Episode], now: dt.datetime) -> None:
    """A few people need another rhythm than their level's."""
    wanted = (
        (AppointmentKind.INDIVIDUAL, 2, 1, "High risk of relapse after a loss; two sessions a week for now."),
        (AppointmentKind.CHECK_IN, 1, 1, "Asked for a short check-in every week while looking for housing."),
        (AppointmentKind.FAMILY, 1, 2, "Family sessions every other week, as planned with them."),
    )
    for number, stay in enumerate(stays[:: max(1, len(stays) // 6)]):
        kind, times, every_weeks, reason = wanted[number % len(wanted)]
        scheduling.set_expectation(
            by=SYSTEM, episode=stay, kind=kind, times=times, every_weeks=every_weeks, reason=reason, at=now,
            starts_on=clock.local_date(now, stay.site.time_zone) - dt.timedelta(days=7),
        )  # fmt: skip


def _check_ins(house: Clinic, stays: Sequence[Episode], dice: random.Random, now: dt.datetime) -> None:
    """Primary counselors hold check-ins: some weekly series ahead at a proposed time, with one held and one missed behind."""
    team = CareTeamMembership.objects.filter(
        role=CareRole.PRIMARY_COUNSELOR, ends_on__isnull=True, episode__in=[stay.pk for stay in stays]
    ).select_related("staff", "episode__client", "episode__site")
    chosen = list(team.order_by("pk")[:RICH])
    _held_before(house, chosen, dice, now)
    for member in chosen:
        stay, by = member.episode, house.acting(member.staff.last_name, now)
        today = clock.local_date(now, stay.site.time_zone)
        found = weekly_proposals(
            staff_id=member.staff_id, client_id=stay.client_id, site_id=stay.site_id, zone=stay.site.time_zone,
            first=today + dt.timedelta(days=1), weeks=4, minutes=20, at=now,
        )  # fmt: skip
        if not found:
            continue
        one = dice.choice(found[:4])
        starts = clock.at_local(one.first, one.at, stay.site.time_zone)
        try:
            scheduling.book_series(
                by=by, kind=AppointmentKind.CHECK_IN, client=stay.client, staff=member.staff, site_id=stay.site_id,
                episode=stay, starts_at=starts, ends_at=starts + dt.timedelta(minutes=20), count=4, skip_clashes=True, at=now,
            )  # fmt: skip
        except Refusal:
            # The treatment days made further ahead may have taken it meanwhile: this client is on the work list then.
            continue


def _held_before(house: Clinic, team: Sequence[CareTeamMembership], dice: random.Random, now: dt.datetime) -> None:
    for member in team:
        zone = member.episode.site.time_zone
        day = clock.local_date(now, zone) - dt.timedelta(days=dice.randrange(4, 13))
        starts = clock.at_local(day, dt.time(dice.choice((12, 13, 16)), 30), zone)
        at = starts - dt.timedelta(days=1)
        if day < (member.episode.admitted_on or day):
            continue
        by = house.acting(member.staff.last_name, at)
        try:
            with clock.frozen(at):
                row = scheduling.book_appointment(
                    by=by, kind=AppointmentKind.CHECK_IN, client=member.episode.client, staff=member.staff,
                    site_id=member.episode.site_id, episode=member.episode, starts_at=starts,
                    ends_at=starts + dt.timedelta(minutes=20), at=at, despite_commitment=True,
                )  # fmt: skip
        except Refusal:
            # Somebody was taken at that hour: no check-in was held that week.
            continue
        came = dice.random() < 0.8
        after = row.ends_at + dt.timedelta(minutes=3)
        with clock.frozen(after):
            scheduling.set_appointment_status(
                by=by, appointment=row, at=after, version=row.version,
                status=AppointmentStatus.COMPLETED if came else AppointmentStatus.NO_SHOW,
                because="" if came else dice.choice(("transport", "work", "ill")),
            )  # fmt: skip


def _reports(house: Clinic, stays: Sequence[Episode], dice: random.Random, now: dt.datetime) -> None:
    """What clients said beside their check-ins. Rows, not actions: the days are closed, and nothing here was entered late."""
    lines = (
        Attendance.objects.filter(episode__in=stays, status__in=ATTENDED, check_in__isnull=False)
        .select_related("session", "check_in")
        .order_by("episode_id", "session__starts_at")
    )
    reports: list[SelfReport] = []
    uses: list[ReportedUse] = []
    for _stay, group in groupby(lines, key=lambda line: line.episode_id):
        told = list(group)
        course = _Course(dice, total=len(told))
        for place, line in enumerate(told):
            row, used = course.said(place, line)
            reports.append(row)
            uses += used
    SelfReport.objects.bulk_create(reports, batch_size=1000)
    ReportedUse.objects.bulk_create(uses, batch_size=1000)


class _Course:
    """How somebody's weeks go: stress falls and sleep comes back, with a lapse for some."""

    def __init__(self, dice: random.Random, total: int) -> None:
        self.dice = dice
        self.total = max(1, total)
        self.substance = dice.choice(list(AMOUNTS))
        self.lapses = {dice.randrange(self.total) for _each in range(dice.choice((0, 1, 1, 2)))}

    def said(self, place: int, line: Attendance) -> tuple[SelfReport, list[ReportedUse]]:
        """Give what they say on one day."""
        far, used = place / self.total, place in self.lapses
        shy = not used and self.dice.random() < 0.05
        stress = round(7 - 3 * far + self.dice.uniform(-1.5, 1.5) + (2 if used else 0))
        sleep = 5.5 + 1.5 * far + self.dice.uniform(-1, 1) - (1 if used else 0)
        row = SelfReport(
            attendance=line, version=1, by_client=line.check_in.by_client, saved_at=line.check_in.saved_at,
            saved_by=line.check_in.saved_by, stress=max(0, min(10, stress)),
            use=UseReport.USED if used else UseReport.PREFERS_NOT if shy else UseReport.NONE,
            sleep_hours=Decimal(str(round(sleep * 2) / 2)),
            habits=sorted(habit.value for habit in Habit if self.dice.random() < 0.35 + 0.35 * far),
        )  # fmt: skip
        if not used:
            return row, []
        amount = self.dice.choice(AMOUNTS[self.substance])
        day = line.session.on - dt.timedelta(days=1)
        return row, [ReportedUse(report=row, substance=self.substance, amount=amount, on=day)]
