"""Enrolment and what follows from it: rosters of the days ahead, and the people who wait for a seat."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients.models import Episode
from iop.access.actors import SYSTEM, Actor
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import say
from iop.work.actions import drop_for, open_item
from iop.work.choices import WorkKind
from scheduling import actions, seats
from scheduling.busy import atomic_again
from scheduling.choices import WaitStatus
from scheduling.models import Enrolment, EnrolmentPause, SeatHold, Track, WaitlistEntry
from scheduling.rules.seats import Place, first_full_day
from sessions_app.actions import sync_rosters

WAITLIST = "scheduling.waitlistentry"
WAITLIST_ROLE = "intake"
ONE_DAY = dt.timedelta(days=1)


@atomic_again
def enrol(
    *,
    by: Actor,
    episode: Episode,
    track: Track,
    weekdays: Collection[int],
    starts_on: dt.date,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    hold: SeatHold | None = None,
    admitting: bool = False,
) -> Enrolment:
    """Give a client a seat (``scheduling.actions.enrol``) and put them on the rosters of the days already made."""
    waited = list(WaitlistEntry.objects.filter(track=track, client=episode.client_id, status=WaitStatus.WAITING))
    row = actions.enrol(
        by=by, episode=episode, track=track, weekdays=weekdays, starts_on=starts_on, at=at, ends_on=ends_on, hold=hold,
        admitting=admitting,
    )  # fmt: skip
    _sync(by, row.track_id, row.client_id, starts_on, at)
    for entry in waited:
        drop_for(by=by, subject=(WAITLIST, entry.pk), at=at)
    return row


@atomic_again
def pause(
    *,
    by: Actor,
    enrolment: Enrolment,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str,
    at: dt.datetime,
    releases_seat: bool = False,
    version: int | None = None,
) -> EnrolmentPause:
    """Let a client stay away (``scheduling.actions.pause``): off the rosters of those days, the seat offered if given up."""
    made = actions.pause(
        by=by,
        enrolment=enrolment,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        at=at,
        releases_seat=releases_seat,
        version=version,
    )
    _sync(by, enrolment.track_id, enrolment.client_id, starts_on, at)
    return made


@atomic_again
def cancel_pause(*, by: Actor, pause: EnrolmentPause, at: dt.datetime) -> EnrolmentPause:
    """Let a client come back early (``scheduling.actions.cancel_pause``) and put them back on the rosters."""
    made = actions.cancel_pause(by=by, pause=pause, at=at)
    row = Enrolment.objects.get(pk=made.enrolment_id)
    _sync(by, row.track_id, row.client_id, made.starts_on, at)
    return made


@atomic_again
def end(
    *, by: Actor, enrolment: Enrolment, ends_on: dt.date, reason: str, at: dt.datetime, version: int | None = None
) -> Enrolment:
    """Let a client leave a track after ``ends_on``: off the rosters from the next day, the seat shown to whoever waits."""
    row = actions.end_enrolment(by=by, enrolment=enrolment, ends_on=ends_on, reason=reason, at=at, version=version)
    # An end that moved later puts them back on the days in between.
    _sync(by, row.track_id, row.client_id, min(ends_on, enrolment.ends_on or ends_on) + ONE_DAY, at)
    offer_seat(by=by, track_id=row.track_id, at=at)
    return row


@atomic_again
def withdraw(*, by: Actor, enrolment: Enrolment, reason: str, at: dt.datetime, version: int | None = None) -> Enrolment:
    """Take an enrolment back before its first day, off every roster."""
    row = actions.withdraw(by=by, enrolment=enrolment, reason=reason, at=at, version=version)
    _sync(by, row.track_id, row.client_id, row.starts_on, at)
    offer_seat(by=by, track_id=row.track_id, at=at)
    return row


@atomic_again
def change_weekdays(
    *, by: Actor, enrolment: Enrolment, weekdays: Collection[int], from_on: dt.date, at: dt.datetime,
    version: int | None = None,
) -> Enrolment:  # fmt: skip
    """Let a client come on other weekdays from a day on; gives the new enrolment."""
    new = actions.change_weekdays(
        by=by, enrolment=enrolment, weekdays=weekdays, from_on=from_on, at=at, version=version
    )
    _sync(by, new.track_id, new.client_id, new.starts_on, at)
    offer_seat(by=by, track_id=new.track_id, at=at)
    return new


@atomic_again
def change_track(
    *,
    by: Actor,
    enrolment: Enrolment,
    track: Track,
    weekdays: Collection[int],
    from_on: dt.date,
    at: dt.datetime,
    reason: str,
    version: int | None = None,
) -> Enrolment:
    """Let a client go on in another track from ``from_on``: one date on which the old place ends and the new one begins.

    Gives the new enrolment; when the new track has no seat, nothing changes.
    """
    if track.pk == enrolment.track_id:
        raise Conflict(say("They are in this track already; change their weekdays instead."), code="same_track")
    seats.lock_tracks([enrolment.track_id, track.pk])
    if from_on <= enrolment.starts_on:
        withdraw(by=by, enrolment=enrolment, reason=reason, at=at, version=version)
    else:
        end(by=by, enrolment=enrolment, ends_on=from_on - ONE_DAY, reason=reason, at=at, version=version)
    episode = Episode.objects.get(pk=enrolment.episode_id)
    return enrol(
        by=by, episode=episode, track=track, weekdays=weekdays, starts_on=from_on, at=at, ends_on=enrolment.ends_on
    )


@atomic_again
def seat_waiting(
    *,
    by: Actor,
    entry: WaitlistEntry,
    starts_on: dt.date,
    at: dt.datetime,
    weekdays: Collection[int] | None = None,
    ends_on: dt.date | None = None,
) -> Enrolment:
    """Give somebody who waits a seat, on the weekdays they asked for unless others are named."""
    row = WaitlistEntry.objects.select_related("episode", "track").get(pk=entry.pk)
    if row.status != WaitStatus.WAITING:
        raise Conflict(say("They no longer wait for this track."), code="not_waiting")
    return enrol(
        by=by,
        episode=row.episode,
        track=row.track,
        weekdays=weekdays or row.weekdays,
        starts_on=starts_on,
        at=at,
        ends_on=ends_on,
    )


@atomic_again
def offer_seat(*, by: Actor, track_id: uuid.UUID, at: dt.datetime) -> WaitlistEntry | None:
    """Open work for the first in the order whose wish now fits: somebody calls them. Gives their entry, or nothing.

    It is the system that finds this out, so whoever freed the seat needs no right to see the list.
    """
    waiting = list(WaitlistEntry.objects.filter(track=track_id).waiting())
    if not waiting:
        return None
    track = seats.lock_track(track_id)
    today = clock.local_date(at, track.program.site.time_zone)
    seating = seats.seatings_of([track], today, None, at=at)[track.pk]
    for entry in waiting:
        wish = Place(max(entry.wanted_from, today), None, frozenset(entry.weekdays))
        if first_full_day(seating, wish) is None:
            open_item(
                by=SYSTEM, kind=WorkKind.WAITLIST_SEAT, site_id=track.program.site_id, subject=(WAITLIST, entry.pk),
                summary=say("A seat is free that somebody waits for. Call them and enrol them."), due_at=at + ONE_DAY,
                dedupe_key=f"waitlist_seat:{entry.pk}", role_key=WAITLIST_ROLE, client_id=entry.client_id,
            )  # fmt: skip
            return entry
    return None


def _sync(by: Actor, track_id: uuid.UUID, client_id: uuid.UUID, from_on: dt.date, at: dt.datetime) -> None:
    sync_rosters(by=by, track_id=track_id, from_on=from_on, at=at, client_ids=[client_id])
