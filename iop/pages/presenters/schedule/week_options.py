"""What the parts of a week can be made of, read once a page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from clients import requirements
from clients.models import LevelRequirement
from iop.clinic.models import Closure, StaffMember
from iop.core import clock
from scheduling.choices import ComponentCategory
from scheduling.models import ComponentKind, CurriculumTopic, Exercise, Room, Track
from scheduling.rules.weeks import Asked, Kind

Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Options:
    """Kinds, topics, exercises, rooms and colleagues by id; and what the level asks."""

    track: Track
    kinds: dict[str, ComponentKind]
    topics: dict[str, CurriculumTopic]
    exercises: dict[str, Exercise]
    rooms: dict[str, Room]
    staff: dict[str, StaffMember]
    requirement: LevelRequirement | None = None
    closures: list[Closure] = field(default_factory=list)

    @property
    def zone(self) -> str:
        """The wall clock of the track's site."""
        return self.track.program.site.time_zone

    @property
    def default_minutes(self) -> dict[str, int]:
        """The usual minutes of each kind."""
        return {key: kind.default_minutes for key, kind in self.kinds.items() if kind.is_active}

    @property
    def rules(self) -> dict[uuid.UUID, Kind]:
        """The kinds as the rules of weeks know them."""
        return {
            row.pk: Kind(row.name, row.min_minutes, row.max_minutes, row.counts_as_service)
            for row in self.kinds.values()
        }

    @property
    def asked(self) -> Asked | None:
        """What the level asks of a week."""
        row = self.requirement
        if row is None:
            return None
        return Asked(
            self.track.program.level.short_name, row.min_weekly_minutes, row.max_weekly_minutes, row.min_daily_minutes,
            row.min_days, row.max_days,
        )  # fmt: skip

    def kind_groups(self) -> list[Group]:
        """Kinds under their categories, as a select shows them."""
        return _grouped(self.kinds.values(), lambda kind: kind.name)

    def topic_groups(self) -> list[Group]:
        """Topics under their categories."""
        return _grouped(self.topics.values(), lambda topic: topic.title)


def read(track: Track, on: dt.date) -> Options:
    """Read everything a week of ``track`` can be made of, as of ``on`` (seven statements)."""
    site = track.program.site
    working = StaffMember.objects.who_may_lead(clock.today(site.time_zone), site.pk)
    return Options(
        track=track,
        kinds=_by_id(ComponentKind.objects.order_by("category", "name")),
        topics=_by_id(CurriculumTopic.objects.order_by("category", "position", "title")),
        exercises=_by_id(Exercise.objects.all()),
        rooms=_by_id(Room.objects.filter(site=site)),
        staff=_by_id(working),
        requirement=requirements.for_levels([track.program.level_id], on).get(track.program.level_id),
        closures=list(Closure.objects.filter(site=site, ends_on__gte=on)),
    )


def _by_id(rows: models.QuerySet[Any]) -> dict[str, Any]:
    return {str(row.pk): row for row in rows}


def _grouped(rows: Iterable[Any], words: Callable[[Any], str]) -> list[Group]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if row.is_active:
            groups[str(ComponentCategory(row.category).label)].append((str(row.pk), words(row)))
    return list(groups.items())
