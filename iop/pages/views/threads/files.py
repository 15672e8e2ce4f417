"""Files that came with messages, handed out so that nothing in them may run."""

from __future__ import annotations

from django.http import FileResponse

from clients.models import ThreadFile
from iop.pages.presenters.threads.written import name_of

NOTHING_RUNS = "default-src 'none'; sandbox"


def served(file: ThreadFile) -> FileResponse:
    """Give a file of a thread: pictures show in the browser, papers are saved. The caller has asked who may, and recorded it."""
    shown = file.file.content_type.startswith("image/")
    answer = FileResponse(
        file.file.file.open("rb"), as_attachment=not shown, filename=name_of(file), content_type=file.file.content_type
    )
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
