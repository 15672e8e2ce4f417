"""Words taken over from an earlier note, marked as such."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from therapy.actions.group_notes.drafts import fitting
from therapy.actions.progress_notes.drafts import locked, told
from therapy.models import CarriedPassage, ProgressNote
from therapy.note_formats import of_row
from therapy.policies.progress_notes import may_edit_progress_note


@transaction.atomic
def carry_forward(
    *, by: Actor, note: ProgressNote, version: int, source: ProgressNote, section: str, at: dt.datetime
) -> ProgressNote:
    """Add a section of an earlier signed note of the same client to the same section of a draft, marked as taken over.

    A section that the draft's format lacks is added to its first one. Raises ``Stale``, ``Invalid``, ``Conflict`` for what is there already.
    """
    row = locked(note.pk)
    require(may_edit_progress_note(by, row))
    if row.version != version:
        raise Stale(say("This note was changed in another window. Nothing was overwritten."))
    text = _text_of(row, source, section)
    keys = [each.key for each in of_row(row.format).sections]
    place = section if section in keys else keys[0]
    present = row.contents.get(place, "")
    if text in present:
        raise Conflict(say("These words stand in your note already."), code="carried_already")
    row.contents[place] = fitting("\n\n".join(part for part in (present.strip(), text) if part), f"section-{place}")
    row.saved_at = at
    row.version += 1
    row.save(update_fields=["contents", "saved_at", "version"])
    CarriedPassage.objects.create(note=row, section=place, text=text, source=source, at=at)
    told(by, "therapy.progress_note_carried", row, source=source.pk, characters=len(text))
    return row


def _text_of(row: ProgressNote, source: ProgressNote, section: str) -> str:
    same_client = source.episode.client_id == row.episode.client_id
    if source.signed_at is None or not same_client or hasattr(source, "error") or source.pk == row.pk:
        raise Invalid(say("Choose a signed note of this client."), field="source")
    text: str = source.contents.get(section, "").strip()
    if not text:
        raise Invalid(say("There is nothing in that section to take over."), field="source")
    return text
