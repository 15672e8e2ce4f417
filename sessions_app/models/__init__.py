"""The treatment day: its parts, roster and attendance, and what clients say at check-in and wrap-up."""

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
from sessions_app.models.reports import ReportedUse, SelfReport

__all__ = [
    "Attendance",
    "AttendanceChange",
    "CheckIn",
    "ComponentAttendance",
    "MakeUp",
    "Outreach",
    "ProgramSession",
    "ReportedUse",
    "SelfReport",
    "SessionComponent",
    "SessionFacilitator",
    "SessionStatusChange",
    "ShortTermGoal",
    "WrapUp",
]
