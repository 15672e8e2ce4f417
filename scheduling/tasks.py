"""Background work of the schedule. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from scheduling.actions.owing import owe_appointments as owe


@shared_task(name="scheduling.owe_appointments")
def owe_appointments() -> int:
    """Put individual sessions and check-ins that nobody has booked on the work lists; say how many items were new."""
    return owe(by=SYSTEM, at=clock.now())
