"""Words of the schedule, and which status may follow which."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComponentCategory(models.TextChoices):
    CHECK_IN = "check_in", _("Check-in")
    MINDFULNESS = "mindfulness", _("Mindfulness")
    GROUP = "group", _("Group")
    PSYCHOEDUCATION = "psychoeducation", _("Psychoeducation")
    LIFE_SKILLS = "life_skills", _("Life skills")
    VOCATIONAL = "vocational", _("Vocational")
    HOLISTIC = "holistic", _("Holistic")
    JOURNALING = "journaling", _("Journaling")
    INDIVIDUAL = "individual", _("Individual therapy")
    FAMILY = "family", _("Family therapy")
    BREAK = "break", _("Break")
    WRAP_UP = "wrap_up", _("Wrap-up")


class DayPart(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")
    WEEKEND = "weekend", _("Weekend")


class FacilitatorRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    CO_FACILITATOR = "co", _("Co-facilitator")


class WaitStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SEATED = "seated", _("Got a seat")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HoldEnd(models.TextChoices):
    """How a held seat ended."""

    USED = "used", _("Used")
    RELEASED = "released", _("Given back")
    EXPIRED = "expired", _("Ran out")


class BusySource(models.TextChoices):
    SESSION = "session", _("Session")
    APPOINTMENT = "appointment", _("Appointment")
    BLOCK = "block", _("Not available")
    GROUP = "group", _("Meeting of a group")


class AppointmentKind(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual therapy")
    FAMILY = "family", _("Family therapy")
    ASSESSMENT = "assessment", _("Assessment")
    MEDICATION = "medication", _("Medication management")
    CASE_MANAGEMENT = "case_management", _("Case management")
    CHECK_IN = "check_in", _("Counselor check-in")


APPOINTMENT_MINUTES: dict[str, int] = {
    AppointmentKind.INDIVIDUAL: 50,
    AppointmentKind.FAMILY: 60,
    AppointmentKind.ASSESSMENT: 90,
    AppointmentKind.MEDICATION: 30,
    AppointmentKind.CASE_MANAGEMENT: 30,
    AppointmentKind.CHECK_IN: 20,
}
"""Usual length in minutes, offered when booking (program.md §2)."""


LONGEST_BUSY = dt.timedelta(hours=26)
"""No row of busy time is longer: a day with the autumn hour and a little; longer leave is kept as one row a day."""

SHORTEST_DAY_MINUTES, LONGEST_DAY_MINUTES = 30, 480
"""A treatment day outside these is a slip of the pen, whatever the level (PHP's longest day is six hours, program.md §1)."""

SHORTEST_APPOINTMENT_MINUTES, LONGEST_APPOINTMENT_MINUTES = 5, 480
LONGEST_SERIES = 52
"""Appointments of one weekly series: a year."""
SLOT_STEP_MINUTES = 15
"""Free slots begin on the quarter-hour, counted from opening."""

LICENSED_KINDS = frozenset(
    {AppointmentKind.INDIVIDUAL, AppointmentKind.FAMILY, AppointmentKind.ASSESSMENT, AppointmentKind.MEDICATION}
)
"""Clinical meetings: held under a licence that holds that day. Case management and check-ins need none."""

EXPECTED_KINDS = (AppointmentKind.INDIVIDUAL, AppointmentKind.CHECK_IN)
"""Kinds that somebody looks after each week: what is missing is on a work list."""
MOST_TIMES, MOST_WEEKS_BETWEEN = 7, 8
"""Nobody has more appointments of a kind in a stretch of weeks, and no rhythm is slower."""


class CommitmentKind(models.TextChoices):
    """What keeps a client from coming."""

    WORK = "work", _("Work")
    SCHOOL = "school", _("School")
    CHILDCARE = "childcare", _("Childcare")
    COURT = "court", _("Court or probation")
    OTHER = "other", _("Something else")


class StatusReason(models.TextChoices):
    """Why an appointment did not happen as booked, in words that can be counted."""

    ILL = "ill", _("Client was ill")
    WORK = "work", _("Work or school")
    CHILDCARE = "childcare", _("Childcare")
    TRANSPORT = "transport", _("Transport")
    FORGOT = "forgot", _("Client forgot")
    DECLINED = "declined", _("Client did not want it")
    NO_CONTACT = "no_contact", _("Client could not be reached")
    STAFF = "staff", _("Clinician was away")
    CLINIC = "clinic", _("The clinic could not offer it")
    OTHER = "other", _("Another reason")


class AppointmentStatus(models.TextChoices):
    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("Arrived")
    COMPLETED = "completed", _("Completed")
    NO_SHOW = "no_show", _("Not attended")
    CANCELLED = "cancelled", _("Cancelled")


APPOINTMENT_MOVES: dict[str, set[str]] = {
    AppointmentStatus.BOOKED: {
        AppointmentStatus.ARRIVED,
        AppointmentStatus.COMPLETED,
        AppointmentStatus.NO_SHOW,
        AppointmentStatus.CANCELLED,
    },
    AppointmentStatus.ARRIVED: {AppointmentStatus.COMPLETED, AppointmentStatus.BOOKED},
    AppointmentStatus.COMPLETED: set(),
    AppointmentStatus.NO_SHOW: {AppointmentStatus.BOOKED},
    AppointmentStatus.CANCELLED: set(),
}
