"""Background work of the audit record."""

from __future__ import annotations

from celery import shared_task

from iop.audit.chain import seal as seal_finished
from iop.core import clock


@shared_task(name="audit.seal")
def seal() -> int:
    """Seal the events that are finished; say how many."""
    return seal_finished(at=clock.now())
