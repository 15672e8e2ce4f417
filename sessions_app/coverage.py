"""Which topics a client has covered, and which one a part of a day would best teach next."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Max

from scheduling.models import CurriculumTopic
from sessions_app.choices import ATTENDED, MISSED
from sessions_app.models import Attendance, SessionComponent
from sessions_app.rules.topics import Proposal, ranked

__all__ = ["Matrix", "Proposal", "matrix", "propose"]


@dataclass(frozen=True)
class Matrix:
    """Clients by topics: how often each attended a part that taught it."""

    topics: list[CurriculumTopic]
    counts: Mapping[uuid.UUID, Mapping[uuid.UUID, int]] = field(default_factory=dict)
    """Client to topic to times."""

    def covered(self, client_id: uuid.UUID, topic_id: uuid.UUID) -> int:
        """Say how often a client has covered a topic."""
        return self.counts.get(client_id, {}).get(topic_id, 0)


def matrix(client_ids: Collection[uuid.UUID], *, category: str = "") -> Matrix:
    """Read what each client has covered of the active curriculum, or of one category of it; two queries."""
    topics = CurriculumTopic.objects.filter(is_active=True)
    if category:
        topics = topics.filter(category=category)
    counts: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    for client, topic, times in _taught(client_ids).values_list("client_id", "session__components__topic_id", "times"):
        counts[client][topic] = times
    return Matrix(list(topics), counts)


def propose(component: SessionComponent) -> list[Proposal]:
    """Rank the topics of a part's own category: first what most of those expected have not covered, then what is longest ago.

    Three queries, whatever the size of the group.
    """
    lines = Attendance.objects.filter(session=component.session_id).on_roster().exclude(status__in=sorted(MISSED))
    clients = list(lines.values_list("client_id", flat=True))
    topics = CurriculumTopic.objects.filter(is_active=True, category=component.kind.category)
    covered: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    last_on: dict[uuid.UUID, dt.date] = {}
    rows = _taught(clients).exclude(session=component.session_id).annotate(last_on=Max("session__on"))
    for client, topic, on in rows.values_list("client_id", "session__components__topic_id", "last_on"):
        covered[topic].add(client)
        last_on[topic] = max(on, last_on.get(topic, on))
    return ranked(
        [(topic.pk, topic.title, topic.position, len(covered[topic.pk]), last_on.get(topic.pk)) for topic in topics],
        len(clients),
    )


def _taught(client_ids: Collection[uuid.UUID]):  # type: ignore[no-untyped-def]
    rows = Attendance.objects.filter(
        client__in=list(client_ids), status__in=sorted(ATTENDED), session__components__topic__isnull=False
    )
    return (
        rows.order_by()
        .values("client_id", "session__components__topic_id")
        .annotate(times=Count("session", distinct=True))
    )
