"""Reviews of the level of care on the timeline (the slot ``TIMELINE``)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import say, sentence
from therapy.models import LevelReview
from therapy.reviews import REVIEW_KIND


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give the days on which a review was signed, with its decision; one statement."""
    rows = LevelReview.objects.signed().filter(episode__client=client_id).select_related("episode__site")
    dated = [
        (clock.local_date(row.signed_at, row.episode.site.time_zone), row)
        for row in rows.order_by("signed_at")
        if row.signed_at
    ]
    points = [_point(on, row) for on, row in dated if first <= on <= last]
    return [Line("level_reviews", say("Reviews of the level of care"), LineKind.EVENT, points, Permission.NOTE_VIEW)]


def _point(on: dt.date, row: LevelReview) -> Point:
    words = sentence(say("Reviewed: {decision}"), decision=row.get_decision_display())
    return Point(on, words, place=(REVIEW_KIND, row.pk))
