"""Concerns about safety make a review of the level of care due (the slot ``REVIEW_CAUSES``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients.choices import ConcernKind, EpisodeStatus
from clients.models import Concern, Episode
from clients.review_causes import Cause
from iop.access.choices import Permission
from iop.clinic import settings
from iop.core import clock
from iop.core.words import say, sentence

CONCERN = "concern"


def causes(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    """Give the concerns raised about the clients of these stays between two instants; three statements."""
    days = dt.timedelta(days=settings.value("reviews.event_days", on=at.date()))
    stays = dict(
        Episode.objects.filter(pk__in=list(episode_ids), status=EpisodeStatus.ADMITTED).values_list("client_id", "pk")
    )
    rows = Concern.objects.filter(client__in=list(stays), raised_at__gt=since, raised_at__lte=at)
    found = rows.values_list("client_id", "pk", "kind", "raised_at", "site__time_zone")
    return [
        Cause(
            stays[client_id], CONCERN, f"concern:{pk}",
            sentence(say("Concern raised: {kind}"), kind=ConcernKind(kind).label), on := clock.local_date(when, zone), on + days,
            ("clients.concern", pk), Permission.NOTE_VIEW,
        )
        for client_id, pk, kind, when, zone in found
    ]  # fmt: skip
