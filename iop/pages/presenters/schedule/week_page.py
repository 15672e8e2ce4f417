"""The week editor's page: the draft in words, its totals and warnings, and how it will look on real dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from iop.core import clock
from iop.core.words import hours_minutes
from iop.pages.presenters.schedule import week_publish, when
from iop.pages.presenters.schedule.calendar_ask import as_date
from iop.pages.presenters.schedule.week_draft import Day, Draft, Part
from iop.pages.presenters.schedule.week_options import Options
from scheduling.rules import weeks

LOOKS: dict[str, str] = {
    "check_in": "open", "wrap_up": "open", "mindfulness": "holistic", "group": "group", "psychoeducation": "learn",
    "life_skills": "skill", "vocational": "skill", "holistic": "holistic", "journaling": "holistic", "individual": "single",
    "family": "single", "break": "break",
}  # fmt: skip
"""The colour a category has on agendas."""


@dataclass(frozen=True)
class Line:
    """One part as it is shown and edited."""

    index: int
    part: Part
    name: str
    look: str
    times: str
    range_words: str
    details: str
    errors: list[str]
    first: bool
    last: bool


@dataclass(frozen=True)
class Tab:
    """One weekday above the editor."""

    weekday: int
    name: str
    short: str
    runs: bool
    current: bool
    words: str
    wrong: bool


@dataclass(frozen=True)
class Shown:
    """A real date of the preview."""

    heading: str
    times: str
    closed: str
    focus: str
    entries: list[dict[str, str]]


@dataclass
class Findings:
    """What stands in the way of publishing (by place), and what only should be known."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(self, place: str, sentence: str) -> None:
        """Note something that must be mended first."""
        self.fields.setdefault(place, []).append(sentence)

    def of_day(self, weekday: int) -> bool:
        """Say whether something of a weekday must be mended."""
        return any(place.startswith(f"d{weekday}") for place in self.fields)


def findings(draft: Draft, options: Options, today: dt.date) -> Findings:
    """Check the draft: what an action would refuse is said beside its field, what is unusual is a warning."""
    found = Findings()
    day = as_date(draft.valid_from)
    if day is None:
        found.add("valid_from", _("Say from which date this week holds."))
    elif day < today:
        found.add("valid_from", _("The past is not rewritten: choose today or later."))
    if not draft.running:
        found.add("days", _("Choose at least one day on which the track runs."))
    for one in draft.running:
        _check_day(one, options, found)
    if not found.fields:
        found.warnings = [str(one) for one in weeks.warnings(week_publish.days(draft), options.rules, options.asked)]
    return found


def _check_day(day: Day, options: Options, found: Findings) -> None:
    place, name = f"d{day.weekday}", when.weekday_words(day.weekday)
    if day.starts_at is None:
        found.add(f"{place}-starts", _("Write when the day begins, like 9:00."))
    wrong_parts = False
    for index, part in enumerate(day.parts):
        if sentence := _wrong_part(part, options, name):
            wrong_parts = True
            found.add(f"{place}-{index}-minutes", sentence)
        if part.lead and part.lead in part.co:
            found.add(f"{place}-{index}-co", _("Somebody cannot lead and help in the same part."))
    if day.starts_at and not wrong_parts:
        for reason in weeks.why_not_day(week_publish.day(day), options.rules):
            found.add(f"{place}-parts", str(reason))


def _wrong_part(part: Part, options: Options, day: str) -> str:
    planned = week_publish.part(part)
    kind = options.rules.get(planned.kind_id)
    if kind is None:
        return _("Choose what this part is.")
    return str(weeks.why_not_part(planned, kind, day) or "")


def service_minutes(day: Day, options: Options) -> int:
    """Count a day's minutes of service: breaks are none. Parts of an unknown kind are not counted."""
    return sum(part.length for part in day.parts if (kind := options.kinds.get(part.kind)) and kind.counts_as_service)


def tabs(draft: Draft, options: Options, found: Findings) -> list[Tab]:
    """Word the seven days above the editor."""
    return [
        Tab(
            day.weekday, when.weekday_words(day.weekday), when.weekday_short(day.weekday), day.runs, day.weekday == draft.open,
            f"{_times(day)} · {hours_minutes(service_minutes(day, options))}" if day.runs else _("no session"),
            day.runs and found.of_day(day.weekday),
        )
        for day in draft.days
    ]  # fmt: skip


def _times(day: Day) -> str:
    if day.starts_at is None:
        return "—"
    return f"{when.clock_words(day.starts_at)}–{_later(day.starts_at, day.minutes)}"


def _later(start: dt.time, minutes: int) -> str:
    end = start.hour * 60 + start.minute + minutes
    return f"{end // 60 % 24}:{end % 60:02d}"


def lines(day: Day, options: Options, found: Findings) -> list[Line]:
    """Word the parts of one day, each with its own times."""
    shown, gone = [], 0
    for index, part in enumerate(day.parts):
        shown.append(_line(day, index, part, gone, options, found))
        gone += part.length
    return shown


def _line(day: Day, index: int, part: Part, gone: int, options: Options, found: Findings) -> Line:
    kind = options.kinds.get(part.kind)
    start = day.starts_at or dt.time(0)
    place = f"d{day.weekday}-{index}"
    return Line(
        index=index,
        part=part,
        name=part.title or (kind.name if kind else _("Part")),
        look=LOOKS.get(kind.category if kind else "", "break"),
        times=f"{_later(start, gone)}–{_later(start, gone + part.length)}",
        range_words=_("%(least)d–%(most)d min") % {"least": kind.min_minutes, "most": kind.max_minutes} if kind else "",
        details=" · ".join(details(part, options)),
        errors=[one for name, those in found.fields.items() if name.startswith(f"{place}-") for one in those],
        first=index == 0,
        last=index == len(day.parts) - 1,
    )


def details(part: Part, options: Options) -> list[str]:
    """Word what else is known of a part: topic, exercise, room, who leads."""
    topic, exercise = options.topics.get(part.topic), options.exercises.get(part.exercise)
    room = options.rooms.get(part.room)
    names = [options.staff[one].name for one in (part.lead, *part.co) if one in options.staff]
    return [
        word
        for word in (topic and topic.title, exercise and exercise.title, room and room.name, ", ".join(names))
        if word
    ]


def preview(draft: Draft, options: Options, today: dt.date) -> list[Shown]:
    """Show the first whole week in which the draft would hold, on its real dates and in the site's wall time."""
    first = max(as_date(draft.valid_from) or today, today)
    monday = first + dt.timedelta(days=-first.weekday() % 7)
    return [_shown(day, monday + dt.timedelta(days=day.weekday), options) for day in draft.running if day.starts_at]


def _shown(day: Day, on: dt.date, options: Options) -> Shown:
    zone = ZoneInfo(options.zone)
    start = clock.at_local(on, day.starts_at or dt.time(0), zone)
    entries, at = [], start
    for part in day.parts:
        end = at + dt.timedelta(minutes=part.length)
        kind = options.kinds.get(part.kind)
        entries.append({
            "kind": LOOKS.get(kind.category if kind else "", "break"), "title": part.title or (kind.name if kind else _("Part")),
            "when": when.span_words(at, end, zone), "sub": " · ".join(details(part, options)),
        })  # fmt: skip
        at = end
    closed = next((one.reason for one in options.closures if one.starts_on <= on <= (one.ends_on or on)), "")
    return Shown(when.day_words(on), when.span_words(start, at, zone), closed, day.focus, entries)


def context(draft: Draft, options: Options, today: dt.date) -> dict[str, Any]:
    """Everything the editor draws."""
    found = findings(draft, options, today)
    day = draft.days[draft.open]
    running = draft.running
    week_service = sum(service_minutes(one, options) for one in running)
    return {
        "draft": draft,
        "day": day,
        "day_name": when.weekday_words(day.weekday),
        "day_total": hours_minutes(day.minutes),
        "day_service": hours_minutes(service_minutes(day, options)),
        "lines": lines(day, options, found),
        "tabs": tabs(draft, options, found),
        "others": [(one, [(index, part) for index, part in enumerate(one.parts)]) for one in draft.days if one.weekday != draft.open],
        "copy_from": [(one.weekday, when.weekday_words(one.weekday)) for one in running if one.weekday != draft.open],
        "found": found,
        "meets": options.asked is not None and not found.fields and not found.warnings,
        "week_service": hours_minutes(week_service),
        "week_total": hours_minutes(sum(one.minutes for one in running)),
        "preview": preview(draft, options, today),
        "kinds": options.kind_groups(),
        "topics": options.topic_groups(),
        "exercises": [(key, one.title) for key, one in options.exercises.items() if one.is_active],
        "rooms": [(key, one.name) for key, one in options.rooms.items() if one.is_active],
        "staff": [(key, one.name) for key, one in options.staff.items()],
    }  # fmt: skip
