"""Seats of tracks: who holds one on which day, and how many are free. Changes lock the track's row first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db.models import Count, DateField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.module_loading import import_string

from iop.core.errors import Conflict
from scheduling.models import DayComponent, Enrolment, EnrolmentPause, PastSeats, SeatHold, Track, WeeklyTemplate
from scheduling.rules.seats import PartLimit, Place, Seating, Week, first_full_day, full_sentence

ONE_DAY = dt.timedelta(days=1)
HORIZON = dt.timedelta(days=370)
"""How far ahead a slot is asked for seats given by the day: none is given further ahead than sessions are made."""


def lock_track(track_id: uuid.UUID) -> Track:
    """Hold a track's row until the transaction ends. Whoever changes a seat does this first and counts afterwards."""
    tracks = Track.objects.select_for_update(of=("self",)).select_related("program__site", "program__level")
    return tracks.get(pk=track_id)


def lock_tracks(track_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Track]:
    """Hold several tracks' rows, always in the same order."""
    return {track_id: lock_track(track_id) for track_id in sorted(set(track_ids))}


def taken(track: Track | uuid.UUID, days: Collection[dt.date], *, at: dt.datetime) -> dict[dt.date, int]:
    """Count the seats taken in a track on each of ``days``: enrolments, seats held at ``at``, and make-ups through the slot."""
    if not days:
        return {}
    track_id = track.pk if isinstance(track, Track) else track
    places = _places([track_id], min(days), max(days), at)[track_id]
    given = given_by_the_day([track_id], days)
    return {day: sum(place.holds_on(day) for place in places) + given[track_id, day] for day in days}


def seats_then(track: str, on: str) -> Coalesce:
    """Give the seats that a track had on a day, as an expression; ``track`` and ``on`` are the paths to both."""
    past = PastSeats.objects.filter(track=OuterRef(track), last_on__gte=OuterRef(on)).order_by("last_on")
    return Coalesce(Subquery(past.values("seats")[:1]), F(f"{track}__capacity"))


def seats_on(track: Track, days: Collection[dt.date]) -> dict[dt.date, int]:
    """Say how many seats a track had, has or will have on each of ``days``. One statement."""
    if not days:
        return {}
    rows = PastSeats.objects.filter(track=track, last_on__gte=min(days)).order_by("last_on")
    past = list(rows.values_list("last_on", "seats"))
    return {day: next((number for last_on, number in past if day <= last_on), track.capacity) for day in days}


def free(track: Track, first: dt.date, last: dt.date, *, at: dt.datetime) -> dict[dt.date, int]:
    """Say how many seats are free on each day from ``first`` to ``last`` on which the track runs."""
    return free_in([track], first, last, at=at)[track.pk]


def free_in(
    tracks: Collection[Track], first: dt.date, last: dt.date, *, at: dt.datetime
) -> dict[uuid.UUID, dict[dt.date, int]]:
    """Say how many seats are free in each track, day by day; days on which a track does not run are left out.

    ``at`` decides which held seats still count. Closures of the site are not looked at. A fixed number of statements.
    """
    seatings = seatings_of(tracks, first, last, at=at)
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    return {
        track_id: {
            day: max(0, seating.limit_on(day).seats - seating.taken_on(day)) for day in days if seating.runs_on(day)
        }
        for track_id, seating in seatings.items()
    }


def seatings_of(
    tracks: Collection[Track],
    first: dt.date,
    last: dt.date | None,
    *,
    at: dt.datetime,
    without: uuid.UUID | None = None,
) -> dict[uuid.UUID, Seating]:
    """Read all that decides about seats from ``first`` to ``last`` (none: for ever), for several tracks at once.

    ``without`` leaves out one held seat: the one about to be used.
    """
    ids = [track.pk for track in tracks]
    weeks, places = _weeks(ids), _places(ids, first, last, at, without)
    until = min(last or first + HORIZON, first + HORIZON)
    days = [first + ONE_DAY * number for number in range((until - first).days + 1)]
    extra: dict[uuid.UUID, dict[dt.date, int]] = defaultdict(dict)
    for (track_id, day), number in given_by_the_day(ids, days).items():
        if number:
            extra[track_id][day] = number
    return {
        track.pk: Seating(
            track_id=track.pk,
            capacity=track.capacity,
            weeks=tuple(weeks[track.pk]),
            places=tuple(places[track.pk]),
            extra=extra[track.pk],
        )
        for track in tracks
    }


def refuse_if_full(track: Track, wanted: Place, *, at: dt.datetime, without: uuid.UUID | None = None) -> None:
    """Raise ``Conflict`` naming the first day without a seat. The track's row must be locked by the caller.

    ``without`` is the held seat that the wanted place would use.
    """
    seating = seatings_of([track], wanted.starts_on, wanted.ends_on, at=at, without=without)[track.pk]
    full = first_full_day(seating, wanted)
    if full:
        day, limit = full
        raise Conflict(full_sentence(day, limit), code="full", detail={"track": str(track.pk), "day": day.isoformat()})


def given_by_the_day(track_ids: Collection[uuid.UUID], days: Collection[dt.date]) -> Counter[tuple[uuid.UUID, dt.date]]:
    """Ask the apps above for seats they gave away by the day (slot ``SEATS_TAKEN``: functions of track ids and days)."""
    total: Counter[tuple[uuid.UUID, dt.date]] = Counter()
    for path in getattr(settings, "SEATS_TAKEN", ()):
        total.update(import_string(path)(track_ids, days))
    return total


def place_of(enrolment: Enrolment, pauses: Iterable[EnrolmentPause] = ()) -> Place:
    """Give an enrolment as the plain value that rules count."""
    released = tuple((pause.starts_on, pause.ends_on) for pause in pauses if pause.releases_seat and pause.ends_on)
    return Place(enrolment.starts_on, enrolment.ends_on, frozenset(enrolment.weekdays), released)


def _places(
    track_ids: Collection[uuid.UUID],
    first: dt.date,
    last: dt.date | None,
    at: dt.datetime,
    without: uuid.UUID | None = None,
) -> Mapping[uuid.UUID, list[Place]]:
    pauses: dict[uuid.UUID, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    released = EnrolmentPause.objects.filter(
        enrolment__track__in=track_ids, releases_seat=True, cancelled_at__isnull=True, ends_on__gte=first
    )
    for enrolment_id, begins, ends in released.order_by().values_list("enrolment_id", "starts_on", "ends_on"):
        pauses[enrolment_id].append((begins, ends or begins))
    places: dict[uuid.UUID, list[Place]] = defaultdict(list)
    for pk, track_id, starts_on, ends_on, weekdays in _enrolled_and_held(track_ids, first, last, at, without):
        places[track_id].append(Place(starts_on, ends_on, frozenset(weekdays), tuple(pauses[pk])))
    return places


def _enrolled_and_held(
    track_ids: Collection[uuid.UUID],
    first: dt.date,
    last: dt.date | None,
    at: dt.datetime,
    without: uuid.UUID | None,
) -> Iterable[tuple[uuid.UUID, uuid.UUID, dt.date, dt.date | None, list[int]]]:
    """Read who holds a seat, in one statement.

    A held seat counts like an open-ended enrolment: nobody knows yet when they will leave.
    """
    begun = {"starts_on__lte": last} if last else {}
    standing = Enrolment.objects.standing().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first), track__in=track_ids, **begun
    )
    held = SeatHold.objects.live(at).filter(track__in=track_ids, **begun).exclude(pk__in=[without] if without else [])
    never = Cast(Value(None), DateField())
    rows = standing.order_by().values_list("pk", "track_id", "starts_on", "ends_on", "weekdays")
    kept = held.order_by().annotate(never=never).values_list("pk", "track_id", "starts_on", "never", "weekdays")
    return rows.union(kept, all=True)


def _weeks(track_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Week]]:
    versions = {
        pk: (track_id, Week(valid_from, {}))
        for pk, track_id, valid_from in WeeklyTemplate.objects.filter(track__in=track_ids).values_list(
            "pk", "track_id", "valid_from"
        )
    }
    parts = (
        DayComponent.objects.filter(day__template__in=list(versions))
        .order_by()
        .values_list(
            "day__template_id", "day__weekday", "title", "kind__name", "kind__clients_per_facilitator", "room__name",
            "room__capacity",
        )
        .annotate(Count("facilitators"))
    )  # fmt: skip
    for version, weekday, title, kind, per_facilitator, room, places, facilitators in parts:
        limit = PartLimit(title or kind, per_facilitator, facilitators, room or "", places)
        versions[version][1].parts.setdefault(weekday, []).append(limit)  # type: ignore[attr-defined]
    weeks: dict[uuid.UUID, list[Week]] = defaultdict(list)
    for track_id, week in versions.values():
        weeks[track_id].append(week)
    return weeks
