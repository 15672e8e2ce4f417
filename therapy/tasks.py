"""Background work about clinical content. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from therapy.actions.assessments import owe_assessments


@shared_task(name="therapy.owe_assessments")
def owe_old_drafts() -> int:
    """Put assessments that were begun and not signed in time on the work lists; say how many items were new."""
    return owe_assessments(by=SYSTEM, at=clock.now())
