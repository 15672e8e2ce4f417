"""Papers in a chart: adding one, opening one, and marking one that does not belong there."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.db import transaction

from clients import policies_papers as policies
from clients.choices import DocumentKind
from clients.models import Client, ClientDocument
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.documents.actions import store_file


@transaction.atomic
def add_document(
    *, by: Actor, client: Client, kind: str, upload: IO[bytes] | Any, at: dt.datetime, title: str = "",
    dated_on: dt.date | None = None,
) -> ClientDocument:  # fmt: skip
    """Keep a checked paper in a chart. Raises ``NotAllowed``, or ``Invalid`` with what is wrong about the file.

    Who looks at cards alone may add cards alone: nobody puts away what they could not look at again.
    """
    require(policies.may_add_document(by, client))
    if kind not in DocumentKind.values or kind not in policies.readable_kinds(by, client):
        raise Invalid(say("Choose what kind of paper this is."), field="kind")
    if dated_on is not None and dated_on > at.date() + dt.timedelta(days=1):
        raise Invalid(say("The paper's date lies in the future."), field="dated_on")
    row = ClientDocument.objects.create(
        client=client, kind=kind, file=store_file(by=by, upload=upload), title=plain_line(title)[:120],
        dated_on=dated_on, added_at=at, added_by=by.staff_id or by.id,
    )  # fmt: skip
    _record(by, "clients.document_added", row, at)
    return row


def open_document(*, by: Actor, document: ClientDocument, at: dt.datetime) -> None:
    """Record that a paper was opened. Raises ``NotAllowed``."""
    require(policies.may_read_document(by, document))
    _record(by, "clients.document_opened", document, at)


@transaction.atomic
def mark_document_in_error(*, by: Actor, document: ClientDocument, reason: str, at: dt.datetime) -> ClientDocument:
    """Close a paper that does not belong in this chart, saying why; it stays on file. Raises ``NotAllowed``, ``Invalid``."""
    row = ClientDocument.objects.select_for_update().get(pk=document.pk)
    require(policies.may_mark_document(by, row))
    said = plain_line(reason)
    if not said or len(said) > 300:
        raise Invalid(say("Say why, in 300 characters at most."), field="reason")
    if row.error_at is not None:
        raise Conflict(say("This paper is already marked as entered in error."))
    row.error_at, row.error_by, row.error_reason = at, by.staff_id or by.id, said
    row.save(update_fields=["error_at", "error_by", "error_reason"])
    _record(by, "clients.document_marked_in_error", row, at)
    return row


@transaction.atomic
def share_document(*, by: Actor, document: ClientDocument, shared: bool, at: dt.datetime) -> ClientDocument:
    """Put a paper among those that the client opens by themselves, or take it away from there. Twice is once.

    Raises ``NotAllowed``, ``Conflict`` for a paper entered in error.
    """
    row = ClientDocument.objects.select_for_update(of=("self",)).select_related("client").get(pk=document.pk)
    require(policies.may_share_document(by, row))
    if row.error_at is not None:
        raise Conflict(say("This paper is already marked as entered in error."))
    if shared == (row.shared_at is not None):
        return row
    row.shared_at, row.shared_by = (at, by.staff_id or by.id) if shared else (None, None)
    row.save(update_fields=["shared_at", "shared_by"])
    _record(by, "clients.document_shared" if shared else "clients.document_unshared", row, at)
    return row


def _record(by: Actor, verb: str, row: ClientDocument, at: dt.datetime) -> None:
    record(by=by, verb=verb, subject=row, clients=[row.client_id], detail={"kind": str(row.kind), "at": at})
