"""Adding and ending integrations and their keys."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from oauth2_provider.models import get_access_token_model, get_grant_model, get_refresh_token_model

from clients.choices import AgreementKind, PartyKind, Purpose
from clients.models import RecipientParty, ServiceAgreement
from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.api import keys
from iop.api.choices import CALLS_A_MINUTE, Scope
from iop.api.models import Integration, IntegrationKey
from iop.api.oauth import smart
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid, require, require_current
from iop.core.words import Sentence, say, sentence
from iop.work.actions import drop_many


def may_manage_keys(by: Actor) -> Sentence | None:
    """Only those who hold "Make and revoke API keys" may do so."""
    return None if by.can(Permission.API_MANAGE) else say("You may not make or revoke API keys.")


MOST_CALLS_A_MINUTE = 100_000
OVERLAP_HOURS = 24
"""How long a key that is replaced goes on, so that the next can be put in its place."""
OWN_OPERATIONS = "Own operations: software run by the clinic itself, under its own control"
"""What the agreement says that is recorded for a key without a named party."""
CHANGED = say("Somebody else changed this integration meanwhile. Look at it again; nothing of theirs was overwritten.")
OWN_PURPOSES = (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS)


@transaction.atomic
def add_integration(
    *, by: Actor, name: str, at: dt.datetime, party: RecipientParty | None = None, agreement: str = "",
    purpose: str = Purpose.OPERATIONS, sites: Iterable[Site] = (), networks: Iterable[str] = (),
    calls_a_minute: int = CALLS_A_MINUTE,
) -> Integration:  # fmt: skip
    """Write down a program that will read or write here, and who stands behind it.

    ``party`` is who reads through it, for ``purpose``: by an agreement (``agreement`` records one, in words: which services),
    else about those clients alone whose consent stands. Without a party it is the clinic's own: a service of its name is
    recorded, with an agreement that says so. ``networks`` (CIDR) are where it may call from; none named: from anywhere.
    Raises ``Invalid`` for a purpose, network or number that cannot be.
    """
    require(may_manage_keys(by))
    if purpose not in Purpose.values:
        raise Invalid(say("Choose the purpose from the list."), field="purpose")
    row = Integration.objects.create(
        name=_named(name), party=_bound(by, name, party, agreement, purpose, at), purpose=purpose,
        networks=checked_networks(networks), calls_a_minute=_within(calls_a_minute), made_by=by.id,
    )  # fmt: skip
    row.sites.set(sites)
    record(
        by=by, verb="api.integration_added", subject=("api.integration", row.pk),
        detail={"party": row.party_id, "purpose": purpose},
    )  # fmt: skip
    return row


@transaction.atomic
def change_integration(
    *, by: Actor, integration: Integration, name: str, sites: Iterable[Site], networks: Iterable[str], calls_a_minute: int,
    version: int | None = None,
) -> Integration:  # fmt: skip
    """Change where and from where an integration calls, and how often. Who stands behind it stays: make another for another.

    ``version`` is the one that was read; somebody else's change meanwhile raises ``Stale``.
    """
    require(may_manage_keys(by))
    row = Integration.objects.select_for_update().get(pk=integration.pk)
    require_current(row.version, version, CHANGED)
    row.name, row.networks, row.calls_a_minute = _named(name), checked_networks(networks), _within(calls_a_minute)
    row.version += 1
    row.save(update_fields=["name", "networks", "calls_a_minute", "version"])
    row.sites.set(sites)
    record(by=by, verb="api.integration_changed", subject=("api.integration", row.pk))
    return row


@transaction.atomic
def end_integration(*, by: Actor, integration: Integration, at: dt.datetime) -> None:
    """End an integration at once and for good: its keys and tokens open nothing any more. Once ended it stays so."""
    require(may_manage_keys(by))
    row = Integration.objects.select_for_update().get(pk=integration.pk)
    if row.ended_at is not None:
        return
    row.ended_at, row.version = at, row.version + 1
    row.save(update_fields=["ended_at", "version"])
    IntegrationKey.objects.filter(integration=row, revoked=False).update(revoked=True)
    keys.watch_keys(by=SYSTEM, at=at, integration_ids=[row.pk])
    take_back_tokens(application__integration=row)
    record(by=by, verb="api.integration_ended", subject=("api.integration", row.pk))
    hooks = list(row.webhooks.values_list("pk", flat=True))
    drop_many(by=by, subject_kind="api.webhook", subject_ids=hooks, at=at)


@transaction.atomic
def add_key(
    *, by: Actor, integration: Integration, scopes: Iterable[str], at: dt.datetime, until: dt.date | None = None
) -> tuple[IntegrationKey, str]:  # fmt: skip
    """Make a key and give its text, which is shown this once and kept nowhere.

    ``until`` is the last day on which it holds; none named: for a year (``keys.end_of``). An older key goes on beside it until
    it is revoked or its time is over. Raises ``Invalid`` for a scope that does not exist, a day that cannot be, or an
    integration that has ended.
    """
    require(may_manage_keys(by))
    if integration.ended_at is not None:
        raise Invalid(say("This integration has ended."))
    wanted = _checked(scopes)
    made, text = IntegrationKey.objects.create_key(
        name=integration.name[:50], scopes=wanted, made_by=by.id, integration=integration,
        expiry_date=keys.end_of(until, at),
    )  # fmt: skip
    key = IntegrationKey.objects.get(pk=made.pk)
    record(
        by=by, verb="api.key_made", subject=("api.integration", integration.pk),
        detail={"scopes": smart.coded(wanted), "key": key.prefix},
    )  # fmt: skip
    return key, text


@transaction.atomic
def replace_key(
    *, by: Actor, key: IntegrationKey, at: dt.datetime, until: dt.date | None = None, overlap_hours: int = OVERLAP_HOURS
) -> tuple[IntegrationKey, str]:  # fmt: skip
    """Make the next key with the same scopes; the old one goes on for ``overlap_hours``, so that nothing stands still.

    ``until`` is the last day on which the next one holds; none named: for a year. Raises ``Invalid`` for one that was revoked:
    whoever took it back meant it.
    """
    require(may_manage_keys(by))
    key = IntegrationKey.objects.select_for_update().select_related("integration").get(pk=key.pk)
    if key.revoked:
        raise Invalid(say("This key was revoked. Make a new one."))
    made = add_key(by=by, integration=key.integration, scopes=key.scopes, until=until, at=at)
    over_at = at + dt.timedelta(hours=overlap_hours)
    if key.expiry_date is None or key.expiry_date > over_at:
        key.expiry_date = over_at
    key.replaced_at = at
    key.save(update_fields=["expiry_date", "replaced_at"])
    keys.watch_keys(by=SYSTEM, at=at, integration_ids=[key.integration_id])
    return made


@transaction.atomic
def create_key(
    *, by: Actor, name: str, scopes: Iterable[str], at: dt.datetime, until: dt.date | None = None, sites: Iterable[Site] = (),
    party: RecipientParty | None = None, agreement: str = "", purpose: str = Purpose.OPERATIONS,
    networks: Iterable[str] = (), calls_a_minute: int = CALLS_A_MINUTE,
) -> tuple[IntegrationKey, str]:  # fmt: skip
    """Add an integration with its first key, and give the key's text. See ``add_integration`` and ``add_key``."""
    wanted = _checked(scopes)
    integration = add_integration(
        by=by, name=name, at=at, party=party, agreement=agreement, purpose=purpose, sites=sites, networks=networks,
        calls_a_minute=calls_a_minute,
    )  # fmt: skip
    return add_key(by=by, integration=integration, scopes=wanted, at=at, until=until)


def checked_networks(networks: Iterable[str]) -> list[str]:
    """Read networks as people write them (an address stands for itself). Raises ``Invalid`` for what is none."""
    found = []
    for text in networks:
        try:
            found.append(str(ipaddress.ip_network(text.strip(), strict=False)))
        except ValueError as wrong:
            refusal = sentence(say("{text} is not an address or network, such as 203.0.113.0/24."), text=text[:50])
            raise Invalid(refusal, field="networks") from wrong
    return list(dict.fromkeys(found))


def _named(name: str) -> str:
    if not name.strip():
        raise Invalid(say("Give it a name."), field="name")
    return name.strip()[:80]


def _within(calls_a_minute: int) -> int:
    if not 1 <= calls_a_minute <= MOST_CALLS_A_MINUTE:
        raise Invalid(say("Between 1 and 100,000 calls a minute."), field="calls_a_minute")
    return calls_a_minute


def take_back_tokens(**which: Any) -> None:
    """End OAuth2 tokens and codes at once: ``which`` filters them (``application__integration``, ``user_id``).

    One that is just being changed for the next is waited for; the next is found by looking again.
    """
    models = (get_refresh_token_model(), get_access_token_model(), get_grant_model())
    while any(model.objects.filter(**which).delete()[0] for model in models):
        pass


def _checked(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in Scope.values and not _of_fhir(scope)]
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


def _of_fhir(scope: str) -> bool:
    found = smart.read(scope)
    return found is not None and found.context == "system" and len(scope) <= 40


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
def revoke_key(*, by: Actor, key: IntegrationKey, at: dt.datetime | None = None) -> None:
    """End a key at once and for good."""
    require(may_manage_keys(by))
    key.revoked = True
    key.save(update_fields=["revoked"])
    record(by=by, verb="api.key_revoked", subject=("api.integration", key.integration_id), detail={"key": key.prefix})
    keys.watch_keys(by=SYSTEM, at=at or clock.now(), integration_ids=[key.integration_id])
