"""Background work of the interfaces. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task
from oauth2_provider.models import clear_expired

from iop.access.actors import SYSTEM
from iop.api import idempotency, keys
from iop.api.webhooks import delivering, forgetting, planning
from iop.core import clock


@shared_task(name="api.tell_webhooks")
def tell_webhooks() -> int:
    """Plan what webhooks are to be told, and deliver what is due; say how many arrived."""
    planning.plan(clock.now())
    return delivering.deliver()


@shared_task(name="api.forget_old_calls")
def forget_old_calls() -> int:
    """Forget kept answers that are a day old, and tokens that have run out; say how many answers."""
    clear_expired()
    return idempotency.forget_old(clock.now())


@shared_task(name="api.forget_old_deliveries")
def forget_old_deliveries() -> int:
    """Remove the old end of each webhook's log; say how many messages."""
    return forgetting.forget(clock.now())


@shared_task(name="api.watch_keys")
def watch_keys() -> int:
    """Put keys that end soon on the administrators' work list; say how many are new there."""
    return keys.watch_keys(by=SYSTEM, at=clock.now())
