"""Who sees the rules of billing and tries them out, and who changes them."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_see_rules(actor: Actor) -> Sentence | None:
    """Rules and the tester are for those whose role includes billing pages."""
    return None if actor.can(Permission.BILLING_VIEW) else say("Your role does not include billing.")


def may_change_rules(actor: Actor) -> Sentence | None:
    """Rules are written and published by those who set billing up; they hold at every site."""
    if actor.can(Permission.BILLING_SETUP):
        return None
    return say("The rules of billing are kept by billing and the site administrator.")
