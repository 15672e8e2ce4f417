"""The clinical content of the day: the group note, written once, with a line for each client."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clients.models import Client
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_truncate
from sessions_app.models import Attendance, ProgramSession, SessionComponent
from therapy.choices import CoSignatureDecision, Modality, NoteStatus
from therapy.querysets import GroupNoteQuerySet, NoteLineQuerySet

SIGNED_NOTE_MOVES_ONLY = """
IF OLD.signed_at IS NOT NULL AND (
    NEW.signed_at IS DISTINCT FROM OLD.signed_at
    OR NEW.shared_text IS DISTINCT FROM OLD.shared_text
    OR NEW.session_id IS DISTINCT FROM OLD.session_id
    OR NEW.component_id IS DISTINCT FROM OLD.component_id
    OR NEW.author_id IS DISTINCT FROM OLD.author_id
    OR NEW.modalities IS DISTINCT FROM OLD.modalities
    OR NEW.late_reason IS DISTINCT FROM OLD.late_reason
    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)
    OR NEW.status = 'draft'
) THEN
    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';
END IF;
RETURN NEW;
"""

LINE_OF_SIGNED_NOTE = """
IF EXISTS (SELECT 1 FROM therapy_groupnote n WHERE n.id IN (OLD.note_id, NEW.note_id) AND n.signed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';
END IF;
RETURN COALESCE(NEW, OLD);
"""

NO_LINE_AFTER_SIGNING = """
IF EXISTS (SELECT 1 FROM therapy_groupnote n WHERE n.id = NEW.note_id AND n.signed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';
END IF;
RETURN NEW;
"""


class GroupNote(Row, Versioned):
    """One note for a treatment day or for one of its groups: what everybody's copy shares. It names no client."""

    session = models.ForeignKey(ProgramSession, on_delete=models.PROTECT, related_name="notes")
    component = models.ForeignKey(
        SessionComponent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes",
    )
    """The group it is about; none: the whole day."""
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    shared_text = models.TextField(blank=True)
    modalities = ArrayField(models.CharField(max_length=20, choices=Modality), default=list, blank=True)
    status = models.CharField(max_length=10, choices=NoteStatus, default=NoteStatus.DRAFT)
    signed_at = models.DateTimeField(null=True, blank=True)
    late_reason = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField()

    objects = GroupNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["author", "status"], name="group_note_by_author"),
            models.Index(fields=["session"], name="group_note_by_session"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "component", "author"],
                name="group_note_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(status=NoteStatus.DRAFT, signed_at__isnull=True)
                | (~Q(status=NoteStatus.DRAFT) & Q(signed_at__isnull=False)),
                name="group_note_signed_when",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_once_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SIGNED_NOTE_MOVES_ONLY,
            ),
            pgtrigger.Protect(
                name="signed_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
            no_truncate(),
        ]


class GroupNoteLine(Row, Versioned):
    """One client's own part of a group note: their participation, response and progress."""

    note = models.ForeignKey(GroupNote, on_delete=models.PROTECT, related_name="lines")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="note_lines")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="group_note_lines")
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of this client's copy (shared text and own line), set at signing."""

    objects = NoteLineQuerySet.as_manager()

    class Meta:
        ordering = ["client"]
        indexes = [models.Index(fields=["client", "-created_at"], name="note_line_by_client")]
        constraints = [models.UniqueConstraint(fields=["note", "client"], name="note_line_one_a_client")]
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_note",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=LINE_OF_SIGNED_NOTE,
            ),
            pgtrigger.Trigger(
                name="none_after_signing",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NO_LINE_AFTER_SIGNING,
            ),
            no_truncate(),
        ]


class NameConfirmation(Row):
    """The author's word that a name found in a text is "a word, not the person" (Will, Hope, Grace)."""

    note = models.ForeignKey(GroupNote, on_delete=models.PROTECT, related_name="name_confirmations")
    line = models.ForeignKey(GroupNoteLine, null=True, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)

    class Meta:
        triggers = append_only()


class CoSignature(Row):
    """A supervisor's answer to a note that needs one."""

    note = models.ForeignKey(GroupNote, on_delete=models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=CoSignatureDecision)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class Addendum(Row):
    """What is added to a signed note, with its own reason and signature. For one client's copy, or for the shared text."""

    note = models.ForeignKey(GroupNote, on_delete=models.PROTECT, related_name="addenda")
    line = models.ForeignKey(
        GroupNoteLine,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="addenda",
    )
    author = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    reason = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    credential = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]
        triggers = append_only()


class EnteredInError(Row):
    """A client's copy that stood in the wrong chart: hidden from views, portal and exports, kept for the record."""

    line = models.OneToOneField(GroupNoteLine, on_delete=models.PROTECT, related_name="error")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        triggers = append_only()
