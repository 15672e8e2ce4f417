"""A track's week as planned: versions, days, parts and who leads them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from iop.clinic.choices import Weekday
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from scheduling.choices import (
    FacilitatorRole,
)
from scheduling.models.curriculum import ComponentKind, CurriculumTopic, Exercise
from scheduling.models.places import Room, Track
from scheduling.querysets import (
    TemplateQuerySet,
)


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
