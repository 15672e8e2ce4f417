"""Changes of the level of care, for the timeline."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.timeline import Line, LineKind, Point
from iop.core.words import say, sentence
from therapy.choices.transitions import KIND_TONES, TransitionKind
from therapy.models import Transition

PLACE = "therapy.transition"


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give the days on which a change of level or of the days began or will begin; undone ones are left out (one statement)."""
    rows = Transition.objects.standing().filter(
        episode__client=client_id, effective_on__gte=first, effective_on__lte=last
    )
    fields = ("pk", "effective_on", "kind", "from_level__short_name", "to_level__short_name")
    points = []
    for pk, on, kind, before, after in rows.order_by("effective_on", "pk").values_list(*fields):
        words = sentence(
            say("{kind}: {before} to {after}"), kind=TransitionKind(kind).label, before=before or "", after=after
        )
        if kind == TransitionKind.SAME_LEVEL:
            words = sentence("{kind} ({level})", kind=TransitionKind(kind).label, level=after)
        points.append(Point(on, words, tone=KIND_TONES[kind], place=(PLACE, pk)))
    return [Line("transitions", say("Changes of level"), LineKind.EVENT, points)]
