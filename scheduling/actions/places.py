"""Places in tracks that go along with a level of care: left for another one, kept while away, and restored as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import require
from scheduling import policies, seats
from scheduling.actions.enrolments import refuse_elsewhere
from scheduling.busy import atomic_again
from scheduling.choices import WaitStatus
from scheduling.models import Enrolment, EnrolmentPause, WaitlistEntry

ONE_DAY = dt.timedelta(days=1)
Was = dict[str, Any]
"""What stood before: plain values that may be kept as data and given back to ``restore_place``."""


@atomic_again
def leave_place(*, by: Actor, enrolment: Enrolment, from_on: dt.date, reason: str, at: dt.datetime) -> Was:
    """Let a client come for the last time the day before ``from_on``; a place that begins then or later never does.

    Gives what stood before. The track's row is locked; ``reason`` is kept with the enrolment.
    """
    row = _locked(by, enrolment)
    pauses = row.pauses.filter(cancelled_at__isnull=True, starts_on__gte=from_on)
    was = {
        "ends_on": _text(row.ends_on), "leave_reason": row.leave_reason, "from_on": from_on.isoformat(),
        "pauses": [str(pk) for pk in pauses.values_list("pk", flat=True)],
    }  # fmt: skip
    if from_on <= row.starts_on:
        row.withdrawn_at = at
    else:
        row.ends_on = from_on - ONE_DAY
    row.leave_reason = reason.strip()[:300]
    pauses.update(cancelled_at=at)
    _save(by, "scheduling.place_left", row, {"from_on": from_on, "at": at})
    return was


@atomic_again
def restore_place(*, by: Actor, enrolment: Enrolment, was: Mapping[str, Any], at: dt.datetime) -> Enrolment:
    """Give a client the place back that they were to leave, as it stood: dates, pauses and all.

    Raises ``Conflict`` when somebody else has the seat meanwhile, or the client comes elsewhere on these days.
    """
    row = _locked(by, enrolment)
    more = Enrolment(
        client_id=row.client_id, track_id=row.track_id, weekdays=row.weekdays,
        starts_on=max(_day(was["from_on"]) or row.starts_on, row.starts_on), ends_on=_day(was["ends_on"]),
    )  # fmt: skip
    pauses = EnrolmentPause.objects.filter(enrolment=row, pk__in=was["pauses"])
    refuse_elsewhere(more)
    seats.refuse_if_full(row.track, seats.place_of(more, pauses), at=at)
    pauses.update(cancelled_at=None)
    row.withdrawn_at, row.ends_on, row.leave_reason = None, _day(was["ends_on"]), was["leave_reason"]
    _save(by, "scheduling.place_restored", row, {"at": at})
    return row


@atomic_again
def withdraw_place(*, by: Actor, enrolment: Enrolment, reason: str, at: dt.datetime) -> Enrolment:
    """Take back a place that has not begun."""
    row = _locked(by, enrolment)
    row.withdrawn_at, row.leave_reason = at, reason.strip()[:300]
    _save(by, "scheduling.enrolment_withdrawn", row, {"starts_on": row.starts_on, "at": at})
    return row


@atomic_again
def keep_place(
    *, by: Actor, enrolment: Enrolment, from_on: dt.date, until: dt.date, reason: str, at: dt.datetime
) -> Was:
    """Let a client stay away from ``from_on`` to ``until`` with their seat kept; pauses of these days give way to it.

    Gives what stood before, for ``restore_pauses``.
    """
    row = _locked(by, enrolment)
    was = _shorten(row, from_on, at)
    made = EnrolmentPause.objects.create(
        enrolment=row, starts_on=max(from_on, row.starts_on), ends_on=min(until, row.ends_on or until), reason=reason[:300]
    )  # fmt: skip
    _record(by, "scheduling.paused", row, {"starts_on": made.starts_on, "ends_on": made.ends_on, "at": at})
    return {**was, "made": str(made.pk)}


@atomic_again
def take_place_up(*, by: Actor, enrolment: Enrolment, from_on: dt.date, at: dt.datetime) -> Was:
    """Let a client whose seat was kept come again from ``from_on``: their pauses end before. Gives what stood before.

    A pause that gave the seat up is ended only where a seat is free (``Conflict``).
    """
    row = _locked(by, enrolment)
    released = row.pauses.filter(cancelled_at__isnull=True, ends_on__gte=from_on, releases_seat=True)
    for pause in released:
        first = max(from_on, pause.starts_on)
        back = Enrolment(track_id=row.track_id, weekdays=row.weekdays, starts_on=first, ends_on=pause.ends_on)
        seats.refuse_if_full(row.track, seats.place_of(back), at=at)
    was = _shorten(row, from_on, at)
    _record(by, "scheduling.pause_cancelled", row, {"from_on": from_on, "at": at})
    return was


@atomic_again
def restore_pauses(*, by: Actor, enrolment: Enrolment, was: Mapping[str, Any], at: dt.datetime) -> None:
    """Let pauses stand as they stood before ``keep_place`` or ``take_place_up``."""
    row = _locked(by, enrolment)
    if was.get("made"):
        EnrolmentPause.objects.filter(enrolment=row, pk=was["made"]).update(cancelled_at=at)
    for pk, ends_on in was["shortened"]:
        EnrolmentPause.objects.filter(enrolment=row, pk=pk).update(ends_on=_day(ends_on), cancelled_at=None)
    _record(by, "scheduling.pauses_restored", row, {"pauses": len(was["shortened"]), "at": at})


def waits_for(track_id: Any, client_id: Any) -> list[dict[str, Any]]:
    """Give the client's places on a track's waiting list, as they stand: a seat in the track settles them."""
    rows = WaitlistEntry.objects.filter(track=track_id, client=client_id, status=WaitStatus.WAITING)
    return [{"id": str(pk), "position": position} for pk, position in rows.values_list("pk", "position")]


def wait_again(*, by: Actor, entries: list[dict[str, Any]], at: dt.datetime) -> int:
    """Put a client back on the waiting list where they stood, or at its end when somebody has that place meanwhile."""
    for entry in entries:
        row = WaitlistEntry.objects.select_for_update(of=("self",)).select_related("track").get(pk=entry["id"])
        seats.lock_track(row.track_id)
        standing = WaitlistEntry.objects.filter(track=row.track_id, status=WaitStatus.WAITING)
        places = set(standing.values_list("position", flat=True))
        row.position = entry["position"] if entry["position"] not in places else max(places) + 1
        row.status = WaitStatus.WAITING
        row.save(update_fields=["position", "status"])
        record(
            by=by, verb="scheduling.waits_again", subject=row, clients=[row.client_id], detail={"track": row.track_id, "at": at},
        )  # fmt: skip
    return len(entries)


def places_from(episode: Episode, from_on: dt.date) -> list[Enrolment]:
    """Give the places a client has in tracks on ``from_on`` or later, the first first."""
    rows = Enrolment.objects.standing().filter(episode=episode).overlapping(from_on, dt.date.max)
    return list(rows.select_related("track__program__level").order_by("starts_on", "pk"))


def _shorten(row: Enrolment, from_on: dt.date, at: dt.datetime) -> Was:
    shortened = []
    for pause in row.pauses.filter(cancelled_at__isnull=True, ends_on__gte=from_on).order_by("pk"):
        shortened.append((str(pause.pk), _text(pause.ends_on)))
        if pause.starts_on < from_on:
            pause.ends_on = from_on - ONE_DAY
        else:
            pause.cancelled_at = at
        pause.save(update_fields=["ends_on", "cancelled_at"])
    return {"shortened": shortened}


def _locked(by: Actor, enrolment: Enrolment) -> Enrolment:
    track = seats.lock_track(enrolment.track_id)
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("episode").get(pk=enrolment.pk)
    require(policies.may_seat_with_level(by, row.episode.site_id))
    row.track = track
    return row


def _save(by: Actor, verb: str, row: Enrolment, detail: dict[str, Any]) -> None:
    row.version += 1
    row.save(update_fields=["ends_on", "withdrawn_at", "leave_reason", "version"])
    _record(by, verb, row, detail)


def _record(by: Actor, verb: str, row: Enrolment, detail: dict[str, Any]) -> None:
    record(
        by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.episode.site_id,
        detail={"track": row.track_id, **detail},
    )  # fmt: skip


def _text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
