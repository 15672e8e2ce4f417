"""A claim's rows as the plain values of its file. Read in pieces, so that a batch of any length takes the same memory."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from billing import remittances
from billing.choices.claims import Frequency
from billing.choices.coverage import PRIORITY_CODE, RELATION_CODE, SEX_CODE, Subscriber
from billing.choices.payers import ClaimForm, FilingCode
from billing.models import Claim, ClaimLine, ClinicianNumber, Coverage, Payer
from billing.rules import addresses
from billing.rules.adjudications import Adjudication
from billing.rules.claims.grouping import pointers
from billing.x12.claim_values import Biller, ClaimOut, Clinician, Header, LineOut, Party, Person, Prior
from clients.choices import ContactKind
from clients.models import Client, ContactPoint
from iop.clinic.models import StaffMember

PIECE = 200
SEX_UNKNOWN = "U"
MEDICARE = frozenset({FilingCode.MEDICARE_A, FilingCode.MEDICARE_B})
IOP_CONDITION, PHP_CONDITION = "92", "41"
PHP_LEVELS = frozenset({"php"})
IN_TREATMENT, DISCHARGED = "30", "01"
LINES = Prefetch(
    "lines", ClaimLine.objects.select_related("charge__rendered_by", "charge__supervised_by", "charge__level")
)
WITH_ALL = (
    "client", "episode", "identity", "payer", "rendered_by", "coverage__plan__payer", "coverage__client",
    "site", "after__coverage__plan__payer", "after__coverage__client", "after__payer",
)  # fmt: skip


@dataclass(frozen=True)
class Around:
    """What stands around some claims: addresses and clinicians' numbers, and what payers before decided."""

    addresses: Mapping[uuid.UUID, addresses.Address | None] = field(default_factory=dict)
    numbers: Mapping[uuid.UUID, ClinicianNumber] = field(default_factory=dict)
    priors: Mapping[uuid.UUID, Adjudication] = field(default_factory=dict)
    lines_before: Mapping[tuple[uuid.UUID | None, uuid.UUID], str] = field(default_factory=dict)
    """By claim to the payer before and charge: the number of the line on which that payer was asked for it."""


def outs(claim_ids: Collection[uuid.UUID]) -> Iterator[ClaimOut]:
    """Give the values of claims one after another, by billing provider; four statements for each two hundred."""
    ordered = Claim.objects.filter(pk__in=claim_ids).order_by("identity_id", "control_number")
    ids = iter(list(ordered.values_list("pk", flat=True)))
    while piece := list(islice(ids, PIECE)):
        rows = {row.pk: row for row in read(piece)}
        around = around_of(rows.values())
        for claim_id in piece:
            yield value_of(rows[claim_id], around)


def read(claim_ids: Collection[uuid.UUID]) -> list[Claim]:
    """Give claims with everything their file says."""
    return list(Claim.objects.filter(pk__in=claim_ids).select_related(*WITH_ALL).prefetch_related(LINES))


def around_of(claims: Iterable[Claim]) -> Around:
    """Read what stands around claims; four statements, whatever their number, and those of answers by payers before."""
    rows = list(claims)
    staff = {each for claim in rows for line in claim.lines.all() for each in _staff(line)} | {
        claim.rendered_by_id for claim in rows if claim.rendered_by_id
    }
    before = {claim.after_id for claim in rows if claim.after_id}
    return Around(
        addresses_of({claim.client_id for claim in rows}),
        {row.staff_id: row for row in ClinicianNumber.objects.filter(staff__in=staff)}, answers(before),
        _lines_of(before) if before else {},
    )  # fmt: skip


def _lines_of(claim_ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID | None, uuid.UUID], str]:
    rows = ClaimLine.objects.filter(claim__in=claim_ids).values_list("claim", "charge", "control_number")
    return {(claim_id, charge_id): number for claim_id, charge_id, number in rows}


def _staff(line: ClaimLine) -> list[uuid.UUID]:
    return [each for each in (line.charge.rendered_by_id, line.charge.supervised_by_id) if each]


def addresses_of(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, addresses.Address | None]:
    """Give each client's postal address, the preferred one first, where it can be taken apart. One statement."""
    rows = ContactPoint.objects.filter(client__in=client_ids, kind=ContactKind.POSTAL).order_by("-is_preferred", "-pk")
    found: dict[uuid.UUID, addresses.Address | None] = {}
    for row in rows:
        found[row.client_id] = found.get(row.client_id) or addresses.read(row.value)
    return found


def answers(claim_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Adjudication]:
    """Give what payers decided about claims, where they did. Of primary claims that a second payer is asked after: few."""
    found = ((claim_id, remittances.adjudication_of(claim_id)) for claim_id in claim_ids)
    return {claim_id: answer for claim_id, answer in found if answer is not None}


def value_of(claim: Claim, around: Around) -> ClaimOut:
    """Give one claim's values. What is missing is left empty: the check says so before it goes out."""
    lines = list(claim.lines.all())
    before = around.priors.get(claim.after_id) if claim.after_id else None
    institutional = claim.form == ClaimForm.INSTITUTIONAL
    client = _client(claim.client, around)
    identity = claim.identity
    rendered = _clinician(claim.rendered_by, around)
    supervisor = next((line.charge.supervised_by for line in lines if line.charge.supervised_by), None)
    place = identity.facility_type if institutional else lines[0].charge.place_of_service if lines else ""
    return ClaimOut(
        control_number=claim.control_number,
        biller=Biller(
            identity.legal_name, identity.npi, identity.ein, identity.taxonomy,
            addresses.Address(identity.street, identity.city, identity.state, identity.zip),
        ),
        payer=_party(claim.payer), filing_code=claim.payer.filing_code, letter=PRIORITY_CODE[claim.priority],
        relation=RELATION_CODE[claim.coverage.subscriber], member_number=claim.coverage.member_number,
        group_number=claim.coverage.group_number, subscriber=_subscriber(claim.coverage, client), client=client,
        place=place, frequency=claim.frequency, cents=claim.cents, diagnoses=tuple(claim.diagnoses),
        lines=tuple(_line(claim, line, rendered, around, before) for line in lines), starts_on=claim.starts_on,
        ends_on=claim.ends_on, authorization_number=claim.authorization_number, payer_number=_original_number(claim),
        patient_paid_cents=claim.patient_paid_cents, rendered_by=None if institutional else rendered,
        attended_by=rendered if institutional else None,
        supervised_by=None if institutional else _clinician(supervisor, around),
        conditions=_conditions(claim, lines) if institutional else (), patient_status=_patient_status(claim),
        priors=(_prior(claim.after, before),) if claim.after and before else (),
    )  # fmt: skip


def _original_number(claim: Claim) -> str:
    return claim.payer_number if claim.frequency != Frequency.ORIGINAL else ""


def _party(payer: Payer) -> Party:
    return Party(payer.name, payer.payer_code)


def _client(client: Client, around: Around) -> Person:
    return Person(
        client.legal_last_name, client.legal_first_name, client.date_of_birth, SEX_CODE.get(client.sex, SEX_UNKNOWN),
        around.addresses.get(client.pk),
    )  # fmt: skip


def _subscriber(coverage: Coverage, client: Person) -> Person:
    if coverage.subscriber == Subscriber.SELF:
        return client
    return Person(
        coverage.subscriber_last_name, coverage.subscriber_first_name, coverage.subscriber_born,
        SEX_CODE.get(coverage.subscriber_sex, SEX_UNKNOWN), client.address,
    )  # fmt: skip


def _clinician(staff: StaffMember | None, around: Around) -> Clinician | None:
    if staff is None:
        return None
    number = around.numbers.get(staff.pk)
    return Clinician(staff.last_name, staff.first_name, number.npi if number else "", number.taxonomy if number else "")


def _line(
    claim: Claim, line: ClaimLine, rendered: Clinician | None, around: Around, before: Adjudication | None
) -> LineOut:
    charge = line.charge
    other = _clinician(charge.rendered_by, around)
    return LineOut(
        line.control_number, charge.code, charge.cents, charge.units, charge.on, tuple(charge.modifiers),
        charge.place_of_service, charge.revenue_code if claim.form == ClaimForm.INSTITUTIONAL else "", pointers(charge.diagnoses, claim.diagnoses),
        other if other != rendered and claim.form == ClaimForm.PROFESSIONAL else None,
        before.lines.get(around.lines_before.get((claim.after_id, line.charge_id), "")) if before else None,
    )  # fmt: skip


def _prior(claim: Claim, answer: Adjudication) -> Prior:
    coverage = claim.coverage
    holder = Person(claim.client.legal_last_name, claim.client.legal_first_name, claim.client.date_of_birth)
    return Prior(
        _party(claim.payer), PRIORITY_CODE[claim.priority], claim.payer.filing_code,
        RELATION_CODE[coverage.subscriber], _subscriber(coverage, holder), coverage.member_number, answer.paid, answer.on,
        coverage.group_number, answer.payer_number, answer.adjustments,
    )  # fmt: skip


def _conditions(claim: Claim, lines: Iterable[ClaimLine]) -> tuple[str, ...]:
    if claim.payer.filing_code not in MEDICARE:
        return ()
    is_php = any(line.charge.level and line.charge.level.key in PHP_LEVELS for line in lines)
    return (PHP_CONDITION,) if is_php else (IOP_CONDITION,)


def _patient_status(claim: Claim) -> str:
    last = claim.episode.discharged_on
    return DISCHARGED if last and last <= claim.ends_on else IN_TREATMENT


def header_of(claim: Claim, number: int, at: dt.datetime, zone: str, *, is_test: bool) -> Header:
    """Give the envelope of a file whose first claim this is, at the site's wall time."""
    identity, payer = claim.identity, claim.payer
    receiver = Party(payer.receiver_name or payer.name, payer.receiver_code or payer.payer_code)
    return Header(
        number, Party(identity.legal_name, identity.submitter_code), identity.contact_name, identity.contact_phone, receiver,
        at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), is_test,
    )  # fmt: skip
