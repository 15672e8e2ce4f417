"""Who may look at payers and prices, and who sets them up."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_see_payers(actor: Actor) -> Sentence | None:
    """Payers, plans and prices are seen by those whose role includes billing pages."""
    return None if actor.can(Permission.BILLING_VIEW) else say("Your role does not include billing.")


def may_set_up(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Payers, plans, prices and numbers are kept by billing and site administrators."""
    if actor.can(Permission.BILLING_SETUP, site_id):
        return None
    return say("Payers, prices and billing numbers are kept by billing and the site administrator.")
