"""What checking claims rests on, read for many at once: its statements do not grow with the number of claims."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from billing.choices.claims import CLAIM_TELLS, Frequency
from billing.choices.coverage import Priority
from billing.choices.payers import ClaimForm
from billing.claim_values import Around, around_of, read, value_of
from billing.models import Authorization, Claim, ClaimLine, PayerEnrolment
from billing.rules.claims.scrubbing import ClaimFacts
from billing.rules.coverage import holds_on
from clients import gate
from clients.choices import Purpose, Sex
from clients.diagnosis_codes import with_point
from clients.models import DiagnosisCode, RecipientParty
from iop.core import clock
from iop.core.words import Sentence


@dataclass(frozen=True)
class _Known:
    around: Around
    why_not_told: Mapping[tuple[uuid.UUID, uuid.UUID], Sentence]
    codes: Mapping[str, list[tuple[dt.date, dt.date | None]]]
    enrolled: Mapping[tuple[uuid.UUID, uuid.UUID], list[tuple[dt.date, dt.date | None]]]
    enrolling: frozenset[uuid.UUID]
    authorized: Mapping[uuid.UUID, tuple[dt.date, dt.date]]
    twins: Mapping[uuid.UUID, set[str]]


def facts_of(claim_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, tuple[Claim, ClaimFacts]]:
    """Give each claim with the facts that its check rests on, as of now."""
    claims = read(claim_ids)
    known = _Known(
        around_of(claims),
        _why_not_told(claims, at),
        _codes(claims),
        *_enrolled(claims),
        _authorized(claims),
        _twins(claims),
    )
    return {claim.pk: (claim, _facts(claim, known, at)) for claim in claims}


def _facts(claim: Claim, known: _Known, at: dt.datetime) -> ClaimFacts:
    lines = list(claim.lines.all())
    today = clock.local_date(at, _zone(claim))
    return ClaimFacts(
        out=value_of(claim, known.around), form=claim.form, today=today, file_by=claim.file_by,
        covered=(claim.coverage.starts_on, claim.coverage.ends_on),
        coverage_in_error=claim.coverage.error_at is not None,
        authorized=_span(lines, known.authorized), reversed=_taken_back(claim, lines),
        unknown_diagnoses=_unknown(claim, known.codes), not_enrolled=_not_enrolled(claim, lines, known),
        nobody_rendered=claim.rendered_by_id is None, sex_known=claim.client.sex != Sex.UNKNOWN,
        twins=tuple(sorted(known.twins.get(claim.pk, ()))),
        why_not_told=known.why_not_told.get((claim.payer_id, claim.client_id)), kept_cents=claim.cents,
        prior_missing=claim.priority != Priority.PRIMARY and claim.after_id not in known.around.priors,
    )  # fmt: skip


def _zone(claim: Claim) -> str:
    return str(claim.site.time_zone)


def _taken_back(claim: Claim, lines: Iterable[ClaimLine]) -> tuple[int, ...]:
    # A void takes back exactly what was taken back here.
    if claim.frequency == Frequency.VOID:
        return ()
    return tuple(line.position for line in lines if line.charge.reversed_at is not None)


def _span(
    lines: Iterable[ClaimLine], authorized: Mapping[uuid.UUID, tuple[dt.date, dt.date]]
) -> tuple[dt.date, dt.date] | None:
    ids = {line.charge.authorization_id for line in lines if line.charge.authorization_id}
    return authorized.get(ids.pop()) if len(ids) == 1 else None


def _why_not_told(claims: list[Claim], at: dt.datetime) -> dict[tuple[uuid.UUID, uuid.UUID], Sentence]:
    """Ask the gate, once for each payer."""
    by_payer: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for claim in claims:
        by_payer[claim.payer_id].add(claim.client_id)
    parties = {party.pk: party for party in RecipientParty.objects.filter(payer__in=by_payer)}
    payers = {claim.payer_id: parties[claim.payer.party_id] for claim in claims}
    found: dict[tuple[uuid.UUID, uuid.UUID], Sentence] = {}
    for payer_id, client_ids in by_payer.items():
        to = gate.Recipient.of_party(payers[payer_id])
        for client_id, said in gate.decide(
            client_ids=client_ids, to=to, purpose=Purpose.PAYMENT, information=CLAIM_TELLS, at=at
        ).items():
            if isinstance(said, gate.NotDisclosable):
                found[payer_id, client_id] = said.sentence
    return found


def _codes(claims: list[Claim]) -> dict[str, list[tuple[dt.date, dt.date | None]]]:
    wanted = {with_point(code) for claim in claims for code in claim.diagnoses}
    found: dict[str, list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    rows = DiagnosisCode.objects.filter(code__in=wanted, is_billable=True)
    for code, first, last in rows.values_list("code", "valid_from", "valid_until"):
        found[code].append((first, last))
    return found


def _unknown(claim: Claim, codes: Mapping[str, list[tuple[dt.date, dt.date | None]]]) -> tuple[str, ...]:
    return tuple(
        code
        for code in claim.diagnoses
        if not any(holds_on(claim.starts_on, *each) for each in codes.get(with_point(code), ()))
    )


def _enrolled(
    claims: list[Claim],
) -> tuple[dict[tuple[uuid.UUID, uuid.UUID], list[tuple[dt.date, dt.date | None]]], frozenset[uuid.UUID]]:
    """Give who is enrolled when, and which payers enrol clinicians one by one at all."""
    found: dict[tuple[uuid.UUID, uuid.UUID], list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    rows = PayerEnrolment.objects.filter(payer__in={claim.payer_id for claim in claims})
    for payer_id, staff_id, first, last in rows.values_list("payer_id", "staff_id", "starts_on", "ends_on"):
        found[payer_id, staff_id].append((first, last))
    return found, frozenset(payer_id for payer_id, _ in found)


def _not_enrolled(claim: Claim, lines: Iterable[ClaimLine], known: _Known) -> tuple[str, ...]:
    # Of an institution the payer has enrolled the facility; nobody is looked up by name.
    if claim.payer_id not in known.enrolling or claim.form == ClaimForm.INSTITUTIONAL:
        return ()
    missing = {
        line.charge.rendered_by.name
        for line in lines
        if line.charge.rendered_by
        and not any(
            holds_on(line.charge.on, *each)
            for each in known.enrolled.get((claim.payer_id, line.charge.rendered_by.pk), ())
        )
    }
    return tuple(sorted(missing))


def _authorized(claims: list[Claim]) -> dict[uuid.UUID, tuple[dt.date, dt.date]]:
    found = (line.charge.authorization_id for claim in claims for line in claim.lines.all())
    ids = {each for each in found if each is not None}
    rows = Authorization.objects.filter(pk__in=ids).values_list("pk", "starts_on", "ends_on")
    return {key: (first, last) for key, first, last in rows}


def _twins(claims: list[Claim]) -> dict[uuid.UUID, set[str]]:
    """Find live claims to the same payer with the same code on the same day of the same client, from another charge."""
    own: dict[tuple[uuid.UUID, uuid.UUID, dt.date, str], set[uuid.UUID]] = defaultdict(set)
    charges: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for claim in claims:
        for line in claim.lines.all():
            charges[claim.pk].add(line.charge_id)
            own[claim.payer_id, claim.client_id, line.charge.on, line.charge.code].add(claim.pk)
    rows = ClaimLine.objects.filter(is_live=True, charge__client__in={key[1] for key in own}).values_list(
        "claim_id", "claim__control_number", "charge_id", "payer_id", "charge__client_id", "charge__on", "charge__code",
        "claim__original_id", "charge__source_key",
    )  # fmt: skip
    sources = {line.charge_id: line.charge.source_key for claim in claims for line in claim.lines.all()}
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for other, number, charge_id, payer_id, client_id, on, code, original, source in rows:
        for claim_id in own.get((payer_id, client_id, on, code), ()):
            alike = {sources[each] for each in charges[claim_id]}
            if other != claim_id and original != claim_id and charge_id not in charges[claim_id] and source in alike:
                found[claim_id].add(number)
    return found
