from celery import shared_task

from iop.celery import Beat, CalledTask, app
from iop.core import clock, heartbeat
from iop.core.context import current
from iop.core.tasks import beat_heart


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
