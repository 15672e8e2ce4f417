"""Which objectives a client is working on: what notes and pages ask of the plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from therapy.choices.plans import PlanStatus, Progress
from therapy.models.plans import ObjectiveAddressed, PlanObjective


@dataclass(frozen=True)
class OpenObjective:
    """An objective as a note shows it. ``id`` is its thread's and stays the same over all versions of the plan."""

    id: uuid.UUID
    number: int
    words: str
    goal: str
    latest: str = ""
    """The newest progress that a signed note or review gave it (``Progress``), or nothing."""
    latest_on: dt.date | None = None

    @property
    def latest_label(self) -> str:
        """Say the newest progress in words."""
        return str(Progress(self.latest).label) if self.latest else ""


def open_for(episode_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, list[OpenObjective]]:
    """Give the open objectives of the plans in force, by episode, in the plan's order; two statements for any number.

    ``on`` is the day of the note: an objective that ended on an earlier day is left out, one that ended later is there.
    """
    rows = list(
        PlanObjective.objects.filter(plan__episode__in=list(episode_ids), plan__status=PlanStatus.ACTIVE)
        .exclude(thread__ended_on__lt=on)
        .select_related("thread", "goal")
        .order_by("plan__episode", "goal__problem__position", "goal__position", "position", "thread__number")
    )
    newest = latest_marks([row.thread_id for row in rows])
    found: dict[uuid.UUID, list[OpenObjective]] = {}
    for row in rows:
        found.setdefault(row.thread.episode_id, []).append(_open(row, newest.get(row.thread_id)))
    return found


def latest_marks(thread_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ObjectiveAddressed]:
    """Give the newest progress of each objective that stands in a signed note or review; one statement."""
    asked = list(thread_ids)
    if not asked:
        return {}
    rows = (
        ObjectiveAddressed.objects.signed()
        .filter(thread__in=asked)
        .order_by("thread_id", "-on", "-created_at")
        .distinct("thread_id")
    )
    return {row.thread_id: row for row in rows}


def has_open(episode_id: uuid.UUID, on: dt.date) -> bool:
    """Say whether a note of that day has an objective to address."""
    return (
        PlanObjective.objects.filter(plan__episode=episode_id, plan__status=PlanStatus.ACTIVE)
        .exclude(thread__ended_on__lt=on)
        .exists()
    )


def _open(row: PlanObjective, mark: ObjectiveAddressed | None) -> OpenObjective:
    return OpenObjective(
        id=row.thread_id,
        number=row.thread.number,
        words=row.words,
        goal=row.goal.words,
        latest=mark.progress if mark else "",
        latest_on=mark.on if mark else None,
    )
