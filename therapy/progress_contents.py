"""What exactly the signatures under a progress note cover."""

from __future__ import annotations

from typing import Any

from iop.documents.signing import digest_of
from therapy.models import ProgressNote, ProgressNoteAddendum

PROGRESS_NOTE_KIND = "therapy.progressnote"
PROGRESS_ADDENDUM_KIND = "therapy.progressnoteaddendum"
MENTION_KIND = "therapy.notemention"


def whole(note: ProgressNote) -> dict[str, Any]:
    """Give the content that author and co-signer put their names under: every word and value, marks and copied passages.

    Three statements: format, marks, passages.
    """
    # Notes of other kinds, and those from before there was a family part, are signed without it.
    family = {"family": note.family} if note.family else {}
    return {
        **family,
        "kind": PROGRESS_NOTE_KIND,
        "note": note.pk,
        "episode": note.episode_id,
        "author": note.author_id,
        "provided_by": note.provided_by_id,
        "about": note.kind,
        "format": {"key": note.format.key, "number": note.format.number},
        "contents": {key: note.contents[key] for key in sorted(note.contents) if note.contents[key].strip()},
        "appointment": note.appointment_id,
        "starts_at": note.starts_at,
        "ends_at": note.ends_at,
        "mode": note.mode,
        "client_location": note.client_location,
        "participants": note.participants,
        "modalities": sorted(note.modalities),
        "outcome": note.outcome,
        "risk": note.risk,
        "risk_words": note.risk_words,
        "next_step": note.next_step,
        "no_objective": {"reason": note.no_objective_reason, "words": note.no_objective_words},
        "late_reason": note.late_reason,
        "objectives": {
            str(row.thread_id): {"on": row.on, "progress": row.progress, "comment": row.comment}
            for row in note.objectives_addressed.all()
        },
        "carried": [
            {"section": row.section, "text": row.text, "source": row.source_id}
            for row in sorted(note.carried.all(), key=lambda row: str(row.pk))
        ],
    }


def seen(note: ProgressNote) -> str:
    """Give the hash of a draft as its author read it, so that they sign that and nothing else."""
    return digest_of(whole(note))


def of_addendum(addendum: ProgressNoteAddendum) -> dict[str, Any]:
    """Give the content of an addendum as its author signs it."""
    return {
        "kind": PROGRESS_ADDENDUM_KIND,
        "addendum": addendum.pk,
        "note": addendum.note_id,
        "author": addendum.author_id,
        "text": addendum.text,
        "reason": addendum.reason,
        "signed_at": addendum.signed_at,
    }
