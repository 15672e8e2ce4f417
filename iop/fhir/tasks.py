"""Background work of FHIR. May run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.core import clock
from iop.fhir.bulk import asking, making


@shared_task(name="fhir.make_exports")
def make_exports() -> int:
    """Make the export that waits longest, and take away those whose day is over; say how many were made.

    When more wait, the queue is asked for another turn.
    """
    making.remove_ended(clock.now())
    made = making.make_next()
    if making.some_wait():
        asking.wake()
    return made
