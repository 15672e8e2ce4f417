import datetime as dt

import pytest
from celery import shared_task

from iop.celery import Beat, CalledTask, app
from iop.core import clock, heartbeat
from iop.core.context import current
from iop.core.tasks import beat_heart
from iop.operations.models import TaskRun


@shared_task(name="tests.tell_channel")
def tell_channel():
    return current().channel


def test_a_task_says_that_a_task_wrote():
    assert tell_channel() == "task"


def test_every_task_of_the_house_tells_its_channel():
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    assert all(isinstance(task, CalledTask) for task in ours)


def test_every_entry_of_the_schedule_names_a_task_there_is():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_everything_is_due_when_beat_starts():
    assert all(entry.is_due().is_due for entry in Beat(app).schedule.values())


def test_messages_have_a_queue_of_their_own():
    assert app.amqp.router.route({}, "notifications.deliver")["queue"].name == "messages"


def test_other_work_goes_to_the_default_queue():
    assert app.amqp.router.route({}, "sessions.materialise")["queue"].name == "default"


def test_the_heartbeat_marks_the_worker(at):
    at("2026-03-02 09:00")
    beat_heart()
    assert heartbeat.seen_seconds_ago("worker", at=clock.now()) == 0


def test_the_heartbeat_alone_does_not_mark_beat(at):
    at("2026-03-02 09:00")
    beat_heart()
    assert heartbeat.seen_seconds_ago("beat", at=clock.now()) is None


def test_sending_the_heartbeat_marks_beat(at, monkeypatch):
    at("2026-03-02 09:00")
    monkeypatch.setattr(beat_heart, "apply_async", lambda *_, **__: None)
    scheduler = Beat(app)
    scheduler.apply_async(scheduler.schedule["core-heartbeat"], advance=False)
    assert heartbeat.seen_seconds_ago("beat", at=clock.now()) == 0


def test_an_order_of_beat_names_its_slot_and_ends_with_it(at):
    at("2026-03-02 09:14:20")
    entry = Beat(app).schedule["therapy-draw-tests"]
    assert entry.ordered() == {"expires": 900, "headers": {"slot": "2026-03-02T09:00:00+00:00"}}


def test_nightly_work_is_ordered_each_hour_for_the_same_night(at):
    at("2026-03-02 09:14:20")
    entry = Beat(app).schedule["clients-watch-consents"]
    later = entry._next_instance()
    assert later.schedule.run_every == later.ordered()["expires"] * dt.timedelta(seconds=1) == dt.timedelta(hours=1)
    assert later.ordered()["headers"] == {"slot": "2026-03-02T07:00:00+00:00"}


def test_the_schedule_is_that_of_the_settings_alone(settings):
    assert set(Beat(app).schedule) == set(settings.CELERY_BEAT_SCHEDULE)


def test_every_task_ends_before_the_broker_gives_its_message_to_another(settings):
    limits = [
        settings.CELERY_TASK_TIME_LIMIT,
        *(one["time_limit"] for one in settings.CELERY_TASK_ANNOTATIONS.values()),
    ]
    assert max(limits) < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert all(one["soft_time_limit"] < one["time_limit"] for one in settings.CELERY_TASK_ANNOTATIONS.values())


@pytest.mark.django_db
def test_a_task_called_as_a_function_is_no_run():
    assert tell_channel() == "task"
    assert not TaskRun.objects.exists()


@pytest.mark.django_db
def test_a_run_by_a_worker_is_written_down():
    assert tell_channel.apply(headers={"slot": "2026-03-02T09:00:00+00:00"}).get() == "task"
    run = TaskRun.objects.get()
    assert (run.task, run.outcome, run.slot.hour) == ("tests.tell_channel", "ok", 9)
