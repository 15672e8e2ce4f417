"""Who sets up questionnaires, and who may look at them. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_set_up_questionnaires(actor: Actor) -> Sentence | None:
    """Wording, versions and imports are the work of those who answer for the clinic's measures."""
    if actor.can(Permission.MEASURES_SETUP):
        return None
    return say("Your role does not include setting up questionnaires.")


def may_look_at_questionnaires(actor: Actor) -> Sentence | None:
    """Those who give questionnaires may read them and try them out; so may those who set them up."""
    if actor.can(Permission.MEASURES_GIVE) or actor.can(Permission.MEASURES_SETUP):
        return None
    return say("Your role does not include giving questionnaires.")
