"""How scheduled tasks stand, in as many statements however much ran."""

import datetime as dt

import pytest

from iop.operations.choices import State
from iop.operations.models import TaskRun
from iop.operations.standing import failures, late_tasks, standings, workers

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


def ran(task="audit.seal", ago=MINUTE, outcome="ok", took=SECOND, **more):
    began = AT - ago
    ended = None if outcome == "running" else began + took
    return TaskRun.objects.create(
        task=task, slot=more.pop("slot", None), started_at=began, ended_at=ended, outcome=outcome, **more
    )


def of(task="audit.seal"):
    return next(one for one in standings(at=AT) if one.entry.task == task)


def test_every_task_of_the_schedule_is_there_but_the_heartbeat(settings):
    scheduled = {line["task"] for line in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {one.entry.task for one in standings(at=AT)} == scheduled - {"core.heartbeat"}


def test_the_usual_time_is_the_median_of_good_runs():
    for seconds in (1, 2, 90):
        ran(took=seconds * SECOND, ago=seconds * MINUTE)
    ran(outcome="failed", took=MINUTE * 5, ago=10 * MINUTE)
    assert of().usual == 2 * SECOND


def test_failures_are_those_of_a_day():
    ran(outcome="failed")
    ran(outcome="killed", ago=60 * MINUTE)
    ran(outcome="failed", ago=25 * 60 * MINUTE)
    assert of().failures == 2


def test_one_that_was_left_out_is_not_the_last_run():
    ran(ago=2 * MINUTE)
    ran(outcome="skipped", ago=MINUTE)
    assert of().last.outcome == "ok"


def test_a_done_slot_is_due_again_when_the_next_begins():
    ran(ago=20 * SECOND)
    assert of().due_at == AT.replace(second=0) + MINUTE


def test_a_slot_not_done_is_due_now():
    ran(ago=MINUTE)
    assert of().due_at == AT


def test_what_ran_too_long_ago_is_late():
    ran(ago=12 * MINUTE)
    assert of().state == State.LATE
    assert "audit.seal" in late_tasks(at=AT)


def test_what_ran_in_time_is_not_late():
    ran(ago=10 * MINUTE)
    assert "audit.seal" not in late_tasks(at=AT)


def test_failures_are_listed_the_newest_first():
    older, newer = ran(outcome="killed", ago=5 * MINUTE), ran(outcome="failed", ago=MINUTE, error="KeyError")
    ran()
    assert failures(at=AT) == [newer, older]


def test_workers_are_those_of_an_hour():
    ran(worker="default@a", queue="default", ago=30 * MINUTE)
    ran(worker="default@a", queue="default")
    ran(worker="default@gone", queue="default", ago=90 * MINUTE)
    assert [(seen.worker, seen.runs) for seen in workers(at=AT)] == [("default@a", 2)]


@pytest.mark.parametrize("n", [2, 200])
def test_statements_do_not_grow_with_runs(n, django_assert_num_queries):
    TaskRun.objects.bulk_create(
        TaskRun(task="audit.seal", started_at=AT - k * MINUTE, ended_at=AT, outcome="ok") for k in range(n)
    )
    with django_assert_num_queries(3):
        standings(at=AT)
    with django_assert_num_queries(1):
        late_tasks(at=AT)
