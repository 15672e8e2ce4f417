"""What somebody does about a denial, each step on record."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Sum

from billing.actions import ledger
from billing.actions.claims.moving import locked, move
from billing.actions.ledger import Draft
from billing.choices.claims import CLAIM_MOVES, ClaimStatus
from billing.choices.ledger import Account, EntryKind
from billing.choices.remittances import UNDER_WAY, DenialStatus
from billing.models import Claim, Denial, DenialChange, Posting
from billing.policies.remittances import may_give_up, may_work, why_not_move
from billing.rules.ledger import Side
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings as clinic_settings
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

SUBJECT = "billing.denial"
LIMIT = "billing.write_off_limit_cents"


def held(denial_id: uuid.UUID, version: int | None) -> Denial:
    """Lock a denial for a change, its claim first. Raises ``Stale`` when somebody has changed it since it was read."""
    locked(list(Denial.objects.filter(pk=denial_id).values_list("claim_id", flat=True)))
    row = Denial.objects.select_for_update(of=("self",)).select_related("claim__site", "claim__payer").get(pk=denial_id)
    require_current(row.version, version, say("Somebody has worked on this denial since. Look at it again."))
    return row


@transaction.atomic
def take(*, by: Actor, denial: Denial, owner: StaffMember, version: int | None = None, at: dt.datetime) -> Denial:
    """Make it one colleague's own."""
    row = held(denial.pk, version)
    require(may_work(by, row.claim.site_id))
    if row.status not in UNDER_WAY:
        raise Conflict(say("There is nothing left to do about this denial."), code="ended")
    row.owner = owner
    row.version += 1
    row.save(update_fields=["owner", "version"])
    WorkItem.objects.open().about(SUBJECT, row.pk).update(assignee=owner)
    record(
        by=by, verb="billing.denial_taken", subject=row, clients=[row.claim.client_id], site_id=row.claim.site_id,
        detail={"owner": owner.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def change(
    *, by: Actor, denial: Denial, status: str, words: str, version: int | None = None, at: dt.datetime
) -> Denial:
    """Say what was done about it, or how it ended: corrected and sent again, appealed, won, lost. Appeals move the claim too.

    Raises ``Invalid`` without words, ``Refused`` for a step that does not follow. Giving up is ``give_up``.
    """
    row = held(denial.pk, version)
    require(may_work(by, row.claim.site_id))
    said = _said(words)
    if status == DenialStatus.GIVEN_UP:
        raise Invalid(say("Give a reason for giving up."), field="words")
    require(why_not_move(row, status))
    _changed(by, row, status, said, at)
    if status == DenialStatus.APPEALED:
        _appeal_claim(by, row, said, at)
    return row


@transaction.atomic
def give_up(*, by: Actor, denial: Denial, reason: str, version: int | None = None, at: dt.datetime) -> Denial:
    """Stop trying: what still stands with the payer is written off as denied. Never the client's to pay.

    Above the clinic's limit (``billing.write_off_limit_cents``) it needs somebody who may write off.
    """
    row = held(denial.pk, version)
    site = row.claim.site
    today = clock.local_date(at, site.time_zone)
    limit = int(clinic_settings.value(LIMIT, on=today, site_id=site.pk))
    left = still_owed(row.claim)
    require(may_give_up(by, site.pk, sum(left.values()), limit))
    said = _said(reason)
    require(why_not_move(row, DenialStatus.GIVEN_UP))
    _changed(by, row, DenialStatus.GIVEN_UP, said, at)
    ledger.post(by=by, drafts=_written_off(row, left, today), at=at)
    return row


def still_owed(claim: Claim) -> dict[uuid.UUID, int]:
    """Give what the claim's payer still owes for each of its charges, in cents, where it owes anything. One statement."""
    rows = Posting.objects.filter(
        charge__claim_lines__claim=claim, account=Account.PAYERS_OWE, payer=claim.payer_id
    ).order_by()
    sums = rows.values_list("charge").annotate(sum=Sum("cents"))
    return {charge_id: cents for charge_id, cents in sums if cents > 0}


def _written_off(row: Denial, left: dict[uuid.UUID, int], on: dt.date) -> list[Draft]:
    claim, reason = row.claim, (row.reasons[0] if row.reasons else "")[:12]
    both = [
        side
        for charge_id, cents in left.items()
        for side in (
            Side(Account.DENIED, cents, claim.client_id, claim.payer_id, charge_id, reason),
            Side(Account.PAYERS_OWE, -cents, claim.client_id, claim.payer_id, charge_id, reason),
        )
    ]
    key = f"denial:{row.pk}:{row.version}"
    return [Draft(key, EntryKind.WRITE_OFF, claim.site_id, on, both, memo=claim.control_number)] if both else []


def _said(words: str) -> str:
    said = plain_line(words)[:500]
    if not said:
        raise Invalid(say("Say in a sentence what was done, or why."), field="words")
    return said


def _changed(by: Actor, row: Denial, status: str, said: str, at: dt.datetime) -> None:
    DenialChange.objects.create(denial=row, status=status, at=at, by_id=by.staff_id or by.id, words=said)
    row.status = DenialStatus(status)
    row.due_on = row.appeal_by if status in (DenialStatus.LOST, DenialStatus.APPEALED) else row.due_on
    row.version += 1
    row.save(update_fields=["status", "due_on", "version"])
    if status not in UNDER_WAY:
        close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.DENIAL, at=at)
    record(
        by=by, verb="billing.denial_changed", subject=row, clients=[row.claim.client_id], site_id=row.claim.site_id,
        detail={"status": str(status)},
    )  # fmt: skip


def _appeal_claim(by: Actor, row: Denial, said: str, at: dt.datetime) -> None:
    (claim,) = locked([row.claim_id])
    if ClaimStatus.APPEALED in CLAIM_MOVES[claim.status]:
        move(by, [claim], ClaimStatus.APPEALED, at, said)
