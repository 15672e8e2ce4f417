"""Keeping a seat for somebody who was accepted, until a moment. Locked in one order: inquiry, track, held seat."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from clients.actions import inquiries
from clients.choices import InquiryStatus
from clients.models import Episode, Inquiry, InquiryStatusChange
from iop.access.actors import SYSTEM, Actor
from iop.clinic import settings as clinic_settings
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_current, require_valid
from iop.core.words import say
from iop.work.actions import open_item
from iop.work.choices import WorkKind
from scheduling import holding, policies, seats
from scheduling.actions.enrolments import running_weekdays
from scheduling.busy import atomic_again
from scheduling.choices import HoldEnd
from scheduling.models import SeatHold, Track
from scheduling.rules import enrolment as rules
from scheduling.rules import holds as hold_rules
from scheduling.rules.seats import Place

CHANGED = say("Somebody else changed this held seat meanwhile. Look again; nothing of theirs was overwritten.")
BACK_TO = (InquiryStatus.ASSESSED, InquiryStatus.ASSESSMENT_BOOKED, InquiryStatus.CONTACTED)
"""Where an accepted inquiry may be without its seat."""


@atomic_again
def hold_seat(
    *,
    by: Actor,
    track: Track,
    weekdays: Collection[int],
    starts_on: dt.date,
    inquiry: Inquiry,
    at: dt.datetime,
    hours: int | None = None,
) -> SeatHold:
    """Keep a seat for an inquiry on chosen weekdays from a day on, for ``hours`` from now (setting ``intake.hold_hours``).

    Raises ``Conflict`` naming the first full day, or when a seat is held for them already. Hours are hours that pass: over a
    change of the clocks the wall time of the end differs by one.
    """
    row = inquiries.locked(inquiry)
    require(policies.may_hold_seats(by, row.site_id))
    inquiries.refuse_closed(row)
    held = seats.lock_track(track.pk)
    _end_lapsed(row, at)
    if SeatHold.objects.standing().filter(inquiry=row).exists():
        raise Conflict(
            say("A seat is held for them already. Change that one, or give it back first."), code="held_already"
        )
    return _hold(by, row, held, weekdays, starts_on, _expiry(row, at, at, hours), at)


@atomic_again
def change_hold(
    *, by: Actor, hold: SeatHold, track: Track, weekdays: Collection[int], starts_on: dt.date, at: dt.datetime,
    version: int | None = None,
) -> SeatHold:  # fmt: skip
    """Keep another seat instead, until the same moment: the old one is given back only when the new one is there."""
    row, found = _lock(hold, at, version)
    require(policies.may_hold_seats(by, row.site_id))
    held = seats.lock_tracks([found.track_id, track.pk])
    holding.end(by, found, HoldEnd.RELEASED, "", at)
    return _hold(by, row, held[track.pk], weekdays, starts_on, found.expires_at, at)


@atomic_again
def extend_hold(
    *, by: Actor, hold: SeatHold, at: dt.datetime, hours: int | None = None, version: int | None = None
) -> SeatHold:
    """Keep a seat for ``hours`` more from now (as many as at first when not said), up to the longest the clinic allows."""
    row, found = _lock(hold, at, version)
    require(policies.may_hold_seats(by, row.site_id))
    seats.lock_track(found.track_id)
    until = _expiry(row, found.held_at, at, hours)
    if until <= found.expires_at:
        raise Invalid(say("The seat is held longer than that already."), field="hours")
    before, found.expires_at, found.version = found.expires_at, until, found.version + 1
    found.save(update_fields=["expires_at", "version"])
    holding.note(by, "scheduling.seat_hold_extended", found, {"before": before, "at": at})
    return found


@atomic_again
def release_hold(*, by: Actor, hold: SeatHold, reason: str, at: dt.datetime, version: int | None = None) -> SeatHold:
    """Give a held seat back: it is free for everybody from now. An accepted inquiry goes back to where it was before."""
    row, found = _lock(hold, at, version)
    require(policies.may_hold_seats(by, row.site_id))
    if not reason.strip():
        raise Invalid(say("Say why the seat is given back."), field="reason")
    seats.lock_track(found.track_id)
    holding.end(by, found, HoldEnd.RELEASED, reason.strip(), at)
    _step_back(by, row, at, "released")
    return found


def expire_holds(*, at: dt.datetime) -> int:
    """Free every held seat whose time is up (``expire``); say how many."""
    return len(expire(at=at))


def expire(*, at: dt.datetime) -> list[uuid.UUID]:
    """Free every held seat whose time is up and ask for its inquiry's next step; give the tracks, one for each seat.

    One transaction each, and an inquiry that somebody works on this moment is left for the next run: it may run twice, or
    by two at once.
    """
    due = SeatHold.objects.lapsed(at).order_by("expires_at").values_list("inquiry_id", flat=True)
    freed = (_expire(inquiry_id, at) for inquiry_id in list(due))
    return [track_id for track_id in freed if track_id]


def free_for_stay(*, by: Actor, episode: Episode, at: dt.datetime) -> uuid.UUID | None:
    """Give the seat back that is held for a stay about to close, and take its inquiry back to where it was before.

    Gives the track in which it became free. Inside an action's transaction, before the stay's row is held.
    """
    found = SeatHold.objects.standing().filter(inquiry__episode=episode).select_related("inquiry").first()
    if found is None:
        return None
    row = inquiries.locked(found.inquiry)
    seats.lock_track(found.track_id)
    end_hold(by=by, hold=found, at=at)
    _step_back(by, row, at, "stay_closed")
    return found.track_id


def is_over(hold: SeatHold, at: dt.datetime) -> bool:
    """A held seat is over when it has ended or its time is up."""
    return hold.ended_at is not None or hold.expires_at <= at


def end_hold(*, by: Actor, hold: SeatHold, at: dt.datetime) -> None:
    """End a held seat nobody will use, if that has not happened yet; inquiry and track are locked by the caller."""
    row = SeatHold.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=hold.pk)
    if row.ended_at is None:
        holding.end(by, row, HoldEnd.RELEASED if row.expires_at > at else HoldEnd.EXPIRED, "", at)


def inquiry_moved(*, by: Actor, inquiry: Inquiry, before: str, at: dt.datetime) -> None:
    """Give the held seat back when an inquiry closes or is no longer accepted (slot ``INQUIRY_MOVED``)."""
    stays = inquiry.status in (InquiryStatus.ACCEPTED, InquiryStatus.ADMITTED)
    if stays or (before != InquiryStatus.ACCEPTED and inquiry.status in inquiry_open()):
        return
    found = SeatHold.objects.standing().filter(inquiry=inquiry).first()
    if found is None:
        return
    seats.lock_track(found.track_id)
    end_hold(by=by, hold=found, at=at)


def inquiry_open() -> frozenset[str]:
    """Name the statuses in which an inquiry asks something of us."""
    return frozenset(InquiryStatus.values) - inquiries.INQUIRY_CLOSED


def _hold(
    by: Actor,
    row: Inquiry,
    track: Track,
    weekdays: Collection[int],
    starts_on: dt.date,
    expires_at: dt.datetime,
    at: dt.datetime,
) -> SeatHold:
    _refuse_track(row, track)
    today = clock.local_date(at, track.program.site.time_zone)
    require_valid(rules.why_not_span(starts_on, None, today), "starts_on")
    require_valid(rules.why_not_weekdays(weekdays, running_weekdays(track, starts_on)), "weekdays")
    seats.refuse_if_full(track, Place(starts_on, None, frozenset(weekdays)), at=at)
    made = SeatHold.objects.create(
        inquiry=row, track=track, weekdays=sorted(set(weekdays)), starts_on=starts_on, held_at=at,
        held_by=by.staff_id or by.id, expires_at=expires_at,
    )  # fmt: skip
    holding.note(by, "scheduling.seat_held", made, {"at": at})
    return made


def _lock(hold: SeatHold, at: dt.datetime, version: int | None = None) -> tuple[Inquiry, SeatHold]:
    row = inquiries.locked(Inquiry(pk=hold.inquiry_id))
    found = SeatHold.objects.select_for_update(of=("self",)).select_related("track__program__site").get(pk=hold.pk)
    found.inquiry = row
    if found.ended_as in (HoldEnd.USED, HoldEnd.RELEASED):
        raise Conflict(say("This seat is no longer held for them."), code="hold_over")
    if found.ended_at or found.expires_at <= at:
        raise holding.ran_out(found, found.track, at)
    require_current(found.version, version, CHANGED)
    return row, found


def _expiry(row: Inquiry, first: dt.datetime, at: dt.datetime, hours: int | None) -> dt.datetime:
    on = clock.local_date(at, row.site.time_zone)
    known = clinic_settings.values(["intake.hold_hours", "intake.hold_most_hours"], on=on, site_id=row.site_id)
    wanted = known["intake.hold_hours"] if hours is None else hours
    until = at + dt.timedelta(hours=wanted)
    require_valid(hold_rules.why_not_until(first, until, at, known["intake.hold_most_hours"]), "hours")
    return until


def _refuse_track(row: Inquiry, track: Track) -> None:
    if not track.is_active or not track.program.is_active:
        raise Conflict(say("This track is no longer offered."), code="track_closed", field="track")
    if track.program.site_id != row.site_id:
        raise Conflict(say("This track belongs to another site than the inquiry."), code="other_site", field="track")


def _end_lapsed(row: Inquiry, at: dt.datetime) -> None:
    """End a hold whose time is up and that the task has not met yet, so that a new one may be made."""
    for found in SeatHold.objects.lapsed(at).select_for_update(of=("self",)).filter(inquiry=row):
        found.inquiry = row
        holding.end(SYSTEM, found, HoldEnd.EXPIRED, "", at)


@transaction.atomic
def _expire(inquiry_id: uuid.UUID, at: dt.datetime) -> uuid.UUID | None:
    rows = Inquiry.objects.select_for_update(of=("self",), skip_locked=True).select_related("site")
    row = rows.filter(pk=inquiry_id).first()
    mine = SeatHold.objects.lapsed(at).filter(inquiry=inquiry_id)
    track_id = mine.values_list("track_id", flat=True).first() if row else None
    if row is None or track_id is None:
        return None
    seats.lock_track(track_id)
    # Read only now: an enrolment that held the track a moment ago may have used the seat.
    found = mine.select_for_update(of=("self",)).first()
    if found is None:
        return None
    found.inquiry = row
    holding.end(SYSTEM, found, HoldEnd.EXPIRED, "", at)
    _step_back(SYSTEM, row, at, "expired")
    _ask_intake(row, found, at)
    return found.track_id


def _step_back(by: Actor, row: Inquiry, at: dt.datetime, why: str) -> None:
    """Take an accepted inquiry back to where it was before: accepted means that a seat is held."""
    if row.status != InquiryStatus.ACCEPTED:
        return
    history = InquiryStatusChange.objects.filter(inquiry=row).order_by("-at", "-id").values_list("status", flat=True)
    before = next((status for status in history if status in BACK_TO), InquiryStatus.CONTACTED)
    inquiries.step_back(by=by, row=row, to=before, why=why, at=at)


def _ask_intake(row: Inquiry, found: SeatHold, at: dt.datetime) -> None:
    if row.status in inquiries.INQUIRY_CLOSED:
        return
    assignee = inquiries.working_owner(row, clock.local_date(at, row.site.time_zone))
    open_item(
        by=SYSTEM, kind=WorkKind.HOLD_EXPIRED, site_id=row.site_id, subject=(inquiries.SUBJECT, row.pk),
        client_id=row.client_id, due_at=at, dedupe_key=f"hold-expired:{found.pk}", assignee_id=assignee,
        summary=say("A held seat ran out. Ask whether they still want to come, and hold another one."),
        role_key="" if assignee else inquiries.INTAKE_ROLE,
    )  # fmt: skip
