"""Keys of integrations and clients that call with them."""

from __future__ import annotations

from rest_framework.test import APIClient

from iop.access.actors import SYSTEM
from iop.api import actions
from iop.core import clock


def make_key(*scopes, days=365, sites=(), name="Lab", **fields):
    """A live key: the row and its text."""
    return actions.create_key(by=SYSTEM, name=name, scopes=scopes, at=clock.now(), days=days, sites=sites, **fields)


def calling_with(*scopes, **fields) -> APIClient:
    """An API client that sends a live key with these scopes."""
    _, text = make_key(*scopes, **fields)
    return APIClient(headers={"Authorization": f"Api-Key {text}"})


def sealed(at) -> None:
    """Give every event its place in the order, as the sealer does once the writing transaction has ended."""
    from iop.audit.models import AuditEvent, AuditSeal

    newest = AuditSeal.objects.order_by("-position").values_list("position", flat=True).first() or 0
    waiting = AuditEvent.objects.filter(seal__isnull=True).order_by("id").values_list("pk", flat=True)
    AuditSeal.objects.bulk_create(
        AuditSeal(event_id=pk, position=newest + number, digest="0" * 64, sealed_at=at, horizon=0)
        for number, pk in enumerate(waiting, 1)
    )
