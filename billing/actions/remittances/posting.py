"""Posting a payer's answer: money to the ledger, decisions to the claims, denials to those who work on them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Sum

from billing import coverage
from billing.actions import ledger
from billing.actions.ledger import Draft
from billing.actions.remittances import progress
from billing.actions.remittances.settling import settle_claims
from billing.adjustment_codes import treat
from billing.choices.ledger import Account, EntryKind
from billing.choices.remittances import Match, RemittanceStatus
from billing.models import ClaimLine, Posting, Remittance, RemittanceClaim
from billing.policies.remittances import may_work
from billing.remittances import answer_of
from billing.rules.adjudications import REVERSAL
from billing.rules.ledger import Side
from billing.rules.remittances import Owed, Part, Parties, parts_of, sides
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.core.words import say, sentence
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind

CLAIMS_AT_ONCE = 500
WAITED_FOR = 1500
"""Up to this many claims are posted while somebody waits; more are posted by a task."""
SUBJECT = "billing.remittance"
BILLER = "biller"
UNMATCHED_DAYS = 3


@transaction.atomic
def post(*, by: Actor, remittance: Remittance, at: dt.datetime) -> Remittance:
    """Post a payment with all that it decides, whole or not at all; one that is long is only asked for, and a task posts it.

    Raises ``Conflict`` for one that is posted: of two who post at once the second is told.
    """
    row = Remittance.objects.select_for_update(of=("self",)).select_related("site").get(pk=remittance.pk)
    require(may_work(by, row.site_id))
    _must_be_open(row)
    if row.claims_count > WAITED_FOR and not by.is_system:
        return _asked(by, row, at)
    _post(by, row, at)
    return row


@transaction.atomic
def post_waiting(*, at: dt.datetime) -> int:
    """Post the long payments that somebody asked to post; say how many. A worker killed half-way leaves nothing half."""
    waiting = Remittance.objects.filter(status=RemittanceStatus.RECEIVED, post_asked_at__isnull=False)
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("site")[:3])
    for row in rows:
        _post(SYSTEM, row, at)
    return len(rows)


def _must_be_open(row: Remittance) -> None:
    if row.status == RemittanceStatus.POSTED:
        on = clock.local_date(row.posted_at, row.site.time_zone) if row.posted_at else ""
        raise Conflict(
            sentence(say("This payment is posted already, on {day}. Nothing was posted twice."), day=on),
            code="posted",
        )


def _asked(by: Actor, row: Remittance, at: dt.datetime) -> Remittance:
    if row.post_asked_at is None:
        row.post_asked_at, row.posted_by = at, by.staff_id or by.id
        row.save(update_fields=["post_asked_at", "posted_by"])
        record(by=by, verb="billing.remittance_post_asked", subject=row, site_id=row.site_id)
    return row


def _post(by: Actor, row: Remittance, at: dt.datetime) -> None:
    done = 0
    for chunk in _chunks(row):
        post_answers(by=by, remittance=row, answers=chunk, at=at)
        done += len(chunk)
        progress.tell(row.pk, done)
    ledger.post(by=by, drafts=_others(row, at), at=at)
    row.status, row.posted_at = RemittanceStatus.POSTED, at
    row.posted_by = row.posted_by if by.is_system and row.posted_by else by.staff_id or by.id
    row.version += 1
    row.save(update_fields=["status", "posted_at", "posted_by", "version"])
    _unmatched_work(by, row, at)
    record(
        by=by, verb="billing.remittance_posted", subject=row, site_id=row.site_id,
        detail={"claims": done, "cents": row.cents, "asked_by": row.posted_by},
    )  # fmt: skip


def _chunks(row: Remittance) -> Iterator[list[RemittanceClaim]]:
    last = 0
    while True:
        rows = RemittanceClaim.objects.filter(remittance=row, position__gt=last, posted_at__isnull=True)
        found = list(
            rows.order_by("position")
            .select_related("remittance", "claim__payer", "claim__site", "claim__original")
            .prefetch_related("lines__claim_line", "adjustments")[:CLAIMS_AT_ONCE]
        )
        if not found:
            return
        last = found[-1].position
        yield found


def post_answers(*, by: Actor, remittance: Remittance, answers: Sequence[RemittanceClaim], at: dt.datetime) -> None:
    """Post some answers of a payment in a number of statements that does not grow with them.

    Claims and denials are locked before months, as everywhere: two who work on one claim wait, and do not lock each other out.
    """
    on = min(remittance.paid_on, clock.local_date(at, remittance.site.time_zone))
    matched = [answer for answer in answers if answer.claim is not None]
    settle_claims(by=by, remittance=remittance, answers=matched, at=at)
    for some in in_turn(matched):
        ledger.post(by=by, drafts=_entries(some, on), at=at)
    ledger.post(by=by, drafts=_unmatched(remittance, answers, on), at=at)
    RemittanceClaim.objects.filter(pk__in=[answer.pk for answer in matched]).update(posted_at=at)


def in_turn(answers: Sequence[RemittanceClaim]) -> list[list[RemittanceClaim]]:
    """Part answers so that each part has one of a claim: what is taken back is posted before what was decided anew.

    Else the second would meet what was owed before the first.
    """
    parts: list[list[RemittanceClaim]] = []
    seen: Counter[uuid.UUID | None] = Counter()
    for answer in sorted(answers, key=lambda one: (one.status_code != REVERSAL, one.position)):
        if seen[answer.claim_id] == len(parts):
            parts.append([])
        parts[seen[answer.claim_id]].append(answer)
        seen[answer.claim_id] += 1
    return parts


def settle_matched(*, by: Actor, remittance: Remittance, answer: RemittanceClaim, at: dt.datetime) -> None:
    """Post an answer whose claim was found after its payment was posted: the money that waited goes to the claim."""
    row = (
        RemittanceClaim.objects.select_related("remittance", "claim__payer", "claim__site", "claim__original")
        .prefetch_related("lines__claim_line", "adjustments")
        .get(pk=answer.pk)
    )
    today = clock.local_date(at, remittance.site.time_zone)
    drafts = [_out_of_waiting(draft, remittance) for draft in _entries([row], today)]
    settle_claims(by=by, remittance=remittance, answers=[row], at=at)
    ledger.post(by=by, drafts=drafts, at=at)
    RemittanceClaim.objects.filter(pk=row.pk).update(posted_at=at)


def close_unmatched(*, by: Actor, remittance: Remittance, at: dt.datetime) -> None:
    """Take the work off the list once every answer has its claim."""
    if not RemittanceClaim.objects.filter(remittance=remittance, match=Match.NONE).exists():
        close_for(by=by, subject=(SUBJECT, remittance.pk), kind=WorkKind.TASK, at=at)


def _out_of_waiting(draft: Draft, remittance: Remittance) -> Draft:
    if not any(side.account == Account.CASH for side in draft.sides):
        return draft
    moved = [
        Side(Account.UNMATCHED, side.cents, None, remittance.payer_id) if side.account == Account.CASH else side
        for side in draft.sides
    ]
    return Draft(draft.key, EntryKind.MATCHED, draft.site_id, draft.on, moved, draft.memo)


def _entries(matched: Sequence[RemittanceClaim], on: dt.date) -> list[Draft]:
    owed = _owed(matched)
    following = _following(matched)
    return [
        Draft(
            f"835:{answer.pk}:{kind}:{place}", kind, answer.claim.site_id, on, posted, memo=answer.claim.control_number
        )
        for answer in matched
        if answer.claim is not None
        for place, (kind, posted) in enumerate(
            sides(
                _parts(answer, owed[answer.claim_id]),
                Parties(answer.claim.client_id, answer.claim.payer_id, following.get(answer.pk)),
                answer.status_code,
                treat,
            )
        )
    ]


def _parts(answer: RemittanceClaim, owed: Sequence[Owed]) -> list[Part]:
    values, lines = answer_of(answer)
    return parts_of(values, lines, owed)


def _owed(matched: Sequence[RemittanceClaim]) -> dict[uuid.UUID | None, list[Owed]]:
    claims = {answer.claim_id: answer.claim for answer in matched}
    found: dict[uuid.UUID | None, list[Owed]] = defaultdict(list)
    rows = (
        ClaimLine.objects.filter(claim__in=claims).order_by("position").values_list("claim", "charge", "charge__cents")
    )
    kept = list(rows)
    later = {claim_id for claim_id, claim in claims.items() if claim is not None and claim.priority > 1}
    left = _left({charge for claim_id, charge, _cents in kept if claim_id in later})
    for claim_id, charge_id, cents in kept:
        claim = claims[claim_id]
        still = left.get((charge_id, claim.payer_id), 0) if claim_id in later and claim is not None else None
        found[claim_id].append(Owed(charge_id, cents, still))
    return found


def _left(charge_ids: set[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], int]:
    if not charge_ids:
        return {}
    rows = Posting.objects.filter(charge__in=charge_ids, account=Account.PAYERS_OWE).order_by()
    return {
        (charge, payer): sum_ for charge, payer, sum_ in rows.values_list("charge", "payer").annotate(sum=Sum("cents"))
    }


def _following(matched: Sequence[RemittanceClaim]) -> dict[uuid.UUID, uuid.UUID]:
    """Say which payer pays next, by answer; what is taken back goes back to whom it was passed on."""
    found = _passed_on([answer for answer in matched if answer.status_code == REVERSAL])
    fresh = [answer for answer in matched if answer.status_code != REVERSAL and answer.claim is not None]
    claims = [answer.claim for answer in fresh if answer.claim is not None]
    if not claims:
        return found
    first, last = min(claim.starts_on for claim in claims), max(claim.ends_on for claim in claims)
    covers = coverage.between({claim.client_id for claim in claims}, first, last)
    for answer, claim in zip(fresh, claims, strict=True):
        after = coverage.pays_next(covers[claim.client_id], claim)
        cover = next((row for row in after if row.plan.payer.takes_secondary), None)
        if cover is not None:
            found[answer.pk] = cover.plan.payer_id
    return found


def _passed_on(reversals: Sequence[RemittanceClaim]) -> dict[uuid.UUID, uuid.UUID]:
    if not reversals:
        return {}
    claims = {answer.claim_id: answer for answer in reversals}
    rows = (
        ClaimLine.objects.filter(
            claim__in=claims, charge__postings__account=Account.PAYERS_OWE, charge__postings__cents__gt=0,
            charge__postings__entry__kind=EntryKind.TRANSFER,
        )
        .values_list("claim", "charge__postings__payer")
        .distinct()
    )  # fmt: skip
    return {
        claims[claim_id].pk: payer_id
        for claim_id, payer_id in rows
        if claims[claim_id].claim is not None and payer_id != claims[claim_id].claim.payer_id  # type: ignore[union-attr]
    }


def _unmatched(remittance: Remittance, answers: Sequence[RemittanceClaim], on: dt.date) -> list[Draft]:
    return [
        Draft(
            f"835:{answer.pk}:unmatched", EntryKind.PAYER_PAYMENT, remittance.site_id, on,
            [
                Side(Account.CASH, answer.paid, None, remittance.payer_id),
                Side(Account.UNMATCHED, -answer.paid, None, remittance.payer_id),
            ],
            memo=remittance.trace_number,
        )
        for answer in answers
        if answer.claim is None and answer.paid
    ]  # fmt: skip


def _others(row: Remittance, at: dt.datetime) -> list[Draft]:
    on = min(row.paid_on, clock.local_date(at, row.site.time_zone))
    return [
        Draft(
            f"835:{other.pk}:other", EntryKind.PAYER_PAYMENT, row.site_id, on,
            [
                Side(Account.PAYER_OTHER, other.cents, None, row.payer_id, None, f"PLB-{other.reason}"),
                Side(Account.CASH, -other.cents, None, row.payer_id, None, f"PLB-{other.reason}"),
            ],
            memo=row.trace_number,
        )
        for other in row.others.all()
        if other.cents
    ]  # fmt: skip


def _unmatched_work(by: Actor, row: Remittance, at: dt.datetime) -> None:
    count = RemittanceClaim.objects.filter(remittance=row, match=Match.NONE).count()
    if not count:
        return
    open_item(
        by=by, kind=WorkKind.TASK, site_id=row.site_id, subject=(SUBJECT, row.pk),
        summary=sentence(say("Find the claims of {count} answers in payment {trace}."), count=count, trace=row.trace_number),
        due_at=at + dt.timedelta(days=UNMATCHED_DAYS), dedupe_key=f"unmatched:{row.pk}", role_key=BILLER,
    )  # fmt: skip
