"""Background work of the schedule. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task

from iop.access.actors import SYSTEM
from iop.core import clock
from scheduling.actions.family import remind_guests as remind
from scheduling.actions.family import watch_releases as watch
from scheduling.actions.family_offers import owe_family_offers as owe_offers
from scheduling.actions.owing import owe_appointments as owe


@shared_task(name="scheduling.owe_appointments")
def owe_appointments() -> int:
    """Put individual sessions and check-ins that nobody has booked on the work lists; say how many items were new."""
    return owe(by=SYSTEM, at=clock.now())


@shared_task(name="scheduling.owe_family_offers")
def owe_family_offers() -> int:
    """Put family sessions that are to be offered on the work lists; say how many items were new."""
    return owe_offers(by=SYSTEM, at=clock.now())


@shared_task(name="scheduling.watch_releases")
def watch_releases() -> int:
    """No longer invite to family appointments whose release has run out; say how many people."""
    return watch(by=SYSTEM, at=clock.now())


@shared_task(name="scheduling.remind_guests")
def remind_guests() -> int:
    """Remind relatives of family appointments a day before; say how many messages were new."""
    return remind(by=SYSTEM, at=clock.now())
