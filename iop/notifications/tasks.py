"""Background work of the outbox."""

from __future__ import annotations

import datetime as dt

from celery import shared_task

from iop.core import clock
from iop.notifications.delivery import deliver as deliver_batch

BATCHES_A_RUN = 50
RUN_TIME = dt.timedelta(minutes=2)
"""A run ends well before the time limit of tasks; the next one goes on."""


@shared_task(name="notifications.deliver")
def deliver() -> int:
    """Deliver what is due, in batches, until nothing may go just now or the run has done its share; say how many were taken."""
    total, began = 0, clock.now()
    for _ in range(BATCHES_A_RUN):
        taken = deliver_batch(at=clock.now(), now=clock.now)
        total += taken
        if not taken or clock.now() - began > RUN_TIME:
            break
    return total
