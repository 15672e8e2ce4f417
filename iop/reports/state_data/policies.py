"""Who keeps what the state is told. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from iop.documents.models import StoredFile
from iop.reports.state_data.models import StateExtract


def may_keep(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """The state's data are kept and handed in by those whose role includes it, at the site."""
    if actor.can(Permission.STATE_DATA_KEEP, site_id):
        return None
    return say("Your role does not include keeping the state’s data.")


def reads_assessments(actor: Actor, site_id: uuid.UUID) -> bool:
    """What an assessment says is proposed as an answer only to those who may read it."""
    return actor.can(Permission.NOTE_VIEW, site_id)


def may_open_file(actor: Actor, file: StoredFile) -> bool | None:
    """A file for the state is taken at its own place alone, where taking it goes on record (the slot ``FILE_OPENERS``)."""
    return False if StateExtract.objects.filter(file=file).exists() else None
