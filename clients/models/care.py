"""Episodes of care, the level of care by date, the care team, and worries."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from clients.choices import (
    CareRole,
    ConcernKind,
    DischargeKind,
    EpisodeStatus,
    VarianceReason,
)
from clients.models.people import Client
from clients.querysets import (
    EpisodeQuerySet,
    OfClientQuerySet,
    OfEpisodeSpanQuerySet,
    StandingPlacementManager,
)
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import date_span
from iop.core.triggers import append_only, no_delete, status_has_history


class Episode(Row, Versioned):
    """One course of care, from inquiry through admission to discharge."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="episodes")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=14, choices=EpisodeStatus, default=EpisodeStatus.INQUIRY)
    opened_on = models.DateField()
    admitted_on = models.DateField(null=True, blank=True)
    discharged_on = models.DateField(null=True, blank=True)
    """The last day in treatment."""
    discharge_kind = models.CharField(max_length=16, choices=DischargeKind, blank=True)
    discharge_reason = models.TextField(blank=True)
    referred_by = models.CharField(max_length=200, blank=True)
    target_weeks = models.PositiveSmallIntegerField(default=10)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on"]
        indexes = [
            models.Index(fields=["site", "status"], name="episode_by_site"),
            models.Index(fields=["client", "-opened_on"], name="episode_by_client"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(status=EpisodeStatus.ADMITTED),
                name="episode_one_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED])
                | Q(admitted_on__isnull=False),
                name="episode_admitted_when",
            ),
            models.CheckConstraint(
                condition=Q(status=EpisodeStatus.DISCHARGED, discharged_on__isnull=False)
                | (~Q(status=EpisodeStatus.DISCHARGED) & Q(discharged_on__isnull=True)),
                name="episode_discharged_when",
            ),
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True) | Q(discharged_on__gte=F("admitted_on")),
                name="episode_forward",
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("clients_episodestatuschange", "episode_id", EpisodeStatus.INQUIRY),
        ]


class EpisodeStatusChange(Row):
    """How an episode came to its status. The newest row equals the episode's column."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=14, choices=EpisodeStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class LevelOfCare(Row, Versioned):
    """A level of care, as data: detox and residential elsewhere, PHP, IOP, OP here."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=20)
    intensity = models.PositiveSmallIntegerField(unique=True)
    """Higher is more intensive: stepping down goes to a lower number."""
    is_off_site = models.BooleanField(default=False)
    asam_3 = models.CharField(max_length=8, blank=True)
    asam_4 = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-intensity"]

    def __str__(self) -> str:
        return self.short_name


class LevelRequirement(Row):
    """What a level asks of a week, from a date on. Minutes are of service, breaks left out."""

    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="requirements")
    valid_from = models.DateField()
    min_weekly_minutes = models.PositiveIntegerField(default=0)
    max_weekly_minutes = models.PositiveIntegerField(null=True, blank=True)
    min_days = models.PositiveSmallIntegerField(default=0)
    max_days = models.PositiveSmallIntegerField(default=7)
    min_daily_minutes = models.PositiveIntegerField(default=0)
    individual_per_week = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["level", "valid_from"], name="level_requirement_once_a_day"),
            models.CheckConstraint(
                condition=Q(max_weekly_minutes__isnull=True) | Q(max_weekly_minutes__gte=F("min_weekly_minutes")),
                name="level_requirement_minutes",
            ),
            models.CheckConstraint(
                condition=Q(max_days__gte=F("min_days"), max_days__lte=7),
                name="level_requirement_days",
            ),
        ]
        triggers = append_only()


class Placement(Row, Span):
    """The level of care a client is placed in, by date, with who decided and why."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="placements")
    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="+")
    indicated_level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    variance_reason = models.CharField(max_length=16, choices=VarianceReason, blank=True)
    reason = models.TextField()
    decided_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """Set when it was taken back before its first day; the row stays."""

    objects = StandingPlacementManager()
    every = OfEpisodeSpanQuerySet.as_manager()
    """With those withdrawn before they began: for the record's history."""

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ExclusionConstraint(
                name="placement_no_overlap",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="placement_forward",
            ),
            models.CheckConstraint(
                condition=Q(indicated_level__isnull=True) | Q(indicated_level=F("level")) | ~Q(variance_reason=""),
                name="placement_variance_has_reason",
            ),
        ]
        triggers = no_delete()


class CareTeamMembership(Row, Span):
    """Who looks after a client in which role, by date."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="care_team")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=CareRole)

    objects = OfEpisodeSpanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["staff", "role"], name="care_team_by_staff")]
        constraints = [
            ExclusionConstraint(
                name="care_team_one_a_role",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="care_team_forward",
            ),
        ]


class ConcernQuerySet(OfClientQuerySet["Concern"]):
    """Concerns."""


class Concern(Row):
    """Somebody worried about a client: what, when, and what was done. Followed up through a work item."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=12, choices=ConcernKind)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    session_id = models.UUIDField(null=True, blank=True)
    """The treatment day it arose in, as an opaque id: this app stands below the days."""
    what_happened = models.TextField(blank=True)
    what_was_done = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolution = models.TextField(blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["client", "-raised_at"], name="concern_by_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_by__isnull=False),
                name="concern_resolved_by",
            ),
        ]
        triggers = no_delete()
