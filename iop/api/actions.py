"""Making and ending an integration's key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.models import IntegrationKey
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import Invalid, require
from iop.core.words import Sentence, say, sentence


def may_manage_keys(by: Actor) -> Sentence | None:
    """Only those who hold "Make and revoke API keys" may do so."""
    return None if by.can(Permission.API_MANAGE) else say("You may not make or revoke API keys.")


@transaction.atomic
def create_key(
    *, by: Actor, name: str, scopes: Iterable[str], at: dt.datetime, days: int | None = 365, sites: Iterable[Site] = ()
) -> tuple[IntegrationKey, str]:
    """Make a key and give its text, which is shown this once and kept nowhere.

    ``days`` is how long it holds from ``at``; none is without end. Raises ``Invalid`` for a scope that does not exist.
    """
    require(may_manage_keys(by))
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in Scope.values]
    if unknown:
        raise Invalid(
            sentence(
                say("There is no scope {scope}. Known: {known}."), scope=unknown[0], known=", ".join(Scope.values)
            ),
            field="scopes",
        )
    if not wanted:
        raise Invalid(say("Name at least one scope."), field="scopes")
    made, text = IntegrationKey.objects.create_key(
        name=name[:50], scopes=wanted, made_by=by.id, expiry_date=at + dt.timedelta(days=days) if days else None
    )
    key = IntegrationKey.objects.get(pk=made.pk)
    key.sites.set(sites)
    record(by=by, verb="api.key_made", subject=("integration_key", key.actor_id), detail={"scopes": wanted})
    return key, text


@transaction.atomic
def revoke_key(*, by: Actor, key: IntegrationKey) -> None:
    """End a key at once and for good."""
    require(may_manage_keys(by))
    key.revoked = True
    key.save(update_fields=["revoked"])
    record(by=by, verb="api.key_revoked", subject=("integration_key", key.actor_id))
