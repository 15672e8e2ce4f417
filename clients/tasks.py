"""Background work about clients. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from clients import portal_asking
from clients.actions import consents, registers
from iop.access.actors import SYSTEM
from iop.core import clock


@shared_task(name="clients.watch_consents")
def watch_consents() -> int:
    """Put consents about to end on the work lists; say how many items were new."""
    return consents.watch_consents(by=SYSTEM, at=clock.now())


@shared_task(name="clients.watch_registers")
def watch_registers() -> int:
    """Put register entries whose deadline is near on the work lists; say how many items were new."""
    return registers.warn_of_deadlines(at=clock.now())


@shared_task(name="portal.send_links")
def send_links(closed: str) -> int:
    """Write to an inbox with links to sign in; say how many. Twice is two links, of which the newer opens."""
    return portal_asking.write(closed)
