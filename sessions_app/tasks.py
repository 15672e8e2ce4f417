"""Background work of treatment days. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from sessions_app import actions
from sessions_app.actions import groups
from sessions_app.actions.absence.watching import watch_absence as watch


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


@shared_task(name="sessions.make_group_meetings")
def make_group_meetings() -> int:
    """Make the meetings of groups that are missing, and take off their lists who no longer agrees; say how many were made."""
    return len(groups.make_meetings(by=SYSTEM, at=clock.now()).made)


@shared_task(name="sessions.ask_for_group_attendance")
def ask_for_group_attendance() -> int:
    """Ask who came to meetings that are over; say how many were asked anew."""
    return groups.ask_for_attendance(by=SYSTEM, at=clock.now())


@shared_task(name="sessions.watch_absence")
def watch_absence() -> int:
    """Follow up missed days: who was missed, who is back, which steps and limits are due; say how many things were new."""
    return watch(by=SYSTEM, at=clock.now()).all
