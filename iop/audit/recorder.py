"""The one way into the audit record."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection, models

from iop.audit.models import AuditEvent
from iop.core import clock, context

CODE = re.compile(r"[A-Za-z0-9_.:/+\-]{0,80}", re.ASCII)
"""What a text in ``detail`` may look like: a code, an id or a date. Spaces, and so sentences and full names, are out."""
VERB = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)


COLUMNS = (
    "at", "actor_kind", "actor_id", "verb", "subject_kind", "subject_id", "site_id", "channel", "request_id", "ip",
)  # fmt: skip
WRITE = f"""
    WITH event AS (
        INSERT INTO audit_auditevent ({", ".join(COLUMNS)}, detail)
        VALUES ({", ".join(["%s"] * len(COLUMNS))}, %s::jsonb) RETURNING id
    ), touched AS (
        INSERT INTO audit_auditsubject (event_id, client_id) SELECT event.id, unnest(%s::uuid[]) FROM event
    )
    SELECT id FROM event
"""  # noqa: S608 - the names of our own columns


class Acting(Protocol):
    """What the record needs of whoever acts (``iop.access.actors.Actor``, which lives above this app)."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> uuid.UUID | None: ...
    @property
    def staff_id(self) -> uuid.UUID | None: ...


Subject = models.Model | tuple[str, uuid.UUID]


def record(
    *,
    by: Acting,
    verb: str,
    subject: Subject | None,
    clients: Iterable[uuid.UUID] = (),
    site_id: uuid.UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Record one action in the transaction that does it, with every client whose record it touches.

    ``verb`` is app.verb (``sessions.start``). ``subject`` is a row, or its kind and id. ``detail`` carries ids, codes,
    numbers, switches and dates only: anything else raises ``ValueError``, because the record outlives every correction
    and must name nobody (45 CFR 164.312(b)).
    """
    if not VERB.fullmatch(verb):
        raise ValueError(f"{verb!r} is not app.verb")
    kind, subject_id = _subject(subject)
    call = context.current()
    event = AuditEvent(
        at=clock.now(),
        actor_kind=by.kind,
        actor_id=by.staff_id or by.id,
        verb=verb,
        subject_kind=kind,
        subject_id=subject_id,
        site_id=site_id,
        channel=call.channel,
        request_id=call.request_id[:64],
        ip=call.ip or None,
        detail={key: _coded(key, value) for key, value in (detail or {}).items()},
    )
    _write(event, sorted(set(clients)))
    return event


def _write(event: AuditEvent, touched: list[uuid.UUID]) -> None:
    # One round trip for the event and all its clients: every page that opens a record pays this.
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [getattr(event, name) for name in COLUMNS]
            + [json.dumps(event.detail), [str(client) for client in touched]],
        )
        event.pk = cursor.fetchone()[0]
    event._state.adding = False


def _subject(subject: Subject | None) -> tuple[str, uuid.UUID | None]:
    if subject is None:
        return "", None
    if isinstance(subject, tuple):
        return subject
    return subject._meta.label_lower, subject.pk if isinstance(subject.pk, uuid.UUID) else None


def _coded(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _coded(key, item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_coded(key, item) for item in value]
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"the audit detail {key!r} must be an id, a code, a number, a switch or a date")
