"""The family part of a progress note: taken from the appointment, kept with the draft, told to the schedule when signed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from clients.models import Relationship
from iop.access.actors import Actor
from scheduling import policies
from scheduling.actions.family import note_who_came
from scheduling.choices import AppointmentStatus
from scheduling.family_choices import GuestPresence
from scheduling.models import Appointment, AppointmentParticipant, FamilySession
from therapy.choices.progress_notes import NoteKind
from therapy.models import ProgressNote
from therapy.rules.family_notes import said_of


def begun(appointment: Appointment | None) -> dict[str, Any]:
    """Give what a note of a family appointment begins with: what was planned, and who came where that is known already."""
    plan = FamilySession.objects.filter(appointment=appointment).first() if appointment else None
    if appointment is None or plan is None:
        return {}
    came = AppointmentParticipant.objects.standing().filter(appointment=appointment, attended=GuestPresence.CAME)
    present = {True: "yes", False: "no", None: ""}[plan.client_present]
    typed = {
        "form": plan.form, "goals": plan.goals, "client_present": present,
        "attended": [str(each) for each in came.values_list("person_id", flat=True)],
    }  # fmt: skip
    return said_of(typed, people_around(appointment.client_id))


def people_around(client_id: uuid.UUID) -> dict[str, tuple[str, str]]:
    """Give (name, role) of everybody around a client by id; one statement."""
    rows = Relationship.objects.filter(client=client_id).order_by("created_at", "pk")
    names = ("person_id", "person__first_name", "person__last_name", "role")
    return {str(person): (f"{first} {last}".strip(), role) for person, first, last, role in rows.values_list(*names)}


def take_family(row: ProgressNote, values: Mapping[str, Any]) -> None:
    """Keep what was typed of a family session with its draft; of other kinds nothing."""
    if "family" in values and row.kind == NoteKind.FAMILY:
        row.family = said_of(values["family"], people_around(row.episode.client_id))


def tell_schedule(by: Actor, row: ProgressNote, at: dt.datetime) -> None:
    """Let the appointment know what its signed note says of who was there: what is billed rests on it."""
    meeting = row.appointment
    if row.kind != NoteKind.FAMILY or meeting is None or row.family.get("client_present") is None:
        return
    if policies.may_plan_family(by, meeting.site_id) or meeting.status == AppointmentStatus.CANCELLED:
        return
    if meeting.starts_at > at:
        return
    came = {uuid.UUID(each["person"]): str(GuestPresence.CAME) for each in row.family.get("attended", ())}
    guests = AppointmentParticipant.objects.standing().filter(appointment=meeting, attended="")
    missed = {each: str(GuestPresence.MISSED) for each in guests.values_list("person_id", flat=True)}
    note_who_came(
        by=by, appointment=meeting, client_present=row.family["client_present"], presence={**missed, **came}, at=at
    )
