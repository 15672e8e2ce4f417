"""Claims that stand for another: a replacement (7), a void (8), and the claim to the next payer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from billing import coverage as covers
from billing.actions.claims.checking import check_many
from billing.actions.claims.making import claim_of, write_lines
from billing.actions.claims.moving import control_numbers, locked, move
from billing.actions.settling import settle as settle_days
from billing.choices.claims import ClaimStatus, Frequency
from billing.models import Charge, Claim, Coverage
from billing.policies import claims as policies
from billing.rules.adjudications import Adjudication
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require
from iop.core.words import say, sentence


@transaction.atomic
def replace(*, by: Actor, claim: Claim, at: dt.datetime) -> Claim:
    """Make the claim that replaces one the payer has taken in, from what its days come to now.

    Days that changed after they were billed are taken back and posted anew first: the claim they were on no longer keeps them.
    Raises ``Conflict`` when nothing of it stands: then it is to be voided.
    """
    row, number = _locked(by, claim), control_numbers(1)[0]
    _ended(by, row, ClaimStatus.REPLACED, number, at)
    days = set(row.lines.values_list("charge__client", "charge__on"))
    settle_days(by=by, keys=days, at=at, charges=False)
    charges = _standing(row)
    if not charges:
        raise Conflict(say("Nothing on it stands any more: void it."), code="nothing_stands")
    return _correction(by, row, number, Frequency.REPLACEMENT, charges, at)


@transaction.atomic
def void(*, by: Actor, claim: Claim, at: dt.datetime) -> Claim:
    """Make the claim that asks a payer to treat one as never sent. It carries the same lines. Raises ``Conflict``.

    Its charges are free, to be taken back or billed anew, once the payer has taken it in.
    """
    row, number = _locked(by, claim), control_numbers(1)[0]
    _ended(by, row, ClaimStatus.VOIDED, number, at)
    charges = [
        line.charge for line in row.lines.select_related("charge__payer", "charge__authorization").order_by("position")
    ]
    return _correction(by, row, number, Frequency.VOID, charges, at)


@transaction.atomic
def secondary_of(*, by: Actor, claim: Claim, adjudication: Adjudication, at: dt.datetime) -> Claim:
    """Make the claim to the next payer, which carries on what the payer before decided.

    Raises ``Conflict`` where no other cover held on its days, the next payer takes no such claims from us, or one was made already.
    """
    (row,) = locked([claim.pk])
    require(policies.may_work(by, row.site_id))
    cover = _next_cover(row)
    if row.secondaries.exclude(status__in=[ClaimStatus.VOIDED, ClaimStatus.REPLACED]).exists():
        raise Conflict(say("The claim to the next payer was made already."), code="made_already")
    if adjudication.cents and adjudication.paid >= adjudication.cents:
        raise Conflict(say("The payer paid all of it: nothing is left for the next one."), code="nothing_left")
    charges = _standing(row)
    if not charges:
        raise Conflict(say("Nothing on it stands any more."), code="nothing_stands")
    next_one = _alike(row, control_numbers(1)[0], charges, by, at)
    next_one.coverage, next_one.payer, next_one.priority, next_one.after = cover, cover.plan.payer, cover.priority, row
    next_one.authorization_number = ""
    next_one.file_by = adjudication.on + dt.timedelta(days=cover.plan.payer.filing_days)
    _keep(by, next_one, charges, "billing.claim_passed_on", at)
    return _checked(by, next_one, at)


def _locked(by: Actor, claim: Claim) -> Claim:
    (row,) = locked([claim.pk])
    require(policies.may_work(by, row.site_id))
    reason = policies.why_not_correct(row)
    if reason:
        raise Conflict(reason, code="cannot_correct")
    return row


def _ended(by: Actor, row: Claim, becomes: ClaimStatus, number: str, at: dt.datetime) -> None:
    move(by, [row], becomes, at, sentence(say("Claim {number} stands in its place."), number=number))


def _correction(
    by: Actor, row: Claim, number: str, frequency: Frequency, charges: Sequence[Charge], at: dt.datetime
) -> Claim:
    other = _alike(row, number, charges, by, at)
    other.coverage_id, other.payer_id, other.priority, other.after_id = (
        row.coverage_id, row.payer_id, row.priority, row.after_id,
    )  # fmt: skip
    other.frequency, other.original, other.payer_number = frequency, row, row.payer_number
    other.file_by = max(line.on for line in charges) + dt.timedelta(days=row.payer.correction_days)
    verb = "billing.claim_replaced" if frequency == Frequency.REPLACEMENT else "billing.claim_voided"
    _keep(by, other, charges, verb, at)
    return _checked(by, other, at)


def _alike(row: Claim, number: str, charges: Sequence[Charge], by: Actor, at: dt.datetime) -> Claim:
    made = claim_of(charges, row.identity, number, by, at)
    made.authorization_number = made.authorization_number or row.authorization_number
    return made


def _keep(by: Actor, claim: Claim, charges: Sequence[Charge], verb: str, at: dt.datetime) -> None:
    claim.save(force_insert=True)
    write_lines([(claim, charges)])
    record(
        by=by,
        verb=verb,
        subject=claim,
        clients=[claim.client_id],
        site_id=claim.site_id,
        detail={"claim": claim.control_number},
    )


def _checked(by: Actor, claim: Claim, at: dt.datetime) -> Claim:
    check_many(by=by, claim_ids=[claim.pk], at=at)
    claim.refresh_from_db()
    return claim


def _standing(row: Claim) -> list[Charge]:
    """Give what stands of a claim's charges now: each itself, or what was posted in its place for the same payer."""
    found: list[Charge] = []
    ids: list[uuid.UUID] = list(row.lines.order_by("position").values_list("charge_id", flat=True))
    first_payer = row.payer_id if row.after is None else row.after.payer_id
    rows = Charge.objects.select_related("payer", "coverage", "authorization")
    while ids:
        found += rows.filter(pk__in=ids, reversed_at__isnull=True, payer=first_payer).order_by("on", "code")
        ids = list(Charge.objects.filter(replaces__in=ids).values_list("pk", flat=True))
    return sorted(found, key=lambda charge: (charge.on, charge.code))


def _next_cover(row: Claim) -> Coverage:
    after = covers.pays_next(covers.between([row.client_id], row.starts_on, row.ends_on)[row.client_id], row)
    if not after:
        raise Conflict(say("No other payer covered these days."), code="no_next_cover")
    found = next((each for each in after if each.plan.payer.takes_secondary), None)
    if found is None:
        raise Conflict(
            sentence(say("{payer} takes no claims after another payer from us."), payer=after[0].plan.payer.name),
            code="takes_none",
        )
    return found
