"""Who brings clients in from another system."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_import(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Clients are brought in by those whose role says so at the site, and who may register clients there."""
    both = (Permission.CLIENTS_IMPORT, Permission.CLIENT_EDIT)
    if all(actor.can(each, site_id) for each in both):
        return None
    return say("Your role does not include bringing clients in from another system.")
