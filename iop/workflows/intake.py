"""From a call to a held seat: accepting, booking the assessment, and closing what did not lead anywhere.

Rows are held in one order everywhere: inquiry, track, stay, held seat.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from clients import intake_policies
from clients.actions import inquiries, move_inquiry, open_episode, register_client
from clients.choices import CallerIs, EpisodeStatus, InquiryStatus
from clients.intake_rules import OUT
from clients.models import Client, Episode, Inquiry
from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.clinic.models import Site, StaffMember
from iop.clinic.querysets import credentials_valid
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.workflows.discharge import discharge
from iop.workflows.enrolment import offer_seat
from scheduling import seats
from scheduling.actions import book_appointment, hold_seat, holds, release_hold
from scheduling.busy import atomic_again
from scheduling.choices import APPOINTMENT_MINUTES, AppointmentKind, HoldEnd
from scheduling.models import Appointment, Room, SeatHold, Track
from scheduling.rules.times import Stretch
from scheduling.slots import free_slots_of

UNDER_WAY = (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED)


@dataclass(frozen=True)
class FreeSlots:
    """An assessor with the stretches in which an assessment fits."""

    staff: StaffMember
    slots: tuple[Stretch, ...]


@atomic_again
def accept(
    *,
    by: Actor,
    inquiry: Inquiry,
    version: int,
    track: Track,
    weekdays: Collection[int],
    starts_on: dt.date,
    at: dt.datetime,
    hours: int | None = None,
) -> SeatHold:
    """Accept an inquiry: a seat is held for it, the person has a chart and a stay, and the inquiry says so. All or nothing.

    Somebody who was here before keeps chart and record number and gets a new stay. Raises ``Stale`` when the inquiry changed
    since ``version`` was read, ``Conflict`` naming the first full day, ``Invalid`` beside what a chart still needs.
    """
    row = inquiries.locked(inquiry, version)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    if row.status == InquiryStatus.ACCEPTED:
        raise Conflict(say("They are accepted already. Change the held seat instead."), code="accepted_already")
    seats.lock_track(track.pk)
    _ensure_stay(by, row, at)
    held = hold_seat(by=by, track=track, weekdays=weekdays, starts_on=starts_on, inquiry=row, at=at, hours=hours)
    moved = move_inquiry(by=by, inquiry=row, to=InquiryStatus.ACCEPTED, at=at)
    inquiries.plan_next(by, moved, say("Admit them, or ask what is missing"), held.expires_at, at, work=False)
    return held


@atomic_again
def book_assessment(
    *,
    by: Actor,
    inquiry: Inquiry,
    staff: StaffMember,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    at: dt.datetime,
    room: Room | None = None,
    telehealth_link: str = "",
    version: int | None = None,
) -> Appointment:
    """Book the assessment with a colleague who assesses, in a room or by video; the person gets a chart when there is none.

    Raises ``Conflict`` saying who is taken by what and when. One who is accepted or assessed already keeps that status.
    """
    row = inquiries.locked(inquiry, version)
    require(intake_policies.may_take_inquiries(by, row.site_id))
    inquiries.refuse_closed(row)
    if not assessors(row.site_id, clock.local_date(starts_at, row.site.time_zone)).filter(pk=staff.pk).exists():
        raise Invalid(say("This colleague does not assess at this site."), field="staff")
    episode = _ensure_stay(by, row, at)
    booked = book_appointment(
        by=by, kind=AppointmentKind.ASSESSMENT, client=episode.client, staff=staff, site_id=row.site_id, starts_at=starts_at,
        ends_at=ends_at, at=at, room=room, telehealth_link=telehealth_link, episode=episode,
    )  # fmt: skip
    if row.status in (InquiryStatus.NEW, InquiryStatus.CONTACTED):
        row = move_inquiry(by=by, inquiry=row, to=InquiryStatus.ASSESSMENT_BOOKED, at=at)
    if row.status == InquiryStatus.ASSESSMENT_BOOKED:
        inquiries.plan_next(by, row, say("Assessment"), ends_at, at, work=False)
    return booked


@atomic_again
def move(*, by: Actor, inquiry: Inquiry, to: str, at: dt.datetime, version: int | None = None, **words: str) -> Inquiry:
    """Move an inquiry on the board (``clients.actions.move_inquiry``). Accepting and admitting need their own steps."""
    if to in (InquiryStatus.ACCEPTED, InquiryStatus.ADMITTED):
        raise Conflict(say("Accept them with a seat, or admit them with the checklist."), code="own_step")
    return move_inquiry(by=by, inquiry=inquiry, to=to, at=at, version=version, **words)


@atomic_again
def reopen(*, by: Actor, inquiry: Inquiry, at: dt.datetime, version: int | None = None, note: str = "") -> Inquiry:
    """Open an inquiry again that had not led to admission; somebody else's words about why it closed stay in the history."""
    row = inquiries.locked(inquiry, version)
    if row.status not in OUT:
        raise Conflict(say("This inquiry is not closed, or led to admission."), code="not_closed")
    moved = move_inquiry(by=by, inquiry=row, to=InquiryStatus.CONTACTED, at=at, note=note)
    inquiries.plan_next(by, moved, say("Call them: the inquiry is open again"), at, at)
    return moved


@atomic_again
def give_back(*, by: Actor, hold: SeatHold, reason: str, at: dt.datetime) -> SeatHold:
    """Give a held seat back (``scheduling.actions.release_hold``) and show it to whoever waits for one."""
    row = release_hold(by=by, hold=hold, reason=reason, at=at)
    offer_seat(by=by, track_id=row.track_id, at=at)
    return row


def expire_holds(*, at: dt.datetime) -> int:
    """Free the held seats whose time is up and show them to whoever waits; say how many. Safe to run twice, or by two."""
    freed = holds.expire(at=at)
    for track_id in sorted(set(freed)):
        offer_seat(by=SYSTEM, track_id=track_id, at=at)
    return len(freed)


def inquiry_moved(*, by: Actor, inquiry: Inquiry, before: str, at: dt.datetime) -> None:
    """Close the stay that an inquiry had opened when it leads elsewhere; let a reopened one have a new stay (slot ``INQUIRY_MOVED``)."""
    if inquiry.status in OUT:
        _close_stay(by, inquiry, at)
    elif before in OUT and inquiry.episode_id:
        inquiry.episode = None
        inquiries.save(inquiry, "episode")
    freed = SeatHold.objects.filter(inquiry=inquiry, ended_at=at).exclude(ended_as=HoldEnd.USED)
    for track_id in set(freed.values_list("track_id", flat=True)):
        offer_seat(by=by, track_id=track_id, at=at)


def assessors(site_id: uuid.UUID, on: dt.date) -> Any:
    """Give the colleagues who may assess at a site on a day: with the permission, and a licence that holds then."""
    who = StaffMember.objects.working(on).at_site(site_id, on, Permission.ASSESS)
    return who.filter(pk__in=credentials_valid(on).filter(kind__may_sign=True).values("staff"))


def assessment_slots(
    *,
    site_id: uuid.UUID,
    first: dt.date,
    days: int,
    at: dt.datetime,
    minutes: int | None = None,
    room: Room | None = None,
) -> list[FreeSlots]:
    """Give each assessor's free times from ``first`` on, over some days: a fixed number of statements.

    Whoever is free soonest comes first. ``minutes`` is the usual length when not said; a ``room`` must be free too.
    """
    site = Site.objects.get(pk=site_id)
    begins = max(first, clock.local_date(at, site.time_zone))
    who = {staff.pk: staff for staff in assessors(site_id, begins).order_by("last_name", "first_name")}
    found = free_slots_of(
        staff_ids=list(who), site_id=site_id, zone=site.time_zone, first=begins, days=days, not_before=at,
        minutes=minutes or APPOINTMENT_MINUTES[AppointmentKind.ASSESSMENT], room_id=room.pk if room else None,
    )  # fmt: skip
    rows = [FreeSlots(who[staff_id], tuple(slots)) for staff_id, slots in found.items()]
    return sorted(rows, key=lambda row: (not row.slots, row.slots[0][0] if row.slots else at, row.staff.last_name))


def _ensure_stay(by: Actor, row: Inquiry, at: dt.datetime) -> Episode:
    """Give a held inquiry a chart and a stay when it has none; a stay that ended meanwhile is followed by a new one."""
    if row.episode_id:
        episode = Episode.objects.select_related("client", "site").get(pk=row.episode_id)
        if episode.status in UNDER_WAY:
            return episode
    client = Client.objects.get(pk=row.client_id) if row.client_id else None
    episode = _stay_of(by, row, client, at) if client else _registered(by, row, at)
    row.client, row.episode = episode.client, episode
    inquiries.save(row, "client", "episode")
    return episode


def _stay_of(by: Actor, row: Inquiry, client: Client, at: dt.datetime) -> Episode:
    waiting = Episode.objects.filter(
        client=client, site=row.site_id, status=EpisodeStatus.INQUIRY, inquiry__isnull=True
    )
    return waiting.select_related("client", "site").first() or open_episode(
        by=by, client=client, site_id=row.site_id, at=at, referred_by=_referred_by(row)
    )


def _registered(by: Actor, row: Inquiry, at: dt.datetime) -> Episode:
    if not row.last_name:
        raise Invalid(say("Give the last name: it is needed for their chart."), field="last_name")
    if row.date_of_birth is None:
        raise Invalid(say("Give the date of birth: it is needed for their chart."), field="date_of_birth")
    client = register_client(
        by=by, site_id=row.site_id, legal_first_name=row.first_name, legal_last_name=row.last_name,
        date_of_birth=row.date_of_birth, at=at, preferred_name=row.preferred_name, language=row.language,
        contact_points=_contact_points(row), referred_by=_referred_by(row),
    )  # fmt: skip
    return Episode.objects.select_related("client", "site").get(client=client)


def _contact_points(row: Inquiry) -> list[dict[str, Any]]:
    """Only what is the person's own: a relative's number is the relative's."""
    own = row.caller_is == CallerIs.SELF
    points: list[dict[str, Any]] = []
    if row.phone:
        said = own and row.phone == row.callback_phone and row.may_leave_message
        points.append({"kind": "phone", "value": row.phone, "may_leave_message": said, "is_preferred": True})
    if own and row.callback_email:
        points.append({"kind": "email", "value": row.callback_email, "is_preferred": True})
    return points


def _referred_by(row: Inquiry) -> str:
    return row.referral_source.organization if row.referral_source else str(row.get_referral_kind_display())


def _close_stay(by: Actor, inquiry: Inquiry, at: dt.datetime) -> None:
    episode = Episode.objects.select_related("site").filter(inquiry=inquiry, status=EpisodeStatus.INQUIRY).first()
    if episode:
        today = clock.local_date(at, episode.site.time_zone)
        words = inquiry.get_out_reason_display()
        discharge(by=by, episode=episode, on=today, kind="", reason=str(words), at=at)
