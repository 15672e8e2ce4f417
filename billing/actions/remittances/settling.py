"""What an answer does to its claims: their status, and the denials that come of it. For many claims in a few statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from billing.actions.claims.moving import locked, move
from billing.adjustment_codes import treat
from billing.choices.claims import CLAIM_MOVES, ClaimStatus
from billing.choices.remittances import UNDER_WAY, DenialStatus
from billing.models import Claim, Denial, DenialChange, Remittance, RemittanceClaim
from billing.rules.adjudications import REVERSAL, Adjustment
from billing.rules.remittances import NOT_A_DECISION, Refused, claim_status, deadlines, refused
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import say, sentence
from iop.work.actions import NewItem, drop_many, open_items
from iop.work.choices import WorkKind

SUBJECT = "billing.denial"
BILLER = "biller"
DUE = dt.time(17)
ENDED_BY_US = frozenset({ClaimStatus.REPLACED, ClaimStatus.VOIDED})


@dataclass(frozen=True)
class Outcome:
    """What an answer means for its claim."""

    answer: RemittanceClaim
    claim: Claim
    denial: Refused | None

    @property
    def is_wanted(self) -> bool:
        """Say whether it takes back what we asked to have taken back: the answer to a claim that we replaced or voided."""
        return self.answer.status_code == REVERSAL and self.claim.status in ENDED_BY_US


def settle_claims(*, by: Actor, remittance: Remittance, answers: Sequence[RemittanceClaim], at: dt.datetime) -> None:
    """Move the claims of some answers, open denials, and end those that were answered by a payment."""
    newest = {outcome.claim.pk: outcome for outcome in _outcomes(answers)}
    _move(by, remittance, newest, at)
    _number(newest)
    _deny(by, remittance, {key: outcome for key, outcome in newest.items() if not outcome.is_wanted}, at)


def _outcomes(answers: Sequence[RemittanceClaim]) -> list[Outcome]:
    # What is taken back and decided anew in one payment counts as decided anew.
    ordered = sorted(answers, key=lambda answer: (answer.status_code != REVERSAL, answer.position))
    return [
        Outcome(answer, answer.claim, _refused(answer))
        for answer in ordered
        if answer.claim is not None and answer.status_code not in NOT_A_DECISION
    ]


def _refused(answer: RemittanceClaim) -> Refused | None:
    kept = [Adjustment(row.group, row.code, row.cents, row.quantity) for row in answer.adjustments.all()]
    return refused(kept, answer.status_code, treat, answer.paid)


def _move(by: Actor, remittance: Remittance, newest: dict[uuid.UUID, Outcome], at: dt.datetime) -> None:
    by_status: dict[str, list[Claim]] = defaultdict(list)
    for claim in locked(newest):
        outcome = newest[claim.pk]
        paid = 0 if outcome.answer.status_code == REVERSAL else outcome.answer.paid
        wanted = claim_status(paid, outcome.denial)
        # A claim that was replaced or closed meanwhile keeps its status: the money is posted all the same.
        if wanted in CLAIM_MOVES[claim.status]:
            by_status[wanted].append(claim)
    words = sentence(say("Answered in payment {trace}."), trace=remittance.trace_number)
    for status, claims in by_status.items():
        move(by, claims, status, at, words)


def _number(newest: dict[uuid.UUID, Outcome]) -> None:
    told = []
    for outcome in newest.values():
        number = outcome.answer.payer_number
        if number and outcome.claim.payer_number != number:
            outcome.claim.payer_number = number
            told.append(outcome.claim)
    Claim.objects.bulk_update(told, ["payer_number"])


def _deny(by: Actor, remittance: Remittance, newest: dict[uuid.UUID, Outcome], at: dt.datetime) -> None:
    # The answer to a replacement answers the denial of the claim that it replaces.
    root = {outcome.claim.original_id or claim_id: outcome for claim_id, outcome in newest.items()}
    standing = {
        row.claim_id: row
        for row in Denial.objects.select_for_update(of=("self",)).filter(
            claim__in=[*root, *newest], status__in=UNDER_WAY
        )
    }
    fresh, again, won = [], [], []
    for claim_id, outcome in newest.items():
        known = standing.get(claim_id) or standing.get(outcome.claim.original_id or claim_id)
        if outcome.denial is None and known is not None:
            won.append(known)
        elif outcome.denial is not None and known is not None:
            again.append(_renewed(known, outcome, outcome.denial, remittance))
        elif outcome.denial is not None:
            fresh.append(_new(outcome, outcome.denial, remittance))
    _write(by, fresh, again, won, at)
    _tell(by, [*fresh, *again], newest, at)


def _new(outcome: Outcome, denial: Refused, remittance: Remittance) -> Denial:
    return _renewed(Denial(claim=outcome.claim), outcome, denial, remittance)


def _renewed(row: Denial, outcome: Outcome, denial: Refused, remittance: Remittance) -> Denial:
    payer = outcome.claim.payer
    row.answer, row.cause, row.cents = outcome.answer, denial.cause, denial.cents
    row.reasons = [reason[:8] for reason in denial.reasons]
    row.denied_on, row.status = remittance.paid_on, DenialStatus.OPEN
    row.correct_by, row.appeal_by, row.due_on = deadlines(remittance.paid_on, payer.correction_days, payer.appeal_days)
    return row


def _write(by: Actor, fresh: Sequence[Denial], again: Sequence[Denial], won: Sequence[Denial], at: dt.datetime) -> None:
    Denial.objects.bulk_create(fresh)
    changed = ["answer", "cause", "cents", "reasons", "denied_on", "status", "correct_by", "appeal_by", "due_on"]
    Denial.objects.bulk_update(again, changed)
    Denial.objects.filter(pk__in=[row.pk for row in won]).update(status=DenialStatus.WON)
    changes = [(row, DenialStatus.OPEN, say("Denied again.")) for row in again]
    changes += [(row, DenialStatus.WON, say("Paid.")) for row in won]
    DenialChange.objects.bulk_create(
        DenialChange(denial=row, status=status, at=at, by_id=by.staff_id or by.id, words=str(words))
        for row, status, words in changes
    )
    drop_many(by=by, subject_kind=SUBJECT, subject_ids=[row.pk for row in won], at=at)


def _tell(by: Actor, rows: Sequence[Denial], newest: dict[uuid.UUID, Outcome], at: dt.datetime) -> None:
    items = []
    for row in rows:
        claim = newest[row.answer.claim_id].claim if row.answer.claim_id in newest else row.claim
        items.append(
            NewItem(
                kind=WorkKind.DENIAL, site_id=claim.site_id, subject=(SUBJECT, row.pk),
                summary=sentence(
                    say("Claim {number} was denied ({cause}): answer the payer in time."),
                    number=claim.control_number, cause=row.get_cause_display().lower(),
                ),
                due_at=clock.at_local(row.due_on, DUE, claim.site.time_zone), dedupe_key=f"denial:{row.pk}",
                role_key=BILLER, client_id=claim.client_id,
            )
        )  # fmt: skip
    open_items(by=by, items=items)
