"""The demo's story of background work: last runs, queues and failures."""

from __future__ import annotations

import datetime as dt
from random import Random

from iop.core import clock
from iop.demo.clinic import Clinic
from iop.operations.choices import Outcome
from iop.operations.models import TaskRun
from iop.operations.rules import slot_of
from iop.operations.schedule import Entry, entries

WORKER = "{queue}@clinic"
MOST_RUNS = 90
"""Of each task: an hour and a half of what runs each minute, days of what runs hourly."""
LONGEST_BACK = dt.timedelta(days=12)
SLOW = {"sessions.materialise": 4.2, "therapy.watch_warnings": 2.1, "therapy.find_reviews": 1.8, "reminders.plan": 1.4}
"""Seconds that these usually take; everything else is done in parts of one."""
QUICK = 0.12
FAILED = ("therapy.watch_warnings", "OperationalError")
"""One night the database was restarted while this ran; the next hour it went well."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell of the runs up to ``now``: every task on its rhythm, one failure, one worker that was restarted half-way."""
    runs = [run for entry in entries() for run in _runs(entry, dice, now)]
    with clock.frozen(now):
        TaskRun.objects.bulk_create(runs)
    _fail(FAILED[0], Outcome.FAILED, FAILED[1])
    _fail("reminders.plan", Outcome.KILLED, "")


def _runs(entry: Entry, dice: Random, now: dt.datetime) -> list[TaskRun]:
    found: list[TaskRun] = []
    slot = slot_of(now, entry.every)
    while len(found) < MOST_RUNS and now - slot < LONGEST_BACK:
        began = slot + dt.timedelta(seconds=dice.uniform(0.2, 12))
        seconds = SLOW.get(entry.task, QUICK) * dice.uniform(0.7, 1.6)
        if began + dt.timedelta(seconds=seconds) < now:
            found.append(_run(entry, slot, began, seconds, dice))
        slot -= entry.every
    return found


def _run(entry: Entry, slot: dt.datetime, began: dt.datetime, seconds: float, dice: Random) -> TaskRun:
    return TaskRun(
        task=entry.task, slot=slot, started_at=began, ended_at=began + dt.timedelta(seconds=seconds), outcome=Outcome.OK,
        result=dice.choice((0, 0, 0, 1, 2, 5)), queue=entry.queue, worker=WORKER.format(queue=entry.queue),
    )  # fmt: skip


def _fail(task: str, outcome: Outcome, error: str) -> None:
    """Let one run of some time ago end badly; those after it went well."""
    found = list(TaskRun.objects.filter(task=task, outcome=Outcome.OK).order_by("-started_at")[:8])
    if found:
        run = found[-1]
        run.outcome, run.error, run.result = outcome, error, None
        run.save(update_fields=["outcome", "error", "result"])
