"""A question beside a note, for the two whom it concerns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.progress_notes.words import when_words, zone_of
from iop.pages.presenters.schedule.when import instant_words
from therapy.models import NoteMention
from therapy.policies.progress_notes import may_answer


def question_page(row: NoteMention, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give a question with its answer; the client is named, and the note linked, for who may open it now."""
    note, zone = row.note, zone_of(row.note)
    reach = Client.objects.visible_to(actor, Permission.NOTE_VIEW, at=at).filter(pk=note.episode.client_id).exists()
    opens = reach and (note.signed_at is not None or note.author_id == actor.staff_id)
    return {
        "question": row.question,
        "answer": row.answer,
        "asked_by": row.by.name,
        "asked_of": row.staff.name,
        "asked_at": instant_words(row.at, zone),
        "answered_at": instant_words(row.answered_at, zone) if row.answered_at else "",
        "client": note.episode.client.name if reach else "",
        "chart_url": reverse("client", args=[note.episode.client_id]) if reach else "",
        "note_words": f"{note.get_kind_display()}, {when_words(note)}",
        "note_url": reverse("progress_note", args=[note.pk]) if opens else "",
        "is_draft": note.signed_at is None,
        "may_answer": may_answer(actor, row) is None,
    }
