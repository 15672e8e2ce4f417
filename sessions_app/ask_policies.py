"""Who may ask for another time, and who settles it. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.portal import is_own
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_ask(actor: Actor, client_id: uuid.UUID) -> Sentence | None:
    """People ask about their own times."""
    return None if is_own(actor, client_id) else say("Only the client themselves asks here.")


def may_settle_asks(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """What clients ask for is settled by those whose role at the site includes it."""
    if actor.can(Permission.REQUEST_SETTLE, site_id) if site_id else actor.can(Permission.REQUEST_SETTLE):
        return None
    return say("Your role does not include settling what clients ask for.")
