"""Background work of treatment days. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from sessions_app import actions


@shared_task(name="sessions.materialise")
def materialise() -> int:
    """Make the days that are missing; say how many."""
    return len(actions.materialise(by=SYSTEM, at=clock.now()).made)


@shared_task(name="sessions.finalise_attendance")
def finalise_attendance() -> int:
    """Make the attendance of days closed long enough ago final; say how many days."""
    return actions.finalise_attendance(by=SYSTEM, at=clock.now())


@shared_task(name="sessions.call_absentees")
def call_absentees() -> int:
    """Put who is missing from a day under way on the call list; say how many were new."""
    return actions.call_absentees(by=SYSTEM, at=clock.now())
