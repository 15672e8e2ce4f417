"""``/healthz`` says that the web process answers; ``/readyz`` that everything a clinic's day needs does.

Both are open to everybody and touch no session: a load balancer has no account, and must not make one row a second.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from iop.core import clock, heartbeat

State = dict[str, object]


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer, and no more: restarting this process would not mend a database that is away."""
    return HttpResponse("alive", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say of database, broker, worker, beat and the work they owe whether each is there; 503 when one is not."""
    parts = {
        "database": _asked(_database),
        "broker": _asked(_broker),
        "worker": _asked(lambda: _process("worker")),
        "beat": _asked(lambda: _process("beat")),
        **{name: _asked(import_string(path)) for name, path in settings.READINESS.items()},
    }
    status = HTTPStatus.OK if all(part["ok"] for part in parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(parts, status=status)


def _asked(question: Callable[[], State]) -> State:
    # What exactly is wrong stays in the server's log: this page is open to everybody.
    try:
        return question()
    except (DatabaseError, RedisError, OSError):
        return {"ok": False, "seen_seconds_ago": None}


def _database() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True, "seen_seconds_ago": 0}


def _broker() -> State:
    cache.get("heartbeat:worker")
    return {"ok": True, "seen_seconds_ago": 0}


def _process(who: heartbeat.Who) -> State:
    seconds = heartbeat.seen_seconds_ago(who, at=clock.now())
    return {"ok": heartbeat.is_fresh(seconds), "seen_seconds_ago": seconds}
