"""Who reads what payers authorized, and who asks for it."""

from __future__ import annotations

import uuid

from billing.choices.authorizations import AUTH_MOVES, AuthStatus
from billing.models import Authorization
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say, sentence


def may_see(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Authorizations are read by those who read what is billed at the site; at any site when none is named."""
    if actor.can(Permission.BILLING_VIEW, site_id):
        return None
    return say("Your role does not include what payers authorized.")


def may_keep(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Payers are asked, and their answers kept, by those whose role says so at the site."""
    if actor.can(Permission.AUTHORIZATION_KEEP, site_id):
        return None
    return say("Your role does not include asking payers for authorization.")


def why_not_move(row: Authorization, status: str) -> Sentence | None:
    """An authorization goes from one status to another only as ``AUTH_MOVES`` lists it."""
    if status in AUTH_MOVES[row.status]:
        return None
    return sentence(
        say("From “{now}” it cannot become “{then}”."),
        now=AuthStatus(row.status).label, then=AuthStatus(status).label,
    )  # fmt: skip
