"""How each scheduled task stands: last run, how long it takes, when the next is, and whether it is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Aggregate, Count, DurationField, F, Max, Q

from iop.operations.choices import TROUBLE, Outcome, State
from iop.operations.models import TaskRun
from iop.operations.rules import HOUR, is_late, next_slot, slot_of, state_of
from iop.operations.schedule import Entry, entries

MEDIAN_OF = dt.timedelta(days=7)
FAILED_IN = dt.timedelta(days=1)
SEEN_IN = HOUR
"""A worker that took nothing for so long is not listed: every queue has work each minute."""
MOST_FAILURES = 30

LAST_OK = """
    SELECT wanted.task,
        (SELECT max(run.started_at) FROM operations_taskrun run WHERE run.task = wanted.task AND run.outcome = 'ok'),
        (SELECT min(started_at) FROM operations_taskrun)
    FROM unnest(%s) AS wanted (task)
"""


class Median(Aggregate):
    """The middle value of a group, by PostgreSQL's ``percentile_cont``."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Median"
    output_field = DurationField()


@dataclass(frozen=True)
class Standing:
    """One scheduled task. ``usual`` is the median of a week's good runs, ``failures`` those of a day, ``due_at`` the next run."""

    entry: Entry
    state: State
    last: TaskRun | None
    last_ok_at: dt.datetime | None
    usual: dt.timedelta | None
    failures: int
    due_at: dt.datetime


@dataclass(frozen=True)
class WorkerSeen:
    """A worker process that did recorded work lately, and from which queue."""

    worker: str
    queue: str
    at: dt.datetime
    runs: int


def standings(*, at: dt.datetime) -> list[Standing]:
    """Say how each scheduled task stands at ``at``, in three statements."""
    lines = entries()
    last = _newest([line.task for line in lines])
    good = _last_ok([line.task for line in lines])
    week = {row["task"]: row for row in _week(at)}
    return [_standing(line, last.get(line.task), good, week.get(line.task, {}), at) for line in lines]


def late_tasks(*, at: dt.datetime) -> list[str]:
    """Name the scheduled tasks whose last good run lies too far back, in one statement that grows with no history."""
    lines = entries()
    good = _last_ok([line.task for line in lines])
    return [line.task for line in lines if is_late(_since(good, line.task), at, line.every)]


def failures(*, at: dt.datetime, most: int = MOST_FAILURES) -> list[TaskRun]:
    """List the newest runs that failed or ended half-way, back to a week."""
    recent = TaskRun.objects.filter(outcome__in=TROUBLE, started_at__gt=at - MEDIAN_OF)
    return list(recent.order_by("-started_at")[:most])


def workers(*, at: dt.datetime) -> list[WorkerSeen]:
    """List the workers that did something in the last hour, by queue."""
    rows = TaskRun.objects.filter(started_at__gt=at - SEEN_IN).exclude(worker="").values("worker", "queue")
    seen = rows.annotate(newest=Max("started_at"), runs=Count("pk")).order_by("queue", "worker")
    return [WorkerSeen(row["worker"], row["queue"], row["newest"], row["runs"]) for row in seen]


def _newest(tasks: Sequence[str]) -> dict[str, TaskRun]:
    rows = TaskRun.objects.filter(task__in=tasks).exclude(outcome=Outcome.SKIPPED)
    return {run.task: run for run in rows.order_by("task", "-started_at").distinct("task")}


def _last_ok(tasks: Sequence[str]) -> dict[str, tuple[dt.datetime | None, dt.datetime | None]]:
    """Give for each task when its last good run began, and when anything ran here for the first time."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_OK, [list(tasks)])
        return {task: (ok_at, first) for task, ok_at, first in cursor.fetchall()}


def _since(good: dict[str, tuple[dt.datetime | None, dt.datetime | None]], task: str) -> dt.datetime | None:
    ok_at, first = good[task]
    return ok_at or first


def _week(at: dt.datetime) -> list[dict[str, object]]:
    rows = TaskRun.objects.filter(started_at__gt=at - MEDIAN_OF).values("task").order_by()
    found = rows.annotate(
        usual=Median(F("ended_at") - F("started_at"), filter=Q(outcome=Outcome.OK)),
        failures=Count("pk", filter=Q(outcome__in=TROUBLE, started_at__gt=at - FAILED_IN)),
    )
    return [dict(row) for row in found]


def _standing(
    line: Entry, last: TaskRun | None, good: dict[str, tuple[dt.datetime | None, dt.datetime | None]],
    week: dict[str, object], at: dt.datetime,
) -> Standing:  # fmt: skip
    ok_at, first = good[line.task]
    state = state_of(
        last=Outcome(last.outcome) if last else None, last_ok_at=ok_at, known_since=first, at=at, every=line.every
    )
    slot = slot_of(at, line.every)
    done = ok_at is not None and ok_at >= slot
    usual, failed = week.get("usual"), week.get("failures", 0)
    return Standing(
        entry=line, state=state, last=last, last_ok_at=ok_at, usual=usual if isinstance(usual, dt.timedelta) else None,
        failures=failed if isinstance(failed, int) else 0, due_at=next_slot(at, line.every) if done else max(slot, at),
    )  # fmt: skip
