"""What early-warning rules look at: facts of many stays at once, one statement for each kind of rule."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from iop.core import clock
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from sessions_app.choices import AttendanceStatus, GoalOutcome, UseReport
from sessions_app.models import Attendance, CheckIn, SelfReport, ShortTermGoal
from therapy.choices.drug_tests import Overall, TestStatus
from therapy.choices.measures import ResponseStatus
from therapy.choices.warnings import WarningKind
from therapy.models import DrugTest, MeasureResponse, TestResult
from therapy.rules.warnings import Fact

ByStay = Mapping[uuid.UUID, list[Fact]]
Row = tuple[uuid.UUID, Fact]
DAY = dt.timedelta(days=1)


def facts_of(
    kind: str, measure_key: str, *, episode_ids: Collection[uuid.UUID], first: dt.date, last: dt.date
) -> ByStay:
    """Give a kind's facts of these stays between two days, by stay, oldest first. ``measure_key`` names the questionnaire."""
    found: dict[uuid.UUID, list[Fact]] = defaultdict(list)
    for episode_id, fact in SOURCES[kind](episode_ids, first, last, measure_key):
        found[episode_id].append(fact)
    for facts in found.values():
        facts.sort(key=lambda fact: (fact.on, fact.key))
    return found


def _absences(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    rows = Attendance.objects.filter(
        episode__in=ids, status=AttendanceStatus.ABSENT, session__on__range=(first, last)
    ).values_list("episode_id", "session__on", "pk")
    return ((episode, Fact(on, f"sessions_app.attendance:{pk}")) for episode, on, pk in rows)


def _cravings(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    rows = CheckIn.objects.filter(
        attendance__episode__in=ids, cravings__isnull=False, attendance__session__on__range=(first, last)
    ).values_list("attendance__episode_id", "attendance__session__on", "attendance_id", "cravings")
    return ((episode, Fact(on, f"sessions_app.attendance:{pk}", value)) for episode, on, pk, value in rows)


def _use(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    rows = SelfReport.objects.filter(
        attendance__episode__in=ids, use=UseReport.USED, attendance__session__on__range=(first, last)
    ).values_list("attendance__episode_id", "attendance__session__on", "attendance_id")
    return ((episode, Fact(on, f"sessions_app.attendance:{pk}")) for episode, on, pk in rows)


def _scores(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, key: str) -> Iterable[Row]:
    rows = MeasureResponse.objects.filter(
        episode__in=ids, key=key, status=ResponseStatus.COMPLETE, total__isnull=False, entered_in_error_at__isnull=True,
        completed_at__range=_instants(first, last),
    ).values_list("episode_id", "completed_at", "pk", "total", "episode__site__time_zone")  # fmt: skip
    return (
        (episode, Fact(clock.local_date(at, zone), f"therapy.measureresponse:{pk}", float(total)))
        for episode, at, pk, total, zone in rows
        if at is not None and total is not None
    )


def _therapy(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    rows = Appointment.objects.filter(
        episode__in=ids, kind=AppointmentKind.INDIVIDUAL, status=AppointmentStatus.NO_SHOW,
        starts_at__range=_instants(first, last),
    ).values_list("episode_id", "starts_at", "pk", "site__time_zone")  # fmt: skip
    return (
        (episode, Fact(clock.local_date(at, zone), f"scheduling.appointment:{pk}")) for episode, at, pk, zone in rows
    )


def _goals(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    rows = ShortTermGoal.objects.filter(
        attendance__episode__in=ids, outcome=GoalOutcome.NOT, outcome_at__range=_instants(first, last)
    ).values_list("attendance__episode_id", "outcome_at", "pk", "attendance__session__site__time_zone", "attendance_id")
    return (
        (episode, Fact(clock.local_date(at, zone), f"sessions_app.attendance:{line}:{pk}"))
        for episode, at, pk, zone, line in rows
        if at is not None
    )


def _tests_missed(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    rows = DrugTest.objects.filter(episode__in=ids, status=TestStatus.MISSED, due_on__range=(first, last)).values_list(
        "episode_id", "due_on", "pk"
    )
    return ((episode, Fact(on, f"therapy.drugtest:{pk}")) for episode, on, pk in rows)


def _tests_unexpected(ids: Collection[uuid.UUID], first: dt.date, last: dt.date, _key: str) -> Iterable[Row]:
    """A result that was corrected or confirmed by a later one no longer speaks for its test."""
    rows = TestResult.objects.filter(
        test__episode__in=ids, overall__in=[Overall.UNEXPECTED, Overall.PENDING], corrected_by__isnull=True,
        confirmed_by__isnull=True, resulted_at__range=_instants(first, last),
    ).values_list("test__episode_id", "resulted_at", "test_id", "test__episode__site__time_zone")  # fmt: skip
    return ((episode, Fact(clock.local_date(at, zone), f"therapy.drugtest:{pk}")) for episode, at, pk, zone in rows)


def _instants(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Instants that hold both days in every time zone; the exact day is told in the site's own."""
    start, _ = clock.day_bounds(first - DAY, "UTC")
    _, end = clock.day_bounds(last + DAY, "UTC")
    return start, end


SOURCES: dict[str, Callable[[Any, dt.date, dt.date, str], Iterable[Row]]] = {
    WarningKind.ABSENCES: _absences,
    WarningKind.CRAVINGS: _cravings,
    WarningKind.SCORE: _scores,
    WarningKind.TEST_MISSED: _tests_missed,
    WarningKind.TEST_UNEXPECTED: _tests_unexpected,
    WarningKind.USE: _use,
    WarningKind.THERAPY: _therapy,
    WarningKind.GOALS: _goals,
}
