"""Held seats as enrolment and intake need them: which one stands, and turning it into a place in a track."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import Sentence, say, sentence, time_words
from scheduling import seats
from scheduling.choices import HoldEnd
from scheduling.models import Enrolment, SeatHold, Track
from scheduling.rules.seats import Place, first_full_day

SUBJECT = "scheduling.seathold"


def standing_of(inquiry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SeatHold]:
    """Give the seat held for each inquiry, whether or not its time is up, in one statement."""
    rows = SeatHold.objects.standing().filter(inquiry__in=inquiry_ids).select_related("track__program__level")
    return {row.inquiry_id: row for row in rows.order_by()}


def last_of(inquiry_id: uuid.UUID) -> SeatHold | None:
    """Give the seat held for an inquiry most recently, however it ended."""
    rows = SeatHold.objects.filter(inquiry=inquiry_id).select_related("track__program__site")
    return rows.order_by("-held_at", "-id").first()


def lock_for_use(hold: SeatHold, track: Track, episode: Episode, at: dt.datetime) -> SeatHold:
    """Hold the row of a kept seat that is about to become a place in ``track``, which the caller has locked.

    Raises ``Conflict``: of another person or track, used, given back, or run out (``hold_expired``).
    """
    row = SeatHold.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=hold.pk)
    if row.inquiry.episode_id != episode.pk:
        raise Conflict(say("This seat is held for somebody else."), code="hold_of_another")
    if row.track_id != track.pk:
        raise Conflict(say("The seat is held in another track."), code="hold_elsewhere", field="track")
    if row.ended_as in (HoldEnd.USED, HoldEnd.RELEASED):
        raise Conflict(say("This seat is no longer held for them."), code="hold_over")
    if row.ended_as == HoldEnd.EXPIRED or row.expires_at <= at:
        raise ran_out(row, track, at)
    return row


def ran_out(row: SeatHold, track: Track, at: dt.datetime) -> Conflict:
    """Make the refusal for a held seat whose time is up: it says since when, and whether another seat is free."""
    zone = track.program.site.time_zone
    first = max(row.starts_on, clock.local_date(at, zone))
    wanted = Place(first, None, frozenset(row.weekdays))
    seating = seats.seatings_of([track], first, None, at=at, without=row.pk)[track.pk]
    free = first_full_day(seating, wanted) is None
    then: Sentence = (
        say("A seat is still free there: confirm that you want it.")
        if free
        else say("No seat is free there now. Choose another track or a later start.")
    )
    words = sentence(
        say("The seat was held until {time} and has been given back. {then}"),
        time=time_words(row.expires_at, zone), then=then,
    )  # fmt: skip
    return Conflict(words, code="hold_expired", field="track", detail={"hold": str(row.pk), "free": free})


def use(by: Actor, row: SeatHold, enrolment: Enrolment, at: dt.datetime) -> None:
    """Let a held seat end as the place it became; inside an action's transaction."""
    row.enrolment = enrolment
    end(by, row, HoldEnd.USED, "", at)


def end(by: Actor, row: SeatHold, how: HoldEnd, reason: str, at: dt.datetime) -> None:
    """End a locked hold and record it."""
    row.ended_at, row.ended_as, row.end_reason, row.version = at, how, reason[:300], row.version + 1
    row.save(update_fields=["ended_at", "ended_as", "end_reason", "enrolment", "version"])
    note(by, f"scheduling.seat_hold_{how.value}", row, {"at": at})


def note(by: Actor, verb: str, row: SeatHold, detail: dict[str, Any]) -> None:
    """Record what was done with a held seat."""
    client = row.inquiry.client_id
    record(
        by=by, verb=verb, subject=row, clients=[client] if client else [], site_id=row.inquiry.site_id,
        detail={
            "inquiry": row.inquiry_id, "track": row.track_id, "weekdays": list(row.weekdays), "starts_on": row.starts_on,
            "expires_at": row.expires_at, **detail,
        },
    )  # fmt: skip
