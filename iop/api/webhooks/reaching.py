"""Whose webhooks somebody keeps: an integration its own, colleagues who manage keys those of all."""

from __future__ import annotations

from django.db.models import QuerySet

from iop.access.actors import Actor
from iop.api.actions import may_manage_keys
from iop.api.models import Integration
from iop.audit.choices import ActorKind


def integrations_kept_by(actor: Actor) -> QuerySet[Integration]:
    """Give the integrations whose webhooks the caller keeps."""
    if actor.kind == ActorKind.API:
        return Integration.objects.filter(pk__in=[actor.id])
    return Integration.objects.none() if may_manage_keys(actor) else Integration.objects.all()


def own_integration(actor: Actor) -> Integration | None:
    """Name the integration that is itself acting; none for a person."""
    return integrations_kept_by(actor).first() if actor.kind == ActorKind.API else None
