"""Who draws and hands out rewards, and who switches them on. Each answers nothing, or the reason."""

from __future__ import annotations

import uuid

from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.rewards import RewardKind


def may_give_rewards(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Rewards are given by those who run groups and treat clients at the site."""
    if actor.staff_id is not None and actor.can(Permission.REWARDS_GIVE, site_id):
        return None
    return say("Your role does not include giving rewards.")


def may_draw(actor: Actor, episode: Episode, kind: str, *, is_on: bool) -> Sentence | None:
    """A draw needs rewards switched on at the site, a stay under way, and for tests the right to read their results."""
    if (reason := may_give_rewards(actor, episode.site_id)) is not None:
        return reason
    if not is_on:
        return say("Rewards are switched off at this site, so nothing can be drawn.")
    if episode.status != EpisodeStatus.ADMITTED:
        return say("Draws are for people in treatment; what was earned can still be handed out.")
    if kind == RewardKind.TEST and not actor.can(Permission.TESTS_VIEW, episode.site_id):
        return say("Your role does not include reading drug tests.")
    return None


def may_set_up_rewards(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Rewards, their caps, rules and prizes are set by the clinical director."""
    if actor.staff_id is not None and actor.can(Permission.REWARDS_SETUP, site_id):
        return None
    return say("Rewards are switched on and set up by the clinical director.")
