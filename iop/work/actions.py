"""Opening, closing and handing over work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from iop.work.policies import may_settle


@dataclass(frozen=True)
class NewItem:
    """A piece of work as an action wants it opened; see ``open_item`` for the words."""

    kind: WorkKind | str
    site_id: uuid.UUID
    subject: tuple[str, uuid.UUID]
    summary: Sentence
    due_at: dt.datetime
    dedupe_key: str
    assignee_id: uuid.UUID | None = None
    role_key: str = ""
    client_id: uuid.UUID | None = None


@transaction.atomic
def open_item(
    *,
    by: Actor,
    kind: WorkKind | str,
    site_id: uuid.UUID,
    subject: tuple[str, uuid.UUID],
    summary: Sentence,
    due_at: dt.datetime,
    dedupe_key: str,
    assignee_id: uuid.UUID | None = None,
    role_key: str = "",
    client_id: uuid.UUID | None = None,
) -> WorkItem:
    """Open a piece of work for a colleague, or for whoever holds ``role_key`` at the site.

    ``summary`` says what to do and names no client. While an item with the same ``dedupe_key`` is open, that one is given back.
    """
    item = NewItem(
        kind=kind, site_id=site_id, subject=subject, summary=summary, due_at=due_at, dedupe_key=dedupe_key,
        assignee_id=assignee_id, role_key=role_key, client_id=client_id,
    )  # fmt: skip
    open_items(by=by, items=[item])
    return WorkItem.objects.open().get(dedupe_key=dedupe_key)


@transaction.atomic
def open_items(*, by: Actor, items: Sequence[NewItem]) -> int:
    """Open many pieces of work with two statements and one audit event; say how many were new."""
    if not items:
        return 0
    rows = [_row(item) for item in items]
    WorkItem.objects.bulk_create(rows, ignore_conflicts=True)
    new = list(WorkItem.objects.filter(pk__in=[row.pk for row in rows]).values_list("kind", "client_id"))
    if new:
        record(
            by=by, verb="work.opened", subject=items[0].subject if len(items) == 1 else None,
            clients=[client for _, client in new if client],
            site_id=items[0].site_id if len({item.site_id for item in items}) == 1 else None,
            detail={"items": len(new), "kinds": sorted({kind for kind, _ in new})},
        )  # fmt: skip
    return len(new)


@transaction.atomic
def close_item(
    *, by: Actor, item_id: uuid.UUID, outcome: str = "", dropped: bool = False, at: dt.datetime | None = None
) -> WorkItem:
    """Close a piece of work as done, or (``dropped``) as no longer needed, which asks for a reason in ``outcome``."""
    item = WorkItem.objects.select_for_update().get(pk=item_id)
    require(may_settle(by, item))
    if item.status != WorkStatus.OPEN:
        raise Conflict(say("Somebody has already closed this."), code="already_closed")
    if dropped and not outcome.strip():
        raise Invalid(say("Say why it is no longer needed."), field="outcome")
    item.status = WorkStatus.DROPPED if dropped else WorkStatus.DONE
    item.outcome = outcome.strip()[:300]
    item.closed_at = at or clock.now()
    item.closed_by = by.staff_id or by.id
    item.save(update_fields=["status", "outcome", "closed_at", "closed_by"])
    record(
        by=by, verb="work.dropped" if dropped else "work.closed", subject=item, site_id=item.site_id,
        clients=[item.client_id] if item.client_id else [], detail={"kind": item.kind},
    )  # fmt: skip
    return item


@transaction.atomic
def close_for(
    *, by: Actor, subject: tuple[str, uuid.UUID], kind: WorkKind | str | None = None, at: dt.datetime | None = None
) -> int:
    """Close all open work that points to a place, because the thing itself was done there; say how many items."""
    return _settle_all(by, subject, kind, WorkStatus.DONE, at)


@transaction.atomic
def drop_for(
    *, by: Actor, subject: tuple[str, uuid.UUID], kind: WorkKind | str | None = None, at: dt.datetime | None = None
) -> int:
    """Drop all open work that points to a place, because it is no longer needed; say how many items."""
    return _settle_all(by, subject, kind, WorkStatus.DROPPED, at)


@transaction.atomic
def drop_many(*, by: Actor, subject_kind: str, subject_ids: Collection[uuid.UUID], at: dt.datetime) -> int:
    """Drop all open work about many things of one kind with two statements and one audit event; say how many items."""
    rows = WorkItem.objects.open().filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    clients = list(rows.select_for_update().order_by("pk").values_list("client_id", flat=True))
    if clients:
        rows.update(status=WorkStatus.DROPPED, closed_at=at, closed_by=by.staff_id or by.id)
        record(
            by=by, verb="work.dropped", subject=None, clients=sorted({client for client in clients if client}),
            detail={"items": len(clients), "about": subject_kind},
        )  # fmt: skip
    return len(clients)


@transaction.atomic
def hand_over(*, by: Actor, from_staff_id: uuid.UUID, to_staff_id: uuid.UUID) -> int:
    """Give all open work of one colleague to another; say how many items moved."""
    moved = WorkItem.objects.open().filter(assignee_id=from_staff_id).update(assignee_id=to_staff_id)
    if moved:
        record(
            by=by, verb="work.handed_over", subject=("clinic.staffmember", from_staff_id),
            detail={"to": to_staff_id, "items": moved},
        )  # fmt: skip
    return moved


def _settle_all(
    by: Actor, subject: tuple[str, uuid.UUID], kind: WorkKind | str | None, status: WorkStatus, at: dt.datetime | None
) -> int:
    rows = WorkItem.objects.open().about(*subject)
    if kind:
        rows = rows.filter(kind=kind)
    clients = list(rows.select_for_update().values_list("client_id", flat=True))
    if not clients:
        return 0
    rows.update(status=status, closed_at=at or clock.now(), closed_by=by.staff_id or by.id)
    record(
        by=by, verb="work.closed" if status == WorkStatus.DONE else "work.dropped", subject=subject,
        clients=[client for client in clients if client], detail={"items": len(clients)},
    )  # fmt: skip
    return len(clients)


def _row(item: NewItem) -> WorkItem:
    return WorkItem(
        kind=item.kind,
        site_id=item.site_id,
        assignee_id=item.assignee_id,
        role_key=item.role_key,
        client_id=item.client_id,
        subject_kind=item.subject[0],
        subject_id=item.subject[1],
        summary=str(item.summary)[:300],
        due_at=item.due_at,
        dedupe_key=item.dedupe_key,
    )
