"""The treatment day as one object: its parts, its roster, and for each client attendance, check-in and wrap-up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from clients.models import Client, Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history
from scheduling.choices import FacilitatorRole
from scheduling.models import (
    ComponentKind,
    CurriculumTopic,
    Enrolment,
    Exercise,
    Room,
    Track,
)
from sessions_app.choices import (
    ATTENDED,
    AttendanceMode,
    AttendanceStatus,
    GoalOutcome,
    OutreachMethod,
    OutreachOutcome,
    Participation,
    RosterSource,
    SessionStatus,
)
from sessions_app.querysets import (
    AttendanceQuerySet,
    OfAttendanceQuerySet,
    SessionQuerySet,
)


class ProgramSession(Row, Versioned):
    """One treatment day of a track. Made ahead from the weekly template; from then on it is the day itself.

    (track, lineage, original_on) is unique, so that a moved or cancelled day isn't made a second time.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="sessions")
    lineage = models.UUIDField()
    original_on = models.DateField()
    """The clinic date the template gave it; ``on`` follows when it is moved."""
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    focus = models.CharField(max_length=200, blank=True)
    telehealth_link = models.URLField(blank=True)
    status = models.CharField(max_length=10, choices=SessionStatus, default=SessionStatus.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    is_customised = models.BooleanField(default=False)
    """Somebody changed this day by hand: a new template version leaves it as it is."""

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["site", "starts_at"], name="session_by_site"),
            models.Index(fields=["track", "starts_at"], name="session_by_track"),
            models.Index(
                fields=["closed_at"],
                condition=Q(status=SessionStatus.CLOSED),
                name="session_to_finalise",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["track", "lineage", "original_on"], name="session_made_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_forward"),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        SessionStatus.RUNNING,
                        SessionStatus.CLOSED,
                        SessionStatus.FINAL,
                    ]
                )
                | Q(started_at__isnull=False),
                name="session_started_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[SessionStatus.CLOSED, SessionStatus.FINAL]) | Q(closed_at__isnull=False),
                name="session_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=SessionStatus.CANCELLED) | ~Q(cancel_reason=""),
                name="session_cancel_reason",
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("sessions_app_sessionstatuschange", "session_id", SessionStatus.PLANNED),
        ]


class SessionStatusChange(Row):
    """How a treatment day came to its status."""

    session = models.ForeignKey(ProgramSession, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=10, choices=SessionStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class SessionComponent(Row, Versioned):
    """A timed part of a treatment day, planned and as it happened."""

    session = models.ForeignKey(ProgramSession, on_delete=models.PROTECT, related_name="components")
    position = models.PositiveSmallIntegerField()
    kind = models.ForeignKey(ComponentKind, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    topic = models.ForeignKey(
        CurriculumTopic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    exercise = models.ForeignKey(Exercise, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    actual_starts_at = models.DateTimeField(null=True, blank=True)
    actual_ends_at = models.DateTimeField(null=True, blank=True)
    counts_as_service = models.BooleanField(default=True)

    class Meta:
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"],
                name="session_component_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_component_forward",
            ),
            models.CheckConstraint(
                condition=Q(actual_ends_at__isnull=True)
                | Q(
                    actual_starts_at__isnull=False,
                    actual_ends_at__gt=F("actual_starts_at"),
                ),
                name="session_component_actual_forward",
            ),
        ]


class SessionFacilitator(Row):
    """Who leads a part of a treatment day, and for whom they stand in."""

    component = models.ForeignKey(SessionComponent, on_delete=models.CASCADE, related_name="facilitators")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=FacilitatorRole, default=FacilitatorRole.LEAD)
    stands_in_for = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-role", "id"]
        indexes = [models.Index(fields=["staff"], name="facilitator_by_staff")]
        constraints = [
            models.UniqueConstraint(fields=["component", "staff"], name="session_facilitator_once"),
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(role=FacilitatorRole.LEAD),
                name="session_facilitator_one_lead",
            ),
        ]


class Attendance(Row, Versioned):
    """One client's line on a day's roster, and what became of it.

    ``credited_minutes`` is service time attended, worked out from arrival, leaving and corrections when those change.
    """

    session = models.ForeignKey(ProgramSession, on_delete=models.PROTECT, related_name="roster")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="attendance")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(
        Enrolment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendance",
    )
    source = models.CharField(max_length=10, choices=RosterSource, default=RosterSource.ENROLLED)
    status = models.CharField(max_length=16, choices=AttendanceStatus, default=AttendanceStatus.EXPECTED)
    mode = models.CharField(max_length=10, choices=AttendanceMode, default=AttendanceMode.IN_PERSON)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    participation = models.CharField(max_length=8, choices=Participation, blank=True)
    absence_reason = models.CharField(max_length=300, blank=True)
    credited_minutes = models.PositiveSmallIntegerField(default=0)
    remote_location = models.CharField(max_length=300, blank=True)
    """Where the client is during a video session, asked each time, so that help can be sent."""
    remote_callback = models.CharField(max_length=40, blank=True)
    proposed_arrived_at = models.DateTimeField(null=True, blank=True)
    proposed_left_at = models.DateTimeField(null=True, blank=True)
    """Join and leave times of the video call, proposed and not yet accepted by staff."""

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["session", "client"]
        indexes = [
            models.Index(fields=["client", "session"], name="attendance_by_client"),
            models.Index(fields=["episode"], name="attendance_by_episode"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "client"], name="attendance_one_line_a_client"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=False, left_at__gt=F("arrived_at")),
                name="attendance_out_after_in",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(ATTENDED)) | Q(arrived_at__isnull=False),
                name="attendance_arrived_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(ATTENDED)) | Q(credited_minutes=0, arrived_at__isnull=True),
                name="attendance_absent_earns_nothing",
            ),
        ]
        triggers = no_delete()


class AttendanceChange(Row):
    """One change of a roster line, with who, when and (after closing) why. The record's own history."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    status = models.CharField(max_length=16, choices=AttendanceStatus)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    credited_minutes = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    is_late_entry = models.BooleanField(default=False)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class ComponentAttendance(Row, Versioned):
    """A correction for one part of the day: away from it, or there for fewer minutes than arrival and leaving say."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="corrections")
    component = models.ForeignKey(SessionComponent, on_delete=models.PROTECT, related_name="corrections")
    minutes = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendance", "component"], name="correction_once")]


class CheckIn(Row, Versioned):
    """How a client arrives: mood and cravings 0–10, triggers, successes, setbacks. Saying nothing is fine, and says so."""

    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="check_in")
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    cravings = models.PositiveSmallIntegerField(null=True, blank=True)
    triggers = models.TextField(blank=True)
    successes = models.TextField(blank=True)
    setbacks = models.TextField(blank=True)
    chose_not_to_share = models.BooleanField(default=False)
    by_client = models.BooleanField(default=False)
    sent_key = models.UUIDField(null=True, blank=True)
    """The open page from which the client sent it last, so that one sent twice is one."""
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField(null=True)

    objects = OfAttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mood__isnull=True) | Q(mood__lte=10), name="check_in_mood"),
            models.CheckConstraint(
                condition=Q(cravings__isnull=True) | Q(cravings__lte=10),
                name="check_in_cravings",
            ),
        ]


class WrapUp(Row, Versioned):
    """How a client leaves: what they learned and the one thing they will apply."""

    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="wrap_up")
    learned = models.TextField(blank=True)
    will_apply = models.TextField(blank=True)
    chose_not_to_share = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField(null=True)

    objects = OfAttendanceQuerySet.as_manager()


class ShortTermGoal(Row, Versioned):
    """A goal for the next 24–48 hours, set at wrap-up; the next check-in opens with it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="short_term_goals")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="goals")
    text = models.CharField(max_length=500)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=GoalOutcome, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    reviewed_in = models.ForeignKey(
        Attendance,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="goals_reviewed",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfAttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["client", "-due_at"], name="goal_by_client"),
            models.Index(
                fields=["client"],
                condition=Q(outcome="", withdrawn_at__isnull=True),
                name="goal_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
                name="goal_outcome_when",
            ),
        ]


class Outreach(Row):
    """One attempt to reach somebody who was missed, and its outcome."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="outreach")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=8, choices=OutreachMethod)
    outcome = models.CharField(max_length=20, choices=OutreachOutcome)
    note = models.TextField(blank=True)

    objects = OfAttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class MakeUp(Row):
    """A seat in another day that replaces the hours of a miss, once. It counts in the week it is attended."""

    missed = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="make_ups")
    line = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="makes_up")
    mends_same_week = models.BooleanField()
    offered_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["missed"],
                condition=Q(cancelled_at__isnull=True),
                name="make_up_once_a_miss",
            ),
            models.CheckConstraint(condition=~Q(missed=F("line")), name="make_up_is_another_day"),
        ]
        triggers = no_delete()
