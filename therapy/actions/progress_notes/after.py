"""What may still follow a signed progress note: the supervisor's answer, an addendum, the mark of a wrong chart."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for, drop_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.addenda import require_addendum_words, signed_by
from therapy.actions.cosigners import SUPERVISOR_ROLE
from therapy.actions.group_notes.cosigning import DAYS_TO_ANSWER
from therapy.actions.group_notes.drafts import fitting
from therapy.actions.progress_notes.drafts import locked, told
from therapy.actions.progress_notes.owing import owe_progress_cosignature
from therapy.choices.notes import CoSignatureDecision, NoteStatus
from therapy.models import ProgressNote, ProgressNoteAddendum, ProgressNoteCoSignature, ProgressNoteError
from therapy.policies.progress_notes import (
    has_left,
    may_add_to_progress_note,
    may_cosign_progress_note,
    may_mark_note_in_error,
)
from therapy.policies.signers import signer
from therapy.progress_contents import PROGRESS_ADDENDUM_KIND, PROGRESS_NOTE_KIND, of_addendum, whole


@transaction.atomic
def cosign_progress_note(*, by: Actor, note: ProgressNote, at: dt.datetime, comment: str = "") -> ProgressNote:
    """Put the supervisor's name under a waiting note. The co-signer is never the author."""
    row = locked(note.pk)
    require(may_cosign_progress_note(by, row))
    sign(
        by=by, subject_kind=PROGRESS_NOTE_KIND, subject_id=row.pk, meaning=SignatureMeaning.COSIGNER,
        content=whole(row), at=at, clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    _answer(by, row, at, CoSignatureDecision.SIGNED, comment)
    row.status = NoteStatus.SIGNED
    row.save(update_fields=["status"])
    close_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), at=at)
    told(by, "therapy.progress_note_cosigned", row)
    return row


@transaction.atomic
def return_progress_note(*, by: Actor, note: ProgressNote, comment: str, at: dt.datetime) -> ProgressNote:
    """Give a waiting note back with a comment. It stays signed and locked: the author answers with an addendum."""
    row = locked(note.pk)
    require(may_cosign_progress_note(by, row))
    if not comment.strip():
        raise Invalid(say("Say what the author should add."), field="comment")
    _answer(by, row, at, CoSignatureDecision.RETURNED, comment)
    close_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), kind=WorkKind.COSIGN_NOTE, at=at)
    gone = has_left(row.author, clock.local_date(at, row.episode.site.time_zone))
    open_item(
        by=by, kind=WorkKind.SIGN_NOTE, site_id=row.episode.site_id, subject=(PROGRESS_NOTE_KIND, row.pk),
        summary=say("A supervisor returned your progress note: answer with an addendum"),
        due_at=at + dt.timedelta(days=DAYS_TO_ANSWER), dedupe_key=f"sign_progress:{row.pk}",
        assignee_id=None if gone else row.author_id, role_key=SUPERVISOR_ROLE if gone else "",
        client_id=row.episode.client_id,
    )  # fmt: skip
    told(by, "therapy.progress_note_returned", row)
    return row


@transaction.atomic
def add_addendum(*, by: Actor, note: ProgressNote, text: str, reason: str, at: dt.datetime) -> ProgressNoteAddendum:
    """Add to a signed note under one's own name and with the reason. The answer to a return asks the supervisor again.

    Where the author has left, whoever adds answers for them.
    """
    row = locked(note.pk)
    require(may_add_to_progress_note(by, row))
    _require_standing(row)
    require_addendum_words(text, reason)
    added = signed_by(
        by=by,
        addendum=ProgressNoteAddendum(
            note=row, text=fitting(text.strip(), "text"), reason=reason.strip()[:300], signed_at=at
        ),
        kind=PROGRESS_ADDENDUM_KIND, content_of=of_addendum, at=at, clients=[row.episode.client_id],
        site_id=row.episode.site_id,
    )  # fmt: skip
    told(by, "therapy.progress_note_added_to", row, addendum=added.pk)
    if row.status == NoteStatus.AWAITING_COSIGNATURE and _answers_for_author(by, row, at):
        close_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), kind=WorkKind.SIGN_NOTE, at=at)
        owe_progress_cosignature(by=by, note=row, at=at)
    return added


def _answers_for_author(by: Actor, row: ProgressNote, at: dt.datetime) -> bool:
    return by.staff_id == row.author_id or has_left(row.author, clock.local_date(at, row.episode.site.time_zone))


@transaction.atomic
def mark_note_in_error(*, by: Actor, note: ProgressNote, reason: str, at: dt.datetime) -> ProgressNoteError:
    """Hide a signed note that stands in the wrong chart from views, portal and exports. It is kept for the record."""
    row = locked(note.pk)
    require(may_mark_note_in_error(by, row))
    if not reason.strip():
        raise Invalid(say("Say why it stands in the wrong chart."), field="reason")
    try:
        with transaction.atomic():
            mark = ProgressNoteError.objects.create(note=row, by_id=signer(by), at=at, reason=reason.strip()[:300])
    except IntegrityError as twice:
        raise Conflict(say("This is already marked as entered in error."), code="already_marked") from twice
    drop_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), at=at)
    told(by, "therapy.progress_note_in_error", row)
    return mark


def _require_standing(row: ProgressNote) -> None:
    if ProgressNoteError.objects.filter(note=row).exists():
        raise Conflict(say("This note stood in the wrong chart: nothing is added to it."), code="in_error")


def _answer(by: Actor, row: ProgressNote, at: dt.datetime, decision: str, comment: str) -> None:
    ProgressNoteCoSignature.objects.create(
        note=row, by_id=signer(by), at=at, decision=decision, comment=fitting(comment.strip(), "comment")
    )
