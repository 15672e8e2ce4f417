"""Ids of the small clinic for addresses about family sessions and what is offered to families."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from scheduling.models import AppointmentParticipant


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    guests = AppointmentParticipant.objects.standing().filter(
        appointment__site=boston, appointment__client__is_restricted=False
    )
    guest = guests.order_by("appointment__starts_at").first()
    return {"participant_id": guest.pk, "family_appointment_id": guest.appointment_id}
