"""Who calls from outside: an integration, for itself, for a colleague who let it, or for a client who let it."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from iop.access.actors import Actor
from iop.api.choices import COMES_IN_BY, FOR_A_COLLEAGUE, GRANTED_BY
from iop.api.models import Integration
from iop.api.oauth import smart
from iop.audit.choices import ActorKind
from iop.clinic.models import Site


@dataclass(frozen=True)
class Caller:
    """One integration's call. ``credential`` names the key or token without its secret; ``client_id`` is the client who let
    the integration read their own record, none otherwise; ``by_staff`` says that a colleague let it act for them."""

    integration: Integration
    scopes: frozenset[str]
    credential: str
    client_id: uuid.UUID | None = None
    by_staff: bool = False
    is_authenticated: bool = True
    is_active: bool = True

    @property
    def pk(self) -> str:
        """What limits count by."""
        return str(self.integration.pk)


def lent_by(scopes: Iterable[str]) -> frozenset[str]:
    """Name the permissions that these scopes lend."""
    return frozenset[str]().union(*(GRANTED_BY.get(scope) or smart.lent(scope) for scope in scopes))


def lent_to_people(scopes: Iterable[str]) -> frozenset[str]:
    """Name the permissions of their own that colleagues leave to an app with these scopes."""
    told = list(scopes)
    more = (COMES_IN_BY.get(scope, frozenset()) | FOR_A_COLLEAGUE.get(scope, frozenset()) for scope in told)
    return lent_by(told).union(*more)


def actor_of(integration: Integration, scopes: frozenset[str]) -> Actor:
    """Turn an integration into an actor: its scopes' permissions at its sites, or at every active site when it names none."""
    sites = list(integration.sites.values_list("pk", flat=True)) or list(
        Site.objects.filter(is_active=True).values_list("pk", flat=True)
    )
    return Actor(
        kind=ActorKind.API,
        id=integration.pk,
        display_name=integration.name,
        grants=dict.fromkeys(sites, lent_by(scopes)),
        scopes=scopes,
    )


def calls_from(networks: Iterable[str], address: str) -> bool:
    """Say whether a call from ``address`` comes from one of ``networks`` (CIDR); no network named lets every address in."""
    wanted = [ipaddress.ip_network(network) for network in networks]
    if not wanted:
        return True
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket that serves both families writes 203.0.113.7 as ::ffff:203.0.113.7.
    told = getattr(told, "ipv4_mapped", None) or told
    return any(told in network for network in wanted)
