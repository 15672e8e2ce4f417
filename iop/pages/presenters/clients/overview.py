"""The chart's overview: the stay as a picture with its table, this week's hours, and what happened."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients.choices import ConcernKind, DischargeKind, EpisodeStatus
from iop.core import clock
from iop.core.words import hours_minutes
from iop.pages.presenters.clients.head import Chart, Stay, Stretch
from iop.pages.presenters.clients.meter import Meter, meter_of
from iop.pages.presenters.clients.picture import Band, Picture, Week, draw
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, instant_words, weekday_short
from sessions_app import hours
from sessions_app.choices import ATTENDED, MISSED
from sessions_app.models import Attendance

LATEST = 26
"""How many weeks are drawn at first; a longer stay is one link away."""
MOST_EVENTS = 40
ONE_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """A week of the table beside the picture."""

    week: str
    level: str
    attended: str
    required: str
    days: str
    mood: str
    cravings: str
    concerns: str
    is_short: bool


@dataclass(frozen=True)
class Overview:
    """What the overview shows."""

    meter: Meter | None
    individual: str
    picture: Picture | None
    rows: Sequence[Row]
    events: Sequence[dict[str, Any]]
    is_cut: bool
    all_url: str


@dataclass
class _Tally:
    """What a week adds up to."""

    first: dt.date
    attended: int = 0
    required: int = 0
    came: int = 0
    missed: int = 0
    moods: list[int] | None = None
    cravings: list[int] | None = None
    concerns: int = 0
    level: str = ""


def read_overview(chart: Chart, *, whole: bool) -> Overview:
    """Read the overview of the chart's stay: one statement and those of the hours, however long the stay is."""
    stay = chart.stay
    week = hours.weeks([chart.client.pk], week_of=chart.today, at=chart.at).get(chart.client.pk)
    monday = week.first if week else chart.today - dt.timedelta(days=chart.today.weekday())
    tallies = _tallies(stay, monday, chart) if stay.episode.admitted_on else []
    shown = tallies if whole else tallies[-LATEST:]
    is_admitted = stay.episode.status == EpisodeStatus.ADMITTED
    return Overview(
        meter=meter_of(week) if week and is_admitted else None,
        individual=_individual(week) if week and is_admitted else "",
        picture=_picture(stay, shown) if shown else None,
        rows=[_row(tally) for tally in reversed(shown)],
        events=_events(chart),
        is_cut=len(shown) < len(tallies),
        all_url=f"{chart.url}?weeks=all",
    )


def _individual(week: Any) -> str:
    if not week.individual_required:
        return ""
    if week.individual_done >= week.individual_required:
        return _("Individual session this week: done.")
    if week.individual_done + week.individual_booked >= week.individual_required:
        return _("Individual session this week: booked.")
    return _("Individual session this week: none booked yet.")


def _tallies(stay: Stay, this_week: dt.date, chart: Chart) -> list[_Tally]:
    last_day = stay.episode.discharged_on or chart.today
    weeks = _weeks(stay, this_week, last_day)
    for line in _lines(stay.episode.pk):
        if week := _week_of(weeks, line["session__on"]):
            _add(week, line)
    for concern in chart.all_concerns:
        if week := _week_of(weeks, clock.local_date(_raised(concern), chart.zone)):
            week.concerns += 1
    return weeks


def _weeks(stay: Stay, this_week: dt.date, last_day: dt.date) -> list[_Tally]:
    """Give the counted weeks from the one of the admission to the one of the last day."""
    start = stay.episode.admitted_on or last_day
    first = this_week + ONE_WEEK * ((start - this_week).days // 7)
    number = (last_day - first).days // 7 + 1
    weeks = [_Tally(first + ONE_WEEK * index) for index in range(number)]
    for week in weeks:
        ends = week.first + dt.timedelta(days=6)
        level = stay.level_on(min(ends, last_day))
        week.level = level.label if level else ""
        # A week that treatment begins or ends in is not judged (levels_of_care.md).
        if level and start <= week.first and ends <= (stay.episode.discharged_on or ends):
            week.required = _required(level, week.first)
    return weeks


def _week_of(weeks: Sequence[_Tally], day: dt.date) -> _Tally | None:
    index = (day - weeks[0].first).days // 7
    return weeks[index] if 0 <= index < len(weeks) else None


def _lines(episode_id: uuid.UUID) -> Iterable[Mapping[str, Any]]:
    return (
        Attendance.objects.filter(episode=episode_id)
        .on_roster()
        .order_by()
        .values("session__on", "status", "credited_minutes", "check_in__mood", "check_in__cravings")
    )


def _add(tally: _Tally, line: Mapping[str, Any]) -> None:
    tally.attended += line["credited_minutes"]
    tally.came += line["status"] in ATTENDED
    tally.missed += line["status"] in MISSED
    if line["check_in__mood"] is not None:
        tally.moods = [*(tally.moods or []), line["check_in__mood"]]
    if line["check_in__cravings"] is not None:
        tally.cravings = [*(tally.cravings or []), line["check_in__cravings"]]


def _required(level: Stretch, day: dt.date) -> int:
    begun = [ask["minutes"] for ask in level.more["asks"] if dt.date.fromisoformat(ask["valid_from"]) <= day]
    return begun[-1] if begun else 0


def _raised(concern: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(concern["raised_at"])


def _mean(values: Sequence[int] | None) -> float | None:
    return sum(values) / len(values) if values else None


def _out_of_ten(value: float | None) -> str:
    return f"{value:.1f}".removesuffix(".0") if value is not None else "–"


def _row(tally: _Tally) -> Row:
    return Row(
        week=day_words(tally.first),
        level=tally.level or "–",
        attended=hours_minutes(tally.attended),
        required=hours_minutes(tally.required) if tally.required else "–",
        days=_("%(came)d, missed %(missed)d") % {"came": tally.came, "missed": tally.missed}
        if tally.missed
        else str(tally.came),
        mood=_out_of_ten(_mean(tally.moods)),
        cravings=_out_of_ten(_mean(tally.cravings)),
        concerns=str(tally.concerns) if tally.concerns else "–",
        is_short=tally.attended < tally.required,
    )


def _says(row: Row) -> tuple[str, str]:
    hours_words = _("Week of %(week)s: %(attended)s of %(required)s · days %(days)s")
    feeling = _("mood %(mood)s · cravings %(cravings)s") % {"mood": row.mood, "cravings": row.cravings}
    concerns = " · " + _("concerns %(number)s") % {"number": row.concerns} if row.concerns != "–" else ""
    first = hours_words % {"week": row.week, "attended": row.attended, "required": row.required, "days": row.days}
    return first, feeling + concerns


def _picture(stay: Stay, tallies: Sequence[_Tally]) -> Picture:
    # What has no end yet is drawn to the end of the last week.
    end = stay.episode.discharged_on or tallies[-1].first + dt.timedelta(days=6)
    weeks = [
        Week(
            first=tally.first,
            says=_says(_row(tally)),
            label=day_words(tally.first)[len(weekday_short(tally.first.weekday())) + 1 :],
            attended=tally.attended,
            required=tally.required,
            mood=_mean(tally.moods),
            cravings=_mean(tally.cravings),
            concerns=tally.concerns,
        )
        for tally in tallies
    ]
    return draw(weeks, _as_bands(stay.levels, end), _as_bands(stay.tracks, end))


def _as_bands(stretches: Sequence[Stretch], end: dt.date) -> list[Band]:
    return [
        Band(item.label, item.starts_on, min(item.ends_on or end, end))
        for item in reversed(stretches)
        if item.starts_on <= end
    ]


def _events(chart: Chart) -> list[dict[str, Any]]:
    found = [event for stay in chart.stays for event in _of_stay(stay)]
    found += [_of_concern(concern, chart.zone) for concern in chart.all_concerns]
    # Of one day the later step comes first: enrolled, placed, admitted, opened.
    found.reverse()
    found.sort(key=lambda event: event["on"], reverse=True)
    return found[:MOST_EVENTS]


def _of_stay(stay: Stay) -> Iterable[dict[str, Any]]:
    episode = stay.episode
    yield _event(episode.opened_on, "telephone", "info", _("Inquiry opened"), episode.referred_by)
    if episode.admitted_on:
        yield _event(
            episode.admitted_on, "door-open", "accent", _("Admitted at %(site)s") % {"site": episode.site.name}
        )
    if episode.discharged_on:
        kind = DischargeKind(episode.discharge_kind).label if episode.discharge_kind else ""
        yield _event(
            episode.discharged_on,
            "box-arrow-right",
            "quiet",
            _("Discharged: %(kind)s") % {"kind": kind},
            episode.discharge_reason,
        )
    for level in stay.levels:
        title = _("Placed in %(level)s") % {"level": level.label}
        yield _event(
            level.starts_on,
            "bar-chart",
            "accent",
            title,
            level.more["reason"],
            f"{level.more['first']} {level.more['last']}",
        )
    for track in stay.tracks:
        days = ", ".join(weekday_short(day) for day in sorted(track.more["weekdays"]))
        yield _event(track.starts_on, "kanban", "good", _("Enrolled in %(track)s") % {"track": track.label}, days)
        if track.ends_on:
            yield _event(track.ends_on, "kanban", "quiet", _("Last day in %(track)s") % {"track": track.label})


def _of_concern(concern: Mapping[str, Any], zone: str) -> dict[str, Any]:
    body = "\n".join(concern[part] for part in ("what_happened", "what_was_done", "resolution") if concern[part])
    is_closed = bool(concern["resolved_at"])
    kind = ConcernKind(concern["kind"]).label
    title = _("Concern, followed up: %(kind)s") if is_closed else _("Concern, open: %(kind)s")
    at = _raised(concern)
    event = _event(
        clock.local_date(at, zone), "flag", "note" if is_closed else "bad", title % {"kind": kind}, body,
        f"{concern['first']} {concern['last']}",
    )  # fmt: skip
    return event | {"when": instant_words(at, ZoneInfo(zone)), "url": to("concern")(concern["id"])}


def _event(on: dt.date, icon: str, tone: str, title: str, body: str = "", who: str = "") -> dict[str, Any]:
    return {
        "on": on,
        "icon": icon,
        "tone": tone,
        "title": title,
        "body": body,
        "who": who,
        "when": _dated(on),
        "url": "",
    }


def _dated(on: dt.date) -> str:
    return f"{day_words(on)} {on.year}"
