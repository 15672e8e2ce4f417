"""What follows a signature: the supervisor's answer, a colleague's disagreement, and weeks beyond the target."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.actions.lengths import extend_stay
from clients.policies import may_place
from clients.rules import plain_text
from iop.access.actors import Actor
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from therapy.actions.reviews.effect import acted_on
from therapy.actions.reviews.held import locked, move, told
from therapy.actions.reviews.owing import close_work, owe_rework
from therapy.choices.notes import CoSignatureDecision
from therapy.choices.reviews import ReviewDecision, ReviewStatus
from therapy.models.reviews import LevelReview, ReviewCoSignature, ReviewDisagreement
from therapy.policies.reviews import may_cosign, may_disagree
from therapy.policies.signers import signer
from therapy.review_whole import whole
from therapy.reviews import REVIEW_KIND
from therapy.rules.reviews import TEXT_LENGTH

EXTENSION = "clients.stayextension"


@transaction.atomic
def cosign_review(*, by: Actor, review: LevelReview, at: dt.datetime, comment: str = "") -> LevelReview:
    """Put the supervisor's name under a waiting review; what it decided may be put into effect from now on."""
    row = locked(review.pk)
    require(may_cosign(by, row))
    signature = sign(
        by=by, subject_kind=REVIEW_KIND, subject_id=row.pk, meaning=SignatureMeaning.COSIGNER, content=whole(row), at=at,
        clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    _answer(by, row, at, CoSignatureDecision.SIGNED, comment, signature.credential)
    move(by, row, ReviewStatus.COSIGNED, at)
    row.version += 1
    row.save(update_fields=["status", "version"])
    close_work(by=by, review=row, at=at)
    told(by, "therapy.level_review_cosigned", row)
    return settle(by, row, at)


@transaction.atomic
def return_review(*, by: Actor, review: LevelReview, comment: str, at: dt.datetime) -> LevelReview:
    """Give a waiting review back with a comment. It stays as signed; the reviewer decides anew in one that takes its place."""
    row = locked(review.pk)
    require(may_cosign(by, row))
    if not comment.strip():
        raise Invalid(say("Say what the reviewer should look at again."), field="comment")
    _answer(by, row, at, CoSignatureDecision.RETURNED, comment, "")
    move(by, row, ReviewStatus.RETURNED, at)
    row.version += 1
    row.save(update_fields=["status", "version"])
    close_work(by=by, review=row, at=at)
    owe_rework(by=by, review=row, at=at)
    told(by, "therapy.level_review_returned", row)
    return row


@transaction.atomic
def disagree(*, by: Actor, review: LevelReview, words: str, at: dt.datetime) -> ReviewDisagreement:
    """Keep beside a decision that a colleague sees it differently, in their words. The decision stays what it is."""
    row = locked(review.pk)
    require(may_disagree(by, row))
    text = plain_text(words)
    if not text:
        raise Invalid(say("Say what you see differently."), field="words")
    made = ReviewDisagreement.objects.create(review=row, staff_id=signer(by), at=at, words=text[:TEXT_LENGTH])
    told(by, "therapy.level_review_disagreed", row)
    return made


def settle(by: Actor, row: LevelReview, at: dt.datetime) -> LevelReview:
    """Put into effect what needs nothing more than the decision itself: weeks beyond the target."""
    if row.decision != ReviewDecision.EXTEND or not row.more_weeks or may_place(by, row.episode) is not None:
        return row
    made = extend_stay(
        by=by, episode=row.episode, weeks=row.more_weeks, reason=row.reason, at=at, review_id=row.pk
    )  # fmt: skip
    return acted_on(by=by, review=row, what=(EXTENSION, made.pk), at=at)


def _answer(by: Actor, row: LevelReview, at: dt.datetime, decision: str, comment: str, credential: str) -> None:
    ReviewCoSignature.objects.create(
        review=row, by_id=signer(by), at=at, decision=decision, comment=plain_text(comment)[:TEXT_LENGTH], credential=credential
    )  # fmt: skip
