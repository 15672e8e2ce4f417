"""Background work that several apps share. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from iop.workflows import credentials


@shared_task(name="clinic.watch_credentials")
def watch_credentials() -> int:
    """Put licences about to end on the work lists; say how many items were new."""
    return credentials.watch_credentials(by=SYSTEM, at=clock.now())
