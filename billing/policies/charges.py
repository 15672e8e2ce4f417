"""Who may work on days, charges and the ledger."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.core.words import Sentence, say


def may_view_money(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Days, charges and the ledger are for those whose role includes billing."""
    if actor.can(Permission.BILLING_VIEW, site_id):
        return None
    return say("Your role does not include what is billed.")


def may_view_days(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """A client's days are for those whose role includes billing and opening charts."""
    if actor.can(Permission.CLIENT_VIEW, site_id):
        return may_view_money(actor, site_id)
    return say("Your role does not include opening charts.")


def may_work_days(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Deciding days anew, handing them to somebody and taking charges back is billing's work."""
    if actor.can(Permission.BILLING_WORK, site_id):
        return None
    return say("Your role does not include working on what is billed.")


def may_close_month(actor: Actor) -> Sentence | None:
    """Closing a month cannot be undone: it is for the people who answer for the books, and for no program alone."""
    if actor.can(Permission.BILLING_CLOSE) and actor.kind != ActorKind.API:
        return None
    return say("Your role does not include closing a month.")


def may_reprice(actor: Actor) -> Sentence | None:
    """Bringing charges in line with rules or prices of the past is for those who set these up."""
    if actor.can(Permission.BILLING_SETUP) and actor.can(Permission.BILLING_WORK):
        return None
    return say("Your role does not include changing what was charged.")
