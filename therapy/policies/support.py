"""Who works on referrals, contacts and meetings, and who keeps the list of places. Each answers nothing, or the reason."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_keep_support(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Referrals, contacts and meetings are kept by those who treat clients one-to-one at the site."""
    if actor.can(Permission.SUPPORT_KEEP, site_id):
        return None
    return say("Your role does not include working on referrals and contacts.")


def may_see_resources(actor: Actor) -> Sentence | None:
    """The list of places is for those who refer to them and those who keep it."""
    if actor.can(Permission.SUPPORT_KEEP) or actor.can(Permission.RESOURCES_EDIT):
        return None
    return say("Your role does not include the list of community resources.")


def may_edit_resources(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """The list of places is kept by case managers and the clinical director."""
    if actor.can(Permission.RESOURCES_EDIT, site_id):
        return None
    return say("The list of community resources is kept by case managers and the clinical director.")
