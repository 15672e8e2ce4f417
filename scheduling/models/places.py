"""Rooms, and the programs and tracks that a site offers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from clients.models import LevelOfCare
from iop.clinic.models import Site
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from scheduling.choices import (
    DayPart,
)
from scheduling.querysets import (
    OfSiteQuerySet,
    TrackQuerySet,
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
    """Seats on each day the track runs, from today on; what they were before stands in ``PastSeats``."""
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


class PastSeats(Row):
    """How many seats a track had, up to the day before they were changed. From then on the track itself says.

    One row a change, none twice for a day: the seats of a day are those of the first row whose ``last_on`` is not before
    it, else the track's own. So no two can overlap, and no day is without.
    """

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="past_seats")
    last_on = models.DateField()
    """The last day, by the site's date, on which it had them."""
    seats = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["track", "last_on"]
        verbose_name_plural = "past seats"
        constraints = [
            models.UniqueConstraint(fields=["track", "last_on"], name="past_seats_once_a_day"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="past_seats_some"),
        ]
        triggers = append_only()
