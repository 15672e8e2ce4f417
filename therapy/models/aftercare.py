"""What comes after treatment, begun on the day of admission and filled step by step; and the summary at its end."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy

from clients.models import Episode
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, no_truncate
from iop.core.words import Sentence, day_words, say, sentence, time_words
from therapy.choices.notes import CoSignatureDecision, NoteStatus
from therapy.choices.own_plans import AFTERCARE_SETTLED, AftercareKey, AftercareStatus
from therapy.querysets.own_plans import OfEpisodeQuerySet, SummaryQuerySet

SIGNED_MOVES_ONLY = """
IF OLD.signed_at IS NOT NULL AND (
    NEW.signed_at IS DISTINCT FROM OLD.signed_at
    OR NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id
    OR NEW.episode_id IS DISTINCT FROM OLD.episode_id
    OR NEW.author_id IS DISTINCT FROM OLD.author_id
    OR NEW.contents IS DISTINCT FROM OLD.contents
    OR NEW.language IS DISTINCT FROM OLD.language
    OR NEW.created_at IS DISTINCT FROM OLD.created_at
    OR NEW.saved_at IS DISTINCT FROM OLD.saved_at
    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)
    OR NEW.status = 'draft'
) THEN
    RAISE EXCEPTION 'a signed discharge summary is locked: only an addendum may follow';
END IF;
RETURN NEW;
"""


class AftercarePlan(Row):
    """A stay's plan for afterwards. Its steps are made with it."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="aftercare")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody when admission itself opened it on behalf of the program."""

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        triggers = no_delete()


class AftercareStep(Row, Versioned):
    """One step: what is planned, with whom and when."""

    plan = models.ForeignKey(AftercarePlan, on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=12, choices=AftercareKey)
    status = models.CharField(max_length=10, choices=AftercareStatus, default=AftercareStatus.OPEN)
    words = models.TextField(blank=True)
    provider = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    meets_at = models.TimeField(null=True, blank=True)
    """The first appointment, by the wall clock of the one who gives it."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["plan", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="aftercare_step_once"),
            models.CheckConstraint(
                condition=Q(meets_at__isnull=True) | Q(meets_on__isnull=False), name="aftercare_time_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(status=AftercareStatus.ARRANGED) | ~Q(words="") | ~Q(provider=""),
                name="aftercare_arranged_how",
            ),
        ]
        triggers = no_delete()

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left to do for this step."""
        return self.status in AFTERCARE_SETTLED

    def says(self) -> Sentence:
        """Say what is arranged, in one sentence; nothing for a step that is not."""
        if self.status != AftercareStatus.ARRANGED:
            return ""
        parts = [part for part in (self.provider, self.words, self.phone) if part]
        when = [day_words(self.meets_on)] if self.meets_on else []
        when += [time_words(self.meets_at)] if self.meets_at else []
        said = say("{step}: {how} ({when})") if when else say("{step}: {how}")
        day = format_lazy(", ".join("{}" for _ in when), *when) if when else ""
        return sentence(said, step=AftercareKey(self.key).label, how="; ".join(parts), when=day)


class AftercareChange(Row):
    """A step as it was saved each time: the plan's own history."""

    step = models.ForeignKey(AftercareStep, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class DischargeSummary(Row, Versioned):
    """What a stay was and what is advised (documentation.md §7). ``contents`` is text by part."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="discharge_summary")
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="en")
    contents = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=NoteStatus, default=NoteStatus.DRAFT)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], condition=Q(signed_at__isnull=True), name="summary_drafts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=NoteStatus.DRAFT, signed_at__isnull=True, signed_by__isnull=True)
                | (~Q(status=NoteStatus.DRAFT) & Q(signed_at__isnull=False, signed_by__isnull=False)),
                name="summary_signed_when",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_signed", when=pgtrigger.Before, operation=pgtrigger.Update, func=SIGNED_MOVES_ONLY
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            no_truncate(),
        ]


class SummaryCoSignature(Row):
    """A supervisor's answer to a summary that waits for one."""

    summary = models.ForeignKey(DischargeSummary, on_delete=models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=CoSignatureDecision)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class SummaryAddendum(Row):
    """What is added to a signed summary, with its own reason and signature."""

    summary = models.ForeignKey(DischargeSummary, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    reason = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]
        triggers = append_only()
