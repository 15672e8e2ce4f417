"""Keeping what is answered to a batch before anybody decides: 999 about the file, 277CA about each claim."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Iterable, Iterator
from typing import IO

from django.db import IntegrityError, transaction

from billing.actions.claims.batches import move_batch, pieces_of
from billing.actions.claims.checking import ask_to_mend
from billing.actions.claims.moving import locked, move
from billing.choices.claims import BATCH_MOVES, CLAIM_MOVES, AckKind, BatchStatus, ClaimStatus
from billing.models import Acknowledgement, Claim, ClaimBatch
from billing.policies import claims as policies
from billing.x12 import r277, r999
from billing.x12.r277 import Answer277
from billing.x12.r999 import Answer999, Fault999
from billing.x12.segments import BadFile, Segment
from billing.x12.segments import read as read_segments
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, NotAllowed, require
from iop.core.words import Sentence, day_words, say, sentence

MOST_BYTES = 20 * 1024 * 1024
VERDICTS = {
    r999.ACCEPTED: BatchStatus.ACCEPTED,
    r999.WITH_ERRORS: BatchStatus.PARTIAL,
    r999.PARTLY: BatchStatus.PARTIAL,
}
PIECE = 500


@transaction.atomic
def take_in(*, by: Actor, file: IO[bytes], site_id: uuid.UUID, at: dt.datetime) -> Acknowledgement:
    """Read an answer and bring batches and claims to what it says, all of it or nothing.

    The same file twice is told. Claims it names that are not ours are listed, and change nothing. Raises ``BadFile`` for what cannot
    be read, ``Conflict`` for a file that was read before or answers no batch of ours.
    """
    require(policies.may_work(by, site_id))
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadFile(say("The file is too large for an answer to a batch."), "too_large")
    digest = hashlib.sha256(content).hexdigest()
    _must_be_new(digest)
    kind = _kind(read_segments(io.BytesIO(content)))
    row = Acknowledgement(kind=kind, site_id=site_id, digest=digest, received_at=at, received_by=by.id)
    if kind == AckKind.IMPLEMENTATION:
        _take_999(by, row, r999.read(read_segments(io.BytesIO(content))), at)
    else:
        _take_277(by, row, r277.read(read_segments(io.BytesIO(content))), at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody took the same file in at this moment, and was quicker.
        _must_be_new(digest)
        raise
    record(
        by=by, verb="billing.answer_read", subject=row, site_id=row.site_id,
        detail={"kind": kind, "taken": row.taken, "refused": row.refused, "unknown": len(row.unknown)},
    )  # fmt: skip
    return row


def _must_be_new(digest: str) -> None:
    before = Acknowledgement.objects.select_related("site").filter(digest=digest).first()
    if before:
        day = day_words(clock.local_date(before.received_at, before.site.time_zone))
        raise Conflict(
            sentence(say("This file was read already, on {day}. Nothing has changed."), day=day), code="read_before"
        )


def _kind(segments: Iterator[Segment]) -> str:
    for segment in segments:
        if segment.name == "ST":
            if segment.at(1) == "999":
                return AckKind.IMPLEMENTATION
            if segment.at(1) == "277":
                return AckKind.CLAIMS
            break
    raise BadFile(say("This is neither a 999 nor a 277CA."), "no_answer")


def _take_999(by: Actor, row: Acknowledgement, answers: list[Answer999], at: dt.datetime) -> None:
    batches = {
        each.number: each
        for each in ClaimBatch.objects.filter(
            number__in=[answer.group_number for answer in answers]
        ).select_for_update()
    }
    for answer in answers:
        batch = batches.get(answer.group_number)
        if batch is None:
            row.unknown.append(str(answer.group_number))
            continue
        _require_here(by, batch)
        row.batch = batch if len(answers) == 1 else None
        row.site_id = batch.site_id
        _answer_batch(by, row, batch, answer, at)
    if not batches:
        raise Conflict(say("It answers no batch of ours."), code="no_batch")


def _require_here(by: Actor, batch: ClaimBatch) -> None:
    if policies.may_work(by, batch.site_id):
        raise NotAllowed(say("It answers a batch of a site where you do not work with claims."))


def _answer_batch(by: Actor, row: Acknowledgement, batch: ClaimBatch, answer: Answer999, at: dt.datetime) -> None:
    places = list(_claims_at(batch, answer.faults))
    row.findings += [
        [number, fault.code, str(fault_words(fault))] for number, fault in zip(places, answer.faults, strict=True)
    ]
    claims = locked(list(Claim.objects.filter(batch=batch).values_list("pk", flat=True)))
    waiting = [claim for claim in claims if claim.status == ClaimStatus.BATCHED]
    for claim in waiting:
        claim.sent_at = claim.sent_at or at
    if answer.is_taken:
        row.taken += len(claims)
        move(by, waiting, ClaimStatus.SUBMITTED, at, "", ["sent_at"])
    else:
        row.refused += len(claims)
        words = {claim.pk: _why(claim, places, answer) for claim in claims}
        back = [claim for claim in claims if ClaimStatus.REJECTED in CLAIM_MOVES[claim.status]]
        _reject(by, back, words, at)
    status = VERDICTS.get(answer.verdict, BatchStatus.REJECTED)
    if status in BATCH_MOVES[batch.status]:
        move_batch(by, batch, status, at)


def _why(claim: Claim, places: list[str], answer: Answer999) -> Sentence:
    for number, fault in zip(places, answer.faults, strict=True):
        if number == claim.control_number:
            return fault_words(fault)
    return say("The whole file was rejected because of another claim in it or its envelope.")


def fault_words(fault: Fault999) -> Sentence:
    """Say one fault of a 999 in a sentence."""
    what = r999.SEGMENT_ERRORS.get(fault.code, fault.code)
    if not fault.element:
        return sentence(
            say("Segment {segment} in loop {loop}: {what}."), segment=fault.segment, loop=fault.loop or "-", what=what
        )
    return sentence(
        say("Segment {segment} in loop {loop}, element {element}: {what}."), segment=fault.segment, loop=fault.loop or "-",
        element=fault.element, what=r999.ELEMENT_ERRORS.get(fault.element_code, fault.element_code),
    )  # fmt: skip


def _claims_at(batch: ClaimBatch, faults: Iterable[Fault999]) -> Iterator[str]:
    """Name the claim that stands at each fault's place in the file as it was made; empty outside of claims."""
    wanted = [fault.position for fault in faults]
    found: dict[int, str] = {}
    position, current, rest = 0, "", ""
    counting = False
    for piece in pieces_of(batch) if wanted else ():
        *whole, rest = (rest + piece).split("~")
        for text in whole:
            counting = counting or text.startswith("ST*")
            position += counting
            current = text.split("*")[1] if text.startswith("CLM*") else "" if text.startswith("HL*") else current
            found[position] = current
    for each in wanted:
        yield found.get(each, "")


def _take_277(by: Actor, row: Acknowledgement, answers: Iterable[Answer277], at: dt.datetime) -> None:
    held: list[Answer277] = []
    batches: set[uuid.UUID] = set()
    for answer in answers:
        held.append(answer)
        if len(held) == PIECE:
            batches |= _answer_claims(by, row, held, at)
            held = []
    batches |= _answer_claims(by, row, held, at)
    if not row.taken + row.refused + len(row.findings) and row.unknown:
        raise Conflict(say("It names no claim of ours."), code="no_claim")
    row.batch_id = batches.pop() if len(batches) == 1 else None


def _answer_claims(by: Actor, row: Acknowledgement, answers: list[Answer277], at: dt.datetime) -> set[uuid.UUID]:
    said = {answer.control_number: answer for answer in answers}
    ids = Claim.objects.visible_to(by).filter(control_number__in=said).values_list("pk", flat=True)
    claims = {claim.control_number: claim for claim in locked(list(ids))}
    row.unknown += sorted(set(said) - set(claims))
    words = {claim.pk: answer_words(said[number]) for number, claim in claims.items()}
    row.findings += [[number, _codes(said[number]), str(words[claim.pk])] for number, claim in claims.items()]
    taken = [claim for number, claim in claims.items() if said[number].is_taken]
    refused = [claim for number, claim in claims.items() if said[number].is_refused]
    row.taken, row.refused = row.taken + len(taken), row.refused + len(refused)
    for number, claim in claims.items():
        claim.payer_number = said[number].payer_number or claim.payer_number
        claim.sent_at = claim.sent_at or at
    waiting = [claim for claim in taken + refused if claim.status == ClaimStatus.BATCHED]
    move(by, waiting, ClaimStatus.SUBMITTED, at, "", ["sent_at"])
    move(
        by,
        [c for c in taken if ClaimStatus.ACCEPTED in CLAIM_MOVES[c.status]],
        ClaimStatus.ACCEPTED,
        at,
        words,
        ["payer_number"],
    )
    _reject(by, [c for c in refused if ClaimStatus.REJECTED in CLAIM_MOVES[c.status]], words, at)
    return {claim.batch_id for claim in claims.values() if claim.batch_id}


def _reject(by: Actor, claims: list[Claim], words: dict[uuid.UUID, Sentence], at: dt.datetime) -> None:
    for claim in claims:
        claim.faults = [{"code": "rejected", "words": str(words[claim.pk]), "place": "claim"}]
    move(by, claims, ClaimStatus.REJECTED, at, words, ["faults"])
    ask_to_mend(by, claims, at)


def answer_words(answer: Answer277) -> Sentence:
    """Say what a 277CA says of a claim in one sentence."""
    parts = []
    for category, status, _entity in answer.codes:
        first = r277.CATEGORIES.get(category, category)
        parts.append(f"{first} ({r277.STATUSES.get(status, status)}, {category}:{status})")
    return "; ".join(parts) or say("Nothing was said of it.")


def _codes(answer: Answer277) -> str:
    return " ".join(f"{category}:{status}" for category, status, _entity in answer.codes)
