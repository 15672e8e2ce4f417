"""Runs of tasks: written down outside the task's transaction, one at a time, one that goes well for each slot."""

import datetime as dt
import time

import psycopg2
import pytest
from django.db import connection

from iop.operations.choices import Outcome
from iop.operations.models import TaskRun
from iop.operations.runs import LOCK_SPACE, Order, begin, prune, recorded

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TASK = "audit.seal"
HOUR = dt.timedelta(hours=1)


def order(**more):
    return Order(**{"task": TASK, "slot": AT, "request_id": "r1", "queue": "default", "worker": "default@here", **more})


def fail():
    raise KeyError("Jordan Rivera")


@pytest.fixture(autouse=True)
def _let_go():
    """Locks belong to the database session, which outlives a test's transaction."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@pytest.fixture
def elsewhere():
    """Another worker's database session, which holds the task's lock as a run under way does."""
    known = connection.settings_dict
    other = psycopg2.connect(
        host=known["HOST"], port=known["PORT"] or None, user=known["USER"], password=known["PASSWORD"] or None,
        dbname=known["NAME"],
    )  # fmt: skip
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, TASK])
        assert cursor.fetchone()[0]
    yield other
    # A server lets go of a lock some time after the connection is closed: on a busy machine after the next test began.
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()


def test_says_how_long_it_took_and_what_it_gave(at):
    at(AT)

    def work():
        at(AT + dt.timedelta(seconds=3))
        return 12

    assert recorded(order(), work) == 12
    run = TaskRun.objects.get()
    assert (run.outcome, run.seconds, run.result, run.queue, run.worker) == ("ok", 3.0, 12, "default", "default@here")


def test_keeps_the_kind_of_an_error_and_none_of_its_words():
    with pytest.raises(KeyError):
        recorded(order(), fail)
    run = TaskRun.objects.get()
    assert (run.outcome, run.error) == (Outcome.FAILED, "KeyError")


def test_a_slot_that_is_done_is_not_done_again():
    done = []
    for clock in ("first beat", "second beat"):
        recorded(order(request_id=clock), lambda: done.append(1))
    assert len(done) == TaskRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_grew_old_meanwhile_keeps_the_lock_until_the_end_is_written():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()

    def work():
        # As ``CONN_MAX_AGE`` does to a run that takes longer.
        connection.close_at = time.monotonic() - 1

    recorded(order(), work)
    assert TaskRun.objects.get().outcome == Outcome.OK
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == before


def test_a_slot_that_failed_may_be_done_by_another_run():
    with pytest.raises(KeyError):
        recorded(order(), fail)
    assert recorded(order(request_id="r2"), lambda: 1) == 1


def test_the_next_slot_is_another():
    assert [recorded(order(slot=AT + n * HOUR), lambda: 1) for n in range(2)] == [1, 1]


def test_asked_for_by_hand_it_stands_for_no_slot():
    assert [recorded(order(slot=None), lambda: 1) for _ in range(2)] == [1, 1]


def test_while_it_runs_elsewhere_it_is_left_out(elsewhere):
    assert recorded(order(), lambda: 1) is None
    assert TaskRun.objects.get().outcome == Outcome.SKIPPED


def test_after_it_was_left_out_the_slot_is_still_free(elsewhere):
    recorded(order(), lambda: 1)
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    assert recorded(order(), lambda: 1) == 1


def test_another_task_is_not_held_up(elsewhere):
    assert recorded(order(task="sessions.materialise"), lambda: 1) == 1


def test_the_row_of_a_worker_that_died_is_marked_by_the_next_run():
    died = begin(order(), at=AT)
    with connection.cursor() as cursor:
        # What PostgreSQL does when the worker's connection breaks.
        cursor.execute("SELECT pg_advisory_unlock_all()")
    assert recorded(order(), lambda: 1) == 1
    died.refresh_from_db()
    assert died.outcome == Outcome.KILLED


def test_a_task_off_the_schedule_is_recorded_and_may_run_beside_itself():
    runs = [begin(order(task="tests.something", slot=None), at=AT) for _ in range(2)]
    assert [run.outcome for run in runs] == ["running", "running"]


def test_runs_are_forgotten_after_a_month():
    old, new = begin(order(), at=AT - 31 * 24 * HOUR), begin(order(slot=AT + HOUR), at=AT)
    assert prune(at=AT) == 1
    assert list(TaskRun.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk


def test_what_cannot_run_any_more_is_marked():
    begin(order(task="tests.something"), at=AT - 2 * HOUR)
    prune(at=AT)
    assert TaskRun.objects.get().outcome == Outcome.KILLED
