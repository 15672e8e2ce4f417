"""Appointments that clients may be reminded of (the slot ``REMINDERS``)."""

from __future__ import annotations

import datetime as dt

from iop.notifications.reminders import CLIENT, Only, ReminderKind, Wish
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment

SUBJECT = "scheduling.appointment"


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only) -> list[Wish]:
    """Give the booked appointments that begin from ``first`` until ``last``. One statement."""
    rows = Appointment.objects.filter(status=AppointmentStatus.BOOKED, starts_at__gte=first, starts_at__lt=last)
    # Relatives alone: the client is not expected, and must not be told to come.
    rows = rows.exclude(family_session__client_expected=False)
    kept = only.narrow(rows, client="client_id", thing="pk").order_by()
    return [
        Wish(ReminderKind.APPOINTMENT, (CLIENT, client_id), (SUBJECT, pk), starts_at, site_id)
        for client_id, pk, starts_at, site_id in kept.values_list("client_id", "pk", "starts_at", "site_id")
    ]
