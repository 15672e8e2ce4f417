"""Who may change a level of care, or the days at one. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.transitions import TransitionKind


def may_transition(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """The page is for those who decide levels, and for those who change enrolment: they may change the days at a level."""
    if actor.staff_id and (actor.can(Permission.PLACEMENT_DECIDE, site_id) or actor.can(Permission.ENROL, site_id)):
        return None
    return say("Your role does not include changing somebody's level of care or their days.")


def may_carry_out(actor: Actor, site_id: uuid.UUID, kind: str) -> Sentence | None:
    """Another level is a clinical decision, and undoing it is one too; other days at the same level are not."""
    if kind == TransitionKind.SAME_LEVEL:
        return may_transition(actor, site_id)
    if actor.staff_id and actor.can(Permission.PLACEMENT_DECIDE, site_id):
        return None
    return say("Another level of care is decided by a therapist, medical staff or the clinical director.")
