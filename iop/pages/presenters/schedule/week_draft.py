"""A track's week while somebody edits it: plain values that travel in the form until they are published.

Nothing of a draft is kept on the server: the page carries all of it, so it works without a script, in two tabs, and
after the back button.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from scheduling.choices import FacilitatorRole
from scheduling.models import DayComponent, DayTemplate, WeeklyTemplate

MOST_PARTS = 30
WEEK = range(7)


@dataclass(frozen=True)
class Part:
    """A timed part as it is typed; everything may still be wrong."""

    kind: str
    minutes: str = ""
    title: str = ""
    topic: str = ""
    exercise: str = ""
    room: str = ""
    lead: str = ""
    co: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """Its minutes, 0 when what was typed is no number."""
        return int(self.minutes) if self.minutes.isdecimal() and len(self.minutes) < 5 else 0


@dataclass(frozen=True)
class Day:
    """One weekday of the draft. ``lineage`` ties it to the treatment days that earlier versions made."""

    weekday: int
    runs: bool = False
    lineage: str = ""
    starts: str = "09:00"
    focus: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def starts_at(self) -> dt.time | None:
        """When it begins, nothing when what was typed is no time."""
        try:
            return dt.time.fromisoformat(self.starts).replace(second=0, microsecond=0)
        except ValueError:
            return None

    @property
    def minutes(self) -> int:
        """All its minutes, breaks included."""
        return sum(part.length for part in self.parts)


@dataclass(frozen=True)
class Draft:
    """The whole week. ``open`` is the weekday whose parts are shown for editing."""

    days: tuple[Day, ...] = field(default_factory=lambda: tuple(Day(weekday) for weekday in WEEK))
    open: int = 0
    valid_from: str = ""
    note: str = ""

    @property
    def running(self) -> list[Day]:
        """The days on which the track runs."""
        return [day for day in self.days if day.runs]

    def with_day(self, day: Day) -> Draft:
        """Give the draft with one day exchanged."""
        return replace(self, days=tuple(day if old.weekday == day.weekday else old for old in self.days))


def of_template(template: WeeklyTemplate | None) -> Draft:
    """Begin with a version there is (prefetched), or with an empty week."""
    if template is None:
        return Draft()
    days = {day.weekday: _of_day(day) for day in template.days.all()}
    return Draft(days=tuple(days.get(weekday, Day(weekday)) for weekday in WEEK), open=min(days, default=0))


def _of_day(day: DayTemplate) -> Day:
    parts = tuple(_of_component(one) for one in day.components.all())
    return Day(day.weekday, True, str(day.lineage), f"{day.starts_at:%H:%M}", day.focus, parts)


def _of_component(one: DayComponent) -> Part:
    facilitators = list(one.facilitators.all())
    return Part(
        kind=str(one.kind_id), minutes=str(one.minutes), title=one.title, topic=_id(one.topic_id),
        exercise=_id(one.exercise_id), room=_id(one.room_id),
        lead=next((str(who.staff_id) for who in facilitators if who.role == FacilitatorRole.LEAD), ""),
        co=tuple(str(who.staff_id) for who in facilitators if who.role != FacilitatorRole.LEAD),
    )  # fmt: skip


def _id(value: uuid.UUID | None) -> str:
    return str(value or "")


def of_post(data: QueryDict) -> Draft:
    """Read the draft that the page sent."""
    opened = data.get("open", "0")
    return Draft(
        days=tuple(_day_of_post(data, weekday) for weekday in WEEK),
        open=int(opened) if opened in "0123456" and len(opened) == 1 else 0,
        valid_from=data.get("valid_from", ""),
        note=data.get("note", "")[:200],
    )


def _day_of_post(data: QueryDict, weekday: int) -> Day:
    name = f"d{weekday}"
    count = data.get(f"{name}-n", "0")
    number = min(int(count), MOST_PARTS) if count.isdecimal() else 0
    return Day(
        weekday=weekday,
        runs=bool(data.get(f"{name}-runs")),
        lineage=data.get(f"{name}-lineage", ""),
        starts=data.get(f"{name}-starts", "09:00"),
        focus=data.get(f"{name}-focus", "")[:200],
        parts=tuple(_part_of_post(data, f"{name}-{index}") for index in range(number)),
    )


def _part_of_post(data: QueryDict, name: str) -> Part:
    return Part(
        kind=data.get(f"{name}-kind", ""),
        minutes=data.get(f"{name}-minutes", "").strip(),
        title=data.get(f"{name}-title", "").strip()[:200],
        topic=data.get(f"{name}-topic", ""),
        exercise=data.get(f"{name}-exercise", ""),
        room=data.get(f"{name}-room", ""),
        lead=data.get(f"{name}-lead", ""),
        co=tuple(one for one in dict.fromkeys(data.getlist(f"{name}-co")) if one),
    )


def after(draft: Draft, wish: str, *, default_minutes: Mapping[str, int], extra: Mapping[str, str]) -> Draft:
    """Give the draft after a button was pressed: ``add:2``, ``up:2:3``, ``remove:2:3``, ``open:4``, ``run:4``, ``copy:4``.

    ``extra`` holds what the button needs beside it: the kind to add, the day to copy from. Unknown wishes change nothing.
    """
    verb, _, rest = wish.partition(":")
    numbers = [int(one) for one in rest.split(":") if one.isdecimal()]
    if not numbers or numbers[0] not in WEEK:
        return draft
    day = draft.days[numbers[0]]
    if verb == "open":
        return replace(draft, open=day.weekday)
    if verb in ("run", "rest"):
        return replace(draft.with_day(replace(day, runs=verb == "run")), open=day.weekday)
    if verb == "copy":
        return _copied(draft, day, extra.get("copy_from", ""))
    if verb == "add":
        return draft.with_day(_added(day, extra.get("add_kind", ""), default_minutes))
    if len(numbers) == 2 and numbers[1] < len(day.parts):
        return draft.with_day(replace(day, parts=_moved(day.parts, verb, numbers[1])))
    return draft


def _copied(draft: Draft, day: Day, source: str) -> Draft:
    if source not in ("0", "1", "2", "3", "4", "5", "6"):
        return draft
    taken = draft.days[int(source)]
    copied = replace(taken, weekday=day.weekday, runs=True, lineage=day.lineage)
    return replace(draft.with_day(copied), open=day.weekday)


def _added(day: Day, kind: str, default_minutes: Mapping[str, int]) -> Day:
    if kind not in default_minutes or len(day.parts) >= MOST_PARTS:
        return day
    return replace(day, parts=(*day.parts, Part(kind=kind, minutes=str(default_minutes[kind]))))


def _moved(parts: tuple[Part, ...], verb: str, index: int) -> tuple[Part, ...]:
    line = list(parts)
    part = line.pop(index)
    if verb == "remove":
        return tuple(line)
    step = {"up": -1, "down": 1}.get(verb, 0)
    line.insert(max(0, min(len(line), index + step)), part)
    return tuple(line)


def taken_over(draft: Draft, other: Draft) -> Draft:
    """Give the draft with another track's week in it. The days keep their own lineage: they stay this track's days."""
    days = tuple(replace(theirs, lineage=mine.lineage) for mine, theirs in zip(draft.days, other.days, strict=True))
    return replace(draft, days=days, open=other.open)
