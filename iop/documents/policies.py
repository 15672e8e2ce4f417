"""Who may open a file."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from iop.access.actors import Actor
from iop.documents.models import StoredFile


def may_open(actor: Actor, file: StoredFile) -> bool:
    """A file is opened by whoever may see what it belongs to (``FILE_OPENERS``); until it belongs anywhere, by its uploader."""
    if actor.is_system:
        return True
    answers = [import_string(path)(actor, file) for path in settings.FILE_OPENERS]
    known = [answer for answer in answers if answer is not None]
    if known:
        return any(known)
    return bool(actor.staff_id) and file.uploaded_by == actor.staff_id
