"""A file's payments, claims, lines and adjustments as rows, some hundred claims at a time."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import IO, BinaryIO, cast

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Upper

from billing.actions.remittances import progress
from billing.actions.remittances.matching import find_claims
from billing.models import (
    BillingIdentity,
    Payer,
    ProviderAdjustment,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceFile,
    RemittanceLine,
)
from billing.rules.adjudications import Adjustment
from billing.x12.r835 import ClaimAnswer, End, Payment, Provider, answers
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict
from iop.core.words import say, sentence

CLAIMS_AT_ONCE = 500


@dataclass
class Rows:
    """What waits to be written."""

    claims: list[RemittanceClaim] = field(default_factory=list)
    lines: list[RemittanceLine] = field(default_factory=list)
    adjustments: list[RemittanceAdjustment] = field(default_factory=list)
    others: list[ProviderAdjustment] = field(default_factory=list)


def take_over(*, by: Actor, file: RemittanceFile, stream: IO[bytes], at: dt.datetime) -> None:
    """Write all that a file says, in the caller's transaction, so that a fault at its end leaves nothing of its beginning."""
    row, rows, done = None, Rows(), 0
    for event in answers(cast(BinaryIO, stream)):
        if isinstance(event, Payment):
            row = _begun(file, event)
        elif isinstance(event, ClaimAnswer) and row is not None:
            done += 1
            _claim(rows, row, event)
            if len(rows.claims) >= CLAIMS_AT_ONCE:
                _write(rows, row)
                progress.tell(file.pk, done)
                rows = Rows()
        elif isinstance(event, Provider) and row is not None:
            rows.others.append(_other(row, event))
        elif isinstance(event, End) and row is not None:
            _write(rows, row)
            rows = Rows()
            _ended(by, row, event)
    progress.tell(file.pk, done)


def _begun(file: RemittanceFile, head: Payment) -> Remittance:
    code = (head.payer_codes[0] if head.payer_codes else head.payer_name)[:80]
    known = Remittance.objects.filter(payer_code=code, trace_number=head.trace_number[:50], cents=head.cents)
    if known.exists():
        raise _known(head)
    row = Remittance(
        file=file, site_id=_site_of(head, file), payer=_payer_of(head), payer_name=head.payer_name[:60], payer_code=code,
        trace_number=head.trace_number[:50], method=head.method[:3], paid_on=head.on, cents=head.cents,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody else is taking the same payment in at this moment, and was quicker.
        raise _known(head) from None
    return row


def _known(head: Payment) -> Conflict:
    return Conflict(
        sentence(
            say("The payment {trace} of {payer} was taken in already, from another file. Nothing was changed."),
            trace=head.trace_number[:50], payer=head.payer_name[:60],
        ),
        code="same_payment",
    )  # fmt: skip


def _site_of(head: Payment, file: RemittanceFile) -> uuid.UUID:
    # Several sites may bill under one number: then it stays with who handed it in.
    found = BillingIdentity.objects.filter(npi=head.payee_npi).values_list("site_id", flat=True).distinct()
    sites = set(found) if head.payee_npi else set()
    return sites.pop() if len(sites) == 1 else file.site_id


def _payer_of(head: Payment) -> Payer | None:
    by_name = Q(upper=head.payer_name.upper()) if head.payer_name else Q(pk__in=[])
    rows = Payer.objects.annotate(upper=Upper("name")).filter(Q(payer_code__in=head.payer_codes) | by_name)[:2]
    return rows[0] if len(rows) == 1 else None


def _claim(rows: Rows, remittance: Remittance, answer: ClaimAnswer) -> None:
    claim = RemittanceClaim(
        remittance=remittance, position=answer.position, control_number=answer.control_number[:38],
        status_code=answer.status[:2], cents=answer.cents, paid=answer.paid, patient=answer.patient,
        payer_number=answer.payer_number[:50], name=answer.name[:120], member_number=answer.member_number,
        starts_on=answer.starts_on, ends_on=answer.ends_on, remarks=[each[:10] for each in answer.remarks],
    )  # fmt: skip
    rows.claims.append(claim)
    rows.adjustments += [_adjustment(claim, None, place, each) for place, each in enumerate(answer.adjustments, 1)]
    for position, each in enumerate(answer.lines, 1):
        line = RemittanceLine(
            answer=claim, position=position, control_number=each.control_number[:50], code=each.code[:48],
            on=each.on, cents=each.cents, paid=each.paid, units=each.units, remarks=[item[:10] for item in each.remarks],
        )  # fmt: skip
        rows.lines.append(line)
        rows.adjustments += [_adjustment(claim, line, place, kept) for place, kept in enumerate(each.adjustments, 1)]


def _adjustment(
    claim: RemittanceClaim, line: RemittanceLine | None, position: int, each: Adjustment
) -> RemittanceAdjustment:
    return RemittanceAdjustment(
        answer=claim, line=line, position=position, group=each.group[:2], code=each.code[:5], cents=each.cents,
        quantity=each.quantity,
    )  # fmt: skip


def _other(remittance: Remittance, event: Provider) -> ProviderAdjustment:
    return ProviderAdjustment(
        remittance=remittance, position=event.position, reason=event.reason[:3], reference=event.reference[:50],
        cents=event.cents,
    )  # fmt: skip


def _write(rows: Rows, remittance: Remittance) -> None:
    find_claims(rows.claims, rows.lines)
    if remittance.payer_id is None:
        remittance.payer = next((claim.claim.payer for claim in rows.claims if claim.claim), None)
    RemittanceClaim.objects.bulk_create(rows.claims)
    RemittanceLine.objects.bulk_create(rows.lines, batch_size=2000)
    RemittanceAdjustment.objects.bulk_create(rows.adjustments, batch_size=2000)
    ProviderAdjustment.objects.bulk_create(rows.others)


def _ended(by: Actor, remittance: Remittance, end: End) -> None:
    remittance.claims_count = end.claims
    remittance.save(update_fields=["claims_count", "payer"])
    record(
        by=by, verb="billing.remittance_read", subject=remittance, site_id=remittance.site_id,
        detail={"claims": end.claims, "cents": remittance.cents},
    )  # fmt: skip
