"""What a claim file says, as plain values: read from the record by others, written by ``p837`` and ``i837``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from billing.rules.addresses import Address
from billing.rules.adjudications import Adjustment, LineAnswer

__all__ = [
    "Address",
    "Adjustment",
    "Biller",
    "ClaimOut",
    "Clinician",
    "Header",
    "LineAnswer",
    "LineOut",
    "Party",
    "Person",
    "Prior",
]


@dataclass(frozen=True)
class Party:
    """An organization by its name and electronic number."""

    name: str
    code: str


@dataclass(frozen=True)
class Header:
    """The file's envelope: who sends it to whom, when, under which control number. ``at`` is the sender's wall time."""

    number: int
    sender: Party
    contact_name: str
    contact_phone: str
    receiver: Party
    at: dt.datetime
    is_test: bool = False


@dataclass(frozen=True)
class Biller:
    """The billing provider: name, numbers, taxonomy and street address (nine digits of ZIP)."""

    name: str
    npi: str
    ein: str
    taxonomy: str
    address: Address


@dataclass(frozen=True)
class Person:
    """Somebody on a claim. ``sex`` is F, M or U; parts that are not known are empty."""

    last: str
    first: str = ""
    born: dt.date | None = None
    sex: str = "U"
    address: Address | None = None


@dataclass(frozen=True)
class Clinician:
    """Who rendered or answers for a service."""

    last: str
    first: str
    npi: str
    taxonomy: str = ""


@dataclass(frozen=True)
class Prior:
    """What the payer before decided, as the next payer has to be told (loops 2320 and 2330)."""

    payer: Party
    letter: str
    filing_code: str
    relation: str
    subscriber: Person
    member_number: str
    paid: int
    on: dt.date
    group_number: str = ""
    payer_number: str = ""
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True)
class LineOut:
    """One service line. ``pointers`` count the claim's diagnoses from 1; ``answer`` is the prior payer's on this line."""

    control_number: str
    code: str
    cents: int
    units: int
    on: dt.date
    modifiers: tuple[str, ...] = ()
    place: str = ""
    revenue_code: str = ""
    pointers: tuple[int, ...] = (1,)
    rendered_by: Clinician | None = None
    """Only where it is somebody else than on the claim."""
    answer: LineAnswer | None = None


@dataclass(frozen=True)
class ClaimOut:
    """One claim. ``place`` is the place of service, or of an institution the first two digits of its type of bill.

    ``letter`` is P, S or T (SBR01), ``relation`` the client's to the subscriber ("18": the client holds the policy).
    """

    control_number: str
    biller: Biller
    payer: Party
    filing_code: str
    letter: str
    relation: str
    member_number: str
    subscriber: Person
    client: Person
    place: str
    frequency: str
    cents: int
    diagnoses: tuple[str, ...]
    lines: tuple[LineOut, ...]
    starts_on: dt.date
    ends_on: dt.date
    group_number: str = ""
    authorization_number: str = ""
    payer_number: str = ""
    """The payer's own number of the claim that this one replaces or voids (REF*F8)."""
    patient_paid_cents: int = 0
    rendered_by: Clinician | None = None
    supervised_by: Clinician | None = None
    attended_by: Clinician | None = None
    conditions: tuple[str, ...] = ()
    patient_status: str = "30"
    """Of institutional claims: 30 still in treatment, 01 discharged."""
    priors: tuple[Prior, ...] = field(default=())

    @property
    def client_is_subscriber(self) -> bool:
        """Say whether the client holds the policy themselves."""
        return self.relation == "18"
