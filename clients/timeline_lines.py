"""What this app knows of a stay by date (the slot ``TIMELINE``): levels of care, how the stay came about, concerns."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q

from clients.choices import ConcernKind, DischargeKind, EpisodeStatus
from clients.models import Concern, Episode, Placement
from clients.timeline import Line, LineKind, Point
from iop.core import clock
from iop.core.words import Sentence, say, sentence


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Levels of care as stretches; admission and discharge, and concerns, as events (three statements)."""
    return [
        Line("levels", say("Level of care"), LineKind.BAND, _levels(client_id, first, last)),
        Line("stay", say("Stay"), LineKind.EVENT, _stays(client_id, first, last)),
        Line("concerns", say("Concerns"), LineKind.EVENT, _concerns(client_id, first, last)),
    ]


def _levels(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    rows = Placement.objects.overlapping(first, last).filter(episode__client=client_id).order_by("starts_on")
    fields = ("level__short_name", "level__name", "starts_on", "ends_on", "episode__discharged_on")
    found = []
    for short, name, starts_on, ends_on, left_on in rows.values_list(*fields):
        until = min((day for day in (ends_on, left_on) if day), default=last)
        if until >= starts_on:
            words = sentence(say("{short}: {name}"), short=short, name=name)
            found.append(Point(max(first, starts_on), words, until=min(until, last)))
    return found


def _stays(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    within = Q(admitted_on__range=(first, last)) | Q(discharged_on__range=(first, last))
    rows = Episode.objects.filter(
        within, client=client_id, status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED]
    )
    found = []
    for admitted_on, left_on, kind in rows.values_list("admitted_on", "discharged_on", "discharge_kind"):
        if admitted_on and first <= admitted_on <= last:
            found.append(Point(admitted_on, say("Admitted"), tone="good"))
        if left_on and first <= left_on <= last:
            found.append(Point(left_on, _left(kind)))
    return sorted(found, key=lambda point: point.on)


def _left(kind: str) -> Sentence:
    if kind not in DischargeKind.values:
        return say("Discharged")
    return sentence(say("Discharged: {how}"), how=DischargeKind(kind).label)


def _concerns(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    one_day = dt.timedelta(days=1)
    start, end = clock.day_bounds(first - one_day, "UTC")[0], clock.day_bounds(last + one_day, "UTC")[1]
    rows = Concern.objects.filter(client=client_id, raised_at__gte=start, raised_at__lt=end).order_by("raised_at")
    fields = ("pk", "kind", "raised_at", "resolved_at", "site__time_zone")
    found = []
    for pk, kind, raised_at, resolved_at, zone in rows.values_list(*fields):
        day = clock.local_date(raised_at, zone)
        if first <= day <= last:
            tone = "warn" if resolved_at else "bad"
            found.append(Point(day, ConcernKind(kind).label, tone=tone, place=("clients.concern", pk)))
    return found
