"""Keeping uploaded files."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import require_valid
from iop.documents.choices import ALLOWED_FILES, MAX_FILE_BYTES
from iop.documents.contents import kind_of, why_refused
from iop.documents.models import StoredFile
from iop.documents.pictures import repainted

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]")
"""Characters that could break a header or turn a name round ("exe.pdf" read backwards)."""


@transaction.atomic
def store_file(*, by: Actor, upload: IO[bytes] | Any) -> StoredFile:
    """Keep an upload that is really what we allow, under a name of our own. Raises ``Invalid`` with the reason.

    Pictures lose what they say about place, time and camera (``iop.documents.pictures``).

    If the transaction rolls back, the bytes are left behind under a random name that nothing points to.
    """
    content = upload.read(MAX_FILE_BYTES + 1)
    require_valid(why_refused(content), "file")
    kind = kind_of(content)
    if kind.startswith("image/"):
        content = repainted(content)
    row = StoredFile(
        original_name=_cleaned(getattr(upload, "name", "") or ""),
        content_type=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by.staff_id or by.id,
    )
    row.file.save(f"{uuid.uuid4().hex}{ALLOWED_FILES[kind]}", ContentFile(content), save=False)
    row.save(force_insert=True)
    record(by=by, verb="documents.file_stored", subject=row, detail={"size_bytes": row.size_bytes, "type": kind})
    return row


def _cleaned(name: str) -> str:
    return UNPRINTABLE.sub("", name.replace("\\", "/").rsplit("/", 1)[-1])[:300] or "file"
