"""A relative's own notes: written, changed and thrown away by them alone. The record says that it happened, never what."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients import rules
from clients.models import RelatedPerson
from family.models import RelativeNote
from family.policies import may_keep_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, Stale, require
from iop.core.words import say, sentence

MOST_SIGNS = 10_000


@transaction.atomic
def write_note(*, by: Actor, person: RelatedPerson, words: str, at: dt.datetime) -> RelativeNote:
    """Keep a new note of a relative's own."""
    require(may_keep_own(by, person.pk))
    row = RelativeNote.objects.create(person=person, words=_fitting(words), written_at=at)
    record(by=by, verb="family.note_written", subject=row)
    return row


@transaction.atomic
def change_note(*, by: Actor, note: RelativeNote, words: str, version: int, at: dt.datetime) -> RelativeNote:
    """Write a note anew. Raises ``Stale`` when it was changed on another device meanwhile."""
    row = _held(by, note)
    if row.version != version:
        raise Stale(say("You have changed this note elsewhere meanwhile. Look at it again."))
    row.words, row.changed_at, row.version = _fitting(words), at, row.version + 1
    row.save(update_fields=["words", "changed_at", "version"])
    record(by=by, verb="family.note_changed", subject=row)
    return row


@transaction.atomic
def throw_note_away(*, by: Actor, note: RelativeNote) -> None:
    """Remove a note for good. It is theirs, and part of nobody's record."""
    row = _held(by, note)
    record(by=by, verb="family.note_removed", subject=row)
    row.delete()


def _held(by: Actor, note: RelativeNote) -> RelativeNote:
    row = RelativeNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    require(may_keep_own(by, row.person_id))
    return row


def _fitting(words: str) -> str:
    kept = rules.plain_text(words)
    if not kept:
        raise Invalid(say("Write something first."), field="words")
    if len(kept) > MOST_SIGNS:
        raise Invalid(sentence(say("A note may have {limit} characters at most."), limit=MOST_SIGNS), field="words")
    return kept
