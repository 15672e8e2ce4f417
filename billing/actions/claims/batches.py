"""Batches: which claims go in one file, handing the file out through the gate, and keeping that it was sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from billing import claim_values
from billing.actions.claims.checking import ask_to_mend, check_many
from billing.actions.claims.moving import locked, move
from billing.actions.numbers import next_numbers
from billing.choices.claims import BATCH_MOVES, CLAIM_TELLS, BatchStatus, ClaimStatus
from billing.choices.payers import ClaimForm
from billing.models import BatchPiece, Claim, ClaimBatch, ClaimBatchChange, Payer
from billing.policies import claims as policies
from billing.x12 import i837, p837
from clients import gate
from clients.choices import Purpose, SentKind
from clients.models import Disclosure
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.basis import Basis
from iop.core.errors import Conflict, require
from iop.core.words import Sentence, count_words, say, sentence

MOST_CLAIMS = 5000
"""Of one transaction set (005010X222A1, 1.3.2)."""
PIECE_BYTES = 256 * 1024
SEQUENCE = "billing_batch_number"
WRITERS = {ClaimForm.PROFESSIONAL: p837.write, ClaimForm.INSTITUTIONAL: i837.write}


@dataclass(frozen=True)
class HandedOut:
    """A batch's file as it leaves: its bytes, and how many claims were taken out of it before."""

    content: bytes
    batch: ClaimBatch
    dropped: int


@transaction.atomic
def make_batches(
    *, by: Actor, site_id: uuid.UUID, at: dt.datetime, payer: Payer | None = None, is_test: bool = False
) -> list[ClaimBatch]:
    """Put all ready claims of a site into batches: one for each payer and form, of at most five thousand claims.

    Two people who do it at once put each claim into exactly one. Claims are checked once more before; those with a fault stay out.
    """
    require(policies.may_work(by, site_id))
    rows = _ready(by, site_id, payer)
    check_many(by=by, claim_ids=[row.pk for row in rows], at=at)
    groups: dict[tuple[uuid.UUID, str], list[Claim]] = {}
    for row in _ready(by, site_id, payer):
        groups.setdefault((row.payer_id, row.form), []).append(row)
    return [
        _write_batch(by, rows[first : first + MOST_CLAIMS], at, is_test)
        for rows in groups.values()
        for first in range(0, len(rows), MOST_CLAIMS)
    ]


@transaction.atomic
def make_batch(*, by: Actor, claim_ids: Collection[uuid.UUID], at: dt.datetime, is_test: bool = False) -> ClaimBatch:
    """Put chosen claims of one site, payer and form into a batch. Raises ``Conflict`` for those that are not ready any more."""
    check_many(by=by, claim_ids=claim_ids, at=at)
    rows = locked(claim_ids)
    if not rows or any(row.status != ClaimStatus.READY for row in rows):
        raise Conflict(say("Not all of them are ready: check them, and choose again."), code="not_ready")
    if len({(row.site_id, row.payer_id, row.form) for row in rows}) > 1:
        raise Conflict(say("A batch holds claims of one site to one payer on one form."), code="mixed")
    require(policies.may_work(by, rows[0].site_id))
    return _write_batch(by, rows, at, is_test)


def _ready(by: Actor, site_id: uuid.UUID, payer: Payer | None) -> list[Claim]:
    rows = Claim.objects.visible_to(by).filter(site=site_id, status=ClaimStatus.READY)
    if payer:
        rows = rows.filter(payer=payer)
    # Locked by id, in order: whoever comes second finds them batched.
    return [row for row in locked(list(rows.values_list("pk", flat=True))) if row.status == ClaimStatus.READY]


def _write_batch(by: Actor, rows: list[Claim], at: dt.datetime, is_test: bool) -> ClaimBatch:
    batch = ClaimBatch.objects.create(
        number=next_numbers(SEQUENCE)[0], payer_id=rows[0].payer_id, site_id=rows[0].site_id, form=rows[0].form,
        claims_count=len(rows), cents=sum(row.cents for row in rows), is_test=is_test, made_at=at, made_by=by.id,
    )  # fmt: skip
    for row in rows:
        row.batch = batch
    move(by, rows, ClaimStatus.BATCHED, at, sentence(say("In batch {number}."), number=batch.number), ["batch"])
    record(
        by=by, verb="billing.batch_made", subject=batch, clients=sorted({row.client_id for row in rows}), site_id=batch.site_id,
        detail={"claims": len(rows), "cents": batch.cents},
    )  # fmt: skip
    return batch


@transaction.atomic
def hand_out(*, by: Actor, batch: ClaimBatch, at: dt.datetime) -> HandedOut:
    """Give a batch's file to whoever sends it on, and write it down as disclosed about each client in it.

    The gate is asked about all of them under lock, at this moment: claims of clients about whom the payer may not be told any
    more are taken out first, with the reason, and the file is made anew under a new number. Once it was sent its file stays as it
    is, and is refused when the ground of any has ended. Without a claim left there is no file.
    """
    row = _locked(by, batch)
    claims = [
        each for each in locked(_claim_ids(row)) if row.status != BatchStatus.MADE or each.status == ClaimStatus.BATCHED
    ]
    said = _asked(row, claims, at)
    refused = {key: each for key, each in said.items() if isinstance(each, gate.NotDisclosable)}
    if refused and row.status != BatchStatus.MADE:
        raise next(iter(refused.values()))
    gone = [claim for claim in claims if claim.client_id in refused]
    _take_out(by, gone, {claim.pk: refused[claim.client_id].sentence for claim in gone}, at)
    left = [claim for claim in claims if claim.client_id not in refused]
    if not left:
        _count(row)
        return HandedOut(b"", row, len(gone))
    _make_file(row, left, at, anew=bool(gone))
    content = content_of(row)
    _release(by, row, left, said, content, at)
    return HandedOut(content, row, len(gone))


@transaction.atomic
def drop_from_batch(*, by: Actor, claim: Claim, because: str, at: dt.datetime) -> Claim:
    """Take a claim out of a batch that was not sent; a file that was made already is made anew under a new number."""
    found = Claim.objects.get(pk=claim.pk).batch
    if found is None:
        raise Conflict(say("It is in no batch."), code="no_batch")
    batch = _locked(by, found)
    if batch.status != BatchStatus.MADE:
        raise Conflict(say("The batch was sent."), code="sent")
    (row,) = locked([claim.pk])
    _take_out(by, [row], {row.pk: because or say("Taken out of the batch.")}, at)
    if batch.digest:
        batch.digest = ""
        batch.number = next_numbers(SEQUENCE)[0]
        batch.save(update_fields=["digest", "number"])
    _count(batch)
    return row


@transaction.atomic
def mark_sent(*, by: Actor, batch: ClaimBatch, at: dt.datetime) -> ClaimBatch:
    """Keep that a batch's file went to the payer or clearinghouse: its claims were sent. Raises ``Conflict``."""
    row = _locked(by, batch)
    if not row.digest:
        raise Conflict(say("Its file was not taken yet: download it and send it first."), code="no_file")
    claims = [each for each in locked(_claim_ids(row)) if each.status == ClaimStatus.BATCHED]
    for claim in claims:
        claim.sent_at = at
    move(by, claims, ClaimStatus.SUBMITTED, at, "", ["sent_at"])
    row.sent_at = at
    move_batch(by, row, BatchStatus.SENT, at, fields=["sent_at"])
    record(
        by=by, verb="billing.batch_sent", subject=row, clients=sorted({claim.client_id for claim in claims}),
        site_id=row.site_id, detail={"claims": len(claims)},
    )  # fmt: skip
    return row


def move_batch(
    by: Actor, row: ClaimBatch, status: str, at: dt.datetime, words: Sentence = "", fields: Iterable[str] = ()
) -> None:
    """Bring a locked batch to a status, with its row of history. Raises ``Conflict``."""
    if status not in BATCH_MOVES[row.status]:
        now, then = BatchStatus(row.status).label, BatchStatus(status).label
        raise Conflict(sentence(say("A batch that is “{now}” cannot become “{then}”."), now=now, then=then))
    row.status = status
    row.version += 1
    row.save(update_fields=["status", "version", *fields])
    ClaimBatchChange.objects.create(batch=row, status=status, at=at, by_id=by.id, words=str(words)[:500])


def content_of(batch: ClaimBatch) -> bytes:
    """Give a batch's file as it was made."""
    return b"".join(piece.encode() for piece in pieces_of(batch))


def pieces_of(batch: ClaimBatch) -> Iterator[str]:
    """Give a batch's file piece by piece."""
    rows = BatchPiece.objects.filter(batch=batch, number=batch.number).order_by("position")
    for row in rows.iterator(chunk_size=4):
        yield row.content


def _locked(by: Actor, batch: ClaimBatch) -> ClaimBatch:
    row: ClaimBatch = ClaimBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require(policies.may_work(by, row.site_id))
    return row


def _claim_ids(batch: ClaimBatch) -> list[uuid.UUID]:
    return list(Claim.objects.filter(batch=batch).values_list("pk", flat=True))


def _asked(
    batch: ClaimBatch, claims: Iterable[Claim], at: dt.datetime
) -> Mapping[uuid.UUID, Basis | gate.NotDisclosable]:
    return gate.decide(
        client_ids={claim.client_id for claim in claims}, to=gate.Recipient.of_party(batch.payer.party),
        purpose=Purpose.PAYMENT, information=CLAIM_TELLS, at=at, hold=True,
    )  # fmt: skip


def _take_out(by: Actor, claims: list[Claim], words: Mapping[uuid.UUID, Sentence], at: dt.datetime) -> None:
    for claim in claims:
        claim.batch = None
        claim.faults = [{"code": "taken_out", "words": str(words[claim.pk]), "place": "consent"}]
    move(by, claims, ClaimStatus.READY, at, words, ["batch", "faults"])
    move(by, claims, ClaimStatus.DRAFT, at, words)
    ask_to_mend(by, claims, at)


def _make_file(batch: ClaimBatch, claims: list[Claim], at: dt.datetime, *, anew: bool) -> None:
    """Write the file's pieces, unless they stand. Memory stays the same whatever the number of claims."""
    if batch.digest and not anew:
        return
    if batch.digest:
        batch.number = next_numbers(SEQUENCE)[0]
    first = Claim.objects.select_related("identity", "payer", "site").get(pk=claims[0].pk)
    header = claim_values.header_of(first, batch.number, at, str(first.site.time_zone), is_test=batch.is_test)
    write = WRITERS[ClaimForm(batch.form)]
    batch.digest = write_pieces(batch, write(header, claim_values.outs([claim.pk for claim in claims])))
    _count(batch)


def write_pieces(batch: ClaimBatch, segments: Iterable[str]) -> str:
    """Keep a file's segments in pieces as they come, and give the file's digest."""
    digest, position = hashlib.sha256(), 0
    for position, piece in enumerate(pieces(segments), 1):
        digest.update(piece.encode())
        BatchPiece.objects.create(batch=batch, number=batch.number, position=position, content=piece)
    return digest.hexdigest()


def pieces(segments: Iterable[str], size: int = PIECE_BYTES) -> Iterator[str]:
    """Put segments together to pieces of about ``size`` letters."""
    held: list[str] = []
    length = 0
    for segment in segments:
        held.append(segment)
        length += len(segment)
        if length >= size:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)


def _count(batch: ClaimBatch) -> None:
    rows = Claim.objects.filter(batch=batch)
    batch.claims_count = rows.count()
    batch.cents = rows.aggregate(sum=Sum("cents"))["sum"] or 0
    batch.save(update_fields=["claims_count", "cents", "digest", "number"])


def _release(
    by: Actor,
    batch: ClaimBatch,
    claims: list[Claim],
    said: Mapping[uuid.UUID, Basis | gate.NotDisclosable],
    content: bytes,
    at: dt.datetime,
) -> None:
    records: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = {}
    for claim in claims:
        records.setdefault(claim.client_id, []).append(("billing.claim", claim.pk))
    bases = {key: basis for key, basis in said.items() if isinstance(basis, Basis) and key in records}
    gate.release_many(
        by=by, basis_by_client=bases, sent_as=SentKind.CLAIM, records_by_client=records, content=content, at=at,
        description=str(sentence(say("Claims in batch {number}"), number=batch.number)),
    )  # fmt: skip
    rows = Disclosure.objects.filter(client__in=records, at=at, sent_as=SentKind.CLAIM, digest=batch.digest)
    by_client = dict(rows.values_list("client_id", "pk"))
    for claim in claims:
        claim.disclosure_id = by_client.get(claim.client_id)
    Claim.objects.bulk_update(claims, ["disclosure"], batch_size=1000)
    record(
        by=by, verb="billing.batch_handed_out", subject=batch, clients=sorted(records), site_id=batch.site_id,
        detail={"claims": len(claims), "digest": batch.digest},
    )  # fmt: skip


def dropped_words(count: int) -> Sentence:
    """Say that claims were taken out because their clients no longer let the payer be told."""
    words = count_words(
        "%(count)s claim was taken out: the payer may not be told about its client any more.",
        "%(count)s claims were taken out: the payer may not be told about their clients any more.",
        count,
    )
    return str(words) % {"count": count}
