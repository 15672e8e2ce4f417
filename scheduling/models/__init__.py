"""When and where: programs, tracks, weekly templates, rooms, enrolments, appointments, what is due, and busy times."""

from scheduling.models.appointments import Appointment, AppointmentStatusChange
from scheduling.models.curriculum import ComponentKind, CurriculumTopic, Exercise, Handout
from scheduling.models.enrolment import Enrolment, EnrolmentPause, WaitlistEntry
from scheduling.models.expectations import Commitment, Expectation
from scheduling.models.family import AppointmentParticipant, FamilyOffer, FamilySession
from scheduling.models.feeds import CalendarFeed
from scheduling.models.holds import SeatHold
from scheduling.models.places import PastSeats, Program, Room, Track
from scheduling.models.times import BusyTime, Calendar, CoveredTime, StaffBlock
from scheduling.models.weeks import DayComponent, DayComponentFacilitator, DayTemplate, WeeklyTemplate

__all__ = [
    "Appointment",
    "AppointmentParticipant",
    "AppointmentStatusChange",
    "BusyTime",
    "Calendar",
    "CalendarFeed",
    "Commitment",
    "ComponentKind",
    "CoveredTime",
    "CurriculumTopic",
    "DayComponent",
    "DayComponentFacilitator",
    "DayTemplate",
    "Enrolment",
    "EnrolmentPause",
    "Exercise",
    "Expectation",
    "FamilyOffer",
    "FamilySession",
    "Handout",
    "PastSeats",
    "Program",
    "Room",
    "SeatHold",
    "StaffBlock",
    "Track",
    "WaitlistEntry",
    "WeeklyTemplate",
]
