"""Signing a progress note: the last look, the name under it, and the lock."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.clinic.policies import needs_cosignature
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.objectives import address
from therapy.actions.progress_notes.drafts import locked, told
from therapy.actions.progress_notes.family import tell_schedule
from therapy.actions.progress_notes.owing import APPOINTMENT_KIND, hours_to_sign, owe_progress_cosignature
from therapy.choices.notes import NoteStatus
from therapy.models import ProgressNote
from therapy.policies.progress_notes import may_edit_progress_note
from therapy.progress_checks import LastLook, last_look
from therapy.progress_contents import PROGRESS_NOTE_KIND, seen, whole
from therapy.rules.group_notes import is_late


@transaction.atomic
def sign_progress_note(
    *,
    by: Actor,
    note: ProgressNote,
    at: dt.datetime,
    read: str = "",
    late_reason: str = "",
    accept_overlap: bool = False,
    accept_copied: bool = False,
) -> ProgressNote:
    """Sign a draft under a licence that holds that day: it locks, and a supervised author's waits for a co-signature.

    ``read`` is the hash of the draft as it was read (``progress_contents.seen``). Raises ``NotAllowed`` for whoever may not
    sign, ``Stale`` for a draft that changed since, ``Invalid`` for what is missing (beside its field) and for a late note
    without a reason, ``Conflict`` for overlapping times and copied text that were not confirmed.
    """
    row = locked(note.pk)
    require(may_edit_progress_note(by, row))
    if read and read != seen(row):
        raise Stale(say("The note was changed since you read it. Read it again before you sign."))
    look = last_look(row, at)
    _require_sound(look, accept_overlap=accept_overlap, accept_copied=accept_copied)
    row.late_reason = _late_reason(row, at, late_reason)
    _date_marks(by, row, at)
    return _locked_by_signature(by, row, at)


def _require_sound(look: LastLook, *, accept_overlap: bool, accept_copied: bool) -> None:
    if look.lacks:
        raise Invalid(look.lacks[0].says, field=look.lacks[0].field, code="incomplete")
    if look.overlaps and not accept_overlap:
        raise Conflict(
            say("Another note of yours is about the same minutes. Correct the times, or confirm that both are right."),
            code="overlap",
        )
    if look.copied.is_most and not accept_copied:
        raise Conflict(
            say("Most of this note is copied. Write what was new this time, or confirm that it is meant so."),
            code="copied",
        )


def _late_reason(row: ProgressNote, at: dt.datetime, reason: str) -> str:
    if row.ends_at is None or not is_late(at, row.ends_at, hours_to_sign(row, at)):
        return ""
    if not reason.strip():
        raise Invalid(say("This note is late. Say why in a few words."), field="late_reason", code="late")
    return reason.strip()[:300]


def _date_marks(by: Actor, row: ProgressNote, at: dt.datetime) -> None:
    """Marks carry the day of the contact, also when its date was corrected after they were made."""
    rows = list(row.objectives_addressed.all())
    day = clock.local_date(row.starts_at or at, row.episode.site.time_zone)
    if any(mark.on != day for mark in rows):
        address(
            by=by, note=row, at=at, marks={mark.thread_id: mark.progress for mark in rows},
            comments={mark.thread_id: mark.comment for mark in rows},
        )  # fmt: skip


def _locked_by_signature(by: Actor, row: ProgressNote, at: dt.datetime) -> ProgressNote:
    signature = sign(
        by=by, subject_kind=PROGRESS_NOTE_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, content=whole(row),
        at=at, clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    author = StaffMember.objects.prefetch_related("credentials__kind").get(pk=row.author_id)
    waits = needs_cosignature(author, clock.local_date(at, row.episode.site.time_zone))
    row.status = NoteStatus.AWAITING_COSIGNATURE if waits else NoteStatus.SIGNED
    row.signed_at = at
    row.digest = signature.digest
    row.version += 1
    row.save(update_fields=["status", "signed_at", "late_reason", "digest", "version"])
    close_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), kind=WorkKind.SIGN_NOTE, at=at)
    if row.appointment_id:
        close_for(by=by, subject=(APPOINTMENT_KIND, row.appointment_id), kind=WorkKind.SIGN_NOTE, at=at)
    if waits:
        owe_progress_cosignature(by=by, note=row, at=at)
    tell_schedule(by, row, at)
    told(by, "therapy.progress_note_signed", row, waits=waits, late=bool(row.late_reason), kind=row.kind)
    return row
