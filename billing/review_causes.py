"""What a payer's dates make due: a review of the level of care before an authorization ends (the slot ``REVIEW_CAUSES``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from billing.authorizations import gives
from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from clients.review_causes import Cause
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence

ENDS, REVIEW, DENIED = "authorization_ends", "authorization_review", "authorization_denied"
SEEN_BEFORE = dt.timedelta(days=7)
"""How long before the payer's date somebody here looks at the stay, so that the packet can be signed in time."""


def causes(episode_ids: Collection[uuid.UUID], since: dt.datetime, at: dt.datetime) -> list[Cause]:
    """Give the payer's dates that came within a week between two instants, and denials; one statement, however many stays."""
    rows = Authorization.objects.filter(episode__in=list(episode_ids), asked_at__lte=at)
    found: list[Cause] = []
    for row in rows.exclude(status=AuthStatus.CANCELLED).select_related("episode__site").order_by("ends_on", "pk"):
        found += _of(row, since, at)
    return found


def _of(row: Authorization, since: dt.datetime, at: dt.datetime) -> list[Cause]:
    zone = row.episode.site.time_zone
    first, today = clock.local_date(since, zone), clock.local_date(at, zone)
    if row.status == AuthStatus.DENIED and row.decided_at:
        on = clock.local_date(row.decided_at, zone)
        by_on = row.peer_to_peer_by or row.appeal_by or on
        seen = since < row.decided_at <= at
        return [_cause(row, DENIED, say("The payer denied more days."), on, by_on)] if seen else []
    if not gives(row):
        return []
    due, kind = (row.next_review_on, REVIEW) if row.next_review_on else (row.ends_on, ENDS)
    seen_on = due - SEEN_BEFORE
    if not first < seen_on <= today:
        return []
    words = say("The payer reviews on {day}.") if kind == REVIEW else say("What the payer authorized ends on {day}.")
    return [_cause(row, kind, sentence(words, day=day_words(due)), seen_on, due)]


def _cause(row: Authorization, kind: str, says: Sentence, on: dt.date, by_on: dt.date) -> Cause:
    # One authorization may be reviewed again and again: each date is a cause of its own.
    place = ("billing.authorization", row.pk)
    return Cause(row.episode_id, kind, f"{kind}:{row.pk}:{by_on}", says, on, by_on, place, Permission.NOTE_VIEW)
