"""The hash chain over the audit record: sealing it, and checking it.

Writers never wait for the seal: a task seals once a minute what it can see, and what it sees is committed for good. The
chain follows the order of sealing, so an event whose transaction ends late is simply sealed in a later round. Each link
hashes the event, the clients it touched and the link before it.

So that a round need not search the whole record, each link notes its ``horizon``: the oldest transaction that was still
running (``pg_snapshot_xmin``). Whatever was not visible then has a number from there on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection, transaction

from iop.audit.models import AuditEvent, AuditSeal, AuditSubject

LOCK = 7_310_226_158
"""The advisory lock of the sealer: an arbitrary number that only this task uses."""
BATCH = 2_000
GENESIS = "0" * 64
UNFINISHED = 0
"""The horizon of a batch after which the search of the whole record goes on."""
EVENT_FIELDS = (
    "id", "at", "actor_kind", "actor_id", "verb", "subject_kind", "subject_id", "site_id", "channel", "request_id", "ip",
    "detail", "xid",
)  # fmt: skip


@dataclass(frozen=True)
class Break:
    """Where the chain stops being true. ``position`` is the link's number, ``what`` a code, ``event_id`` the event."""

    position: int
    event_id: int | None
    what: str


@dataclass(frozen=True)
class Report:
    """What a check of the whole chain found. ``head`` is the newest link; noted elsewhere, it also betrays a cut tail."""

    links: int
    head: str
    first_break: Break | None


def seal(*, at: dt.datetime) -> int:
    """Seal everything that is finished; say how many events. Two sealers never work at once: the later goes home."""
    total = 0
    while True:
        sealed = _seal_batch(at)
        total += sealed
        if sealed < BATCH:
            return total


def check(expected_head: tuple[int, str] | None = None) -> Report:
    """Walk the whole chain and find the first link that is not true.

    ``expected_head`` is a (position, digest) noted earlier, outside this database: then a chain that was cut and sealed
    anew is found too.
    """
    before, position = GENESIS, 0
    for link in _links():
        position += 1
        wrong = _what_is_wrong(link, position, before)
        if wrong is not None:
            return Report(position - 1, before, wrong)
        before = link.seal.digest
        if expected_head and position == expected_head[0] and before != expected_head[1]:
            return Report(position, before, Break(position, link.seal.event_id, "not_the_noted_head"))
    if expected_head and position < expected_head[0]:
        return Report(position, before, Break(position + 1, None, "missing"))
    return Report(position, before, None)


def digest(before: str, event: AuditEvent, clients: Iterable[str]) -> str:
    """Hash one link: the link before, the event as it stands, and the clients it touched."""
    values = {name: getattr(event, name) for name in EVENT_FIELDS}
    values["at"] = event.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    content = json.dumps([before, values, sorted(clients)], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class _Link:
    seal: AuditSeal
    event: AuditEvent | None
    clients: Sequence[str]


@transaction.atomic
def _seal_batch(at: dt.datetime) -> int:
    if not _lock():
        return 0
    last = AuditSeal.objects.order_by("-position").first()
    oldest, newest = _running()
    events, horizon = _due(last, oldest, newest, at)
    if not events:
        return 0
    clients = _clients_of([event.pk for event in events])
    before, position = (last.digest, last.position) if last else (GENESIS, 0)
    seals = []
    for event in events:
        position += 1
        before = digest(before, event, clients.get(event.pk, ()))
        seals.append(AuditSeal(event=event, position=position, digest=before, sealed_at=at, horizon=horizon))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def _due(last: AuditSeal | None, oldest: int, newest: int, at: dt.datetime) -> tuple[list[AuditEvent], int]:
    """Find the next events to seal, and the horizon to note on their links.

    Usually only transactions since the last horizon are looked at. Once an hour, and after a restore (the numbers have
    fallen back), the whole record is searched for events that no round has seen.
    """
    unsealed = AuditEvent.objects.filter(seal__isnull=True)
    if last is not None and _is_in_step(last, oldest, at):
        events = list(unsealed.filter(xid__gte=last.horizon, xid__lt=newest).order_by("xid", "id")[:BATCH])
        return events, oldest if len(events) < BATCH else min(oldest, events[-1].xid)
    events = list(unsealed.order_by("id")[:BATCH])
    return events, oldest if len(events) < BATCH else UNFINISHED


def _is_in_step(last: AuditSeal, oldest: int, at: dt.datetime) -> bool:
    """Say whether the last round's horizon can be trusted: same hour, the search finished, numbers not fallen back."""
    same_hour = (last.sealed_at.date(), last.sealed_at.hour) == (at.date(), at.hour)
    return same_hour and last.horizon != UNFINISHED and last.horizon <= oldest


def _lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _running() -> tuple[int, int]:
    """Give the numbers of the oldest transaction that still runs, and of the next one to begin."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint FROM pg_current_snapshot() AS now"
        )
        oldest, newest = cursor.fetchone()
        return int(oldest), int(newest)


def _clients_of(event_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = AuditSubject.objects.filter(event__in=event_ids).order_by("event").values_list("event", "client_id")
    return {event: [str(client) for _, client in group] for event, group in groupby(rows, key=lambda row: row[0])}


def _links() -> Iterator[_Link]:
    position = 0
    while True:
        seals = list(AuditSeal.objects.filter(position__gt=position).order_by("position")[:BATCH])
        if not seals:
            return
        events = AuditEvent.objects.in_bulk([row.event_id for row in seals])
        clients = _clients_of([row.event_id for row in seals])
        for row in seals:
            yield _Link(row, events.get(row.event_id), clients.get(row.event_id, ()))
        position = seals[-1].position


def _what_is_wrong(link: _Link, position: int, before: str) -> Break | None:
    if link.seal.position != position:
        return Break(position, None, "missing")
    if link.event is None:
        return Break(position, link.seal.event_id, "event_missing")
    if link.seal.digest != digest(before, link.event, link.clients):
        return Break(position, link.seal.event_id, "changed")
    return None
