import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import override_settings

from iop.core import heartbeat
from iop.operations.models import TaskRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_seen(at):
    at("2026-03-02 09:00")
    heartbeat.mark("worker")
    heartbeat.mark("beat")


def test_healthz_says_alive_to_anybody(client):
    assert client.get("/healthz").content == b"alive"


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_readyz_is_ready_when_everything_was_seen(client, all_seen):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": {"ok": True, "seen_seconds_ago": 0},
        "broker": {"ok": True, "seen_seconds_ago": 0},
        "worker": {"ok": True, "seen_seconds_ago": 0},
        "beat": {"ok": True, "seen_seconds_ago": 0},
        "tasks": {"ok": True, "late": 0, "seen_seconds_ago": None},
    }


def test_readyz_counts_the_tasks_that_are_late(client, all_seen, at):
    began = at("2026-03-02 08:30")
    TaskRun.objects.create(task="audit.seal", started_at=began, ended_at=began, outcome="ok")
    at("2026-03-02 09:00")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    # Everything that runs more often than each half hour is late, and no task is named to the open.
    assert answer.json()["tasks"]["ok"] is False
    assert answer.json()["tasks"]["late"] >= 2
    assert "audit" not in answer.content.decode()


def test_readyz_names_a_worker_that_went_away(client, all_seen, at):
    at("2026-03-02 09:05")
    heartbeat.mark("beat")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == {"ok": False, "seen_seconds_ago": 300}
    assert answer.json()["beat"]["ok"]


def test_readyz_names_a_beat_that_was_never_seen(client):
    assert client.get("/readyz").json()["beat"] == {"ok": False, "seen_seconds_ago": None}


def test_readyz_survives_a_broker_that_is_away(client):
    away = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///tmp/no-such.sock"}
    }
    with override_settings(CACHES=away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"]["ok"] is False
    assert answer.json()["database"]["ok"] is True


def test_readyz_survives_a_database_that_is_away(client, all_seen, monkeypatch):
    def refuse(*_):
        raise connection.Database.OperationalError("gone")

    monkeypatch.setattr("iop.core.health._database", lambda: refuse())
    # What the driver raises, Django wraps; the view must survive what it really meets.
    from django.db import OperationalError

    monkeypatch.setattr("iop.core.health._database", lambda: (_ for _ in ()).throw(OperationalError("gone")))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"]["ok"] is False
    assert "gone" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_leaves_no_session_behind(client, path):
    client.get(path)
    assert not client.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_cannot_post(client, path):
    assert client.post(path).status_code == 405
