"""Who may see and keep the medication list, and who gives injections. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_see_medications(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """The list is read by those who treat clients one-to-one at the site."""
    if actor.can(Permission.MEDICATIONS_VIEW, site_id):
        return None
    return say("Your role does not include reading medications.")


def may_keep_medications(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """The list is kept, and naloxone given, by those who treat clients one-to-one at the site."""
    if actor.can(Permission.MEDICATIONS_KEEP, site_id):
        return None
    return say("Your role does not include keeping the medication list.")


def may_give_injections(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Injections are recorded by medical staff and the clinical director."""
    if actor.can(Permission.MEDICATIONS_GIVE, site_id):
        return None
    return say("Injections are recorded by medical staff.")
