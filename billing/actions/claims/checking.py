"""Checking claims before they go out: ready, or with what is to be mended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction

from billing.actions.claims.moving import SUBJECT, locked, move
from billing.choices.claims import ClaimStatus
from billing.claim_facts import facts_of
from billing.models import Claim
from billing.policies import claims as policies
from billing.rules.claims.scrubbing import Fault
from billing.rules.claims.scrubbing import check as scrub
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import require
from iop.core.words import say
from iop.work.actions import NewItem, drop_many, open_items
from iop.work.choices import WorkKind

BILLER = "biller"
PIECE = 500
BEFORE_IT_GOES = (ClaimStatus.DRAFT, ClaimStatus.READY)
DAYS_TO_MEND = 2


def check(claim: Claim, at: dt.datetime) -> list[Fault]:
    """Say what is wrong with one claim now; nothing is written."""
    return scrub(facts_of([claim.pk], at)[claim.pk][1])


@transaction.atomic
def check_many(*, by: Actor, claim_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, list[Fault]]:
    """Check claims that have not gone out, and keep what was found: ready ones become ready, others open work for billing.

    Claims that went out meanwhile are passed over. Statements grow with every five hundred claims alone.
    """
    ids = sorted(claim_ids)
    found: dict[uuid.UUID, list[Fault]] = {}
    for first in range(0, len(ids), PIECE):
        rows = [row for row in locked(ids[first : first + PIECE]) if row.status in BEFORE_IT_GOES]
        for row in rows:
            require(policies.may_work(by, row.site_id))
        facts = facts_of([row.pk for row in rows], at) if rows else {}
        faults = {row.pk: scrub(facts[row.pk][1]) for row in rows}
        _keep(by, rows, faults, at)
        found |= faults
    return found


@transaction.atomic
def mend(*, by: Actor, claim: Claim, at: dt.datetime) -> list[Fault]:
    """Take a claim that was rejected before review back to be checked and sent again, as it is kept now. Raises ``Conflict``."""
    (row,) = locked([claim.pk])
    require(policies.may_work(by, row.site_id))
    if row.status == ClaimStatus.REJECTED:
        row.batch = None
        row.sent_at = None
        move(by, [row], ClaimStatus.DRAFT, at, say("Mended after it was rejected."), ["batch", "sent_at"])
    found = check_many(by=by, claim_ids=[row.pk], at=at).get(row.pk, [])
    record(by=by, verb="billing.claim_checked", subject=row, clients=[row.client_id], site_id=row.site_id)
    return found


def _keep(by: Actor, rows: Sequence[Claim], faults: dict[uuid.UUID, list[Fault]], at: dt.datetime) -> None:
    changed = []
    for row in rows:
        kept = [{"code": each.code, "words": str(each.words), "place": each.place} for each in faults[row.pk]]
        if kept != row.faults:
            row.faults = kept
            changed.append(row)
    Claim.objects.bulk_update(changed, ["faults"], batch_size=1000)
    ready = [row for row in rows if not faults[row.pk]]
    move(
        by,
        [row for row in ready if row.status == ClaimStatus.DRAFT],
        ClaimStatus.READY,
        at,
        say("Checked: nothing is missing."),
    )
    back = [row for row in rows if faults[row.pk] and row.status == ClaimStatus.READY]
    move(by, back, ClaimStatus.DRAFT, at, {row.pk: faults[row.pk][0].words for row in back})
    drop_many(by=by, subject_kind=SUBJECT, subject_ids=[row.pk for row in ready], at=at)
    ask_to_mend(by, [row for row in rows if faults[row.pk]], at)


def ask_to_mend(by: Actor, rows: Sequence[Claim], at: dt.datetime) -> None:
    """Open one piece of work for each claim that waits for something, for whoever bills at its site."""
    due = at + dt.timedelta(days=DAYS_TO_MEND)
    open_items(
        by=by,
        items=[
            NewItem(
                kind=WorkKind.CLAIM_FAULT, site_id=row.site_id, subject=(SUBJECT, row.pk),
                summary=say("Mend a claim so that it can go out."), due_at=due, dedupe_key=f"claim-fault:{row.pk}",
                role_key=BILLER, client_id=row.client_id,
            )
            for row in rows
        ],
    )  # fmt: skip
