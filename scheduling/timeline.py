"""What the schedule knows of a stay by date (the slot ``TIMELINE``): appointments held, missed and cancelled."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.timeline import Line, LineKind, Point
from iop.core import clock
from iop.core.words import say, sentence
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import OfferOutcome
from scheduling.models import Appointment, FamilyOffer

TONES = {
    AppointmentStatus.COMPLETED: "good",
    AppointmentStatus.NO_SHOW: "warn",
    AppointmentStatus.CANCELLED: "neutral",
    AppointmentStatus.BOOKED: "neutral",
    AppointmentStatus.ARRIVED: "neutral",
}
OFFERED = {
    OfferOutcome.ACCEPTED: "good",
    OfferOutcome.LATER: "neutral",
    OfferOutcome.DECLINED: "neutral",
    OfferOutcome.NOT_APPROPRIATE: "neutral",
}
ONE_DAY = dt.timedelta(days=1)


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Appointments one-to-one between two days, each with what became of it (two statements, with what was offered to families)."""
    start, end = clock.day_bounds(first - ONE_DAY, "UTC")[0], clock.day_bounds(last + ONE_DAY, "UTC")[1]
    rows = Appointment.objects.filter(client=client_id).between(start, end).order_by("starts_at", "pk")
    found = []
    for pk, kind, status, starts_at, zone in rows.values_list("pk", "kind", "status", "starts_at", "site__time_zone"):
        day = clock.local_date(starts_at, zone)
        if first <= day <= last:
            words = sentence(
                say("{kind}: {status}"), kind=AppointmentKind(kind).label, status=AppointmentStatus(status).label
            )
            tone = TONES[AppointmentStatus(status)]
            found.append(Point(day, words, tone=tone, place=("scheduling.appointment", pk)))
    return [
        Line("appointments", say("Appointments"), LineKind.EVENT, found),
        Line("family", say("Family sessions offered"), LineKind.EVENT, _offers(client_id, first, last)),
    ]


def _offers(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Point]:
    """Tell what was offered to the family, and what came of it (one statement)."""
    rows = FamilyOffer.objects.filter(episode__client=client_id, offered_on__gte=first, offered_on__lte=last)
    return [
        Point(
            on, OfferOutcome(outcome).label, tone=OFFERED[OfferOutcome(outcome)], place=("clients.family_of", client_id)
        )
        for on, outcome in rows.order_by("offered_on", "at").values_list("offered_on", "outcome")
    ]
