"""Background work about clients. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from clients.actions import consents
from iop.access.actors import SYSTEM
from iop.core import clock


@shared_task(name="clients.watch_consents")
def watch_consents() -> int:
    """Put consents about to end on the work lists; say how many items were new."""
    return consents.watch_consents(by=SYSTEM, at=clock.now())
