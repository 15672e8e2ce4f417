"""Who gives homework, who says it is done, and whose a journal is. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.portal import is_own
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.models import Homework, JournalEntry


def may_give_homework(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Homework is given, and taken back, by those who write clinical notes at the stay's site."""
    if actor.staff_id is None or not actor.can(Permission.NOTE_WRITE, site_id):
        return say("Your role does not include giving homework.")
    return None


def may_settle_homework(actor: Actor, homework: Homework) -> Sentence | None:
    """Only who does it says that it is done."""
    return None if is_own(actor, homework.episode.client_id) else say("Only who does it can say how it went.")


def may_write_journal(actor: Actor, client_id: uuid.UUID) -> Sentence | None:
    """A journal is written by its owner alone."""
    return None if is_own(actor, client_id) else say("A journal belongs to the person who writes it.")


def may_keep_entry(actor: Actor, entry: JournalEntry) -> Sentence | None:
    """Its writer alone changes, shares, takes back or removes an entry."""
    return may_write_journal(actor, entry.client_id)
