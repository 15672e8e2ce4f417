"""Making and ending an integration's key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from clients.choices import AgreementKind, PartyKind, Purpose
from clients.models import RecipientParty, ServiceAgreement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.models import IntegrationKey
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import Sentence, say, sentence


def may_manage_keys(by: Actor) -> Sentence | None:
    """Only those who hold "Make and revoke API keys" may do so."""
    return None if by.can(Permission.API_MANAGE) else say("You may not make or revoke API keys.")


OWN_OPERATIONS = "Own operations: software run by the clinic itself, under its own control"
"""What the agreement says that is recorded for a key without a named party."""
OWN_PURPOSES = (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS)


@transaction.atomic
def create_key(
    *, by: Actor, name: str, scopes: Iterable[str], at: dt.datetime, days: int | None = 365, sites: Iterable[Site] = (),
    party: RecipientParty | None = None, agreement: str = "", purpose: str = Purpose.OPERATIONS,
) -> tuple[IntegrationKey, str]:  # fmt: skip
    """Make a key and give its text, which is shown this once and kept nowhere.

    ``days`` is how long it holds from ``at``; none is without end. ``party`` is who reads through it, for ``purpose``: by an
    agreement (``agreement`` records one, in words: which services), else about those clients alone whose consent stands.
    Without a party the key is the clinic's own: a service of its name is recorded, with an agreement that says so.
    Raises ``Invalid`` for a scope or purpose that does not exist.
    """
    require(may_manage_keys(by))
    wanted = _checked(scopes)
    if purpose not in Purpose.values:
        raise Invalid(say("Choose the purpose from the list."), field="purpose")
    made, text = IntegrationKey.objects.create_key(
        name=name[:50], scopes=wanted, made_by=by.id, expiry_date=at + dt.timedelta(days=days) if days else None,
        party=_bound(by, name, party, agreement, purpose, at), purpose=purpose,
    )  # fmt: skip
    key = IntegrationKey.objects.get(pk=made.pk)
    key.sites.set(sites)
    record(
        by=by, verb="api.key_made", subject=("integration_key", key.actor_id),
        detail={"scopes": wanted, "party": key.party_id, "purpose": purpose},
    )  # fmt: skip
    return key, text


def _checked(scopes: Iterable[str]) -> list[str]:
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
    return wanted


def _bound(
    by: Actor, name: str, party: RecipientParty | None, agreement: str, purpose: str, at: dt.datetime
) -> RecipientParty:
    services, purposes = agreement.strip(), [str(purpose)]
    if party is None:
        party = RecipientParty.objects.create(kind=PartyKind.SERVICE, name=name[:300])
        record(by=by, verb="clients.party_added", subject=party, detail={"kind": party.kind})
        services, purposes = services or OWN_OPERATIONS, sorted({*OWN_PURPOSES, str(purpose)})
    if services:
        row = ServiceAgreement.objects.create(
            party=party, kind=AgreementKind.QSOA, services=services[:300], purposes=purposes,
            starts_on=clock.local_date(at, "UTC"),
        )  # fmt: skip
        record(by=by, verb="clients.agreement_added", subject=row, detail={"party": party.pk, "purposes": purposes})
    return party


@transaction.atomic
def revoke_key(*, by: Actor, key: IntegrationKey) -> None:
    """End a key at once and for good."""
    require(may_manage_keys(by))
    key.revoked = True
    key.save(update_fields=["revoked"])
    record(by=by, verb="api.key_revoked", subject=("integration_key", key.actor_id))
