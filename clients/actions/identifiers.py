"""Numbers that identify a client elsewhere: adding, ending, and showing one in full."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import policies_papers as policies
from clients.choices import ONE_PERSONS_OWN, IdentifierKind
from clients.identifier_rules import as_written, kept_form, why_not_number
from clients.models import Client, ClientIdentifier
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.crypto import blind_indexes
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import say

PURPOSE = "clients_clientidentifier.value"
ONLY_ONE = frozenset({IdentifierKind.SSN, IdentifierKind.MEDICARE})


@transaction.atomic
def add_identifier(
    *, by: Actor, client: Client, kind: str, value: str, at: dt.datetime, issuer: str = ""
) -> ClientIdentifier:
    """Keep a number, closed. Raises ``NotAllowed``, ``Invalid`` beside the field, ``Conflict`` when it stands already."""
    row = Client.objects.select_for_update().get(pk=client.pk)
    require(policies.may_keep_identifiers(by, row))
    kept = kept_form(kind, value)
    reason = why_not_number(kind, kept)
    require_valid(reason, "kind" if kind not in IdentifierKind.values else "value")
    _must_be_new(row, kind, kept)
    made = ClientIdentifier.objects.create(
        client=row, kind=kind, value=kept, issuer=plain_line(issuer)[:120], added_by=by.staff_id or by.id
    )
    _record(by, "clients.identifier_added", made, at)
    return made


@transaction.atomic
def remove_identifier(*, by: Actor, client: Client, identifier_id: uuid.UUID, at: dt.datetime) -> None:
    """End a number that no longer holds. The row stays, closed, as part of the record."""
    require(policies.may_keep_identifiers(by, client))
    row = ClientIdentifier.objects.select_for_update().filter(client=client, pk=identifier_id, is_active=True).first()
    if row is None:
        return
    row.is_active, row.ended_at = False, at
    row.save(update_fields=["is_active", "ended_at"])
    _record(by, "clients.identifier_ended", row, at)


@transaction.atomic
def show_identifier(*, by: Actor, client: Client, identifier_id: uuid.UUID, at: dt.datetime) -> str:
    """Give a number in full, as it is written; that somebody looked goes on record with it. Nothing when there is none."""
    require(policies.may_show_identifier(by, client))
    row = ClientIdentifier.objects.filter(client=client, pk=identifier_id, is_active=True).first()
    if row is None:
        return ""
    _record(by, "clients.identifier_shown", row, at)
    return as_written(row.kind, row.value)


def _must_be_new(client: Client, kind: str, kept: str) -> None:
    standing = ClientIdentifier.objects.filter(kind=kind, is_active=True)
    same = standing.filter(index__in=blind_indexes(kept, PURPOSE))
    if same.filter(client=client).exists():
        raise Conflict(say("This number is in the chart already."), field="value")
    if kind in ONLY_ONE and standing.filter(client=client).exists():
        raise Conflict(say("Another number of this kind is in the chart. Remove that one first."), field="value")
    if kind in ONE_PERSONS_OWN and same.exists():
        raise Conflict(
            say("Another chart already holds this number. Ask the privacy officer whether both are the same person."),
            field="value",
        )


def _record(by: Actor, verb: str, row: ClientIdentifier, at: dt.datetime) -> None:
    record(by=by, verb=verb, subject=row, clients=[row.client_id], detail={"kind": str(row.kind), "at": at})
