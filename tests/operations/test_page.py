"""The page of background work, and the command that says the same."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from iop.core import heartbeat
from iop.operations import broker
from iop.operations.models import TaskRun
from iop.operations.schedule import entries
from iop.pages.presenters.operations import WORDS, duration
from tests.factories.ground import make_site, make_staff, sign_in

AT = dt.datetime(2026, 3, 2, 15, 0, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def run(ago=MINUTE, **more):
    return TaskRun.objects.create(**{
        "task": "audit.seal", "started_at": AT - ago, "ended_at": AT - ago + dt.timedelta(seconds=2), "outcome": "ok",
        "worker": "default@here", "queue": "default", **more,
    })  # fmt: skip


@pytest.fixture
def admin(client, at):
    at(AT)
    sign_in(client, make_staff("site_admin", site=make_site()))
    return client


def test_every_task_of_the_schedule_has_words():
    assert {line.task for line in entries()} <= set(WORDS)


@pytest.mark.parametrize(("span", "words"), [
    (None, "–"), (dt.timedelta(milliseconds=40), "40 ms"), (dt.timedelta(seconds=2.54), "2.5 s"), (3 * MINUTE, "3 minutes"),
])  # fmt: skip
def test_a_duration_is_said_in_its_own_unit(span, words):
    assert duration(span) == words


@pytest.mark.django_db
class TestPage:
    def test_says_when_it_ran_at_the_sites_clock(self, admin):
        run()
        page = admin.get(reverse("operations")).content.decode()
        assert "Seal the audit record" in page
        assert ">09:59<" in page

    def test_shows_what_failed_and_on_which_worker(self, admin):
        run(outcome="failed", error="OperationalError")
        page = admin.get(reverse("operations")).content.decode()
        assert "OperationalError" in page
        assert "default@here" in page

    def test_says_that_the_clock_was_seen(self, admin):
        heartbeat.mark("beat")
        found = admin.get(reverse("operations")).context["processes"]
        assert [(process["name"], process["ok"]) for process in found] == [("Worker", False), ("Clock", True)]

    def test_works_while_the_broker_is_away(self, admin, monkeypatch):
        monkeypatch.setattr(broker, "depths", lambda: None)
        assert b"The queue does not answer" in admin.get(reverse("operations")).content

    @pytest.mark.parametrize("n", [1, 60])
    def test_statements_do_not_grow_with_runs(self, admin, n, django_assert_max_num_queries):
        for k in range(n):
            run(ago=k * MINUTE, outcome="failed")
        admin.get(reverse("operations"))
        with django_assert_max_num_queries(10):
            admin.get(reverse("operations"))

    def test_run_now_comes_back_with_a_word(self, admin, monkeypatch):
        from iop.workflows import operations

        sent = []
        monkeypatch.setattr(operations.current_app, "send_task", lambda task, **_: sent.append(task))
        answer = admin.post(reverse("operations_run"), {"task": "audit.seal"}, follow=True)
        assert b"Asked for: Seal the audit record." in answer.content
        assert sent == ["audit.seal"]


@pytest.mark.django_db
class TestCommand:
    def said(self, *options):
        out = io.StringIO()
        call_command("operations", *options, stdout=out)
        return out.getvalue()

    def test_says_each_task(self, at):
        at(AT)
        run()
        text = self.said("--zone", "America/New_York")
        assert all(line.task in text for line in entries())
        assert "09:59" in text

    def test_fails_when_asked_to_and_something_is_late(self, at):
        at(AT)
        run(ago=60 * MINUTE)
        with pytest.raises(CommandError):
            self.said("--check")


def test_an_unknown_broker_has_no_depths(monkeypatch):
    monkeypatch.setattr(broker.current_app, "connection_for_read", _refuse)
    assert broker.depths() is None


def test_empty_queues_hold_nothing():
    assert broker.depths() == {"default": 0, "messages": 0}


def _refuse(*_, **__):
    raise OSError("away")
