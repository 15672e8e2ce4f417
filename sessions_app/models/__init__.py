"""The treatment day: its parts, roster and attendance, and what clients say at check-in and wrap-up."""

from sessions_app.models.absence import (
    AbsenceCase,
    AbsenceCaseStep,
    AbsenceLimit,
    AbsenceNotice,
    AbsencePolicy,
    AbsenceStep,
    LimitReached,
)
from sessions_app.models.asks import ScheduleAsk
from sessions_app.models.days import (
    Attendance,
    AttendanceChange,
    CheckIn,
    ComponentAttendance,
    MakeUp,
    Outreach,
    ProgramSession,
    SessionComponent,
    SessionFacilitator,
    SessionStatusChange,
    ShortTermGoal,
    WrapUp,
)
from sessions_app.models.families import AgreementAnswer, Announcement, GroupMaterial, NewsChoice, TrackAgreement
from sessions_app.models.groups import (
    OpenAttendance,
    OpenGroup,
    OpenGroupMember,
    OpenGroupRhythm,
    OpenMeeting,
    PastPlaces,
)
from sessions_app.models.reports import ReportedUse, SelfReport

__all__ = [
    "AbsenceCase",
    "AbsenceCaseStep",
    "AbsenceLimit",
    "AbsenceNotice",
    "AbsencePolicy",
    "AbsenceStep",
    "AgreementAnswer",
    "Announcement",
    "Attendance",
    "AttendanceChange",
    "CheckIn",
    "ComponentAttendance",
    "GroupMaterial",
    "LimitReached",
    "MakeUp",
    "NewsChoice",
    "OpenAttendance",
    "OpenGroup",
    "OpenGroupMember",
    "OpenGroupRhythm",
    "OpenMeeting",
    "Outreach",
    "PastPlaces",
    "ProgramSession",
    "ReportedUse",
    "ScheduleAsk",
    "SelfReport",
    "SessionComponent",
    "SessionFacilitator",
    "SessionStatusChange",
    "ShortTermGoal",
    "TrackAgreement",
    "WrapUp",
]
