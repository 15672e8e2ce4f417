"""Who may do what with a client's numbers and papers. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

from clients.choices import CARDS, DocumentKind
from clients.models import Client, ClientDocument
from clients.policies import may_edit, may_open_chart, sites_of
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say

READS_PAPERS = (Permission.NOTE_VIEW, Permission.INTAKE_WORK, Permission.PRIVACY_MANAGE)
"""Who meets clinical content of others in their work: treating staff, intake, whoever answers for privacy."""
ADDS_PAPERS = (Permission.CLIENT_EDIT, Permission.NOTE_WRITE, Permission.PRIVACY_MANAGE)
MARKS_PAPERS = (Permission.CLIENT_EDIT, Permission.NOTE_MARK_ERROR, Permission.PRIVACY_MANAGE)


def may_keep_identifiers(actor: Actor, client: Client) -> Sentence | None:
    """Government and member numbers are seen in full, added and ended by those who keep clients' details (45 CFR 164.502(b))."""
    if may_edit(actor, client) is None:
        return None
    return say("Your role does not include seeing or changing these numbers.")


def may_show_identifier(actor: Actor, client: Client) -> Sentence | None:
    """A number is shown in full to a person who keeps the details; a program never needs to look at one."""
    if actor.staff_id is None:
        return say("A number in full is shown to a colleague who is signed in.")
    return may_keep_identifiers(actor, client)


def readable_kinds(actor: Actor, client: Client) -> frozenset[str]:
    """Cards are for everybody who may open the chart; other papers for treating staff, intake and privacy (45 CFR 164.502(b))."""
    if may_open_chart(actor, client) is not None:
        return frozenset()
    return frozenset(DocumentKind.values if _holds(actor, client, READS_PAPERS) else CARDS)


def may_read_document(actor: Actor, document: ClientDocument) -> Sentence | None:
    """A paper is opened by those for whom its kind is; one entered in error only by those who may mark it."""
    if document.kind not in readable_kinds(actor, document.client):
        return say("Your role does not include this kind of paper.")
    if document.error_at is not None and may_mark_document(actor, document) is not None:
        return say("This paper was entered in error and is closed.")
    return None


def may_add_document(actor: Actor, client: Client) -> Sentence | None:
    """Papers are added by those who keep details or write notes, to charts they may open."""
    if may_open_chart(actor, client) is None and _holds(actor, client, ADDS_PAPERS):
        return None
    return say("Your role does not include adding papers to a chart.")


def may_mark_document(actor: Actor, document: ClientDocument) -> Sentence | None:
    """A paper is marked as entered in error by whoever added it, keeps details, or may do so with notes."""
    if may_open_chart(actor, document.client) is None:
        theirs = actor.staff_id is not None and document.added_by == actor.staff_id
        if theirs or _holds(actor, document.client, MARKS_PAPERS):
            return None
    return say("Your role does not include marking papers as entered in error.")


def may_share_document(actor: Actor, document: ClientDocument) -> Sentence | None:
    """A paper is put before the client by those who may open it and add papers."""
    if document.kind in readable_kinds(actor, document.client) and may_add_document(actor, document.client) is None:
        return None
    return say("Your role does not include putting papers before a client.")


def _holds(actor: Actor, client: Client, permissions: tuple[Permission, ...]) -> bool:
    return any(actor.can(permission, site) for permission in permissions for site in sites_of(client))
