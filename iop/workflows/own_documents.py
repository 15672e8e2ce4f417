"""A client opens a paper of their own from outside: through the gate, written down each time."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import gate
from clients.choices import Ground, Information, Purpose, SentKind
from clients.models import Client, ClientDocument, Letter
from clients.policies_own import may_take_document, may_take_letter
from iop.access.actors import Actor
from iop.core.errors import require
from iop.documents.models import StoredFile


@transaction.atomic
def take_document(*, by: Actor, document: ClientDocument, at: dt.datetime) -> bytes:
    """Hand a paper to the client for whom a colleague put it there. Raises ``NotAllowed``."""
    require(may_take_document(by, document))
    return _hand(by, document.client, document.file, "clients.clientdocument", document.pk, document.kind, at)


@transaction.atomic
def take_letter(*, by: Actor, letter: Letter, at: dt.datetime) -> bytes:
    """Hand the client a letter as it was sent about them. Raises ``NotAllowed``."""
    require(may_take_letter(by, letter))
    return _hand(by, letter.client, letter.paper, "clients.letter", letter.pk, letter.template.title, at)


def _hand(
    by: Actor, client: Client, file: StoredFile, kind: str, row_id: uuid.UUID, called: str, at: dt.datetime
) -> bytes:
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.client(), purpose=Purpose.REQUEST, information=[Information.PRESENCE], at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    with file.file.open("rb") as held:
        content = bytes(held.read())
    gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=[(kind, row_id)], content=content, at=at,
        description=called,
    )  # fmt: skip
    return content
