"""Tracks with their free seats, for enrolling; and one enrolment with what can be changed about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.client_forms import enrolment as forms
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.booking import bound_words
from iop.pages.presenters.schedule.when import day_words, period_words, weekday_short
from scheduling import commitments, seats
from scheduling.models import Enrolment, EnrolmentPause, Track
from scheduling.rules.commitments import in_the_way
from sessions_app.models import ProgramSession

AHEAD = dt.timedelta(days=27)
FORMS = {
    "pause": forms.PauseForm,
    "weekdays": forms.WeekdaysForm,
    "track": forms.ChangeTrackForm,
    "end": forms.EndForm,
    "withdraw": forms.WithdrawForm,
}


@dataclass(frozen=True)
class Option:
    """A track to choose, with its seats of the next four weeks by weekday."""

    track: Track
    label: str
    level: str
    is_their_level: bool
    is_full: bool
    days: Sequence[dict[str, Any]]
    first_free: str
    cannot: str = ""
    """When the client said they cannot come while the track runs."""


@dataclass(frozen=True)
class Enrolling:
    """The page on which somebody is enrolled."""

    chart: Chart
    options: Sequence[Option]

    def form(self, data: Any) -> Any:
        """Make the form; the client's own level comes first, and its first free day stands there already."""
        form = forms.EnrolForm(data, initial={"starts_on": self.chart.today})
        return form.offer([option.track for option in self.options], self._label)

    def wait_form(self, data: Any = None) -> Any:
        """Make the form for a waiting list."""
        form = forms.WaitForm(data, prefix="wait", initial={"wanted_from": self.chart.today})
        return form.offer([option.track for option in self.options], self._label)

    @cached_property
    def _labels(self) -> Mapping[uuid.UUID, str]:
        return {option.track.pk: option.label for option in self.options}

    def _label(self, track: Track) -> str:
        return self._labels[track.pk]


def read_enrolling(chart: Chart) -> Enrolling:
    """Read the site's tracks with their free seats: six statements and the slot's, whatever the number of tracks."""
    site_id = chart.episode.site_id
    tracks = list(
        Track.objects.filter(program__site=site_id, is_active=True, program__is_active=True).select_related(
            "program__level"
        )
    )
    free = seats.free_in(tracks, chart.today, chart.today + AHEAD, at=chart.at)
    level = chart.stay.level_on(chart.today)
    cannot = cannot_come(chart, tracks, chart.today)
    options = [
        _option(track, free[track.pk], level.more["level"] if level else "", cannot.get(track.pk, ""))
        for track in tracks
    ]
    return Enrolling(
        chart, sorted(options, key=lambda one: (not one.is_their_level, one.is_full, bool(one.cannot), one.track.name))
    )


def cannot_come(chart: Chart, tracks: Sequence[Track], first: dt.date) -> dict[uuid.UUID, str]:
    """Say of each track when it runs while the client said they cannot come: its days made for four weeks from ``first`` on."""
    last = first + AHEAD
    bounds = commitments.of_clients([chart.client.pk], first, last).get(chart.client.pk, [])
    if not bounds:
        return {}
    found: dict[uuid.UUID, dict[str, None]] = {}
    days = ProgramSession.objects.standing().filter(track__in=tracks, on__range=(first, last)).order_by("starts_at")
    for track, starts_at, ends_at in days.values_list("track_id", "starts_at", "ends_at"):
        bound = in_the_way(bounds, starts_at, ends_at, chart.zone)
        if bound:
            found.setdefault(track, {})[bound_words(bound)] = None
    return {track: "; ".join(words) for track, words in found.items()}


def _option(track: Track, free: Mapping[dt.date, int], level_id: str, cannot: str = "") -> Option:
    weekdays: dict[int, list[int]] = {}
    for day, number in free.items():
        weekdays.setdefault(day.weekday(), []).append(number)
    first = next((day for day, number in sorted(free.items()) if number), None)
    level = track.program.level
    least = {day: min(numbers) for day, numbers in weekdays.items()}
    return Option(
        track=track,
        label=f"{track.name} · {level.short_name}" + ("" if any(least.values()) else f" · {_('full')}"),
        level=level.short_name,
        is_their_level=str(level.pk) == level_id,
        is_full=not any(least.values()),
        cannot=cannot,
        days=[
            {
                "label": weekday_short(day),
                "free": least[day],
                "taken": max(0, track.capacity - least[day]),
                "capacity": track.capacity,
            }
            for day in sorted(least)
        ],
        first_free=_("First free day: %(day)s") % {"day": day_words(first)}
        if first
        else _("No free seat in the next four weeks"),
    )


@dataclass
class EnrolmentPage:
    """One enrolment, with the forms that change it."""

    chart: Chart
    enrolment: Enrolment

    @property
    def title(self) -> str:
        """What it is."""
        return self.enrolment.track.name

    @property
    def facts(self) -> list[tuple[str, str]]:
        """When and on which days."""
        days = ", ".join(weekday_short(day) for day in sorted(self.enrolment.weekdays))
        return [(_("Dates"), period_words(self.enrolment.starts_on, self.enrolment.ends_on)), (_("Days"), days)]

    @property
    def pauses(self) -> list[dict[str, Any]]:
        """Pauses that stand, with what ends one early."""
        found = []
        for pause in self.enrolment.pauses.all():
            last = pause.ends_on or pause.starts_on
            days = (last - pause.starts_on).days + 1
            found.append(
                {
                    "id": pause.pk,
                    "period": period_words(pause.starts_on, pause.ends_on),
                    "reason": pause.reason,
                    "days": ngettext("%(number)d day", "%(number)d days", days) % {"number": days},
                    "seat": _("Seat given up") if pause.releases_seat else _("Seat kept"),
                    "may_cancel": last >= self.chart.today,
                }
            )
        return found

    def pause(self, pause_id: uuid.UUID) -> EnrolmentPause:
        """Give a pause of this enrolment. One of another is not there (``Http404``)."""
        for pause in self.enrolment.pauses.all():
            if pause.pk == pause_id:
                return pause
        raise Http404

    def forms(self) -> dict[str, Any]:
        """Make the forms that make sense now."""
        begun = self.enrolment.starts_on <= self.chart.today
        offered = ["pause", "weekdays", "track", "end"] if begun else ["weekdays", "track", "withdraw"]
        return {f"{what}_form": self.form(what) for what in offered}

    def form(self, what: str, data: Any = None) -> Any:
        """Make one form, with what stands now already in it."""
        today = max(self.chart.today, self.enrolment.starts_on)
        initials: dict[str, dict[str, Any]] = {
            "weekdays": {"weekdays": self.enrolment.weekdays, "from_on": today},
            "track": {"weekdays": self.enrolment.weekdays, "from_on": today},
            "end": {"ends_on": self.enrolment.ends_on or today},
            "pause": {"starts_on": today},
        }
        form: Any = FORMS[what](data, prefix=what, initial=initials.get(what, {}))
        return (
            form.offer(self._other_tracks, lambda track: f"{track.name} · {track.program.level.short_name}")
            if what == "track"
            else form
        )

    def fallback(self, what: str) -> str:
        """Name the field a refusal stands beside when it names none."""
        return {"pause": "starts_on", "weekdays": "weekdays", "track": "track", "end": "ends_on"}.get(what, "reason")

    @cached_property
    def _other_tracks(self) -> list[Track]:
        rows = Track.objects.filter(program__site=self.chart.episode.site_id, is_active=True)
        return list(rows.exclude(pk=self.enrolment.track_id).select_related("program__level"))


def read_enrolment(actor: Actor, enrolment_id: uuid.UUID, at: dt.datetime) -> EnrolmentPage:
    """Read one enrolment with its chart's head. One of another site is not there (``Http404``)."""
    pauses = Prefetch("pauses", queryset=EnrolmentPause.objects.filter(cancelled_at__isnull=True))
    rows = (
        Enrolment.objects.visible_to(actor, Permission.CLIENT_VIEW)
        .filter(pk=enrolment_id)
        .select_related("track__program__level", "episode")
    )
    found = rows.prefetch_related(pauses).first()
    if found is None:
        raise Http404
    return EnrolmentPage(chart=read_chart(actor, found.client_id, at), enrolment=found)
