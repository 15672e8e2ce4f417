"""Who may write, sign, co-sign and correct progress notes. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.words import Sentence, say
from iop.work.models import WorkItem
from therapy.choices.notes import NoteStatus
from therapy.models import NoteMention, ProgressNote
from therapy.progress_contents import PROGRESS_NOTE_KIND


def may_write_progress_notes(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Progress notes are written by colleagues who write clinical notes at the site."""
    if actor.staff_id is None:
        return say("Only a person can write a clinical note.")
    if not actor.can(Permission.NOTE_WRITE, site_id):
        return say("Your role does not include writing clinical notes at this site.")
    return None


def may_edit_progress_note(actor: Actor, note: ProgressNote) -> Sentence | None:
    """A draft is its author's alone; a signed note is nobody's to change (documentation.md §6)."""
    if note.status != NoteStatus.DRAFT:
        return say("This note is signed and locked: only an addendum may follow.")
    if actor.staff_id is None or note.author_id != actor.staff_id:
        return say("A draft is changed and signed by its author only.")
    return may_write_progress_notes(actor, note.episode.site_id)


def may_take_over(actor: Actor, note: ProgressNote, at: dt.datetime) -> Sentence | None:
    """The draft of somebody who has left is finished by whoever co-signs there, or by whom its work was handed to."""
    if note.status != NoteStatus.DRAFT:
        return say("This note is signed and locked: only an addendum may follow.")
    if reason := may_write_progress_notes(actor, note.episode.site_id):
        return reason
    if not has_left(note.author, clock.local_date(at, note.episode.site.time_zone)):
        return say("A draft is changed and signed by its author only.")
    if actor.can(Permission.NOTE_COSIGN, note.episode.site_id) or _was_handed(actor, note):
        return None
    return say("The draft of somebody who left is finished by a supervisor, or by the colleague who got their work.")


def has_left(staff: StaffMember, on: dt.date) -> bool:
    """Say whether a colleague no longer works here that day."""
    return staff.left_on is not None and staff.left_on <= on


def _was_handed(actor: Actor, note: ProgressNote) -> bool:
    items = WorkItem.objects.open().about(PROGRESS_NOTE_KIND, note.pk)
    return items.filter(assignee_id=actor.staff_id).exists()


def may_cosign_progress_note(actor: Actor, note: ProgressNote) -> Sentence | None:
    """A waiting note is answered by a colleague who co-signs at its site, did not write it and did not give the service."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_COSIGN, note.episode.site_id):
        return say("Your role does not include co-signing notes.")
    if actor.staff_id in (note.author_id, note.provided_by_id):
        return say("Nobody co-signs their own note.")
    if note.status == NoteStatus.DRAFT:
        return say("The author has not signed this note yet.")
    if note.status != NoteStatus.AWAITING_COSIGNATURE:
        return say("This note needs no co-signature.")
    return None


def may_add_to_progress_note(actor: Actor, note: ProgressNote) -> Sentence | None:
    """What was forgotten is added after signing, under one's own name, by those who write notes at the site."""
    if reason := may_write_progress_notes(actor, note.episode.site_id):
        return reason
    if note.status == NoteStatus.DRAFT:
        return say("This note is still a draft: its author changes it directly.")
    return None


def may_mark_note_in_error(actor: Actor, note: ProgressNote) -> Sentence | None:
    """A note that stands in the wrong chart is hidden by a supervisor, with a reason, and kept for the record."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_MARK_ERROR, note.episode.site_id):
        return say("Only a clinical supervisor may mark a note as entered in error.")
    if note.status == NoteStatus.DRAFT:
        return say("This note is still a draft: its author can simply change it.")
    return None


def may_ask_beside(actor: Actor, note: ProgressNote) -> Sentence | None:
    """Beside a draft its author asks a colleague; beside a signed note whoever reads and writes notes there."""
    if note.status == NoteStatus.DRAFT and note.author_id != actor.staff_id:
        return say("A draft is changed and signed by its author only.")
    return may_write_progress_notes(actor, note.episode.site_id)


def may_answer(actor: Actor, mention: NoteMention) -> Sentence | None:
    """A question beside a note is answered once, by the colleague who was asked."""
    if actor.staff_id is None or mention.staff_id != actor.staff_id:
        return say("This question was put to another colleague.")
    if mention.answered_at is not None:
        return say("This question is answered already.")
    return None


def may_change_formats(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Formats of notes are made and changed by those whose role says so."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_TEMPLATES, site_id):
        return say("Your role does not include changing note formats.")
    return None
