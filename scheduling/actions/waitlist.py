"""Waiting for a seat, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Max

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import say
from scheduling import policies, seats
from scheduling.actions.enrolments import running_weekdays
from scheduling.choices import WaitStatus
from scheduling.models import Track, WaitlistEntry
from scheduling.rules.enrolment import why_not_weekdays

ASIDE = 1_000_000
"""Positions are moved past this while an order is rewritten, so that no two are ever equal."""


@transaction.atomic
def join_waitlist(
    *,
    by: Actor,
    episode: Episode,
    track: Track,
    weekdays: Collection[int],
    wanted_from: dt.date,
    at: dt.datetime,
    note: str = "",
) -> WaitlistEntry:
    """Put somebody at the end of a track's waitlist, with the weekdays they want and from when."""
    held = seats.lock_track(track.pk)
    require(policies.may_enrol(by, episode.site_id))
    if held.program.site_id != episode.site_id:
        raise Conflict(
            say("This track belongs to another site than the client's stay."), code="other_site", field="track"
        )
    require_valid(why_not_weekdays(weekdays, running_weekdays(held, wanted_from)), "weekdays")
    waiting = WaitlistEntry.objects.filter(track=held, status=WaitStatus.WAITING)
    if waiting.filter(client=episode.client_id).exists():
        raise Conflict(say("They are already waiting for this track."), code="already_waiting")
    last = waiting.aggregate(last=Max("position"))["last"] or 0
    row = WaitlistEntry.objects.create(
        track=held, client_id=episode.client_id, episode=episode, weekdays=sorted(set(weekdays)), wanted_from=wanted_from,
        position=last + 1, note=note.strip()[:300],
    )  # fmt: skip
    _record(by, "scheduling.waitlist_joined", row)
    return row


@transaction.atomic
def leave_waitlist(*, by: Actor, entry: WaitlistEntry, at: dt.datetime) -> WaitlistEntry:
    """Take somebody off the waitlist who no longer waits."""
    row = _locked(entry)
    require(policies.may_enrol(by, row.episode.site_id))
    row.status = WaitStatus.WITHDRAWN
    row.save(update_fields=["status"])
    _record(by, "scheduling.waitlist_left", row)
    return row


@transaction.atomic
def move_in_waitlist(*, by: Actor, entry: WaitlistEntry, place: int, at: dt.datetime) -> list[WaitlistEntry]:
    """Give somebody another place in the order; 1 is next. Gives the whole list in its new order."""
    row = _locked(entry)
    require(policies.may_enrol(by, row.episode.site_id))
    waiting = list(WaitlistEntry.objects.filter(track=row.track_id).waiting().exclude(pk=row.pk))
    waiting.insert(max(0, place - 1), row)
    WaitlistEntry.objects.filter(pk__in=[each.pk for each in waiting]).update(position=F("position") + ASIDE)
    for position, each in enumerate(waiting, start=1):
        each.position = position
    WaitlistEntry.objects.bulk_update(waiting, ["position"])
    _record(by, "scheduling.waitlist_moved", row)
    return waiting


def _locked(entry: WaitlistEntry) -> WaitlistEntry:
    seats.lock_track(entry.track_id)
    row = WaitlistEntry.objects.select_related("episode").get(pk=entry.pk)
    if row.status != WaitStatus.WAITING:
        raise Conflict(say("They no longer wait for this track."), code="not_waiting")
    return row


def _record(by: Actor, verb: str, row: WaitlistEntry) -> None:
    record(
        by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.episode.site_id,
        detail={"track": row.track_id, "position": row.position, "weekdays": list(row.weekdays)},
    )  # fmt: skip
