"""Which tone a status takes; the word stands beside it always."""

from __future__ import annotations

from clients.choices import EpisodeStatus
from sessions_app.choices import AttendanceStatus

EPISODE = {
    EpisodeStatus.INQUIRY: "new",
    EpisodeStatus.ADMITTED: "good",
    EpisodeStatus.DISCHARGED: "quiet",
    EpisodeStatus.NOT_ADMITTED: "quiet",
}
ATTENDANCE = {
    AttendanceStatus.EXPECTED: "wait",
    AttendanceStatus.PRESENT: "good",
    AttendanceStatus.LATE: "late",
    AttendanceStatus.LEFT_EARLY: "left",
    AttendanceStatus.ABSENT_EXCUSED: "note",
    AttendanceStatus.ABSENT: "absent",
    AttendanceStatus.REMOVED: "quiet",
}
