"""What groups teach: kinds of parts, topics with handouts, exercises."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete
from iop.documents.models import StoredFile
from scheduling.choices import (
    ComponentCategory,
)


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
