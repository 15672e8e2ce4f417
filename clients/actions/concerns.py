"""Somebody is worried about a client: said once, and a colleague is asked at once."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import policies, rules
from clients.choices import CONCERN_FALLBACK_ROLE, CONCERN_WORK, ConcernKind
from clients.models import Client, Concern
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import on_call
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import say
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind

SUBJECT = "clients.concern"


@transaction.atomic
def raise_concern(
    *,
    by: Actor,
    site_id: uuid.UUID,
    client: Client,
    kind: str,
    at: dt.datetime,
    session_id: uuid.UUID | None = None,
    what_happened: str = "",
    what_was_done: str = "",
) -> Concern:
    """Record a concern and ask for follow-up now: the colleague on call, or the clinical director when the rota has a gap.

    Words may follow later; the kind is enough to begin. ``session_id`` is the treatment day it arose in.
    """
    require(policies.may_raise_concern(by, site_id))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can raise a concern."))
    if kind not in ConcernKind.values:
        raise Invalid(say("Choose what kind of concern it is."), field="kind")
    concern = Concern.objects.create(
        site_id=site_id, client=client, kind=kind, raised_at=at, raised_by_id=by.staff_id, session_id=session_id,
        what_happened=rules.plain_text(what_happened), what_was_done=rules.plain_text(what_was_done),
    )  # fmt: skip
    called = on_call.now(site_id, at)
    open_item(
        by=by, kind=WorkKind.CONCERN, site_id=site_id, subject=(SUBJECT, concern.pk), summary=CONCERN_WORK[kind], due_at=at,
        dedupe_key=f"concern:{concern.pk}", client_id=client.pk, assignee_id=called.staff_id if called else None,
        role_key="" if called else CONCERN_FALLBACK_ROLE,
    )  # fmt: skip
    record(
        by=by, verb="clients.concern_raised", subject=concern, clients=[client.pk], site_id=site_id,
        detail={"kind": str(kind), "session": session_id, "on_call": called.staff_id if called else None},
    )  # fmt: skip
    return concern


@transaction.atomic
def resolve_concern(*, by: Actor, concern: Concern, resolution: str, at: dt.datetime) -> Concern:
    """Close a concern with what came of it; the work it asked for closes too."""
    row = Concern.objects.select_for_update().get(pk=concern.pk)
    require(policies.may_resolve_concern(by, row.site_id))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can close a concern."))
    if row.resolved_at:
        raise Conflict(say("Somebody has already closed this concern."), code="already_closed")
    if not resolution.strip():
        raise Invalid(say("Say what came of it: who spoke with them, and how they are."), field="resolution")
    row.resolved_at = at
    row.resolved_by_id = by.staff_id
    row.resolution = rules.plain_text(resolution)
    row.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.CONCERN, at=at)
    record(
        by=by, verb="clients.concern_resolved", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": row.kind},
    )  # fmt: skip
    return row
