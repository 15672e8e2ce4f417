"""Reading family appointments: who takes part, and whom a live release allows to be invited."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from clients.choices import Information
from clients.gate import NotDisclosable, decide_for_people
from iop.core.basis import Basis
from scheduling.choices import AppointmentKind
from scheduling.models import Appointment, AppointmentParticipant, FamilySession
from scheduling.rules.family import FamilyPlan, Guest

TOLD = (Information.SCHEDULE,)
"""What an invited person learns: that there is an appointment, when and where."""


def releases(
    client_id: uuid.UUID, person_ids: Collection[uuid.UUID], at: dt.datetime, *, hold: bool = False
) -> Mapping[uuid.UUID, Basis | NotDisclosable]:
    """Say of each person whether a live release lets them know of the client's appointments, or why not.

    A fixed number of statements. ``hold`` keeps the consents as they are until the transaction ends.
    """
    return decide_for_people(client_id=client_id, person_ids=person_ids, information=TOLD, at=at, hold=hold)


def know(rows: Sequence[Appointment]) -> None:
    """Read into family appointments who takes part; one statement, and none where there is no such appointment."""
    unknown = {row.pk: row for row in rows if row.kind == AppointmentKind.FAMILY and row.family_plan is None}
    if not unknown:
        return
    for pk, plan in plans_of(list(unknown)).items():
        unknown[pk].family_plan = plan


def plans_of(appointment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, FamilyPlan]:
    """Give what appointments are planned as, with those who are invited now; one statement."""
    guests = AppointmentParticipant.objects.standing().filter(appointment=OuterRef("appointment"))
    rows = FamilySession.objects.filter(appointment__in=list(appointment_ids)).annotate(
        guests=ArraySubquery(guests.order_by("created_at").values(json=JSONObject(person="person_id", role="role")))
    )
    return {
        appointment: FamilyPlan(
            form, tuple(goals), tuple(Guest(uuid.UUID(each["person"]), each["role"]) for each in invited)
        )
        for appointment, form, goals, invited in rows.values_list("appointment_id", "form", "goals", "guests")
    }


def people_of(row: Appointment) -> tuple[uuid.UUID, ...]:
    """Name the people whose time a known family appointment takes besides the client's."""
    return row.family_plan.people if row.family_plan else ()


def expects_client(row: Appointment) -> bool:
    """Say whether a known appointment takes the client's own time; all do but those of relatives alone."""
    return row.family_plan is None or row.family_plan.client_expected
