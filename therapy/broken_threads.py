"""Objectives that no note has touched for too long: the broken threads (documentation.md §5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import DateField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clients.choices import EpisodeStatus
from therapy.choices.plans import PlanStatus, ThreadStatus
from therapy.models.plans import ObjectiveAddressed, PlanObjective

BY_NOTES = Q(note__signed_at__isnull=False, note__error__isnull=True) | Q(
    line__note__signed_at__isnull=False, line__error__isnull=True
)


def with_last_touched(rows: QuerySet[PlanObjective]) -> QuerySet[Any]:
    """Know of each objective the last day on which a signed note addressed it, or else the day it came into force."""
    marks = ObjectiveAddressed.objects.filter(BY_NOTES, thread=OuterRef("thread")).order_by("-on")
    first = (
        PlanObjective.objects.filter(thread=OuterRef("thread"), plan__valid_from__isnull=False)
        .order_by()
        .values("thread")
        .annotate(first=Min("plan__valid_from"))
    )
    return rows.annotate(
        noted_on=Subquery(marks.values("on")[:1], output_field=DateField()),
        opened_on=Subquery(first.values("first")[:1], output_field=DateField()),
    ).annotate(touched_on=Coalesce("noted_on", "opened_on"))


def going_on(plans: Iterable[Any] | None = None) -> QuerySet[PlanObjective]:
    """Keep the open objectives of plans in force of people in treatment."""
    rows = PlanObjective.objects.filter(
        plan__status=PlanStatus.ACTIVE, thread__status=ThreadStatus.OPEN,
        plan__episode__status=EpisodeStatus.ADMITTED,
    )  # fmt: skip
    return rows if plans is None else rows.filter(plan__in=list(plans))


def broken(on: dt.date, days: int) -> QuerySet[Any]:
    """Keep the objectives that no signed note has addressed for more than ``days`` days before ``on``, the longest first."""
    rows = with_last_touched(going_on()).filter(touched_on__lt=on - dt.timedelta(days=days))
    return rows.select_related("plan__episode__client", "thread", "goal").order_by("touched_on", "pk")
