"""What payers decided, as values: for the next payer's claim, for pages, and for posting."""

from __future__ import annotations

import uuid

from billing.models import RemittanceAdjustment, RemittanceClaim, RemittanceLine
from billing.rules.adjudications import REVERSAL, Adjudication, Adjustment, LineAnswer


def adjudication_of(claim_id: uuid.UUID) -> Adjudication | None:
    """Give the newest decision about a claim that stands and was posted; none when there is none. Four statements."""
    rows = (
        RemittanceClaim.objects.filter(claim=claim_id, posted_at__isnull=False)
        .order_by("-posted_at", "-position")
        .select_related("remittance")
        .prefetch_related("lines__claim_line", "adjustments")
    )
    newest = rows.first()
    if newest is None or newest.status_code == REVERSAL:
        return None
    return answer_of(newest)[0]


def answer_of(answer: RemittanceClaim) -> tuple[Adjudication, dict[str, uuid.UUID]]:
    """Give an answer as values, and the charge of each of its lines that was found.

    Needs ``remittance``, ``lines__claim_line`` and ``adjustments`` to be read. Lines are named by our own control number where
    they were found, else by their position.
    """
    of_line: dict[uuid.UUID | None, list[RemittanceAdjustment]] = {}
    for each in answer.adjustments.all():
        of_line.setdefault(each.line_id, []).append(each)
    lines: dict[str, LineAnswer] = {}
    charges: dict[str, uuid.UUID] = {}
    for row in answer.lines.all():
        key = row.claim_line.control_number if row.claim_line else f"#{row.position}"
        lines[key] = _line(row, key, of_line.get(row.pk, []))
        if row.claim_line:
            charges[key] = row.claim_line.charge_id
    found = Adjudication(
        paid=answer.paid, on=answer.remittance.paid_on, payer_number=answer.payer_number, status=answer.status_code,
        cents=answer.cents, patient=answer.patient, lines=lines,
        adjustments=tuple(_adjustment(each) for each in of_line.get(None, [])),
    )  # fmt: skip
    return found, charges


def _line(row: RemittanceLine, key: str, adjustments: list[RemittanceAdjustment]) -> LineAnswer:
    return LineAnswer(
        control_number=key, code=row.code, cents=row.cents, paid=row.paid, on=row.on, units=row.units,
        adjustments=tuple(_adjustment(each) for each in adjustments), remarks=tuple(row.remarks),
    )  # fmt: skip


def _adjustment(row: RemittanceAdjustment) -> Adjustment:
    return Adjustment(row.group, row.code, row.cents, row.quantity)
