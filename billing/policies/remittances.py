"""Who takes payers' answers in, and who works on denials."""

from __future__ import annotations

import uuid

from billing.choices.remittances import DENIAL_MOVES, DenialStatus
from billing.models import Denial
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.core.money import dollars
from iop.core.words import Sentence, say, sentence


def may_work(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Remittances and denials are worked on by those whose role says so at the site; at any site when none is named."""
    if actor.can(Permission.BILLING_WORK, site_id):
        return None
    return say("Your role does not include remittances and denials.")


def may_look(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Denials are looked at by those who work on them, and by those who decide about large sums."""
    return None if actor.can(Permission.BILLING_CLOSE, site_id) else may_work(actor, site_id)


def may_give_up(actor: Actor, site_id: uuid.UUID, cents: int, limit: int) -> Sentence | None:
    """Giving money up is for those who work on denials; above the clinic's limit it is for people who write off."""
    if actor.can(Permission.BILLING_CLOSE, site_id) and actor.kind != ActorKind.API:
        return None
    refused = may_work(actor, site_id)
    if refused or cents <= limit:
        return refused
    return sentence(
        say(
            "Giving up more than ${limit} is for those who may write off. Tell them your reason: they see this denial too."
        ),
        limit=dollars(limit),
    )


def why_not_move(denial: Denial, status: str) -> Sentence | None:
    """A denial goes from one status to another only as ``DENIAL_MOVES`` lists it."""
    if status in DENIAL_MOVES[denial.status]:
        return None
    return sentence(
        say("From “{now}” it cannot become “{then}”."),
        now=DenialStatus(denial.status).label, then=DenialStatus(status).label,
    )  # fmt: skip
