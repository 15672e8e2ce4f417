"""Finding the claim that an answer is about: by its number, and otherwise by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from billing.actions.remittances.posting import close_unmatched, settle_matched
from billing.choices.remittances import Match, RemittanceStatus
from billing.models import Claim, ClaimLine, Remittance, RemittanceClaim, RemittanceLine
from billing.policies.remittances import may_work
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require
from iop.core.words import say


def find_claims(answers: Sequence[RemittanceClaim], lines: Sequence[RemittanceLine]) -> None:
    """Match answers with claims by control number, and their lines by theirs, else by day and code. Two statements."""
    numbers = {answer.control_number for answer in answers}
    found = {
        claim.control_number: claim
        for claim in Claim.objects.filter(control_number__in=numbers).select_related("payer")
    }
    for answer in answers:
        answer.claim = found.get(answer.control_number)
        answer.match = Match.NUMBER if answer.claim else Match.NONE
    _find_lines(answers, lines)


def _find_lines(answers: Sequence[RemittanceClaim], lines: Sequence[RemittanceLine]) -> None:
    claim_of = {answer.pk: answer.claim_id for answer in answers if answer.claim_id}
    open_lines: dict[uuid.UUID, list[ClaimLine]] = defaultdict(list)
    for row in ClaimLine.objects.filter(claim__in=set(claim_of.values())).select_related("charge"):
        open_lines[row.claim_id].append(row)
    by_answer: dict[uuid.UUID, list[RemittanceLine]] = defaultdict(list)
    for line in lines:
        by_answer[line.answer_id].append(line)
    for answer_id, claim_id in claim_of.items():
        _pair(by_answer[answer_id], list(open_lines[claim_id]))


def _pair(lines: Sequence[RemittanceLine], left: list[ClaimLine]) -> None:
    by_number = {row.control_number: row for row in left}
    for line in lines:
        line.claim_line = by_number.get(line.control_number)
    taken = {line.claim_line_id for line in lines if line.claim_line_id}
    left = [row for row in left if row.pk not in taken]
    for line in lines:
        if line.claim_line_id is None:
            alike = [row for row in left if row.charge.on == line.on and row.charge.code == line.code]
            # Two lines alike on one day are told apart by their order alone, as the payer was sent them.
            if alike:
                line.claim_line = alike[0]
                left.remove(alike[0])


@transaction.atomic
def match_by_hand(*, by: Actor, answer: RemittanceClaim, claim: Claim, at: dt.datetime) -> RemittanceClaim:
    """Say which claim an answer is about; where its money was posted as not matched, it is posted to the claim now.

    Raises ``Conflict`` when somebody has matched it meanwhile.
    """
    remittance = Remittance.objects.select_for_update().get(pk=answer.remittance_id)
    row = RemittanceClaim.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    require(may_work(by, remittance.site_id))
    if row.claim_id is not None:
        raise Conflict(say("Somebody has already found the claim of this answer."), code="matched")
    row.claim, row.match, row.matched_by = claim, Match.HAND, by.staff_id or by.id
    row.save(update_fields=["claim", "match", "matched_by"])
    lines = list(row.lines.all())
    _find_lines([row], lines)
    RemittanceLine.objects.bulk_update([line for line in lines if line.claim_line_id], ["claim_line"])
    record(
        by=by, verb="billing.remittance_matched", subject=row, clients=[claim.client_id], site_id=remittance.site_id,
        detail={"claim": claim.pk},
    )  # fmt: skip
    if remittance.status == RemittanceStatus.POSTED:
        settle_matched(by=by, remittance=remittance, answer=row, at=at)
        close_unmatched(by=by, remittance=remittance, at=at)
    return row
