"""Who reads claims, and who works on them."""

from __future__ import annotations

import uuid

from billing.choices.claims import CLAIM_MOVES, ClaimStatus
from billing.models import Claim
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say, sentence


def may_see(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Claims are read by those who read what is billed at the site; at any site when none is named."""
    if actor.can(Permission.BILLING_VIEW, site_id):
        return None
    return say("Your role does not include claims.")


def may_work(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Claims are made, checked, sent and corrected by those whose role says so at the site."""
    if actor.can(Permission.BILLING_WORK, site_id):
        return None
    return say("Your role does not include working on claims.")


def why_not_move(claim: Claim, status: str) -> Sentence | None:
    """A claim goes from one status to another only as ``CLAIM_MOVES`` lists it."""
    if status in CLAIM_MOVES[claim.status]:
        return None
    return sentence(
        say("A claim that is “{now}” cannot become “{then}”."),
        now=ClaimStatus(claim.status).label, then=ClaimStatus(status).label,
    )  # fmt: skip


def why_not_correct(claim: Claim) -> Sentence | None:
    """A payer is asked to replace or void only what it has taken in: before that a claim is mended and sent again."""
    if claim.status in CORRECTED_FROM:
        return None
    if claim.status in (ClaimStatus.REPLACED, ClaimStatus.VOIDED):
        return say("Another claim stands in its place already.")
    return say("The payer has not taken it in yet: mend it, check it and send it again.")


def why_not_leave(claim: Claim) -> Sentence | None:
    """A claim is left, and its charges freed, only before it goes out, and only if it corrects no other."""
    if claim.status not in (ClaimStatus.DRAFT, ClaimStatus.READY, ClaimStatus.REJECTED):
        return say("It has gone out: ask the payer to void it.")
    if claim.original_id:
        return say("It stands in the place of another claim: mend it and send it.")
    return None


CORRECTED_FROM = frozenset(
    {
        ClaimStatus.SUBMITTED, ClaimStatus.ACCEPTED, ClaimStatus.PAID, ClaimStatus.PARTIAL, ClaimStatus.DENIED,
        ClaimStatus.APPEALED,
    }
)  # fmt: skip
