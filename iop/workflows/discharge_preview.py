"""What a discharge would end, item by item, before it is done. Fixed statements; nothing is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from clients.choices import ConsentKind, DischargeKind
from clients.models import CareTeamMembership, Consent, Episode, Inquiry
from iop.core import clock
from scheduling.choices import AppointmentStatus, WaitStatus
from scheduling.models import Appointment, Enrolment, SeatHold, WaitlistEntry
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance
from therapy.choices.own_plans import AFTERCARE_SETTLED
from therapy.models import AftercareStep, DischargeSummary, MeasureAssignment


@dataclass(frozen=True)
class Ends:
    """What ends with a last day in treatment. Lists are in order of time; ``tells`` says whether anything is sent to them."""

    on: dt.date
    tracks: tuple[str, ...]
    days: tuple[dt.date, ...]
    appointments: tuple[Appointment, ...]
    waits: tuple[str, ...]
    holds: int
    team: tuple[str, ...]
    steps_open: int
    measures_open: int
    summary_owed: bool
    agreed: bool
    tells: bool


def what_ends(*, episode: Episode, on: dt.date, at: dt.datetime, kind: str = "") -> Ends:
    """Read what would end if ``on`` were the last day. ``kind`` decides whether they are told: after a death nothing is sent."""
    zone = episode.site.time_zone
    _, day_after = clock.day_bounds(on, zone)
    seats = Enrolment.objects.standing().overlapping(on, dt.date.max).filter(episode=episode)
    days = Attendance.objects.filter(
        client=episode.client_id, status=AttendanceStatus.EXPECTED, session__status=SessionStatus.PLANNED,
        session__on__gt=on, session__ends_at__gt=at,
    )  # fmt: skip
    coming = Appointment.objects.filter(episode=episode, starts_at__gte=day_after, status=AppointmentStatus.BOOKED)
    waits = WaitlistEntry.objects.filter(episode=episode, status=WaitStatus.WAITING)
    team = CareTeamMembership.objects.on(on).filter(episode=episode).select_related("staff")
    steps = AftercareStep.objects.filter(plan__episode=episode).exclude(status__in=sorted(AFTERCARE_SETTLED))
    return Ends(
        on=on,
        tracks=tuple(seats.order_by("track__name").values_list("track__name", flat=True)),
        days=tuple(days.order_by("session__on").values_list("session__on", flat=True)),
        appointments=tuple(coming.select_related("staff").order_by("starts_at")),
        waits=tuple(waits.values_list("track__name", flat=True)),
        holds=SeatHold.objects.standing().filter(inquiry__in=Inquiry.objects.filter(episode=episode)).count(),
        team=tuple(sorted({member.staff.name for member in team})),
        steps_open=steps.count(),
        measures_open=MeasureAssignment.objects.filter(episode=episode).open().count(),
        summary_owed=not DischargeSummary.objects.signed().filter(episode=episode).exists(),
        agreed=agreed_to_contact(episode, clock.local_date(at, zone)),
        tells=kind != DischargeKind.DECEASED,
    )


def agreed_to_contact(episode: Episode, today: dt.date) -> bool:
    """Say whether a signed consent to contact after treatment stands."""
    return Consent.objects.standing(today).filter(client=episode.client_id, kind=ConsentKind.ALUMNI).exists()
