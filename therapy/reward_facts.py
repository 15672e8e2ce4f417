"""What may earn rewards during a stay, from the record as it stands: one statement for each kind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from iop.core import clock
from sessions_app.choices import ATTENDED, AttendanceStatus, GoalOutcome
from sessions_app.models import Attendance, ShortTermGoal
from therapy.choices.drug_tests import Overall, TestStatus
from therapy.choices.rewards import RewardKind
from therapy.models.drug_tests import DrugTest
from therapy.rules.rewards import Came, Event


def events_of(kind: str, *, episode_id: uuid.UUID, zone: str, first: dt.date, last: dt.date) -> list[Event]:
    """Give a kind's events of a stay between two days of its site."""
    return SOURCES[kind](episode_id, zone, first, last)


def _attended(episode_id: uuid.UUID, zone: str, first: dt.date, last: dt.date) -> list[Event]:
    """A day counts once, however many sessions it had. An excused absence is neither."""
    rows = Attendance.objects.filter(episode=episode_id, session__on__range=(first, last))
    return _by_day("day", rows.values_list("session__on", "status"), _day_came)


def _day_came(found: Collection[str]) -> Came:
    if ATTENDED & set(found):
        return Came.GOOD
    return Came.MISS if AttendanceStatus.ABSENT in found else Came.NEITHER


def _goals(episode_id: uuid.UUID, zone: str, first: dt.date, last: dt.date) -> list[Event]:
    """The goals looked at on one day count together: all kept is good, one that was not is a miss."""
    start, end = clock.day_bounds(first, zone)[0], clock.day_bounds(last, zone)[1]
    rows = ShortTermGoal.objects.filter(
        attendance__episode=episode_id, withdrawn_at__isnull=True, outcome_at__gte=start, outcome_at__lt=end
    ).values_list("outcome_at", "outcome")
    days = ((clock.local_date(at, zone), outcome) for at, outcome in rows if at is not None)
    return _by_day("goals", days, _goals_came)


def _goals_came(found: Collection[str]) -> Came:
    if GoalOutcome.NOT in found:
        return Came.MISS
    return Came.GOOD if set(found) == {GoalOutcome.KEPT} else Came.NEITHER


def _tests(episode_id: uuid.UUID, zone: str, first: dt.date, last: dt.date) -> list[Event]:
    """A result that was corrected or answered by the laboratory no longer speaks; one still at the laboratory says nothing yet."""
    rows = DrugTest.objects.filter(episode=episode_id, due_on__range=(first, last)).prefetch_related(
        "results__corrected_by", "results__confirmed_by"
    )
    return [Event(row.due_on, f"test:{row.pk}", _test_came(row)) for row in rows]


def _test_came(test: DrugTest) -> Came:
    if test.status in (TestStatus.MISSED, TestStatus.REFUSED):
        return Came.MISS
    standing = {row.overall for row in test.results.all() if _speaks(row)}
    if standing & {Overall.UNEXPECTED, Overall.AS_TOLD}:
        return Came.MISS
    return Came.GOOD if standing == {Overall.CONSISTENT} and test.status != TestStatus.SENT else Came.NEITHER


def _speaks(row: object) -> bool:
    return not hasattr(row, "corrected_by") and not row.confirmed_by.all()  # type: ignore[attr-defined]


def _by_day(name: str, rows: Iterable[tuple[dt.date, str]], came: Callable[[Collection[str]], Came]) -> list[Event]:
    days: dict[dt.date, list[str]] = defaultdict(list)
    for on, word in rows:
        days[on].append(word)
    return [Event(on, f"{name}:{on.isoformat()}", came(words)) for on, words in days.items()]


SOURCES: dict[str, Callable[[uuid.UUID, str, dt.date, dt.date], list[Event]]] = {
    RewardKind.ATTENDED: _attended,
    RewardKind.TEST: _tests,
    RewardKind.GOALS: _goals,
}
