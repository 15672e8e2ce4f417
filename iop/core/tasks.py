"""The ground's own background work."""

from __future__ import annotations

from celery import shared_task

from iop.core import heartbeat


@shared_task(name=heartbeat.TASK, expires=60)
def beat_heart() -> None:
    """Say that a worker takes work."""
    heartbeat.mark("worker")
