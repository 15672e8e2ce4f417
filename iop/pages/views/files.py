"""Uploaded files, served one by one through a policy."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from iop.audit.recorder import record
from iop.documents.models import StoredFile
from iop.documents.policies import may_open
from iop.pages.views.ground import actor


@never_cache
@require_safe
def file(request: HttpRequest, file_id: uuid.UUID) -> FileResponse:
    """Hand out a file to whoever may see what it belongs to; to anybody else it is not there.

    Pictures show in the page; everything else is saved to disk. Nothing is guessed from its bytes, nothing in it may run.
    """
    row = get_object_or_404(StoredFile, pk=file_id)
    if not may_open(actor(request), row):
        raise Http404
    record(by=actor(request), verb="documents.file_opened", subject=row)
    shown = row.content_type.startswith("image/")
    answer = FileResponse(
        row.file.open("rb"),
        as_attachment=not shown,
        filename="" if shown else row.original_name,
        content_type=row.content_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
