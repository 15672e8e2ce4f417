"""Keeping papers that the clinic itself made."""

from __future__ import annotations

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.documents.models import StoredFile

PDF = "application/pdf"


@transaction.atomic
def keep_paper(*, by: Actor, content: bytes, name: str) -> StoredFile:
    """Keep a PDF that ``iop.documents.pdf`` has just made, as it was handed out. ``name`` is a coded word, never a person's.

    It was made of text alone, so it isn't searched for programs the way an upload is. If the transaction rolls back, the
    bytes are left behind under a random name that nothing points to.
    """
    row = StoredFile(
        original_name=f"{name}.pdf", content_type=PDF, size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by.staff_id or by.id,
    )  # fmt: skip
    row.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(content), save=False)
    row.save(force_insert=True)
    record(by=by, verb="documents.paper_kept", subject=row, detail={"size_bytes": row.size_bytes})
    return row
