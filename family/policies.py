"""Who may do what here: a relative keeps what is theirs, and nobody else does. Each answers nothing, or the reason."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.audit.choices import ActorKind
from iop.core.words import Sentence, say


def may_keep_own(actor: Actor, person_id: uuid.UUID) -> Sentence | None:
    """A relative's notes, answers and places in groups are changed by this very person, signed in from outside."""
    if actor.kind == ActorKind.RELATED and actor.person_id == person_id:
        return None
    return say("This is theirs alone.")
