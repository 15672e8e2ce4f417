"""The six dimensions as forms, or as they were signed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from clients.actions.dimensions import KIND
from clients.choices import Edition, VarianceReason
from clients.models import Dimension, DimensionalAssessment, DimensionRating
from clients.placing_rules import RATINGS_3
from clients.policies import may_place, may_rate_dimensions
from iop.access.actors import Actor
from iop.documents.models import Signature
from iop.pages.assessment_forms import DecideForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.options import levels_in_use
from iop.pages.presenters.schedule.when import day_words_long, instant_words

WORDS_3 = ("none", "mild", "moderate", "severe", "utmost")


def read_dimensions(
    row: DimensionalAssessment, chart: Chart, actor: Actor, decide_form: DecideForm | None = None
) -> dict[str, Any]:
    """Give the dimensions with their ratings, and the decision or its form; a fixed number of statements."""
    ratings = {each.dimension_id: each for each in row.ratings.select_related("implied_min_level")}
    levels = levels_in_use()
    is_draft = row.signed_at is None
    may_decide = is_draft and may_place(actor, row.episode) is None
    return {
        "decision": row,
        "edition": Edition(row.edition).label,
        "is_draft": is_draft,
        "may_rate": is_draft and may_rate_dimensions(actor, row.episode) is None,
        "groups": _groups(row, ratings),
        "levels": [{"id": str(level.pk), "label": f"{level.short_name} · {level.name}"} for level in levels],
        "level_numbers": [_numbered(level, row.edition) for level in levels],
        "scale": list(zip(RATINGS_3, WORDS_3, strict=True)) if row.edition == Edition.THIRD else [],
        "decide_form": (decide_form or deciding(row, chart, levels=levels)) if may_decide else None,
        "signs_as": f"{actor.display_name}, {actor.credential}" if actor.credential else actor.display_name,
        "decided": None if is_draft else _decided(row, ZoneInfo(chart.zone)),
        "discard_url": reverse("dimensions_discard", args=[row.pk]),
        "decide_url": reverse("dimensions_decide", args=[row.pk]),
    }


def deciding(row: DimensionalAssessment, chart: Chart, data: Any = None, levels: Any = None) -> DecideForm:
    """Make the form of the decision."""
    initial = {"version": row.version, "starts_on": chart.today}
    return DecideForm(data, prefix="decide", initial=initial).offer(levels if levels is not None else levels_in_use())


def as_names(rating: DimensionRating | None) -> dict[str, str]:
    """Give a rating under the names of its form's fields."""
    if rating is None:
        return {"rating": "", "evidence": "", "implied_min_level": "", "is_coe": "", "is_bio": ""}
    return {
        "rating": rating.rating,
        "evidence": rating.evidence,
        "implied_min_level": str(rating.implied_min_level_id or ""),
        "is_coe": "1" if rating.is_coe else "",
        "is_bio": "1" if rating.is_bio else "",
    }


def _groups(row: DimensionalAssessment, ratings: dict[Any, DimensionRating]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    dimensions = list(Dimension.objects.filter(edition=row.edition))
    with_parts = {each.number for each in dimensions if each.part}
    for each in dimensions:
        if each.part == 0:
            groups.append({"number": each.number, "name": each.name, "rows": []})
        if each.part or each.number not in with_parts:
            groups[-1]["rows"].append(_row(row, each, ratings.get(each.pk)))
    return groups


def _row(row: DimensionalAssessment, each: Dimension, rating: DimensionRating | None) -> dict[str, Any]:
    return {
        "id": str(each.pk),
        "form_id": f"rate-{each.number}-{each.part}",
        "name": each.name,
        "is_part": each.part > 0,
        "is_rated": each.is_rated,
        "url": reverse("dimension_rate", args=[row.pk, each.pk]),
        "version": rating.version if rating else 0,
        "level": str(rating.implied_min_level_id or "") if rating else "",
        "level_name": rating.implied_min_level.short_name if rating and rating.implied_min_level else "",
        "rating": rating.rating if rating else "",
        "evidence": rating.evidence if rating else "",
        "is_coe": bool(rating and rating.is_coe),
        "is_bio": bool(rating and rating.is_bio),
        "is_whole": bool(rating and rating.evidence and (rating.rating or not each.is_rated)),
    }


def _numbered(level: Any, edition: int) -> dict[str, str]:
    return {"label": level.short_name, "number": level.asam_3 if edition == Edition.THIRD else level.asam_4}


def _decided(row: DimensionalAssessment, zone: ZoneInfo) -> dict[str, Any]:
    signature = Signature.objects.filter(subject_kind=KIND, subject_id=row.pk).first()
    # A constraint of the table: what is signed names both.
    assert row.indicated_level is not None
    assert row.chosen_level is not None
    starts: dt.date | None = row.placement.starts_on if row.placement else None
    return {
        "indicated": row.indicated_level.name,
        "chosen": row.chosen_level.name,
        "differs": row.indicated_level_id != row.chosen_level_id,
        "variance": VarianceReason(row.variance_reason).label if row.variance_reason else "",
        "variance_note": row.variance_note,
        "rationale": row.rationale,
        "co_occurring": row.co_occurring,
        "starts": day_words_long(starts) if starts else "",
        "signed": f"{signature.signer_name}, {signature.credential}" if signature else row.assessed_by.name,
        "when": instant_words(row.signed_at, zone) if row.signed_at else "",
        "digest": signature.digest if signature else "",
    }
