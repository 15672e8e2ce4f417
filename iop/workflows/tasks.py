"""Background work that several apps share. Each may run twice or be killed half-way."""

from __future__ import annotations

import uuid

from celery import shared_task

from clients.actions import stays
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.notifications.reminders.rules import PLANNED_AHEAD
from iop.workflows import credentials, intake, operations, record_export, reminders
from iop.workflows.importing import bringing, reading, removing


@shared_task(name="scheduling.expire_holds")
def expire_holds() -> int:
    """Free the held seats whose time is up, and show them to whoever waits; say how many."""
    return intake.expire_holds(at=clock.now())


@shared_task(name="intake.ask_after_stays")
def ask_after_stays() -> int:
    """Put people in care elsewhere whom somebody should ask after on intake's list; say how many items were new."""
    return stays.ask_after_stays(at=clock.now())


@shared_task(name="clinic.watch_credentials")
def watch_credentials() -> int:
    """Put licences about to end on the work lists; say how many items were new."""
    return credentials.watch_credentials(by=SYSTEM, at=clock.now())


@shared_task(name="operations.watch")
def watch_operations() -> int:
    """Tell the administrators of background work that is late or keeps failing; say how many tasks."""
    return operations.watch(at=clock.now())


@shared_task(name="reminders.plan")
def plan_reminders() -> int:
    """Put the reminders of the next two days into the outbox; say how many messages were new."""
    at = clock.now()
    return reminders.plan(by=SYSTEM, first=at, last=at + PLANNED_AHEAD, at=at)


@shared_task(name="records.make_exports")
def make_exports() -> int:
    """Make the copies of their records that clients wait for, and remove those whose time is up; say how many."""
    at = clock.now()
    return record_export.make_waiting(at=at) + record_export.remove_ended(at=at)


@shared_task(name="imports.read_waiting")
def read_imports(run_id: str = "") -> int:
    """Read the files of clients from other systems that wait, or one of them; say how many."""
    return reading.read_waiting(run_id=uuid.UUID(run_id) if run_id else None, at=clock.now())


@shared_task(name="imports.bring_waiting")
def bring_imports(run_id: str = "") -> int:
    """Bring in the files that were asked for, or one of them; say how many."""
    return bringing.bring_waiting(run_id=uuid.UUID(run_id) if run_id else None, at=clock.now())


@shared_task(name="imports.remove_files")
def remove_import_files() -> int:
    """Remove the files of clients from other systems whose time is up; say how many."""
    return removing.remove_ended(at=clock.now())
