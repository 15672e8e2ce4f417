"""Who prepares, decides and answers reviews of the level of care. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.reviews import OPEN, ReviewStatus
from therapy.models.reviews import LevelReview


def may_prepare(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A review is opened and prepared by those who write reviews at the site."""
    if actor.staff_id is None or not actor.can(Permission.REVIEW_WRITE, site_id):
        return say("Your role does not include preparing reviews of the level of care.")
    return None


def may_write(actor: Actor, review: LevelReview) -> Sentence | None:
    """A review is written until it is decided, by everybody who prepares reviews at its site, together if they like."""
    if reason := may_prepare(actor, review.episode.site_id):
        return reason
    if review.status not in OPEN:
        return say("This review is decided and locked: a new review follows it.")
    return None


def may_decide(actor: Actor, review: LevelReview) -> Sentence | None:
    """A decision about the level is signed by whoever places clients in levels of care at the site."""
    if reason := may_write(actor, review):
        return reason
    if not actor.can(Permission.PLACEMENT_DECIDE, review.episode.site_id):
        return say("Your role prepares reviews; somebody who decides placements signs them. Hand this one over.")
    return None


def may_cosign(actor: Actor, review: LevelReview) -> Sentence | None:
    """A waiting review is answered by a colleague who co-signs at its site and did not sign it."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_COSIGN, review.episode.site_id):
        return say("Your role does not include co-signing.")
    if review.status in OPEN:
        return say("The reviewer has not signed this review yet.")
    if review.signed_by_id == actor.staff_id:
        return say("Nobody co-signs their own review.")
    if review.status != ReviewStatus.AWAITING:
        return say("This review needs no co-signature.")
    return None


def may_disagree(actor: Actor, review: LevelReview) -> Sentence | None:
    """A colleague who prepares reviews may say that they see a decision differently; the reviewer has said their view."""
    if reason := may_prepare(actor, review.episode.site_id):
        return reason
    if review.signed_at is None:
        return say("Nothing is decided yet: write your view into the review.")
    if review.signed_by_id == actor.staff_id:
        return say("You signed this review yourself: open a new one if you see it differently now.")
    return None


def may_set_aside(actor: Actor, review: LevelReview) -> Sentence | None:
    """A decision is set aside by whoever decides placements at the site."""
    if actor.staff_id is None or not actor.can(Permission.PLACEMENT_DECIDE, review.episode.site_id):
        return say("Your role does not include deciding placements.")
    return None


def may_set_review_rhythm(actor: Actor) -> Sentence | None:
    """The rhythm of reviews is set by those who set reviews up."""
    if actor.staff_id is None or not actor.can(Permission.REVIEW_SETUP):
        return say("Your role does not include changing the rhythm of reviews.")
    return None


def may_send_packet(actor: Actor) -> Sentence | None:
    """A review leaves as a paper by the hand of a person, who answers for what goes along; the gate says what may."""
    if actor.staff_id is None:
        return say("Only a person can send a review out.")
    return None
