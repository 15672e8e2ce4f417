"""Tracks: seats for the next four weeks, who is enrolled, who is waiting, and the versions of the week."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.pages.presenters.schedule import addresses, when
from scheduling import seats
from scheduling.models import Enrolment, EnrolmentPause, Track, WaitlistEntry, WeeklyTemplate
from scheduling.rules.seats import Seating

WEEKS = 4


@dataclass(frozen=True)
class Seat:
    """The seats of one weekday in one week."""

    day: str
    taken: int
    limit: int

    @property
    def free(self) -> int:
        """Seats left."""
        return max(0, self.limit - self.taken)

    @property
    def words(self) -> str:
        """Taken of all: "7/12"."""
        return f"{self.taken}/{self.limit}"


@dataclass(frozen=True)
class WeekdaySeats:
    """A weekday's seats, week by week; a week in which the track does not run that day has none."""

    name: str
    seats: list[Seat | None]


@dataclass(frozen=True)
class Overview:
    """One track on the list of tracks."""

    track: Track
    url: str
    rows: list[WeekdaySeats]
    waiting: int
    leaving: int
    paused: int


def get(actor: Actor, track_id: uuid.UUID) -> Track:
    """Give a track of a site the colleague works at. Raises ``Http404`` for any other."""
    found = (
        Track.objects.at_sites_of(actor).select_related("program__site", "program__level").filter(pk=track_id).first()
    )
    if found is None:
        raise Http404
    return found


def mondays(today: dt.date) -> list[dt.date]:
    """Give the Mondays of this and the next three weeks."""
    monday = today - dt.timedelta(days=today.weekday())
    return [monday + dt.timedelta(weeks=number) for number in range(WEEKS)]


def week_heads(today: dt.date) -> list[str]:
    """Word the four weeks."""
    return [_("from %(day)s") % {"day": when.date_short(monday)} for monday in mondays(today)]


def overviews(site_id: uuid.UUID, today: dt.date, *, at: dt.datetime, closed: bool) -> list[Overview]:
    """Read a site's tracks with their seats, in a number of statements that does not grow with them."""
    found = Track.objects.filter(program__site_id=site_id, is_active=not closed).select_related("program__level")
    tracks = list(found.order_by("program__name", "name"))
    last = mondays(today)[-1] + dt.timedelta(days=6)
    seatings = seats.seatings_of(tracks, today, last, at=at) if tracks else {}
    ids = [track.pk for track in tracks]
    waiting = _count(WaitlistEntry.objects.waiting().filter(track__in=ids), "track_id")
    leaving = _count(Enrolment.objects.standing().filter(track__in=ids, ends_on__range=(today, last)), "track_id")
    pauses = EnrolmentPause.objects.filter(enrolment__track__in=ids, cancelled_at__isnull=True)
    paused = _count(pauses.overlapping(today, last), "enrolment__track_id")
    url = addresses.to("track")
    return [
        Overview(track, url(track.pk), weekday_seats(seatings[track.pk], today), waiting[track.pk], leaving[track.pk], paused[track.pk])
        for track in tracks
    ]  # fmt: skip


def _count(rows: QuerySet[Any], by: str) -> Counter[uuid.UUID]:
    return Counter(rows.order_by().values_list(by, flat=True))


def weekday_seats(seating: Seating, today: dt.date) -> list[WeekdaySeats]:
    """Word a track's seats: a row for each weekday it runs on in these weeks."""
    rows = []
    for weekday in range(7):
        days = [monday + dt.timedelta(days=weekday) for monday in mondays(today)]
        found = [_seat(seating, day) if day >= today else None for day in days]
        if any(found):
            rows.append(WeekdaySeats(when.weekday_words(weekday), found))
    return rows


def _seat(seating: Seating, day: dt.date) -> Seat | None:
    if not seating.runs_on(day):
        return None
    return Seat(when.day_words(day), seating.taken_on(day), seating.limit_on(day).seats)


@dataclass(frozen=True)
class Enrolled:
    """Somebody with a place in the track."""

    name: str
    url: str
    weekdays: str
    period: str
    chips: list[tuple[str, str]]


@dataclass(frozen=True)
class Waiting:
    """Somebody waiting for a seat."""

    id: str
    number: int
    name: str
    weekdays: str
    wanted: str
    note: str
    why_not: str


def enrolled(track: Track, today: dt.date, *, named: bool) -> list[Enrolled]:
    """List who has a place today or later, by name (two statements). Without the right to open charts, by initials."""
    pauses = EnrolmentPause.objects.filter(cancelled_at__isnull=True, ends_on__gte=today)
    rows = (
        Enrolment.objects.standing()
        .filter(track=track)
        .exclude(ends_on__lt=today)
        .select_related("client")
        .prefetch_related(Prefetch("pauses", queryset=pauses, to_attr="ahead"))
        .order_by("client__legal_last_name", "client__legal_first_name", "starts_on")
    )
    url = addresses.to("client") if named else None
    return [_enrolled(row, today, url(row.client_id) if url else "") for row in rows]


def _enrolled(row: Enrolment, today: dt.date, url: str) -> Enrolled:
    chips = []
    if row.starts_on > today:
        chips.append(("new", _("Begins %(day)s") % {"day": when.day_words(row.starts_on)}))
    if row.ends_on:
        chips.append(("left", _("Leaves after %(day)s") % {"day": when.day_words(row.ends_on)}))
    for pause in row.ahead:  # type: ignore[attr-defined]
        words = _("Paused %(period)s") if not pause.releases_seat else _("Paused %(period)s, seat given up")
        chips.append(("pause", words % {"period": when.period_words(pause.starts_on, pause.ends_on)}))
    guarded = row.client.is_restricted
    name = row.client.name if url and not guarded else row.client.short_name[:1] + row.client.short_name[-2:]
    url = "" if guarded else url
    return Enrolled(name, url, weekdays_words(row.weekdays), when.period_words(row.starts_on, row.ends_on), chips)


def weekdays_words(weekdays: Collection[int]) -> str:
    """Word chosen weekdays: "Mon, Wed, Fri"."""
    return ", ".join(when.weekday_short(weekday) for weekday in sorted(weekdays))


def waiting(track: Track, *, named: bool, why_not: str = "") -> list[Waiting]:
    """List who is waiting, in order (one statement)."""
    rows = WaitlistEntry.objects.waiting().filter(track=track).select_related("client")
    return [
        Waiting(
            str(row.pk), number, row.client.name if named and not row.client.is_restricted else row.client.short_name, weekdays_words(row.weekdays),
            when.day_words(row.wanted_from), row.note, why_not,
        )
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip


def versions(track: Track, today: dt.date) -> list[dict[str, Any]]:
    """List the versions of the week, the newest first, and which one holds (two statements)."""
    rows = list(WeeklyTemplate.objects.filter(track=track).order_by("-valid_from").prefetch_related("days"))
    holding = next((row.pk for row in rows if row.valid_from <= today), None)
    return [
        {
            "id": row.pk,
            "from": when.period_words(row.valid_from, None),
            "note": row.note,
            "days": weekdays_words([day.weekday for day in row.days.all()]),
            "holds": row.pk == holding,
            "ahead": row.valid_from > today,
        }
        for row in rows
    ]


def seats_of(track: Track, today: dt.date, *, at: dt.datetime) -> list[WeekdaySeats]:
    """Word one track's seats for the next four weeks."""
    last = mondays(today)[-1] + dt.timedelta(days=6)
    return weekday_seats(seats.seatings_of([track], today, last, at=at)[track.pk], today)
