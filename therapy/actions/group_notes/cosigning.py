"""A supervisor's answer to a note that waits for one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind
from therapy import contents
from therapy.actions.group_notes.drafts import fitting, locked
from therapy.choices import CoSignatureDecision, NoteStatus
from therapy.models import CoSignature, GroupNote
from therapy.policies import may_cosign_note, signer

DAYS_TO_ANSWER = 2
"""How long the author of a returned note has for the addendum."""


@transaction.atomic
def cosign_group_note(*, by: Actor, note: GroupNote, at: dt.datetime, comment: str = "") -> GroupNote:
    """Put the supervisor's name under a waiting note, addenda included. The co-signer is never the author."""
    note = locked(note.pk)
    require(may_cosign_note(by, note))
    lines = list(note.lines.all())
    clients = [line.client_id for line in lines]
    sign(
        by=by, subject_kind=contents.NOTE_KIND, subject_id=note.id, meaning=SignatureMeaning.COSIGNER,
        content=contents.whole(note, lines), at=at, clients=clients, site_id=note.session.site_id,
    )  # fmt: skip
    _answer(by, note, at, CoSignatureDecision.SIGNED, comment)
    note.status = NoteStatus.SIGNED
    note.version += 1
    note.save(update_fields=["status", "version"])
    close_for(by=by, subject=(contents.NOTE_KIND, note.id), at=at)
    record(by=by, verb="therapy.note_cosigned", subject=note, clients=clients, site_id=note.session.site_id)
    return note


@transaction.atomic
def return_group_note(*, by: Actor, note: GroupNote, comment: str, at: dt.datetime) -> GroupNote:
    """Give a waiting note back with a comment. It stays signed and locked: the author answers with an addendum."""
    note = locked(note.pk)
    require(may_cosign_note(by, note))
    if not comment.strip():
        raise Invalid(say("Say what the author should add."), field="comment")
    _answer(by, note, at, CoSignatureDecision.RETURNED, comment)
    close_for(by=by, subject=(contents.NOTE_KIND, note.id), kind=WorkKind.COSIGN_NOTE, at=at)
    open_item(
        by=by, kind=WorkKind.SIGN_NOTE, site_id=note.session.site_id, subject=(contents.NOTE_KIND, note.id),
        summary=say("A supervisor returned your group note: answer with an addendum"),
        due_at=at + dt.timedelta(days=DAYS_TO_ANSWER), dedupe_key=f"sign_note:{note.id}", assignee_id=note.author_id,
    )  # fmt: skip
    record(by=by, verb="therapy.note_returned", subject=note, site_id=note.session.site_id)
    return note


def _answer(by: Actor, note: GroupNote, at: dt.datetime, decision: str, comment: str) -> None:
    CoSignature.objects.create(
        note=note, by_id=signer(by), at=at, decision=decision, comment=fitting(comment.strip(), "comment")
    )
