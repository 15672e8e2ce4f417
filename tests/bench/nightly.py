"""Row 11 and the nightly work: reminders planned and delivered a second, and each scheduled task once and once more.

Beside planning stand the same rows written anew by INSERT … SELECT; beside delivery a bare loop that writes, for each message,
what a provider and its outbox cannot do without. Of every task it is said how much of its time the database takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import connection, transaction

from iop.access.actors import SYSTEM
from iop.core import clock
from iop.notifications.delivery import deliver
from iop.notifications.models import Message
from iop.notifications.reminders.rules import PLANNED_AHEAD
from iop.operations.schedule import entries
from iop.workflows import reminders

LEFT_OUT = frozenset({"notifications.deliver", "reminders.plan"})
"""Measured by themselves."""
REACH = """
    INSERT INTO clients_contactpoint (id, created_at, client_id, kind, value, label, is_preferred, may_leave_message)
    SELECT gen_random_uuid(), now(), c.id, 'phone', '+1617' || lpad((row_number() OVER (ORDER BY c.id))::text, 7, '0'), '', true, true
    FROM (SELECT DISTINCT client_id AS id FROM clients_episode WHERE status = 'admitted') c
"""
AGREED = """
    INSERT INTO clients_channelpermission (id, created_at, client_id, channel, allowed, since)
    SELECT gen_random_uuid(), now(), c.id, 'sms', true, now() - interval '9 days'
    FROM (SELECT DISTINCT client_id AS id FROM clients_episode WHERE status = 'admitted') c
"""
TABLES = ("notifications_message", "notifications_reminderline")
BARE = 500
"""Messages of the bare loop: enough for a rate."""


@dataclass
class Spent:
    """How long something took, in how many statements, and how much of it was the database's."""

    seconds: float = 0
    statements: int = 0
    in_sql: float = 0


def nightly() -> str:
    """Measure, and say it in lines."""
    with connection.cursor() as cursor:
        cursor.execute(REACH)
        cursor.execute(AGREED)
        cursor.execute("ANALYZE")
    lines = [
        *_reminding(),
        "",
        "    scheduled task                     first run: s   SQL   of it   again: s   SQL   of it",
    ]
    current_app.loader.import_default_modules()
    tasks = sorted({entry.task for entry in entries()} - LEFT_OUT)
    return "\n".join([*lines, *(_task(name) for name in tasks)])


def _reminding() -> Iterator[str]:
    at = clock.now()
    with _spent() as planning:
        made = reminders.plan(by=SYSTEM, first=at, last=at + PLANNED_AHEAD, at=at)
    again = _again()
    yield _rate("11  reminders planned", made, planning, again, "INSERT … SELECT")
    with _spent() as repeat:
        reminders.plan(by=SYSTEM, first=at, last=at + PLANNED_AHEAD, at=at)
    yield f"    planned again, nothing new: {repeat.seconds:.2f} s in {repeat.statements} statements"
    # Everything is due at once, and the provider takes it at any pace.
    Message.objects.filter(status="waiting").update(due_at=at, next_attempt_at=at, priority=0)
    with _spent() as delivering:
        while deliver(at=at):
            pass
    sent = Message.objects.filter(status="sent").count()
    yield _rate("11  messages delivered", sent, delivering, _bare(sent), "a bare loop")


def _rate(what: str, count: int, ours: Spent, raw: float, beside: str) -> str:
    share = raw / ours.seconds
    return (
        f"{what}: {count:,} in {ours.seconds:.1f} s, {count / ours.seconds:,.0f} a second, {ours.statements:,} statements; "
        f"{beside} {count / raw:,.0f}: ratio {share:.2f}"
    )


def _again() -> float:
    """Copy what was planned, take it away past the guards, and time writing it once more."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}")
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in reversed(TABLES):
                cursor.execute(f"DELETE FROM {table}")
        began = time.monotonic()
        with transaction.atomic():
            for table in TABLES:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        return time.monotonic() - began


def _bare(count: int) -> float:
    """Time one INSERT and one UPDATE, each message in a transaction of its own; scaled to so many messages."""
    keys = list(Message.objects.values_list("pk", flat=True)[:BARE])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare_taken (key uuid PRIMARY KEY, body text)")
        began = time.monotonic()
        for key in keys:
            with transaction.atomic():
                cursor.execute("INSERT INTO bare_taken VALUES (%s, 'x') ON CONFLICT DO NOTHING", [key])
                cursor.execute("UPDATE notifications_message SET provider_id = 'bare' WHERE id = %s", [key])
    return (time.monotonic() - began) * count / max(1, len(keys))


def _task(name: str) -> str:
    work: Callable[[], Any] = current_app.tasks[name]
    spent = []
    for _ in range(2):
        with _spent() as one:
            work()
        spent.append(one)
    first, again = (f"{one.seconds:7.2f} {one.statements:6,} {one.in_sql:6.2f}" for one in spent)
    return f"    {name:36} {first}    {again}"


@contextmanager
def _spent() -> Iterator[Spent]:
    found, began = Spent(), time.monotonic()

    def asked(execute: Callable[..., Any], *args: Any) -> Any:
        start = time.monotonic()
        try:
            return execute(*args)
        finally:
            found.statements += 1
            found.in_sql += time.monotonic() - start

    with connection.execute_wrapper(asked):
        yield found
    found.seconds = time.monotonic() - began
