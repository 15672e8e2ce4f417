"""Who may put an early warning aside, and who sets the rules."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.models import EarlyWarning


def may_end_warning(actor: Actor, warning: EarlyWarning) -> Sentence | None:
    """A warning is put aside by a colleague who writes clinical notes at its site."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_WRITE, warning.episode.site_id):
        return say("Your role does not include putting early warnings aside.")
    return None


def may_set_warning_rules(actor: Actor) -> Sentence | None:
    """Rules of early warnings are set by those who set up questionnaires."""
    if actor.staff_id is None or not actor.can(Permission.MEASURES_SETUP):
        return say("Your role does not include changing the rules of early warnings.")
    return None
