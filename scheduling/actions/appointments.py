"""One appointment: booking, moving, cancelling, and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.notifications.actions import withdraw as withdraw_messages
from scheduling import colleagues, family, policies
from scheduling.actions.family import checked_plan, drop_unreleased, write_plans
from scheduling.actions.owing import settle_due
from scheduling.busy import atomic_again
from scheduling.choices import AppointmentStatus
from scheduling.meetings import (
    SUBJECT,
    Case,
    case_of,
    check_kind,
    check_link,
    check_room,
    check_staff,
    give_back,
    hold,
    locked_appointment,
    occupy,
    reason_words,
    record_appointment,
    refuse,
    refuse_closed,
    refuse_commitments,
    tell,
    write_status,
)
from scheduling.models import Appointment, Room
from scheduling.rules import appointments as rules
from scheduling.rules.family import FamilyPlan

LABELS = dict(AppointmentStatus.choices)


@atomic_again
def book_appointment(
    *,
    by: Actor,
    kind: str,
    client: Client,
    staff: StaffMember,
    site_id: uuid.UUID,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    at: dt.datetime,
    room: Room | None = None,
    telehealth_link: str = "",
    during_session: bool = False,
    episode: Episode | None = None,
    despite_commitment: bool = False,
    plan: FamilyPlan | None = None,
) -> Appointment:
    """Book an appointment for a client with a colleague, in a room or by video.

    ``during_session`` lets it lie inside the client's treatment day, which goes on around it. Without an ``episode`` the
    client's newest stay at the site is taken. ``plan`` says of a family appointment who else takes part. Raises ``Conflict``
    saying who is taken by what and when; a time at which the client said they cannot come is refused (``commitment``)
    unless they agreed to it ``despite_commitment``; ``Invalid`` for whom no live release allows to be invited.
    """
    require(policies.may_book(by, site_id))
    check_kind(kind)
    check_room(room, site_id)
    case = case_of(client.pk, site_id, starts_at, episode)
    refuse(rules.why_not_times(starts_at, ends_at, zone=case.site.time_zone, at=at), "starts_at")
    refuse_closed(case, starts_at)
    known = checked_plan(client.pk, kind, plan, at)
    comes = known is None or known.client_expected
    refuse_commitments(case, [(starts_at, ends_at)], despite=despite_commitment or not comes)
    who = check_staff(staff.pk, kind, case, starts_at)
    row = Appointment(
        site=case.site, kind=kind, client=client, episode=case.episode, staff=staff, room=room, starts_at=starts_at,
        ends_at=ends_at, telehealth_link=check_link(telehealth_link), during_session=during_session and comes,
        booked_by=by.staff_id or by.id,
    )  # fmt: skip
    row.family_plan = known
    held = hold([row])
    row.save(force_insert=True)
    write_plans(by, [row], at)
    occupy([row], held, by, case.site.time_zone)
    told = tell(by, case, row, "appointment_booked", at, who=who)
    detail = {"starts_at": starts_at, "messages": told, **({"despite_commitment": True} if despite_commitment else {})}
    record_appointment(by, "scheduling.appointment_booked", row, detail)
    settle_due(by, case, kind, at)
    return row


@atomic_again
def move_appointment(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    at: dt.datetime,
    staff: StaffMember | None = None,
    room: Room | None = None,
    telehealth_link: str | None = None,
    during_session: bool | None = None,
    leaves_room: bool = False,
    despite_commitment: bool = False,
) -> Appointment:
    """Move an appointment to another time, colleague (``staff``) or ``room``; what is left out stays as it was.

    ``leaves_room`` gives the room back: it is held by video from now on. ``despite_commitment`` as for booking.

    A stale ``version`` raises ``Stale``; a time that is taken raises ``Conflict`` and leaves everything as it was.
    """
    row = locked_appointment(appointment, version)
    require(policies.may_book(by, row.site_id))
    if row.status != AppointmentStatus.BOOKED:
        raise Conflict(say("Only a booked appointment can be moved."), code="not_booked")
    check_room(room, row.site_id)
    before = (row.starts_at, row.ends_at, row.staff_id)
    drop_unreleased(by, [row], at)
    case = case_of(row.client_id, row.site_id, starts_at, row.episode)
    _refuse_time(row, case, starts_at, ends_at, at, despite_commitment=despite_commitment)
    who = check_staff(staff.pk if staff else row.staff_id, row.kind, case, starts_at)
    old = Appointment(client_id=row.client_id, staff_id=row.staff_id, room_id=row.room_id)
    row.starts_at, row.ends_at, row.staff_id = starts_at, ends_at, who.id
    row.room = room or (None if leaves_room else row.room)
    row.telehealth_link = row.telehealth_link if telehealth_link is None else check_link(telehealth_link)
    row.during_session = row.during_session if during_session is None else during_session
    row.version += 1
    held = hold([old, row])
    give_back([row])
    row.save()
    occupy([row], held, by, case.site.time_zone)
    withdraw_messages(by=by, about=(SUBJECT, row.pk))
    told = tell(by, case, row, "appointment_moved", at, who=who, old_when=before[0])
    record_appointment(
        by, "scheduling.appointment_moved", row,
        {
            "before": [before[0], before[1]], "starts_at": starts_at, "ends_at": ends_at, "staff_before": before[2],
            "messages": told,
        },
    )  # fmt: skip
    return row


def _refuse_time(
    row: Appointment, case: Case, starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime, *, despite_commitment: bool
) -> None:  # fmt: skip
    """Refuse times that make no sense or on which the site is closed; another time also when the client said they cannot."""
    refuse(rules.why_not_times(starts_at, ends_at, zone=case.site.time_zone, at=at), "starts_at")
    refuse_closed(case, starts_at)
    if (row.starts_at, row.ends_at) != (starts_at, ends_at):
        despite = despite_commitment or not family.expects_client(row)
        refuse_commitments(case, [(starts_at, ends_at)], despite=despite)


@atomic_again
def cancel_appointment(
    *,
    by: Actor,
    appointment: Appointment,
    reason: str,
    at: dt.datetime,
    version: int | None = None,
    because: str = "",
) -> Appointment:
    """Cancel an appointment with a reason: its time is free again, and a treatment day it lay in is whole again.

    The reason is in words, or a code of ``StatusReason`` (``because``), or both.
    """
    row = locked_appointment(appointment, version)
    require(policies.may_book(by, row.site_id))
    refuse(rules.why_not_status(row.status, AppointmentStatus.CANCELLED, LABELS), "", code="not_that_way")
    words = reason_words(reason, because)
    if not words:
        raise Invalid(say("Say why it is cancelled."), field="reason")
    cancel_rows(by, [row], words, at, because)
    return row


@atomic_again
def set_appointment_status(
    *,
    by: Actor,
    appointment: Appointment,
    status: str,
    at: dt.datetime,
    version: int | None = None,
    reason: str = "",
    because: str = "",
) -> Appointment:
    """Say that a client arrived, that the appointment took place, or that they did not come; back needs a ``reason``."""
    if status == AppointmentStatus.CANCELLED:
        return cancel_appointment(
            by=by, appointment=appointment, reason=reason, at=at, version=version, because=because
        )
    row = locked_appointment(appointment, version)
    require(policies.may_book(by, row.site_id))
    mark_rows(by, [row], status, at, reason_words(reason, because), because)
    return row


def mark_rows(
    by: Actor, rows: Sequence[Appointment], status: str, at: dt.datetime, reason: str, because: str = ""
) -> None:
    """Give locked appointments a status: rules, rows, history, audit. Back to booked needs a reason."""
    for row in rows:
        refuse(rules.why_not_status(row.status, status, LABELS), "status", code="not_that_way")
        refuse(rules.why_not_yet(status, starts_at=row.starts_at, at=at, zone=row.site.time_zone), "status")
    if status == AppointmentStatus.BOOKED and not reason:
        raise Invalid(say("Say why this is taken back."), field="reason")
    before = {row.pk: str(row.status) for row in rows}
    for row in rows:
        row.status, row.version = status, row.version + 1
    Appointment.objects.bulk_update(rows, ["status", "version"])
    write_status(by, rows, at, reason, because)
    for row in rows:
        detail = {"before": before[row.pk], "status": str(status), "because": because, "at": at}
        record_appointment(by, "scheduling.appointment_status", row, detail)


def cancel_rows(by: Actor, rows: Sequence[Appointment], reason: str, at: dt.datetime, because: str = "") -> None:
    """Cancel locked appointments of one client at one site: rows, history, busy times, messages, audit."""
    case = case_of(rows[0].client_id, rows[0].site_id, rows[0].starts_at, rows[0].episode)
    who = colleagues.read({row.staff_id for row in rows}, site_id=case.site.pk, on=at.date())
    hold(rows)
    give_back(rows)
    for row in rows:
        row.status, row.cancel_reason, row.version = AppointmentStatus.CANCELLED, reason, row.version + 1
    Appointment.objects.bulk_update(rows, ["status", "cancel_reason", "version"])
    write_status(by, rows, at, reason, because)
    for row in rows:
        withdraw_messages(by=by, about=(SUBJECT, row.pk))
        coming = row.starts_at > at
        told = tell(by, case, row, "appointment_cancelled", at, who=who.get(row.staff_id)) if coming else 0
        record_appointment(
            by,
            "scheduling.appointment_cancelled",
            row,
            {"starts_at": row.starts_at, "because": because, "messages": told},
        )
