"""Who may read and write what between clients and their care team. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.models import Thread, ThreadFile
from clients.portal import is_own
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from iop.documents.models import StoredFile


def may_see_threads(actor: Actor) -> Sentence | None:
    """The inbox is for those who answer clients' messages somewhere."""
    return None if actor.can(Permission.THREAD_ANSWER) else say("Your role does not include messages of clients.")


def may_answer(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Messages are answered, taken, handed over and closed by those who answer clients' messages at the site."""
    if actor.staff_id and actor.can(Permission.THREAD_ANSWER, site_id):
        return None
    return say("Your role does not include answering messages of clients.")


def may_begin(actor: Actor, site_id: uuid.UUID, *, signs_in: bool) -> Sentence | None:
    """A colleague begins a thread with a client who can read it: one who signs in from outside."""
    refused = may_answer(actor, site_id)
    if refused is None and not signs_in:
        return say("They don't sign in from outside, so they could not read it. Invite them, or call.")
    return refused


def may_write(actor: Actor, client_id: uuid.UUID) -> Sentence | None:
    """From outside a client writes about themselves alone, also after treatment: somebody still reads it."""
    return None if is_own(actor, client_id) else say("These messages are another person's.")


def may_read(actor: Actor, thread: Thread) -> Sentence | None:
    """A thread is read by its client, and by those who answer messages at its site and reach that chart."""
    if is_own(actor, thread.client_id):
        return None
    if actor.staff_id and Thread.objects.visible_to(actor).filter(pk=thread.pk).exists():
        return None
    return say("These messages are another person's.")


def may_open_file(actor: Actor, file: StoredFile) -> bool | None:
    """What went with a message is opened at its own place in the thread alone, where opening it goes on record.

    For the slot ``FILE_OPENERS``.
    """
    return False if ThreadFile.objects.filter(file=file).exists() else None
