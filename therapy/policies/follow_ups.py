"""Who calls people after treatment, and who answers those that ask for more support. Each answers nothing, or the reason."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_follow_up(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """People are called after treatment by those who work on contacts at the site."""
    if actor.can(Permission.SUPPORT_KEEP, site_id):
        return None
    return say("Your role does not include check-ins after treatment.")


def may_answer_ask(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Somebody who asks for more support is answered by those who treat clients at the site."""
    if actor.can(Permission.SUPPORT_KEEP, site_id):
        return None
    return say("Who asks for more support is answered by a counselor, therapist, case manager or medical staff.")
