"""Ids of the small clinic for addresses about progress notes and their templates."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import NoteFormat, NoteMention, ProgressNote


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses, of ``client`` where a client is in the address."""
    notes = ProgressNote.objects.filter(episode__site=boston, episode__client__is_restricted=False)
    note = notes.filter(signed_at__isnull=False, error__isnull=True).order_by("pk").first()
    mention = NoteMention.objects.order_by("pk").first()
    own = NoteFormat.objects.filter(source="clinic").order_by("pk").first()
    assert note is not None
    return {
        "progress_note_id": note.pk,
        "mention_id": mention.pk if mention else note.pk,
        "format_key": own.key if own else "dap",
    }
