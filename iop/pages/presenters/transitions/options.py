"""Which tracks of a level have seats from a day on, and when the client cannot come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clients.models import LevelOfCare
from iop.pages.presenters.clients.enrolling import AHEAD, cannot_come
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import day_words, weekday_short
from scheduling import seats
from scheduling.models import Track


@dataclass(frozen=True)
class Option:
    """A track of the level, with its seats of four weeks by weekday."""

    id: uuid.UUID
    name: str
    part: str
    days: Sequence[dict[str, Any]]
    first_free: str
    cannot: str
    is_full: bool

    @property
    def label(self) -> str:
        """Name it in a list of choices."""
        return f"{self.name} · {_('full')}" if self.is_full else self.name


@dataclass(frozen=True)
class Options:
    """The tracks to choose from."""

    tracks: Sequence[Track]
    shown: Sequence[Option]

    def label(self, track: Track) -> str:
        """Name a track in a list of choices."""
        return next(option.label for option in self.shown if option.id == track.pk)


def read_options(chart: Chart, level: LevelOfCare, on: dt.date) -> Options:
    """Read the site's tracks of a level with their free seats from a day on: a fixed number of statements."""
    rows = Track.objects.filter(
        program__site=chart.episode.site_id, program__level=level, is_active=True, program__is_active=True
    )
    tracks = list(rows.select_related("program__level", "program__site").order_by("name"))
    first = max(on, chart.today)
    free = seats.free_in(tracks, first, first + AHEAD, at=chart.at) if tracks else {}
    cannot = cannot_come(chart, tracks, first) if tracks else {}
    options = [_option(track, free[track.pk], cannot.get(track.pk, "")) for track in tracks]
    return Options(tracks, sorted(options, key=lambda one: (one.is_full, bool(one.cannot), one.name)))


def _option(track: Track, free: Mapping[dt.date, int], cannot: str) -> Option:
    least: dict[int, int] = {}
    for day, number in free.items():
        least[day.weekday()] = min(number, least.get(day.weekday(), number))
    first = next((day for day, number in sorted(free.items()) if number), None)
    return Option(
        id=track.pk, name=track.name, part=track.get_day_part_display(), cannot=cannot, is_full=not any(least.values()),
        days=[
            {"label": weekday_short(day), "taken": max(0, track.capacity - least[day]), "capacity": track.capacity}
            for day in sorted(least)
        ],
        first_free=_("First free day: %(day)s") % {"day": day_words(first)} if first else _("No free seat in these four weeks"),
    )  # fmt: skip
