"""Notes of what happened one to one: written by one author, signed once, then locked against every path."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.models import Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, no_truncate
from scheduling.models import Appointment
from therapy.choices.notes import CoSignatureDecision, Modality, NoteStatus
from therapy.choices.progress_notes import (
    ContactMode,
    ContactOutcome,
    FormatSource,
    NoObjective,
    NoteKind,
    RiskSeen,
)
from therapy.querysets.progress_notes import NoteFormatQuerySet, ProgressNoteQuerySet

# Every column but the status, whatever columns come: what is signed stays, and only a co-signature ends the waiting.
SIGNED_STAYS_AS_IT_IS = """
IF OLD.signed_at IS NOT NULL AND (
    (to_jsonb(NEW) - 'status') IS DISTINCT FROM (to_jsonb(OLD) - 'status')
    OR (NEW.status IS DISTINCT FROM OLD.status AND NOT (
        OLD.status = 'awaiting' AND NEW.status = 'signed' AND EXISTS (
            SELECT 1 FROM therapy_progressnotecosignature c WHERE c.note_id = OLD.id AND c.decision = 'signed'
        )
    ))
) THEN
    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';
END IF;
RETURN NEW;
"""

BEGINS_AS_DRAFT = """
IF NEW.signed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a note begins as a draft and is signed afterwards';
END IF;
RETURN NEW;
"""

PASSAGE_OF_SIGNED = """
IF EXISTS (
    SELECT 1 FROM therapy_progressnote n
    WHERE n.id IN (COALESCE(OLD.note_id, NEW.note_id), COALESCE(NEW.note_id, OLD.note_id)) AND n.signed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';
END IF;
RETURN COALESCE(NEW, OLD);
"""

# A version of a format says for good what was asked; it may only come into and go out of use.
FORMAT_STAYS = """
IF (to_jsonb(NEW) - 'is_active') IS DISTINCT FROM (to_jsonb(OLD) - 'is_active') THEN
    RAISE EXCEPTION 'a version of a note format never changes: make a new version';
END IF;
RETURN NEW;
"""

QUESTION_STAYS = """
IF OLD.answered_at IS NOT NULL
    OR (to_jsonb(NEW) - ARRAY['answer', 'answered_at']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['answer', 'answered_at'])
THEN
    RAISE EXCEPTION 'a question beside a note stays as it was asked, and is answered once';
END IF;
RETURN NEW;
"""


class NoteFormat(Row):
    """One version of how a progress note is laid out: SOAP, DAP, BIRP, GIRP and PIRP come along, a clinic makes its own."""

    key = models.SlugField(max_length=40)
    number = models.PositiveIntegerField(default=1)
    """The version; a change makes the next one, and notes keep theirs."""
    name = models.CharField(max_length=80)
    sections = models.JSONField()
    """In order: ``{"key", "label", "hint", "required"}``."""
    kinds = ArrayField(models.CharField(max_length=16, choices=NoteKind), default=list, blank=True)
    """For which kinds of note it is offered; none: for all."""
    source = models.CharField(max_length=8, choices=FormatSource, default=FormatSource.CLINIC)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Where it is offered; none: everywhere."""
    is_active = models.BooleanField(default=True)
    made_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = NoteFormatQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="note_format_version_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_active=True), name="note_format_one_in_use"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="version_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=FORMAT_STAYS
            ),
            *no_delete(),
        ]


class ProgressNote(Row, Versioned):
    """What happened in one contact with one client, or in the attempt at one (documentation.md §1)."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="progress_notes")
    kind = models.CharField(max_length=16, choices=NoteKind)
    format = models.ForeignKey(NoteFormat, on_delete=models.PROTECT, related_name="notes")
    contents = models.JSONField(default=dict)
    """Text by the key of the format's section."""
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="progress_notes"
    )
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    provided_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who met the client, when a draft of somebody who left was finished by another; none: the author."""
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=ContactMode, default=ContactMode.IN_PERSON)
    client_location = models.CharField(max_length=200, blank=True)
    """Where the client was, when not in the room."""
    participants = models.CharField(max_length=300, blank=True)
    """Who else took part."""
    modalities = ArrayField(models.CharField(max_length=20, choices=Modality), default=list, blank=True)
    family = models.JSONField(default=dict, blank=True)
    """Of a family session: who sat together, whether the client was there, who came, what for (``rules.family_notes``)."""
    outcome = models.CharField(max_length=12, choices=ContactOutcome, blank=True)
    """What came of it, when the contact did not come about."""
    risk = models.CharField(max_length=8, choices=RiskSeen, blank=True)
    risk_words = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    no_objective_reason = models.CharField(max_length=12, choices=NoObjective, blank=True)
    no_objective_words = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=NoteStatus, default=NoteStatus.DRAFT)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    late_reason = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of what the signatures cover (``therapy.progress_contents``), set at signing."""

    objects = ProgressNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-created_at"]
        indexes = [
            models.Index(fields=["episode", "-starts_at"], name="progress_note_by_episode"),
            models.Index(fields=["author", "starts_at"], name="progress_note_by_author"),
            models.Index(fields=["author"], condition=~Q(status=NoteStatus.SIGNED), name="progress_note_unfinished"),
            models.Index(fields=["status"], condition=~Q(status=NoteStatus.SIGNED), name="progress_note_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=NoteStatus.DRAFT, signed_at__isnull=True, digest="")
                | (~Q(status=NoteStatus.DRAFT) & Q(signed_at__isnull=False) & Q(digest__regex=r"^[0-9a-f]{64}$")),
                name="progress_note_signed_when",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="progress_note_forward"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__lte=F("signed_at")),
                name="progress_note_signed_after",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SIGNED_STAYS_AS_IT_IS,
            ),
            pgtrigger.Trigger(
                name="begins_as_draft", when=pgtrigger.Before, operation=pgtrigger.Insert, func=BEGINS_AS_DRAFT
            ),
            pgtrigger.Protect(
                name="signed_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__signed_at__isnull=False)
            ),
            no_truncate(),
        ]


class CarriedPassage(Row):
    """Words taken over from an earlier note into a draft, so that everybody sees which are not new."""

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="carried")
    section = models.SlugField(max_length=40)
    text = models.TextField()
    source = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="carried_on")
    at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_note",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=PASSAGE_OF_SIGNED,
            ),
            no_truncate(),
        ]


class ProgressNoteCoSignature(Row):
    """A supervisor's answer to a progress note that waits for one."""

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=CoSignatureDecision)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class ProgressNoteAddendum(Row):
    """What is added to a signed progress note, with its own reason and signature."""

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    reason = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]
        triggers = append_only()


class ProgressNoteError(Row):
    """A progress note that stood in the wrong chart: hidden from views, portal and exports, kept for the record."""

    note = models.OneToOneField(ProgressNote, on_delete=models.PROTECT, related_name="error")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        triggers = append_only()


class NoteMention(Row):
    """A question to a colleague beside a progress note. It is no part of the note and never printed with it."""

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="mentions")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    """Who is asked."""
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    question = models.CharField(max_length=500)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = [
            pgtrigger.Trigger(
                name="asked_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=QUESTION_STAYS
            ),
            *no_delete(),
        ]
