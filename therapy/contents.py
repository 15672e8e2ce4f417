"""What exactly a group note's signatures cover, and each client's own copy of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from iop.documents.signing import digest_of
from sessions_app.models import ProgramSession
from therapy.models import Addendum, GroupNote, GroupNoteLine

NOTE_KIND = "therapy.groupnote"
ADDENDUM_KIND = "therapy.addendum"


def whole(note: GroupNote, lines: Iterable[GroupNoteLine]) -> dict[str, Any]:
    """Give the content that author and co-signer put their names under: the shared part and every line."""
    return {
        **_head(note),
        "late_reason": note.late_reason,
        "lines": [
            {"client": line.client_id, "text": line.text, "digest": line.digest}
            for line in sorted(lines, key=lambda line: str(line.client_id))
        ],
    }


def of_client(note: GroupNote, client_id: uuid.UUID, text: str) -> dict[str, Any]:
    """Give one client's copy: the shared part and their own line, and nobody else's."""
    return {**_head(note), "client": client_id, "text": text}


def copy_digest(note: GroupNote, client_id: uuid.UUID, text: str) -> str:
    """Give the SHA-256 that stands on the print of one client's copy."""
    return digest_of(of_client(note, client_id, text))


def seen(note: GroupNote, lines: Iterable[GroupNoteLine]) -> str:
    """Give the hash of a draft as a person saw it, so that they sign what they read and nothing else."""
    return digest_of(
        {
            "note": note.id,
            "shared": note.shared_text,
            "modalities": list(note.modalities),
            "lines": {str(line.client_id): line.text for line in lines if line.text.strip()},
        }
    )


def of_addendum(addendum: Addendum) -> dict[str, Any]:
    """Give the content of an addendum as its author signs it."""
    return {
        "kind": ADDENDUM_KIND,
        "addendum": addendum.id,
        "note": addendum.note_id,
        "line": addendum.line_id,
        "author": addendum.author_id,
        "text": addendum.text,
        "reason": addendum.reason,
        "signed_at": addendum.signed_at,
    }


def _head(note: GroupNote) -> dict[str, Any]:
    session: ProgramSession = note.session
    return {
        "kind": NOTE_KIND,
        "note": note.id,
        "author": note.author_id,
        "session": session.id,
        "component": note.component_id,
        "on": session.on,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "modalities": sorted(note.modalities),
        "shared_text": note.shared_text,
    }
