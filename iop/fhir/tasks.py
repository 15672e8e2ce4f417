"""Background work of FHIR. May run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.core import clock
from iop.fhir.bulk import making


@shared_task(name="fhir.make_exports")
def make_exports() -> int:
    """Make the exports that integrations asked for, and take away those whose day is over; say how many were made."""
    making.remove_ended(clock.now())
    return making.make_waiting()
