"""Keeping when a client cannot come, so that every proposal respects it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction

from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.choices import Weekday
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from scheduling import policies
from scheduling.choices import CommitmentKind
from scheduling.models import Commitment
from scheduling.rules.commitments import why_not_bound


@transaction.atomic
def add_commitments(
    *,
    by: Actor,
    client: Client,
    kind: str,
    weekdays: Collection[int],
    starts: dt.time,
    ends: dt.time,
    starts_on: dt.date,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    note: str = "",
) -> list[Commitment]:
    """Keep that a client cannot come at a time of these weekdays (Monday is 0): one row for each.

    ``ends`` at or before ``starts`` is on the next morning. ``ends_on`` is the last day it holds; none: until it is ended.
    """
    require(policies.may_keep_commitments(by))
    if kind not in CommitmentKind.values:
        raise Invalid(say("Choose what keeps them from the list."), field="kind")
    wanted = sorted({int(day) for day in weekdays})
    if not wanted or not set(wanted) <= set(Weekday.values):
        raise Invalid(say("Choose at least one weekday."), field="weekdays")
    require_valid(why_not_bound(starts, ends, starts_on, ends_on), "ends" if starts == ends else "ends_on")
    rows = Commitment.objects.bulk_create(
        Commitment(
            client=client, kind=kind, weekday=day, starts=starts, ends=ends, starts_on=starts_on, ends_on=ends_on,
            note=note.strip()[:200],
        )
        for day in wanted
    )  # fmt: skip
    _record(by, "scheduling.commitment_kept", client.pk, rows[0], {"kind": kind, "weekdays": wanted})
    return rows


@transaction.atomic
def end_commitment(*, by: Actor, commitment: Commitment, version: int, ends_on: dt.date, at: dt.datetime) -> Commitment:
    """Let a commitment hold for the last time on ``ends_on``."""
    row = _locked(commitment, version)
    require(policies.may_keep_commitments(by))
    require_valid(why_not_bound(row.starts, row.ends, row.starts_on, ends_on), "ends_on")
    row.ends_on, row.version = ends_on, row.version + 1
    row.save(update_fields=["ends_on", "version"])
    _record(by, "scheduling.commitment_ended", row.client_id, row, {"ends_on": ends_on})
    return row


@transaction.atomic
def withdraw_commitment(*, by: Actor, commitment: Commitment, version: int, at: dt.datetime) -> Commitment:
    """Take back a commitment that was entered by mistake: it never held. The row stays."""
    row = _locked(commitment, version)
    require(policies.may_keep_commitments(by))
    row.withdrawn_at, row.version = at, row.version + 1
    row.save(update_fields=["withdrawn_at", "version"])
    _record(by, "scheduling.commitment_withdrawn", row.client_id, row, {})
    return row


def _locked(commitment: Commitment, version: int) -> Commitment:
    row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if row.version != version:
        raise Stale(say("Somebody else changed this meanwhile. Look at it again; nothing of theirs was overwritten."))
    if row.withdrawn_at:
        raise Conflict(say("This was taken back already."), code="withdrawn")
    return row


def _record(by: Actor, verb: str, client_id: uuid.UUID, row: Commitment, detail: dict[str, Any]) -> None:
    record(by=by, verb=verb, subject=row, clients=[client_id], detail=detail)
