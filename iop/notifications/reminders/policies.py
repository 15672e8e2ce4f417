"""Who may say what is reminded when."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_set_up(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Reminders are set up by those whose role says so, at their site; for the whole clinic by any of them."""
    if actor.can(Permission.MESSAGES_SETUP, site_id):
        return None
    return say("Your role does not include changing reminders.")
