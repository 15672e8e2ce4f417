"""Somebody in treatment asks for more support: a review of their level is due (the slot ``REVIEW_CAUSES``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients.choices import Urgency
from clients.review_causes import Cause
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import say
from therapy.choices.follow_ups import ASK, AskAnswer
from therapy.models import MoreSupportAsk

BY_DAYS: dict[str, int] = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.SOON: 3, Urgency.ROUTINE: 7}
"""How many days after the wish the review is held."""


def causes(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    """Name those of these stays that asked for more support between two instants and did not take it back; one statement."""
    rows = MoreSupportAsk.objects.filter(
        episode__in=list(episode_ids), inquiry__isnull=True, asked_at__gte=since, asked_at__lte=at
    ).exclude(answer=AskAnswer.TAKEN_BACK)
    found = []
    for pk, episode_id, urgency, asked_at, zone in rows.values_list(
        "pk", "episode", "urgency", "asked_at", "episode__site__time_zone"
    ):
        on = clock.local_date(asked_at, zone)
        by_on = on + dt.timedelta(days=BY_DAYS[urgency])
        words = say("They ask for more support.")
        found.append(Cause(episode_id, "more_support", str(pk), words, on, by_on, (ASK, pk), Permission.CONCERN_RAISE))
    return found
