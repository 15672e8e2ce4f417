"""Who may see who covers a client, and who keeps it."""

from __future__ import annotations

from clients.models import Client
from clients.policies import may_open_chart, sites_of
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_see_coverage(actor: Actor, client: Client) -> Sentence | None:
    """Who covers a client is seen by those who may open the chart and whose role includes billing (45 CFR 164.502(b))."""
    if _holds(actor, client, Permission.BILLING_VIEW) and may_open_chart(actor, client) is None:
        return None
    return say("Your role does not include coverage and bills.")


def may_keep_coverage(actor: Actor, client: Client) -> Sentence | None:
    """Coverage is entered and checked by intake, billing and the clinical director, in charts they may open."""
    if _holds(actor, client, Permission.COVERAGE_KEEP) and may_open_chart(actor, client) is None:
        return None
    return say("Coverage is kept by intake and billing.")


def _holds(actor: Actor, client: Client, permission: Permission) -> bool:
    return any(actor.can(permission, site_id) for site_id in sites_of(client))
