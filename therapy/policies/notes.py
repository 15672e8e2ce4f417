"""Who may write, sign, co-sign and correct clinical notes. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession
from therapy.choices import NoteStatus
from therapy.models import GroupNote, GroupNoteLine

HELD = frozenset({SessionStatus.RUNNING, SessionStatus.CLOSED, SessionStatus.FINAL})


def may_write_note(actor: Actor, session: ProgramSession) -> Sentence | None:
    """A group's note is written by colleagues who write notes at the site, once the session has begun."""
    if actor.staff_id is None:
        return say("Only a person can write a clinical note.")
    if not actor.can(Permission.NOTE_WRITE, session.site_id):
        return say("Your role does not include writing clinical notes at this site.")
    if session.status not in HELD:
        return say("The note opens when the session starts.")
    return None


def may_edit_note(actor: Actor, note: GroupNote) -> Sentence | None:
    """A draft is its author's alone; a signed note is nobody's to change (documentation.md §6)."""
    if note.status != NoteStatus.DRAFT:
        return say("This note is signed and locked: only an addendum may follow.")
    if actor.staff_id is None or note.author_id != actor.staff_id:
        return say("A draft is changed and signed by its author only.")
    return None


def may_sign_note(actor: Actor, note: GroupNote) -> Sentence | None:
    """A note is signed by the one who wrote it, who must hold the right to write notes at its site."""
    if reason := may_edit_note(actor, note):
        return reason
    if not actor.can(Permission.NOTE_WRITE, note.session.site_id):
        return say("Your role does not include writing clinical notes at this site.")
    return None


def may_cosign_note(actor: Actor, note: GroupNote) -> Sentence | None:
    """A waiting note is answered by a colleague who co-signs at its site and did not write it."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_COSIGN, note.session.site_id):
        return say("Your role does not include co-signing notes.")
    if note.author_id == actor.staff_id:
        return say("Nobody co-signs their own note.")
    if note.status == NoteStatus.DRAFT:
        return say("The author has not signed this note yet.")
    if note.status != NoteStatus.AWAITING_COSIGNATURE:
        return say("This note needs no co-signature.")
    return None


def may_add_addendum(actor: Actor, note: GroupNote) -> Sentence | None:
    """What was forgotten is added after signing, under one's own name, by those who write notes at the site."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_WRITE, note.session.site_id):
        return say("Your role does not include writing clinical notes at this site.")
    if note.status == NoteStatus.DRAFT:
        return say("This note is still a draft: its author changes it directly.")
    return None


def may_mark_entered_in_error(actor: Actor, line: GroupNoteLine) -> Sentence | None:
    """A copy that stands in the wrong chart is hidden by a supervisor, with a reason, and kept for the record."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_MARK_ERROR, line.note.session.site_id):
        return say("Only a clinical supervisor may mark a note as entered in error.")
    if line.note.status == NoteStatus.DRAFT:
        return say("This note is still a draft: its author can simply change it.")
    return None
