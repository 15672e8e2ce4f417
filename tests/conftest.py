"""What every test may use. The servers are started by ``tests.plugins.servers``, the browser by ``tests.plugins.browser``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextvars import ContextVar
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tests.plugins import browser
from tests.plugins.database import _copying, django_db_keepdb, django_db_setup

__all__ = ["_copying", "django_db_keepdb", "django_db_setup"]

STAY_BETWEEN_TESTS = ("django_migrations", "django_content_type", "auth_permission")
"""Tables that the flush between transactional tests leaves alone: Django would fill them again at once."""
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> ALL(%s)
"""


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_what_is_filled():
    """Let the flush between transactional tests delete from the few tables that hold rows.

    Truncating two hundred tables takes longer than most tests; and the triggers that refuse TRUNCATE and DELETE everywhere else
    are passed.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.execute_sql_flush

    def flush(self, statements):
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute(TABLES, [list(STAY_BETWEEN_TESTS)])
            asks = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for (name,) in cursor.fetchall()]
            cursor.execute(" UNION ALL ".join(asks))
            filled = [name for (name,) in cursor.fetchall()]
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in filled:
                cursor.execute(f'DELETE FROM "{name}"')

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = plain


@pytest.fixture(autouse=True)
def _empty_cache():
    """Start each test with an empty cache: counters of sign-ins and heartbeats are not another test's.

    Only the tests' own keys go: the Redis of REDIS_URL may be somebody's.
    """
    from django.conf import settings
    from django.core.cache import cache

    redis = cache._cache.get_client(write=True)
    if keys := list(redis.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*")):
        redis.delete(*keys)


@pytest.fixture
def at(monkeypatch):
    """Set the clock for the whole process, the live server's threads included: ``at("2026-03-02 09:00", zone)``."""
    from iop.core import clock

    def set_clock(wall: str | dt.datetime, zone: str = "UTC") -> dt.datetime:
        moment = dt.datetime.fromisoformat(wall) if isinstance(wall, str) else wall
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        moment = moment.astimezone(dt.UTC)
        # A context variable's value stays in its thread, its default does not.
        monkeypatch.setattr(clock, "_frozen", ContextVar("iop_clock_of_a_test", default=moment))
        return moment

    return set_clock


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **browser.launch_options()}


def pytest_terminal_summary(terminalreporter):
    """Say plainly which tests did not run, and why."""
    reasons = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")].append(report.nodeid)
    if not reasons:
        terminalreporter.write_line("No test was skipped.")
        return
    terminalreporter.section("skipped")
    for reason, tests in reasons.items():
        terminalreporter.write_line(f"{len(tests)} skipped: {reason}")
        for test in tests:
            terminalreporter.write_line(f"    {test}")
