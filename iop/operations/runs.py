"""Beginning and ending a run: one at a time for each task, one that goes well for each slot of the schedule.

A run under way holds a lock of its database session. When its worker dies, PostgreSQL lets the lock go; whoever gets it next
knows that rows still marked as running belong to the dead. So there is no waiting for a lease, and nothing to guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import structlog
from django.db import DatabaseError, IntegrityError, connection, transaction

from iop.core import clock
from iop.operations.choices import KEPT_DAYS, Outcome
from iop.operations.models import TaskRun
from iop.operations.schedule import is_scheduled

T = TypeVar("T")
log = structlog.get_logger(__name__)
LOCK_SPACE = 1_095
"""The first half of the locks' numbers, so that nobody else's are met; the second half is made from the task's name."""
LONGEST = dt.timedelta(hours=1)
"""No run lasts longer: every time limit lies below it, and the broker gives its message away after it."""


@dataclass(frozen=True)
class Order:
    """What the broker asks of a worker: the task, the slot it stands for (none: by hand), and where it runs."""

    task: str
    slot: dt.datetime | None = None
    request_id: str = ""
    queue: str = ""
    worker: str = ""


def recorded(order: Order, work: Callable[[], T]) -> T | None:
    """Do the work and write down how it went; do nothing when the slot is done, or the task still runs elsewhere.

    The row is written outside the task's own transaction: it stands when the task fails. Raises what the work raises.
    """
    run = begin(order, at=clock.now())
    if run is None:
        return None
    try:
        result = work()
    except BaseException as failure:
        _end(run, Outcome.FAILED, error=type(failure).__name__)
        raise
    _end(run, Outcome.OK, result=result if isinstance(result, int) else None)
    return result


def begin(order: Order, *, at: dt.datetime) -> TaskRun | None:
    """Take the slot for this run; nothing when it is taken. Rows of runs that died are marked on the way."""
    if not is_scheduled(order.task):
        return _row(order, at)
    if not _lock(order.task):
        _row(order, at, outcome=Outcome.SKIPPED, ended_at=at)
        return None
    TaskRun.objects.filter(task=order.task, outcome=Outcome.RUNNING).update(outcome=Outcome.KILLED, ended_at=at)
    try:
        with transaction.atomic():
            return _row(order, at)
    except IntegrityError:
        _unlock(order.task)
        log.info("slot_already_done", task=order.task, slot=order.slot)
        return None


def prune(*, at: dt.datetime) -> int:
    """Forget runs that began more than ``KEPT_DAYS`` days ago; say how many. Runs that cannot live any more are marked."""
    TaskRun.objects.filter(outcome=Outcome.RUNNING, started_at__lt=at - LONGEST).update(
        outcome=Outcome.KILLED, ended_at=at
    )
    return TaskRun.objects.filter(started_at__lt=at - dt.timedelta(days=KEPT_DAYS)).delete()[0]


def _row(order: Order, at: dt.datetime, **more: object) -> TaskRun:
    return TaskRun.objects.create(
        task=order.task, slot=order.slot, request_id=order.request_id[:60], queue=order.queue[:30],
        worker=order.worker[:120], started_at=at, **more,
    )  # fmt: skip


def _end(run: TaskRun, outcome: Outcome, *, error: str = "", result: int | None = None) -> None:
    # What went wrong with the work is told, not that its end could not be written down: the next run marks the row.
    with suppress(DatabaseError):
        # A connection that merely is old must stay until the row is written: with it goes the lock, and whoever takes
        # that would mark this run as killed.
        if not connection.in_atomic_block and connection.errors_occurred and not connection.is_usable():
            connection.close()
        mine = TaskRun.objects.filter(pk=run.pk, outcome=Outcome.RUNNING)
        mine.update(outcome=outcome, ended_at=clock.now(), error=error[:80], result=result)
        if is_scheduled(run.task):
            _unlock(run.task)


def _lock(task: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, task])
        return bool(cursor.fetchone()[0])


def _unlock(task: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK_SPACE, task])
