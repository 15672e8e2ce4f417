"""The background work of background work."""

from __future__ import annotations

from celery import shared_task

from iop.core import clock
from iop.operations.runs import prune


@shared_task(name="operations.prune")
def prune_runs() -> int:
    """Forget runs of background work that are older than a month; say how many."""
    return prune(at=clock.now())
