"""What this app knows when somebody decides or sums up (the slot ``EVIDENCE``): the level of care, the six dimensions, and concerns."""

from __future__ import annotations

import datetime as dt

from clients.choices import ConcernKind
from clients.evidence import Fact, Subject
from clients.models import Concern, DimensionalAssessment, DimensionRating, Episode, Placement
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """The level by ``last``, the newest signed judgement over the dimensions beside the first, and concerns raised in between.

    Four statements.
    """
    return [*_level(episode, last), *_dimensions(episode, last), *_concerns(episode, first, last)]


def _level(episode: Episode, last: dt.date) -> list[Fact]:
    """Say in which level they are since when, and what it was before."""
    rows = list(Placement.objects.filter(episode=episode, starts_on__lte=last).select_related("level"))
    if not rows:
        return []
    newest, *before = sorted(rows, key=lambda row: row.starts_on, reverse=True)
    weeks = (min(last, newest.ends_on or last) - newest.starts_on).days // 7 + 1
    found: list[Sentence] = [
        sentence(say("{level} since {day}, week {week}"), level=newest.level.name, day=day_words(newest.starts_on), week=weeks)
    ]  # fmt: skip
    if before:
        found.append(sentence(say("Before that {level}"), level=before[0].level.name))
    place = ("clients.care_of", episode.client_id)
    return [Fact(Subject.LEVEL, one, on=newest.starts_on, place=place) for one in found]


def _dimensions(episode: Episode, last: dt.date) -> list[Fact]:
    """Put the newest signed judgement beside the first one of the stay, dimension by dimension."""
    signed = DimensionalAssessment.objects.filter(episode=episode, signed_at__isnull=False, assessed_on__lte=last)
    judged = list(signed.select_related("chosen_level").order_by("assessed_on", "signed_at"))
    if not judged:
        return []
    first, newest = judged[0], judged[-1]
    rows = (
        DimensionRating.objects.filter(assessment__in={first.pk, newest.pk}, dimension__part=0)
        .exclude(rating="")
        .order_by("dimension__number")
        .values_list("assessment", "dimension__number", "dimension__name", "rating")
    )
    ratings = list(rows)
    then = {number: rating for judgement, number, _name, rating in ratings if judgement == first.pk}
    words: list[Sentence] = [
        _rated(
            number,
            name,
            rating,
            then.get(number) if first.pk != newest.pk and first.edition == newest.edition else None,
        )
        for judgement, number, name, rating in ratings
        if judgement == newest.pk
    ]
    if newest.chosen_level:
        words.append(sentence(say("Level chosen: {level}"), level=newest.chosen_level.short_name))
    place = ("clients.dimensionalassessment", newest.pk)
    return [Fact(Subject.DIMENSIONS, one, newest.assessed_on, "neutral", place, Permission.NOTE_VIEW) for one in words]


def _rated(number: int, name: str, now: str, then: str | None) -> Sentence:
    if then is None:
        return sentence(say("Dimension {number}, {name}: {rating}"), number=number, name=name, rating=now)
    words = say("Dimension {number}, {name}: {rating} (at admission {then})")
    return sentence(words, number=number, name=name, rating=now, then=then)


def _concerns(episode: Episode, first: dt.date, last: dt.date) -> list[Fact]:
    zone = episode.site.time_zone
    start, end = clock.day_bounds(first, zone)[0], clock.day_bounds(last, zone)[1]
    rows = Concern.objects.filter(client=episode.client_id, raised_at__gte=start, raised_at__lt=end)
    return [
        Fact(
            Subject.SAFETY,
            sentence(say("Concern: {kind} ({state})"), kind=ConcernKind(kind).label, state=_state(resolved_at)),
            on=clock.local_date(raised_at, zone), tone="neutral" if resolved_at else "bad",
            place=("clients.concern", pk),
        )
        for pk, kind, raised_at, resolved_at in rows.order_by("raised_at").values_list(
            "pk", "kind", "raised_at", "resolved_at"
        )
    ]  # fmt: skip


def _state(resolved_at: dt.datetime | None) -> Sentence:
    return say("settled") if resolved_at else say("open")
