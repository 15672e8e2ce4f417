"""When and where: programs, tracks, weekly templates, rooms, enrolments, appointments and busy times."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.models import Client, Episode, LevelOfCare, RelatedPerson
from iop.clinic.choices import Weekday
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import SpanQuerySet, date_span, instant_span
from iop.core.triggers import append_only, no_delete, status_has_history
from iop.documents.models import StoredFile
from scheduling.choices import (
    LONGEST_BUSY,
    AppointmentKind,
    AppointmentStatus,
    BusySource,
    ComponentCategory,
    DayPart,
    FacilitatorRole,
    WaitStatus,
)
from scheduling.querysets import (
    AppointmentQuerySet,
    BusyQuerySet,
    EnrolmentQuerySet,
    OfSiteQuerySet,
    TemplateQuerySet,
    TrackQuerySet,
    WaitlistQuerySet,
)


class Room(Row, Versioned):
    """A room that groups and appointments use."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()
    equipment = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="room_name_once")]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class Program(Row, Versioned):
    """A level of care offered at a site, with its usual length of stay in weeks."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="programs")
    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    target_weeks = models.PositiveSmallIntegerField(default=10)
    min_weeks = models.PositiveSmallIntegerField(default=8)
    max_weeks = models.PositiveSmallIntegerField(default=12)
    is_active = models.BooleanField(default=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="program_name_once"),
            models.CheckConstraint(
                condition=Q(min_weeks__lte=F("target_weeks"), max_weeks__gte=F("target_weeks")),
                name="program_weeks",
            ),
        ]
        triggers = no_delete()


class Track(Row, Versioned):
    """A cohort schedule of a program: morning, afternoon, evening, weekend. Its row is locked for every change of a seat."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="tracks")
    name = models.CharField(max_length=120)
    day_part = models.CharField(max_length=10, choices=DayPart)
    capacity = models.PositiveSmallIntegerField()
    """Seats on each day the track runs."""
    telehealth_link = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        ordering = ["program", "name"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="track_name_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="track_has_seats"),
        ]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class ComponentKind(Row, Versioned):
    """A kind of timed part of a day, with the minutes it may take and how many clients one facilitator may hold."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=20, choices=ComponentCategory)
    default_minutes = models.PositiveSmallIntegerField()
    min_minutes = models.PositiveSmallIntegerField()
    max_minutes = models.PositiveSmallIntegerField()
    counts_as_service = models.BooleanField(default=True)
    clients_per_facilitator = models.PositiveSmallIntegerField(null=True, blank=True)
    """None: no limit beyond the room and the track."""
    min_clients = models.PositiveSmallIntegerField(default=0)
    needs_licensed_lead = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["category", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    min_minutes__lte=F("default_minutes"),
                    max_minutes__gte=F("default_minutes"),
                ),
                name="component_kind_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(category=ComponentCategory.BREAK) | Q(counts_as_service=False),
                name="break_is_no_service",
            ),
        ]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class CurriculumTopic(Row, Versioned):
    """A topic that groups and workshops teach."""

    title = models.CharField(max_length=200, unique=True)
    category = models.CharField(max_length=20, choices=ComponentCategory)
    summary = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["category", "position", "title"]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.title


class Handout(Row):
    """Something to take home from a topic: a text written here or a checked file."""

    topic = models.ForeignKey(CurriculumTopic, on_delete=models.PROTECT, related_name="handouts")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="en")

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(body=""),
                name="handout_has_content",
            ),
        ]


class Exercise(Row, Versioned):
    """A mindfulness or grounding exercise with the words to lead it."""

    title = models.CharField(max_length=200, unique=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    script = models.TextField()
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class WeeklyTemplate(Row, Versioned):
    """A version of a track's week, from a date on. It generates sessions and never rewrites those that have begun."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="templates")
    valid_from = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.UUIDField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["track", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["track", "valid_from"], name="template_version_once_a_day")]


class DayTemplate(Row):
    """One treatment day of a weekly template, in the site's wall time. ``lineage`` stays through versions."""

    template = models.ForeignKey(WeeklyTemplate, on_delete=models.CASCADE, related_name="days")
    lineage = models.UUIDField(default=uuid.uuid4)
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts_at = models.TimeField()
    focus = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["template", "weekday"], name="day_template_one_a_weekday"),
            models.UniqueConstraint(fields=["template", "lineage"], name="day_template_lineage_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="day_template_weekday"),
        ]


class DayComponent(Row):
    """A timed part of a day template; parts follow each other without gaps in the order of ``position``."""

    day = models.ForeignKey(DayTemplate, on_delete=models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField()
    kind = models.ForeignKey(ComponentKind, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(
        CurriculumTopic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    exercise = models.ForeignKey(Exercise, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "position"],
                name="day_component_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="day_component_minutes"),
        ]


class DayComponentFacilitator(models.Model):
    """Who is planned to lead a part of a day template."""

    component = models.ForeignKey(DayComponent, on_delete=models.CASCADE, related_name="facilitators")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=FacilitatorRole, default=FacilitatorRole.LEAD)

    class Meta:
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["component", "staff"], name="day_facilitator_once"),
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(role=FacilitatorRole.LEAD),
                name="day_facilitator_one_lead",
            ),
        ]


class Calendar(Row):
    """Whose or what's time it is: exactly one of a client, a colleague, a room or a related person."""

    client = models.OneToOneField(Client, null=True, on_delete=models.PROTECT, related_name="calendar")
    staff = models.OneToOneField(StaffMember, null=True, on_delete=models.PROTECT, related_name="calendar")
    room = models.OneToOneField(Room, null=True, on_delete=models.PROTECT, related_name="calendar")
    person = models.OneToOneField(RelatedPerson, null=True, on_delete=models.PROTECT, related_name="calendar")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    client__isnull=False,
                    staff__isnull=True,
                    room__isnull=True,
                    person__isnull=True,
                )
                | Q(
                    client__isnull=True,
                    staff__isnull=False,
                    room__isnull=True,
                    person__isnull=True,
                )
                | Q(
                    client__isnull=True,
                    staff__isnull=True,
                    room__isnull=False,
                    person__isnull=True,
                )
                | Q(
                    client__isnull=True,
                    staff__isnull=True,
                    room__isnull=True,
                    person__isnull=False,
                ),
                name="calendar_of_exactly_one",
            ),
        ]


class BusyTime(models.Model):
    """A stretch in which a calendar is taken. The exclusion constraint is the promise: no double booking, ever."""

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="busy")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=BusySource)
    source_id = models.UUIDField()
    """The session, appointment or block that takes it."""
    part_id = models.UUIDField(null=True)
    """The session's component, where staff and rooms are busy part by part."""

    objects = BusyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["calendar", "starts_at"], name="busy_by_calendar"),
            models.Index(fields=["source_id"], name="busy_by_source"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_forward"),
            # Lets a question about a day look back no further than LONGEST_BUSY, whatever the years behind it hold.
            models.CheckConstraint(condition=Q(ends_at__lte=F("starts_at") + LONGEST_BUSY), name="busy_at_most_a_day"),
            ExclusionConstraint(
                name="busy_no_double_booking",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    (instant_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class CoveredTime(models.Model):
    """A stretch of a client's treatment day that an appointment inside the day took over. Cancelling gives it back."""

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source_id = models.UUIDField()
    """The session it was taken from."""
    part_id = models.UUIDField(null=True)
    covered_by = models.UUIDField()
    """The appointment that took it."""

    class Meta:
        indexes = [
            models.Index(fields=["source_id"], name="covered_by_source"),
            models.Index(fields=["covered_by"], name="covered_by_appointment"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="covered_forward"),
        ]


class StaffBlock(Row):
    """Time a colleague is not available: leave, training, supervision."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="blocks")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="staff_block_forward")]


class Enrolment(Row, Span, Versioned):
    """A client's place in a track: from a day to a day, on chosen weekdays."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="enrolments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="enrolments")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="enrolments")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    leave_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """Set when it was taken back before its first day; the row stays."""

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        indexes = [
            models.Index(fields=["track", "starts_on"], name="enrolment_by_track"),
            models.Index(fields=["client", "-starts_on"], name="enrolment_by_client"),
        ]
        constraints = [
            ExclusionConstraint(
                name="enrolment_no_overlap",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("track", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")) | Q(withdrawn_at__isnull=False),
                name="enrolment_forward",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="enrolment_has_weekdays",
            ),
        ]
        triggers = no_delete()


class EnrolmentPause(Row, Span):
    """Days on which an enrolled client stays away by agreement. The seat is kept unless released."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pauses")
    releases_seat = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pause_forward"),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="pause_ends"),
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]


class WaitlistEntry(Row):
    """Somebody waiting for a seat in a track, in order."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="waitlist")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="waitlist")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    wanted_from = models.DateField()
    position = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=WaitStatus, default=WaitStatus.WAITING)
    note = models.CharField(max_length=300, blank=True)

    objects = WaitlistQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "client"],
                condition=Q(status=WaitStatus.WAITING),
                name="waitlist_once",
            ),
            models.UniqueConstraint(
                fields=["track", "position"],
                condition=Q(status=WaitStatus.WAITING),
                name="waitlist_position_once",
            ),
        ]


class Appointment(Row, Versioned):
    """A meeting with a client outside the treatment day: individual, family, assessment, medication, case management."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AppointmentKind)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    episode = models.ForeignKey(Episode, null=True, on_delete=models.PROTECT, related_name="appointments")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="appointments")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    telehealth_link = models.URLField(blank=True)
    during_session = models.BooleanField(default=False)
    """It may take the client out of a treatment day for its time."""
    status = models.CharField(max_length=10, choices=AppointmentStatus, default=AppointmentStatus.BOOKED)
    cancel_reason = models.CharField(max_length=300, blank=True)
    series_id = models.UUIDField(null=True, blank=True)
    booked_by = models.UUIDField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["staff", "starts_at"], name="appointment_by_staff"),
            models.Index(fields=["client", "starts_at"], name="appointment_by_client"),
            models.Index(fields=["site", "starts_at"], name="appointment_by_site"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_forward"),
            models.CheckConstraint(
                condition=~Q(status=AppointmentStatus.CANCELLED) | ~Q(cancel_reason=""),
                name="appointment_cancel_reason",
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history(
                "scheduling_appointmentstatuschange",
                "appointment_id",
                AppointmentStatus.BOOKED,
            ),
        ]


class AppointmentStatusChange(Row):
    """How an appointment came to its status."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=10, choices=AppointmentStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()
