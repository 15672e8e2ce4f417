"""Background work of the outbox."""

from __future__ import annotations

from celery import shared_task

from iop.core import clock
from iop.notifications.choices import BATCH
from iop.notifications.delivery import deliver as deliver_batch

BATCHES_A_RUN = 50


@shared_task(name="notifications.deliver")
def deliver() -> int:
    """Deliver what is due, in batches, until nothing is or the run has done its share; say how many messages."""
    total = 0
    for _ in range(BATCHES_A_RUN):
        taken = deliver_batch(at=clock.now())
        total += taken
        if taken < BATCH:
            break
    return total
