"""How claims come from one status to another: with a row of history each, and their lines live or not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction

from billing.actions.numbers import next_numbers
from billing.choices.claims import LIVE, VOID_TAKEN, Frequency
from billing.models import Claim, ClaimChange, ClaimLine
from billing.policies import claims as policies
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say
from iop.work.actions import drop_many

SUBJECT = "billing.claim"


def locked(claim_ids: Collection[uuid.UUID]) -> list[Claim]:
    """Lock claims in one order, and give them as they are now."""
    return list(Claim.objects.filter(pk__in=claim_ids).order_by("pk").select_for_update(of=("self",)))


@transaction.atomic
def settle(*, by: Actor, claim: Claim, status: str, at: dt.datetime, words: Sentence = "") -> Claim:
    """Keep what became of a claim, as a payer's answer says. Raises ``Conflict`` where that status cannot follow."""
    (row,) = locked([claim.pk])
    require(policies.may_work(by, row.site_id))
    if row.status == status:
        return row
    move(by, [row], status, at, words)
    record(
        by=by,
        verb="billing.claim_settled",
        subject=row,
        clients=[row.client_id],
        site_id=row.site_id,
        detail={"status": status},
    )
    return row


@transaction.atomic
def leave(*, by: Actor, claim: Claim, because: str, at: dt.datetime) -> Claim:
    """Leave a claim that has not gone out, so that its charges can go on another. Raises ``NotAllowed``, ``Invalid``."""
    (row,) = locked([claim.pk])
    require(policies.may_work(by, row.site_id))
    reason = policies.why_not_leave(row)
    if reason:
        raise Conflict(reason, code="gone_out")
    if not because.strip():
        raise Invalid(say("Say why it is left."), field="because")
    move(by, [row], "voided", at, because.strip()[:500])
    drop_many(by=by, subject_kind=SUBJECT, subject_ids=[row.pk], at=at)
    record(by=by, verb="billing.claim_left", subject=row, clients=[row.client_id], site_id=row.site_id)
    return row


def move(
    by: Actor, claims: Iterable[Claim], status: str, at: dt.datetime, words: Sentence | Mapping[uuid.UUID, Sentence] = "",
    fields: Sequence[str] = (),
) -> None:  # fmt: skip
    """Bring locked claims to a status, inside an action's transaction; three statements, whatever their number.

    Claims that end let their charges go; one that voids another does once the payer has taken it in.
    ``words`` are the same for all, or by claim; ``fields`` were changed too and are written along. Raises ``Conflict``.
    """
    rows = list(claims)
    for row in rows:
        reason = policies.why_not_move(row, status)
        if reason:
            raise Conflict(reason, code="cannot_follow")
        row.status = status
        row.version += 1
    Claim.objects.bulk_update(rows, ["status", "version", *fields], batch_size=1000)
    ClaimChange.objects.bulk_create(
        [ClaimChange(claim=row, status=status, at=at, by_id=by.id, words=_said(words, row)) for row in rows],
        batch_size=2000,
    )
    ended = [row for row in rows if status not in LIVE or (row.frequency == Frequency.VOID and status in VOID_TAKEN)]
    if ended:
        ClaimLine.objects.filter(claim__in=ended, is_live=True).update(is_live=False)


def _said(words: Sentence | Mapping[uuid.UUID, Sentence], row: Claim) -> str:
    return str(words.get(row.pk, "") if isinstance(words, Mapping) else words)[:500]


def control_numbers(count: int) -> list[str]:
    """Draw control numbers for claims: C and nine digits, which say nothing about anybody."""
    return [f"C{number:09d}" for number in next_numbers("billing_claim_number", count)]
