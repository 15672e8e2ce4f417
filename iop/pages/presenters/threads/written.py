"""The messages of one thread as either side reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clients.models import Thread, ThreadFile
from clients.reach import when_words
from iop.core.words import Sentence

KB = 1024


@dataclass(frozen=True)
class Written:
    """One message. ``is_mine`` is of the reader's own side; ``seen`` says whether the other side has read it."""

    who: Sentence
    when: str
    words: str
    is_mine: bool
    seen: Sentence
    files: Sequence[dict[str, str]]


def read_written(
    thread: Any, *, for_client: bool, file_url: Callable[[ThreadFile], str], language: str
) -> list[Written]:
    """Give a thread's messages in order, in two statements; ``thread`` carries its read marks (``with_read_marks``)."""
    rows = thread.messages.select_related("staff").prefetch_related("files__file")
    other_read = thread.team_read if for_client else thread.client_read
    return [_written(row, thread, for_client, other_read, file_url, language) for row in rows]


def _written(
    row: Any, thread: Thread, for_client: bool, other_read: Any, file_url: Callable[[ThreadFile], str], language: str
) -> Written:
    is_mine = row.by_client == for_client
    return Written(
        who=_who(row, for_client),
        when=when_words(row.sent_at, thread.site.time_zone, language),
        words=row.words,
        is_mine=is_mine,
        seen=_seen(row.sent_at, other_read) if is_mine else "",
        files=[{"url": file_url(file), "name": name_of(file), "size": _size(file)} for file in row.files.all()],
    )


def name_of(file: ThreadFile) -> str:
    """Say what a file is called where it is shown and saved."""
    return str(file.file.original_name)


def _who(row: Any, for_client: bool) -> Sentence:
    if row.by_client:
        return _("You") if for_client else ""
    return str(row.staff.name)


def _seen(sent_at: dt.datetime, other_read: dt.datetime | None) -> Sentence:
    return _("read") if other_read and other_read >= sent_at else _("not read yet")


def _size(file: ThreadFile) -> str:
    size = file.file.size_bytes
    return f"{size / KB / KB:.1f} MB" if size >= KB * KB else f"{max(1, round(size / KB))} KB"
