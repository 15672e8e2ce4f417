"""Two clocks of the schedule run: everything is ordered twice, and done once."""

import re

import pytest

from iop.operations.choices import Outcome
from iop.operations.models import TaskRun
from iop.operations.schedule import entries
from tests.faults.harness import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults"), pytest.mark.slow]


def test_two_beats_order_everything_twice_and_each_slot_is_done_once(works, worker):
    clocks = [works.beat(), works.beat()]
    tasks = {line.task for line in entries()}
    try:
        until(lambda: tasks <= done(), seconds=120)
        # Both sent every task, and nothing is left in the queues.
        until(lambda: all(ordered(clock) >= len(tasks) for clock in clocks), seconds=60)
        until(lambda: works.deliver().outcome in ("ok", "skipped"), seconds=60)
    finally:
        for clock in clocks:
            clock.end()
    runs = list(TaskRun.objects.filter(slot__isnull=False, outcome=Outcome.OK).values_list("task", "slot"))
    assert len(runs) == len(set(runs))
    ill = TaskRun.objects.filter(outcome__in=(Outcome.FAILED, Outcome.KILLED))
    assert list(ill.values_list("task", "outcome", "error", "started_at", "ended_at")) == []
    by_task = {task: [slot for name, slot in runs if name == task] for task in tasks}
    assert {task for task, slots in by_task.items() if len(slots) > 2} == set()


def done():
    return set(TaskRun.objects.filter(outcome=Outcome.OK).values_list("task", flat=True))


def ordered(clock):
    """How many orders this clock sent, by its own log; the heartbeat is not counted."""
    sent = re.findall(r"Sending due task ([\w-]+)", clock.said())
    return len([name for name in sent if name != "core-heartbeat"])
