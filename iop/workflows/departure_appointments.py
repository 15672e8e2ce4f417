"""A colleague leaves: the appointments that clients still have with them. None is cancelled behind anybody's back."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.core.words import Sentence, count_words, day_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from scheduling.choices import AppointmentStatus
from scheduling.meetings import SUBJECT
from scheduling.models import Appointment
from sessions_app.actions.watching import PLANNER


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many appointments would have to be given to somebody else."""
    number = len(_coming(staff_id, left_on, at))
    words = count_words(
        "{n} appointment stays booked and is put on a work list, to be given to another colleague.",
        "{n} appointments stay booked and are put on a work list, to be given to another colleague.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Open one piece of work for each appointment, or series of them, from ``left_on`` on.

    It is for ``to_staff_id`` where they may book at the site, else for the clinical director. Moving it to another colleague
    tells the client; nothing is moved or cancelled here.
    """
    heir = actor_of(to_staff_id, at) if to_staff_id else None
    first_of: dict[uuid.UUID, Appointment] = {}
    for row in _coming(staff_id, left_on, at):
        first_of.setdefault(row.series_id or row.pk, row)
    open_items(by=by, items=[_item(row, key, heir) for key, row in first_of.items()])


def _coming(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Appointment]:
    rows = Appointment.objects.filter(staff_id=staff_id, status=AppointmentStatus.BOOKED, starts_at__gt=at)
    found = rows.select_related("site").order_by("starts_at", "pk")
    return [row for row in found if clock.local_date(row.starts_at, row.site.time_zone) >= left_on]


def _item(row: Appointment, key: uuid.UUID, heir: Actor | None) -> NewItem:
    takes = heir is not None and heir.can(Permission.APPOINTMENT_BOOK, row.site_id)
    words = (
        say("Give the weekly appointments from {day} on to another colleague: the one they are with leaves.")
        if row.series_id
        else say("Give the appointment on {day} to another colleague: the one it is with leaves.")
    )
    return NewItem(
        kind=WorkKind.TASK, site_id=row.site_id, subject=(SUBJECT, row.pk), client_id=row.client_id, due_at=row.starts_at,
        summary=sentence(words, day=day_words(clock.local_date(row.starts_at, row.site.time_zone))),
        dedupe_key=f"rebook:{key}",
        assignee_id=heir.staff_id if heir and takes else None, role_key="" if takes else PLANNER,
    )  # fmt: skip
