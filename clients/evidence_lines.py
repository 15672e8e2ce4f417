"""What this app knows when somebody decides or sums up (the slot ``EVIDENCE``): the six dimensions, and open concerns."""

from __future__ import annotations

import datetime as dt

from clients.choices import ConcernKind
from clients.evidence import Fact, Subject
from clients.models import Concern, DimensionalAssessment, Episode
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, say, sentence


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """The newest signed judgement over the dimensions by ``last``, and concerns raised in between (three statements)."""
    return [*_dimensions(episode, last), *_concerns(episode, first, last)]


def _dimensions(episode: Episode, last: dt.date) -> list[Fact]:
    signed = DimensionalAssessment.objects.filter(episode=episode, signed_at__isnull=False, assessed_on__lte=last)
    newest = signed.select_related("chosen_level").order_by("-assessed_on", "-signed_at").first()
    if newest is None:
        return []
    ratings = newest.ratings.exclude(rating="").filter(dimension__part=0).order_by("dimension__number")
    words: list[Sentence] = [
        sentence(say("Dimension {number}, {name}: {rating}"), number=number, name=name, rating=rating)
        for number, name, rating in ratings.values_list("dimension__number", "dimension__name", "rating")
    ]
    if newest.chosen_level:
        words.append(sentence(say("Level chosen: {level}"), level=newest.chosen_level.short_name))
    return [Fact(Subject.DIMENSIONS, one, on=newest.assessed_on, needs=Permission.NOTE_VIEW) for one in words]


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
