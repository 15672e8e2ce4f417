"""Who may let something leave. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

from clients.choices import Ground, Purpose
from clients.models import Client
from clients.policies import sites_of
from clients.portal import is_own_chart
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.core.words import Sentence, say

NEEDED: dict[str, tuple[Permission, ...]] = {
    Ground.OWN_ACCESS: (
        Permission.DISCLOSE,
        Permission.CONSENT_KEEP,
        Permission.CLIENT_EDIT,
        Permission.PAYMENT_TAKE,
    ),
    Ground.EMERGENCY: (Permission.DISCLOSE, Permission.EMERGENCY_OPEN),
}
TO_BE_PAID = (Permission.BILLING_WORK, Permission.COVERAGE_KEEP, Permission.AUTHORIZATION_KEEP)


def may_disclose(actor: Actor, client: Client, ground: str = Ground.CONSENT, purpose: str = "") -> Sentence | None:
    """Information is sent out by those whose role includes it, at a site where the client is or was in care.

    In an emergency also by those who may open a chart in one; the client's own copy also by those who keep their details or
    take their payments; on consent, and to be paid, also by those who ask payers about cover and send claims.
    An integration reads as far as its scopes reach. A client who is signed in takes their own copy by themselves.
    """
    if ground == Ground.OWN_ACCESS and is_own_chart(actor, client):
        return None
    if actor.is_system or actor.kind == ActorKind.API:
        return None
    needed = NEEDED.get(ground, (Permission.DISCLOSE,))
    if purpose == Purpose.PAYMENT and ground in (Ground.CONSENT, Ground.SERVICE_PROVIDER):
        needed = (*needed, *TO_BE_PAID)
    if any(actor.can(permission, site_id) for permission in needed for site_id in sites_of(client)):
        return None
    return say("Your role does not include sending out information about this client.")
