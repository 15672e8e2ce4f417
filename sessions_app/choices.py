"""Words of the treatment day, and which state may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Under way")
    CLOSED = "closed", _("Closed")
    FINAL = "final", _("Final")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_MOVES: dict[str, set[str]] = {
    SessionStatus.PLANNED: {SessionStatus.RUNNING, SessionStatus.CANCELLED},
    SessionStatus.RUNNING: {SessionStatus.CLOSED},
    SessionStatus.CLOSED: {SessionStatus.FINAL},
    SessionStatus.FINAL: set(),
    SessionStatus.CANCELLED: set(),
}


class AttendanceStatus(models.TextChoices):
    EXPECTED = "expected", _("Expected")
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")
    ABSENT_EXCUSED = "absent_excused", _("Absent, excused")
    ABSENT = "absent", _("Absent")
    REMOVED = "removed", _("Taken off the roster")


ATTENDED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY})
MISSED = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED})

ATTENDANCE_MOVES: dict[str, set[str]] = {
    AttendanceStatus.EXPECTED: {
        AttendanceStatus.PRESENT,
        AttendanceStatus.LATE,
        AttendanceStatus.ABSENT,
        AttendanceStatus.ABSENT_EXCUSED,
        AttendanceStatus.REMOVED,
    },
    AttendanceStatus.PRESENT: {
        AttendanceStatus.EXPECTED,
        AttendanceStatus.LATE,
        AttendanceStatus.LEFT_EARLY,
        AttendanceStatus.ABSENT,
        AttendanceStatus.ABSENT_EXCUSED,
    },
    AttendanceStatus.LATE: {
        AttendanceStatus.EXPECTED,
        AttendanceStatus.PRESENT,
        AttendanceStatus.LEFT_EARLY,
        AttendanceStatus.ABSENT,
        AttendanceStatus.ABSENT_EXCUSED,
    },
    AttendanceStatus.LEFT_EARLY: {AttendanceStatus.PRESENT, AttendanceStatus.LATE},
    AttendanceStatus.ABSENT: {
        AttendanceStatus.EXPECTED,
        AttendanceStatus.PRESENT,
        AttendanceStatus.LATE,
        AttendanceStatus.ABSENT_EXCUSED,
    },
    AttendanceStatus.ABSENT_EXCUSED: {
        AttendanceStatus.EXPECTED,
        AttendanceStatus.PRESENT,
        AttendanceStatus.LATE,
        AttendanceStatus.ABSENT,
    },
    AttendanceStatus.REMOVED: {AttendanceStatus.EXPECTED},
}


class AttendanceMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    TELEHEALTH = "telehealth", _("By video")


class RosterSource(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    MAKE_UP = "make_up", _("Make-up")
    ADDED = "added", _("Added for the day")


class Participation(models.TextChoices):
    SHARED = "shared", _("Took part")
    LITTLE = "little", _("Took part a little")
    SILENT = "silent", _("Present, chose not to share")


class GoalOutcome(models.TextChoices):
    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("Not this time")


class OutreachMethod(models.TextChoices):
    PHONE = "phone", _("Phone call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Home visit")
    CONTACT = "contact", _("Call to an emergency contact")
    OTHER = "other", _("Other")


class OutreachOutcome(models.TextChoices):
    REACHED_COMING = "reached_coming", _("Reached, on the way")
    REACHED_EXCUSED = "reached_excused", _("Reached, cannot come today")
    REACHED_DECLINED = "reached_declined", _("Reached, does not want to come")
    LEFT_MESSAGE = "left_message", _("Left a neutral message")
    NO_ANSWER = "no_answer", _("No answer")
    SENT = "sent", _("Sent")
    SAFETY_WORRY = "safety_worry", _("Worried about safety")


class UseReport(models.TextChoices):
    """What a client says when asked whether they used since last time."""

    NONE = "none", _("No use")
    USED = "used", _("Used")
    PREFERS_NOT = "prefers_not", _("Prefers not to say")


class Habit(models.TextChoices):
    """Small things of a day that carry recovery."""

    MEALS = "meals", _("Ate regular meals")
    EXERCISE = "exercise", _("Moved or exercised")
    MEDICATION = "medication", _("Took medication as prescribed")
    MEETING = "meeting", _("Went to a support meeting")
    CONNECTED = "connected", _("Spoke with somebody supportive")
    MINDFUL = "mindful", _("Took a quiet moment")
    RESPONSIBLE = "responsible", _("Kept up with work or home")


MOST_STRESS, MOST_SLEEP = 10, 24
MOST_USES = 6
"""Substances of one report; nobody needs more lines."""
OLDEST_USE_DAYS = 31
"""What a check-in asks about lies at most a month back."""
