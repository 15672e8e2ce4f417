"""Groups outside a stay: their rhythm, their meetings, who comes, and who came.

Nothing here belongs to an episode: no minute counts towards program hours, nothing is charged, nothing stands in a note.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.models import Client, RelatedPerson
from iop.clinic.choices import Weekday
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.triggers import append_only, no_delete, no_truncate
from scheduling.models import Room
from sessions_app.group_choices import (
    LONGEST_MINUTES,
    NTH,
    OPEN_MEMBER,
    SHORTEST_MINUTES,
    Audience,
    Frequency,
    GroupKind,
    LeaveReason,
    MeetingStatus,
    MemberStatus,
    Presence,
)
from sessions_app.group_querysets import GroupQuerySet, MeetingQuerySet, MemberQuerySet, OpenAttendanceQuerySet


class OpenGroup(Row, Versioned, Span):
    """A group that people come to outside a stay. Its row is locked for every change of a place."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="open_groups")
    kind = models.CharField(max_length=20, choices=GroupKind)
    audience = models.CharField(max_length=12, choices=Audience)
    name = models.CharField(max_length=120)
    neutral_name = models.CharField(max_length=60)
    """What messages call it: nobody who reads over a shoulder learns what it is."""
    capacity = models.PositiveSmallIntegerField()
    """Places at each meeting, from today on; what they were before stands in ``PastPlaces``."""
    language = models.CharField(max_length=8, default="en")
    notes = models.TextField(blank=True)
    """What it works on, for those who lead it. About nobody in particular."""

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="open_group_name_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="open_group_has_places"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="open_group_forward"
            ),
        ]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class PastPlaces(Row):
    """How many places a group had, up to the day before they were changed. From then on the group itself says.

    The places of a day are those of the first row whose ``last_on`` is not before it, else the group's own (as
    ``scheduling.PastSeats`` says it of tracks).
    """

    group = models.ForeignKey(OpenGroup, on_delete=models.PROTECT, related_name="past_places")
    last_on = models.DateField()
    """The last day, by the site's date, on which it had them."""
    places = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["group", "last_on"]
        verbose_name_plural = "past places"
        constraints = [
            models.UniqueConstraint(fields=["group", "last_on"], name="past_places_once_a_day"),
            models.CheckConstraint(condition=Q(places__gte=1), name="past_places_some"),
        ]
        triggers = append_only()


class OpenGroupRhythm(Row):
    """When, where and by whom a group is held, from a date on, until a later row says otherwise."""

    group = models.ForeignKey(OpenGroup, on_delete=models.PROTECT, related_name="rhythms")
    valid_from = models.DateField()
    frequency = models.CharField(max_length=8, choices=Frequency, default=Frequency.WEEKLY)
    every = models.PositiveSmallIntegerField(default=1)
    """Every so many weeks or months, counted from ``valid_from``."""
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    nth = models.SmallIntegerField(null=True, blank=True, choices=NTH)
    """Which of that weekday in the month; only by the month."""
    starts_at = models.TimeField()
    """By the site's wall clock, the same all year."""
    minutes = models.PositiveSmallIntegerField()
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    co_lead = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    saved_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["valid_from", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency=Frequency.MONTHLY, nth__isnull=False)
                | Q(frequency=Frequency.WEEKLY, nth__isnull=True),
                name="open_rhythm_nth_by_month",
            ),
            models.CheckConstraint(condition=Q(every__gte=1), name="open_rhythm_every"),
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST_MINUTES, minutes__lte=LONGEST_MINUTES), name="open_rhythm_length"
            ),
            models.CheckConstraint(
                condition=Q(co_lead__isnull=True) | ~Q(co_lead=F("lead")), name="open_rhythm_two_colleagues"
            ),
        ]
        triggers = append_only()


class OpenMeeting(Row, Versioned):
    """One meeting of a group. Made ahead from its rhythm; (group, original_on) is unique, so none is made twice."""

    group = models.ForeignKey(OpenGroup, on_delete=models.PROTECT, related_name="meetings")
    original_on = models.DateField()
    """The clinic date the rhythm gave it; ``on`` follows when it is moved."""
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    co_lead = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=200, blank=True)
    guests = models.PositiveSmallIntegerField(default=0)
    """How many came who are on no list; their names are not kept."""
    status = models.CharField(max_length=10, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    cancel_reason = models.CharField(max_length=300, blank=True)
    held_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    """When somebody said who came."""
    is_customised = models.BooleanField(default=False)
    """Somebody changed it by hand: a new rhythm leaves it as it is."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="open_meeting_by_group"),
            models.Index(fields=["ends_at"], condition=Q(status=MeetingStatus.PLANNED), name="open_meeting_to_finish"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["group", "original_on"], name="open_meeting_made_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="open_meeting_forward"),
            models.CheckConstraint(
                condition=~Q(status=MeetingStatus.CANCELLED) | ~Q(cancel_reason=""), name="open_meeting_cancel_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status=MeetingStatus.HELD) | Q(held_at__isnull=False), name="open_meeting_held_when"
            ),
            models.CheckConstraint(
                condition=Q(co_lead__isnull=True) | ~Q(co_lead=F("lead")), name="open_meeting_two_colleagues"
            ),
        ]
        # A plan that nobody has touched is made anew when the rhythm changes; what was held or called off stays.
        triggers = [
            pgtrigger.Protect(
                name="only_plans_go", operation=pgtrigger.Delete, condition=~pgtrigger.Q(old__status="planned")
            ),
            no_truncate(),
        ]


class OpenGroupMember(Row, Versioned):
    """Somebody who comes to a group, or waits for a place: a client or a relative, exactly one of the two."""

    group = models.ForeignKey(OpenGroup, on_delete=models.PROTECT, related_name="members")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="open_groups")
    person = models.ForeignKey(RelatedPerson, null=True, on_delete=models.PROTECT, related_name="open_groups")
    status = models.CharField(max_length=8, choices=MemberStatus)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    """The first day they are no longer on the list."""
    left_reason = models.CharField(max_length=16, choices=LeaveReason, blank=True)
    signed_up_by = models.UUIDField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["group", "status"], name="open_member_by_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False, person__isnull=True) | Q(client__isnull=True, person__isnull=False),
                name="open_member_client_or_person",
            ),
            models.UniqueConstraint(
                fields=["group", "client"], condition=Q(status__in=sorted(OPEN_MEMBER)), name="open_member_client_once"
            ),
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(status__in=sorted(OPEN_MEMBER)), name="open_member_person_once"
            ),
            models.CheckConstraint(
                condition=~Q(status=MemberStatus.MEMBER) | Q(joined_on__isnull=False, left_on__isnull=True),
                name="open_member_joined_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=MemberStatus.LEFT) | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                name="open_member_left_why",
            ),
        ]
        triggers = no_delete()


class OpenAttendance(Row, Versioned):
    """Whether somebody came to a meeting, and for how many minutes. No clinical words, and nothing to charge."""

    meeting = models.ForeignKey(OpenMeeting, on_delete=models.PROTECT, related_name="attendance")
    member = models.ForeignKey(OpenGroupMember, on_delete=models.PROTECT, related_name="attendance")
    status = models.CharField(max_length=8, choices=Presence)
    minutes = models.PositiveSmallIntegerField(default=0)
    marked_at = models.DateTimeField()
    marked_by = models.UUIDField(null=True)

    objects = OpenAttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="open_attendance_once"),
            models.CheckConstraint(
                condition=Q(status=Presence.CAME) | Q(minutes=0), name="open_attendance_minutes_if_there"
            ),
        ]
