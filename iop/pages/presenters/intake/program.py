"""The program page: what a site tells everybody who asks. It names tracks and times, never people, never how many there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Sum
from django.http import Http404
from django.utils import dateformat

from iop.clinic.models import Organization, Site, SiteProfile
from iop.core import clock
from iop.pages.presenters.intake.program_words import LANGUAGES, THERAPIES, WORDS
from iop.pages.presenters.schedule.when import clock_words, weekday_short
from scheduling import openings
from scheduling.models import DayTemplate, Track, WeeklyTemplate

WEEKS_AHEAD = 4


@dataclass(frozen=True)
class OfferedTrack:
    """A track with its times, and if the clinic wishes whether a seat is free."""

    name: str
    level: str
    times: Sequence[str]
    seat: str
    tone: str


@dataclass(frozen=True)
class ProgramPage:
    """A published page, in one of its languages."""

    site: Site
    profile: SiteProfile
    clinic: str
    language: str
    tracks: Sequence[OfferedTrack]

    @property
    def words(self) -> Mapping[str, str]:
        """The page's own words."""
        return WORDS[self.language]

    @cached_property
    def about(self) -> str:
        """The clinic's words about the program; English stands in where nothing was written in Spanish."""
        return self._written("about")

    @cached_property
    def costs(self) -> str:
        """The clinic's words about costs."""
        return self._written("costs")

    def _written(self, what: str) -> str:
        return str(getattr(self.profile, f"{what}_{self.language}") or getattr(self.profile, f"{what}_en"))

    @property
    def therapies(self) -> list[str]:
        """What is offered, in words."""
        return [THERAPIES[self.language][code] for code in self.profile.therapies]

    @property
    def phone(self) -> str:
        """The number to call, as people write it."""
        number: Any = self.site.phone
        return str(getattr(number, "as_national", "") or number or "")

    @property
    def phone_link(self) -> str:
        """The number as a telephone dials it."""
        number: Any = self.site.phone
        return str(getattr(number, "as_e164", "") or number or "")

    @property
    def zone(self) -> str:
        """The wall clock that the times are read on."""
        return self.words["times_in"].format(zone=self.site.time_zone.replace("_", " "))

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The page's languages, each named in itself."""
        return [
            {"code": code, "label": label, "url": f"?lang={code}", "current": code == self.language}
            for code, label in LANGUAGES.items()
        ]


def read_program(code: str, language: str, at: dt.datetime) -> ProgramPage:
    """Read a site's published page. One that is not published is not there (``Http404``)."""
    profile = SiteProfile.objects.select_related("site").filter(
        site__code__iexact=code, site__is_active=True, is_published=True
    )
    found = profile.first()
    if found is None:
        raise Http404
    organization = Organization.objects.first()
    return ProgramPage(
        site=found.site,
        profile=found,
        clinic=organization.name if organization else "",
        language=language,
        tracks=_tracks(found, language, at),
    )


def _tracks(profile: SiteProfile, language: str, at: dt.datetime) -> list[OfferedTrack]:
    today = clock.local_date(at, profile.site.time_zone)
    days = DayTemplate.objects.annotate(minutes=Sum("components__minutes")).order_by("weekday")
    held = WeeklyTemplate.objects.holding(today).prefetch_related(Prefetch("days", queryset=days))
    rows = Track.objects.filter(program__site=profile.site, is_active=True, program__is_active=True)
    offered: Any = rows.select_related("program__level").prefetch_related(
        Prefetch("templates", queryset=held, to_attr="held")
    )
    seats = _seats(profile, today, language, at) if profile.shows_seats else {}
    return [_track(track, seats) for track in offered]


def _track(track: Any, seats: Mapping[uuid.UUID, tuple[str, str]]) -> OfferedTrack:
    seat, tone = seats.get(track.pk, ("", ""))
    days = list(track.held[0].days.all()) if track.held else []
    return OfferedTrack(track.name, track.program.level.name, _times(days), seat, tone)


def _times(days: Sequence[Any]) -> list[str]:
    together: dict[str, list[int]] = {}
    for day in days:
        start = dt.datetime.combine(dt.date(2024, 1, 1), day.starts_at)
        end = start + dt.timedelta(minutes=day.minutes or 0)
        together.setdefault(f"{clock_words(start)}–{clock_words(end)}", []).append(day.weekday)
    return [f"{_days(weekdays)}, {span}" for span, weekdays in together.items()]


def _days(weekdays: Sequence[int]) -> str:
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{weekday_short(weekdays[0])}–{weekday_short(weekdays[-1])}"
    return ", ".join(weekday_short(day) for day in weekdays)


def _seats(profile: SiteProfile, today: dt.date, language: str, at: dt.datetime) -> dict[uuid.UUID, tuple[str, str]]:
    words = WORDS[language]
    found = openings.openings(site_id=profile.site_id, weekdays=(), first=today, weeks=WEEKS_AHEAD, at=at)
    return {one.track.pk: _seat(one.first_possible_start, today, words) for one in found}


def _seat(start: dt.date | None, today: dt.date, words: Mapping[str, str]) -> tuple[str, str]:
    if start is None:
        return words["seat_none"], "quiet"
    if start <= today + dt.timedelta(days=7):
        return words["seat_now"], "good"
    return words["seat_from"].format(day=dateformat.format(start, "j M")), "info"
