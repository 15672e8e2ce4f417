"""Keys of integrations and clients that call with them."""

from __future__ import annotations

import datetime as dt

from rest_framework.test import APIClient

from iop.access.actors import SYSTEM
from iop.api import actions
from iop.core import clock


def make_key(*scopes, sites=(), name="Lab", **fields):
    """A live key: the row and its text."""
    return actions.create_key(by=SYSTEM, name=name, scopes=scopes, at=clock.now(), sites=sites, **fields)


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


def app_of(staff, *scopes, **fields) -> APIClient:
    """An API client with a token by which a colleague lets an app act for them, within these scopes."""
    from oauth2_provider.models import get_access_token_model

    from iop.api.oauth import actions as oauth

    now = clock.now()
    integration = actions.add_integration(by=SYSTEM, name="Planner", at=now, **fields)
    app, _secret = oauth.add_application(
        by=SYSTEM, integration=integration, name="Planner", grant=oauth.FOR_PEOPLE, scopes=scopes, at=now,
        redirect_uris=["http://localhost:8765/back"], keeps_secrets=True,
    )  # fmt: skip
    text = f"token-{app.pk}"
    get_access_token_model().objects.create(
        user=staff.user, application=app, token=text, expires=now + dt.timedelta(minutes=15), scope=" ".join(scopes)
    )
    return APIClient(headers={"Authorization": f"Bearer {text}"})
