"""Keeping files of plain text that the clinic itself made for somebody outside."""

from __future__ import annotations

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.documents.models import StoredFile

ENDINGS = {"text/csv": ".csv", "text/plain": ".txt"}


@transaction.atomic
def keep_extract(*, by: Actor, content: bytes, name: str, content_type: str) -> StoredFile:
    """Keep a text file as it was handed out. ``name`` is a coded word, never a person's; ``content_type`` one of ``ENDINGS``.

    If the transaction rolls back, the bytes are left behind under a random name that nothing points to.
    """
    row = StoredFile(
        original_name=name[:300], content_type=content_type, size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(), uploaded_by=by.staff_id or by.id,
    )  # fmt: skip
    row.file.save(f"{uuid.uuid4().hex}{ENDINGS[content_type]}", ContentFile(content), save=False)
    row.save(force_insert=True)
    record(by=by, verb="documents.extract_kept", subject=row, detail={"size_bytes": row.size_bytes})
    return row
