"""Signing a review: the last look, what was shown kept as it was, the name under it, and the lock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from clients.choices import Edition
from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import StaffMember
from iop.clinic.policies import needs_cosignature as works_supervised
from iop.core import clock
from iop.core.errors import Conflict, Stale, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from therapy import review_contents, review_proposals
from therapy.actions.reviews.after import settle
from therapy.actions.reviews.causes import refresh_causes
from therapy.actions.reviews.held import held_open, move, told
from therapy.actions.reviews.opening import begin
from therapy.actions.reviews.owing import close_work, owe_answer
from therapy.choices.reviews import STAYS, ReviewStatus
from therapy.models.reviews import LevelReview
from therapy.policies.reviews import may_decide
from therapy.policies.signers import signer
from therapy.review_rhythm import at_levels, rung_of
from therapy.review_whole import whole
from therapy.reviews import REVIEW_KIND
from therapy.rules.reviews import Decided, needs_cosignature, what_lacks


@transaction.atomic
def sign_review(*, by: Actor, review: LevelReview, version: int, at: dt.datetime) -> LevelReview:
    """Sign a whole review under a licence that holds that day: it locks, with what its reviewer was shown.

    It waits for a supervisor where the clinic says so (setting ``reviews.cosign``); else weeks beyond the target are added at
    once, and everything else that was decided waits to be put into effect. Raises ``Stale`` for a review that changed since
    it was read, ``Conflict`` for what is missing, and for one that somebody else has signed meanwhile.
    """
    row = held_open(by, review)
    require(may_decide(by, row))
    if row.version != version:
        raise Stale(say("The review was changed since you read it. Read it again before you sign."))
    if row.status == ReviewStatus.DUE:
        row = begin(by=by, review=row, at=at)
    day = clock.local_date(at, row.episode.site.time_zone)
    _stand(row, day)
    _must_be_whole(row)
    refresh_causes(row, at)
    _freeze(by, row, at)
    signature = sign(
        by=by, subject_kind=REVIEW_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, content=whole(row), at=at,
        clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    reviewer = StaffMember.objects.prefetch_related("credentials__kind").get(pk=signer(by))
    row.signed_at, row.signed_by = at, reviewer
    row.credential, row.digest = signature.credential, signature.digest
    waits = _waits(row, reviewer, day)
    move(by, row, ReviewStatus.AWAITING if waits else ReviewStatus.SIGNED, at)
    row.version += 1
    row.save()
    close_work(by=by, review=row, at=at)
    told(by, "therapy.level_review_signed", row, decision=row.decision, waits=waits)
    if waits:
        owe_answer(by=by, review=row, at=at)
        return row
    return settle(by, row, at)


def _stand(row: LevelReview, day: dt.date) -> None:
    """Decide from where they are today: a draft may be older than the last change of level."""
    here = at_levels([row.episode_id], day).get(row.episode_id)
    row.level = LevelOfCare.objects.filter(pk=here.level_id).first() if here else None
    row.edition = row.edition or Edition.FOURTH
    if row.decision in STAYS:
        row.chosen_level = row.level


def decided(row: LevelReview) -> Decided:
    """Give a review's decision as the rules see it."""
    levels: dict[str, Any] = {
        name: rung_of(level) if (level := getattr(row, attribute)) else None
        for name, attribute in (("current", "level"), ("indicated", "indicated_level"), ("chosen", "chosen_level"))
    }
    return Decided(
        decision=row.decision, reason=row.reason, variance_reason=row.variance_reason, variance_note=row.variance_note,
        more_weeks=row.more_weeks, client_view=row.client_view, client_agrees=row.client_agrees,
        client_dissent=row.client_dissent, **levels,
    )  # fmt: skip


def _must_be_whole(row: LevelReview) -> None:
    lacks = what_lacks(decided(row))
    if lacks:
        raise Conflict(lacks[0][1], code="incomplete", field=lacks[0][0], detail={"missing": len(lacks)})


def _freeze(by: Actor, row: LevelReview, at: dt.datetime) -> None:
    """Keep what this reviewer was shown, and what the rules proposed, as they read now."""
    row.facts = review_contents.as_data(review_contents.gathered(row.episode, at, by, first=row.since))
    row.proposals = review_proposals.as_data(review_proposals.of_stay(row.episode, at))


def _waits(row: LevelReview, reviewer: StaffMember, day: dt.date) -> bool:
    rule = settings.value("reviews.cosign", on=day, site_id=row.episode.site_id)
    return needs_cosignature(rule, is_supervised=works_supervised(reviewer, day))
