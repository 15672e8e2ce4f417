"""The schedule as the settings have it (``CELERY_BEAT_SCHEDULE``), in plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from iop.core import heartbeat

UNRECORDED = frozenset({heartbeat.TASK})
"""Says every few seconds that a worker is there; it leaves a mark of its own and no rows."""


@dataclass(frozen=True)
class Entry:
    """One line of the schedule: its name, the task, its rhythm, and the queue it goes to."""

    name: str
    task: str
    every: dt.timedelta
    queue: str


def entries() -> list[Entry]:
    """List what is scheduled and recorded, by the name of the task."""
    lines: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
    found = [
        Entry(name, line["task"], line["schedule"], queue_of(line["task"]))
        for name, line in lines.items()
        if line["task"] not in UNRECORDED
    ]
    return sorted(found, key=lambda entry: entry.task)


def is_scheduled(task: str) -> bool:
    """Say whether the clock asks for this task. Such a task takes no arguments and runs once at a time."""
    return any(entry.task == task for entry in entries())


def queue_of(task: str) -> str:
    """Name the queue of a task."""
    route: dict[str, str] = settings.CELERY_TASK_ROUTES.get(task, {})
    return route.get("queue", settings.CELERY_TASK_DEFAULT_QUEUE)


def queues() -> list[str]:
    """Name all queues, the default one first."""
    others = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return [settings.CELERY_TASK_DEFAULT_QUEUE, *sorted(others - {settings.CELERY_TASK_DEFAULT_QUEUE})]
