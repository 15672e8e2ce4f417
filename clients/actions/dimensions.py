"""The six dimensions: a clinician's ratings with their evidence, and the level decided on them. Nothing here computes a level."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from clients import placing_rules, policies, rules
from clients.actions.placements import place
from clients.choices import Edition, EpisodeStatus, VarianceReason
from clients.dimension_names import install_dimensions
from clients.models import Dimension, DimensionalAssessment, DimensionRating, Episode, LevelOfCare
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require, require_valid
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning

KIND = "clients.dimensionalassessment"
MAX_EVIDENCE = 10_000


@transaction.atomic
def open_dimensions(*, by: Actor, episode: Episode, edition: int, at: dt.datetime) -> DimensionalAssessment:
    """Begin a dimensional assessment by an edition of the criteria; one that is under way is given back.

    Raises ``Conflict`` while one by the other edition is under way: it is finished or discarded first.
    """
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(policies.may_rate_dimensions(by, row))
    if edition not in Edition.values:
        raise Invalid(say("Choose an edition from the list."), field="edition")
    if row.status not in (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED):
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")
    draft = DimensionalAssessment.objects.filter(episode=row, signed_at__isnull=True).first()
    if draft is not None:
        if draft.edition != edition:
            raise Conflict(say("One by the other edition is under way. Finish or discard it first."), code="under_way")
        return draft
    install_dimensions()
    made = DimensionalAssessment.objects.create(
        episode=row, edition=edition, assessed_on=clock.local_date(at, row.site.time_zone), assessed_by_id=_person(by)
    )
    record(
        by=by, verb="clients.dimensions_opened", subject=made, clients=[row.client_id], site_id=row.site_id,
        detail={"edition": int(edition)},
    )  # fmt: skip
    return made


@transaction.atomic
def rate(
    *,
    by: Actor,
    assessment: DimensionalAssessment,
    version: int,
    dimension: Dimension,
    rating: str,
    evidence: str,
    at: dt.datetime,
    implied_min_level: LevelOfCare | None = None,
    is_coe: bool = False,
    is_bio: bool = False,
) -> DimensionRating:
    """Write a clinician's rating of one dimension with the evidence for it; the text stands as written.

    ``version`` is the rating's own, 0 for one not yet begun, so that two colleagues may rate two dimensions at once.
    """
    row = _draft(by, assessment)
    if dimension.edition != row.edition:
        raise Invalid(say("This dimension belongs to the other edition."), field="dimension")
    typed = rules.plain_line(rating)
    require_valid(placing_rules.why_not_rating(row.edition, typed, is_rated=dimension.is_rated), "rating")
    kept = rules.plain_text(evidence)
    if len(kept) > MAX_EVIDENCE:
        raise Invalid(say("This text is too long to keep; shorten it below 10,000 characters."), field="evidence")
    found = DimensionRating.objects.select_for_update().filter(assessment=row, dimension=dimension).first()
    if (found.version if found else 0) != version:
        raise Stale(say("A colleague changed this dimension meanwhile. Nothing was overwritten."))
    found = found or DimensionRating(assessment=row, dimension=dimension, version=0)
    found.rating, found.evidence, found.implied_min_level = typed, kept, implied_min_level
    found.is_coe, found.is_bio = is_coe, is_bio
    found.version += 1
    found.save()
    record(
        by=by, verb="clients.dimension_rated", subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id,
        detail={"dimension": dimension.number, "part": dimension.part, "characters": len(kept)},
    )  # fmt: skip
    return found


@transaction.atomic
def decide(
    *,
    by: Actor,
    assessment: DimensionalAssessment,
    version: int,
    indicated_level: LevelOfCare,
    chosen_level: LevelOfCare,
    rationale: str,
    starts_on: dt.date,
    at: dt.datetime,
    variance_reason: str = "",
    variance_note: str = "",
) -> DimensionalAssessment:
    """Decide the level on the ratings, sign both and place the client, in one transaction.

    The indicated level is the clinician's reading of the ratings; where another is chosen, ``variance_reason`` says why.
    Raises ``Conflict`` while a rated dimension lacks its rating or evidence, ``Stale`` when another decided meanwhile.
    """
    row = _draft(by, assessment)
    require(policies.may_place(by, row.episode))
    if row.version != version:
        raise Stale(say("A colleague changed this decision meanwhile. Read it again first."))
    ratings = list(row.ratings.select_related("dimension", "implied_min_level"))
    _require_whole(row, ratings)
    differs = indicated_level.pk != chosen_level.pk
    reason, note = (variance_reason, rules.plain_line(variance_note)) if differs else ("", "")
    _require_reasons(differs=differs, reason=reason, note=note, rationale=rationale)
    row.indicated_level, row.chosen_level = indicated_level, chosen_level
    row.variance_reason, row.variance_note = reason, note
    row.rationale = rules.plain_text(rationale)
    row.co_occurring = any(each.is_coe for each in ratings)
    row.assessed_by_id, row.assessed_on = _person(by), clock.local_date(at, row.episode.site.time_zone)
    row.placement = place(
        by=by, episode=row.episode, level=chosen_level, starts_on=starts_on, reason=row.rationale, at=at,
        indicated_level=indicated_level, variance_reason=reason,
    )  # fmt: skip
    _sign(by, row, ratings, at)
    return row


@transaction.atomic
def discard_dimensions(*, by: Actor, assessment: DimensionalAssessment, at: dt.datetime) -> None:
    """Throw a dimensional assessment away that was never signed, with its ratings. ``at`` is when it was decided."""
    row = _draft(by, assessment)
    row.ratings.all().delete()
    record(
        by=by, verb="clients.dimensions_discarded", subject=row, clients=[row.episode.client_id],
        site_id=row.episode.site_id, detail={"edition": row.edition, "at": at},
    )  # fmt: skip
    row.delete()


def contents(row: DimensionalAssessment, ratings: list[DimensionRating]) -> dict[str, Any]:
    """Give what the signature covers: every rating and the decision."""
    return {
        "kind": KIND,
        "assessment": row.pk,
        "episode": row.episode_id,
        "edition": int(row.edition),
        "assessed_on": row.assessed_on,
        "indicated": row.indicated_level_id,
        "chosen": row.chosen_level_id,
        "variance": [str(row.variance_reason), row.variance_note],
        "rationale": row.rationale,
        "placement": row.placement_id,
        "ratings": [
            {
                "dimension": f"{each.dimension.number}.{each.dimension.part}",
                "rating": each.rating,
                "level": each.implied_min_level_id,
                "coe": each.is_coe,
                "bio": each.is_bio,
                "evidence": each.evidence,
            }
            for each in ratings
        ],
    }


def _sign(by: Actor, row: DimensionalAssessment, ratings: list[DimensionRating], at: dt.datetime) -> None:
    client_id, site_id = row.episode.client_id, row.episode.site_id
    sign(
        by=by, subject_kind=KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, content=contents(row, ratings), at=at,
        clients=[client_id], site_id=site_id,
    )  # fmt: skip
    row.signed_at = at
    row.version += 1
    row.save()
    record(
        by=by,
        verb="clients.dimensions_signed",
        subject=row,
        clients=[client_id],
        site_id=site_id,
        detail={
            "edition": int(row.edition),
            "indicated": row.indicated_level_id,
            "chosen": row.chosen_level_id,
            "variance": str(row.variance_reason),
        },
    )


def _require_whole(row: DimensionalAssessment, ratings: list[DimensionRating]) -> None:
    written = {each.dimension_id: each for each in ratings}
    asked = [
        placing_rules.Rated(
            name=each.name,
            is_rated=each.is_rated,
            rating=written[each.pk].rating if each.pk in written else "",
            evidence=written[each.pk].evidence if each.pk in written else "",
        )
        for each in Dimension.objects.filter(edition=row.edition)
    ]
    if reason := placing_rules.why_not_whole(asked):
        raise Conflict(reason, code="incomplete")


def _require_reasons(*, differs: bool, reason: str, note: str, rationale: str) -> None:
    if reason and reason not in VarianceReason.values:
        raise Invalid(say("Choose a reason from the list."), field="variance_reason")
    require_valid(
        placing_rules.why_not_variance(differs=differs, reason=reason, note=note),
        "variance_note" if reason else "variance_reason",
    )
    if not rationale.strip():
        raise Invalid(say("Say why this level of care fits."), field="rationale")


def _draft(by: Actor, assessment: DimensionalAssessment) -> DimensionalAssessment:
    row = (
        DimensionalAssessment.objects.select_for_update(of=("self",))
        .select_related("episode__site")
        .filter(pk=assessment.pk)
        .first()
    )
    if row is None:
        raise Conflict(say("A colleague discarded this assessment meanwhile."), code="gone")
    require(policies.may_rate_dimensions(by, row.episode))
    if row.signed_at is not None:
        raise Conflict(say("This assessment is signed and locked: begin a new one."), code="signed")
    return row


def _person(by: Actor) -> uuid.UUID:
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can assess a client."))
    return by.staff_id
