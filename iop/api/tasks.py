"""Background work of the interfaces. Each may run twice or be killed half-way."""

from __future__ import annotations

from celery import shared_task
from oauth2_provider.models import clear_expired

from iop.api import idempotency
from iop.api.webhooks import delivering, planning
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
