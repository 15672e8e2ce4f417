"""Administrators are told of background work that does not run, once, and no longer when it runs again."""

import datetime as dt

import pytest

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.operations.choices import State
from iop.operations.models import TaskRun
from iop.operations.schedule import entries
from iop.operations.standing import Standing
from iop.pages import places
from iop.work.models import WorkItem
from iop.workflows import operations
from tests.factories.ground import make_actor, make_site, make_staff

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def ran(at, outcome="ok", tasks=None):
    names = tasks or [line.task for line in entries()]
    TaskRun.objects.bulk_create(TaskRun(task=name, started_at=at, ended_at=at, outcome=outcome) for name in names)


@pytest.fixture
def administrator():
    return make_staff("site_admin", site=make_site())


class TestWatch:
    def test_puts_one_item_on_the_administrators_list(self, administrator):
        ran(AT - 40 * HOUR)
        assert operations.watch(at=AT) == operations.watch(at=AT) == len(entries())
        item = WorkItem.objects.get()
        assert (item.role_key, item.status) == ("site_admin", "open")
        assert places.address(item.subject_kind, item.subject_id) == "/operations/"

    def test_takes_it_off_when_everything_runs_again(self, administrator):
        ran(AT - 40 * HOUR)
        operations.watch(at=AT)
        ran(AT)
        assert operations.watch(at=AT) == 0
        assert WorkItem.objects.get().status == "done"

    def test_tells_nobody_of_a_new_installation(self, administrator):
        operations.watch(at=AT)
        assert not WorkItem.objects.exists()

    def test_without_an_administrator_there_is_nobody_to_tell(self):
        ran(AT - 40 * HOUR)
        assert operations.watch(at=AT)
        assert not WorkItem.objects.exists()


@pytest.mark.parametrize(("task", "state", "failed", "trouble"), [
    ("audit.seal", State.FAILING, 1, False),
    ("audit.seal", State.FAILING, 3, True),
    ("clients.watch_consents", State.FAILING, 1, True),
    ("audit.seal", State.LATE, 0, True),
    ("audit.seal", State.FINE, 9, False),
])  # fmt: skip
def test_one_slip_of_what_runs_each_minute_is_no_trouble(task, state, failed, trouble):
    entry = next(line for line in entries() if line.task == task)
    one = Standing(entry, state, last=None, last_ok_at=None, usual=None, failures=failed, due_at=AT)
    assert operations.is_trouble(one) is trouble


class TestRunNow:
    @pytest.fixture
    def sent(self, monkeypatch):
        sent = []
        monkeypatch.setattr(
            operations.current_app, "send_task", lambda task, **more: sent.append((task, more["queue"]))
        )
        return sent

    def test_sends_the_task_to_its_queue_and_says_so_on_the_record(self, sent):
        operations.run_now(by=make_actor("site_admin"), task="notifications.deliver", at=AT)
        assert sent == [("notifications.deliver", "messages")]
        assert AuditEvent.objects.get(verb="operations.run_asked").detail == {"task": "notifications.deliver"}

    @pytest.mark.parametrize("task", ["celery.backend_cleanup", "core.heartbeat", "os.system", ""])
    def test_nothing_but_the_schedule_may_be_run(self, sent, task):
        with pytest.raises(Invalid):
            operations.run_now(by=make_actor("site_admin"), task=task, at=AT)
        assert not sent

    def test_only_who_looks_after_it_may(self, sent):
        with pytest.raises(NotAllowed):
            operations.run_now(by=make_actor("counselor"), task="audit.seal", at=AT)
        assert not sent

    def test_a_broker_that_is_away_gets_a_sentence_and_leaves_nothing_on_the_record(self, monkeypatch):
        def away(*_, **__):
            raise operations.OperationalError("refused")

        monkeypatch.setattr(operations.current_app, "send_task", away)
        with pytest.raises(Conflict):
            operations.run_now(by=make_actor("site_admin"), task="audit.seal", at=AT)
        assert not AuditEvent.objects.filter(verb="operations.run_asked").exists()
