"""Whose name a signature carries."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.core.errors import NotAllowed
from iop.core.words import say


def signer(actor: Actor) -> uuid.UUID:
    """Give the colleague whose name a signature or a mark carries. Raises ``NotAllowed`` for whoever is no colleague."""
    if actor.staff_id is None:
        raise NotAllowed(say("Only a person can write or sign a clinical note."))
    return actor.staff_id
