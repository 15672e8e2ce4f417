"""An author's own SUD counseling notes, for their own eyes."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from iop.pages.assessment_forms import CounselingForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.schedule.when import day_words_long
from therapy.models import CounselingNote


def read_own_notes(chart: Chart) -> list[dict[str, Any]]:
    """List the actor's own notes about a client, without a word of what they say; one statement."""
    rows = (
        CounselingNote.objects.own(chart.actor)
        .filter(episode__client=chart.client)
        .only("pk", "about_on", "finished_at", "author", "episode")
    )
    return [
        {
            "url": reverse("counseling_note", args=[row.pk]),
            "day": day_words_long(row.about_on),
            "is_finished": row.finished_at is not None,
        }
        for row in rows
    ]


def note_page(note: CounselingNote, data: Any = None) -> dict[str, Any]:
    """Give one note for writing, or for reading once it is finished."""
    zone = ZoneInfo(note.episode.site.time_zone)
    return {
        "note": note,
        "day": day_words_long(note.about_on),
        "is_finished": note.finished_at is not None,
        "saved": clock_of(note.saved_at, zone),
        "form": CounselingForm(data, initial={"about_on": note.about_on, "text": note.text}),
        "list_url": reverse("client_counseling_notes", args=[note.episode.client_id]),
        "finish_url": reverse("counseling_note_finish", args=[note.pk]),
    }
