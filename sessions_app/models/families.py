"""What a group gives its people to read, what a track agreed on, and what it is told. Nobody's name stands in any of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from clients.models import Episode
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from iop.documents.models import StoredFile
from scheduling.models import Track
from sessions_app.models.groups import OpenGroup


class GroupMaterial(Row):
    """Something to read from a group outside a stay: words, a file, or both. Taken away, it stays on record."""

    group = models.ForeignKey(OpenGroup, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["group"], name="group_material_by_group")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="group_material_titled"),
            models.CheckConstraint(
                condition=~Q(words="") | Q(file__isnull=False), name="group_material_holds_something"
            ),
        ]
        triggers = no_delete()


class TrackAgreement(Row):
    """How a track's people want to be with one another, in their words. A new version takes the place of the one before."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["track", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["track", "number"], name="track_agreement_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="track_agreement_says_something"),
        ]
        triggers = append_only()


class AgreementAnswer(Row):
    """That somebody agreed to a version, themselves. Nobody must, and nothing follows from not having."""

    agreement = models.ForeignKey(TrackAgreement, on_delete=models.PROTECT, related_name="answers")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="agreement_answers")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["agreement", "episode"], name="agreement_answered_once")]
        triggers = append_only()


class NewsChoice(Row):
    """Whether somebody wants to read their track's announcements, from an instant on. The newest row decides; none means no."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="news_choices")
    wants = models.BooleanField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["episode", "-since"], name="news_choice_newest")]
        triggers = append_only()


class Announcement(Row, Versioned):
    """A few words to everybody of a track, or of a group outside a stay, from one day to another. It names nobody."""

    track = models.ForeignKey(Track, null=True, blank=True, on_delete=models.PROTECT, related_name="announcements")
    group = models.ForeignKey(OpenGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="announcements")
    words = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day on which it is shown."""
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        indexes = [models.Index(fields=["track", "ends_on"], name="announcement_by_track")]
        constraints = [
            models.CheckConstraint(
                condition=Q(track__isnull=False, group__isnull=True) | Q(track__isnull=True, group__isnull=False),
                name="announcement_to_one",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="announcement_forward"),
            models.CheckConstraint(condition=~Q(words=""), name="announcement_says_something"),
        ]
        triggers = no_delete()
