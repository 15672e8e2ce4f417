"""Looking is an event too (45 CFR 164.312(b))."""

from __future__ import annotations

import datetime as dt
import uuid

from clients import policies
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.models import AuditEvent
from iop.audit.recorder import record
from iop.core.basis import Basis
from iop.core.errors import require


def open_chart(*, by: Actor, client: Client, at: dt.datetime) -> AuditEvent:
    """Record that somebody opened a chart. ``at`` is when; the record keeps its own clock beside it."""
    require(policies.may_open_chart(by, client))
    return record(by=by, verb="clients.chart_opened", subject=client, clients=[client.pk], detail={"at": at})


def print_from_chart(
    *, by: Actor, client: Client, subject: tuple[str, uuid.UUID], basis: Basis, at: dt.datetime
) -> AuditEvent:
    """Record that a part of a chart (``subject``) was laid out for paper, on which ground."""
    require(policies.may_open_chart(by, client))
    return record(
        by=by, verb="clients.chart_printed", subject=subject, clients=[client.pk],
        detail={"at": at, "ground": basis.ground, "purpose": basis.purpose, "scope": list(basis.scope)},
    )  # fmt: skip


def open_list(*, by: Actor, what: str, rows: int, basis: Basis | None = None) -> AuditEvent:
    """Record that somebody looked at a list of clients, or (with a ``basis``) took it away as a file.

    ``what`` is a code such as "census". Raises ``NotAllowed`` for a download outside the actor's role.
    """
    if basis is not None:
        require(policies.may_download(by))
    return record(
        by=by, verb="clients.list_downloaded" if basis else "clients.list_opened", subject=None,
        detail={"list": what, "rows": rows, **({"ground": basis.ground, "purpose": basis.purpose} if basis else {})},
    )  # fmt: skip
