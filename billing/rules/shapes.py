"""The plain values that the decision about a day is made from, and what it comes to (billing.md §1)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from iop.core.words import Sentence


@dataclass(frozen=True)
class Terms:
    """One published rule, as values; see ``billing.models.BillingRule`` for each. ``cents`` is its fee for one unit, if known."""

    id: uuid.UUID
    payer_id: uuid.UUID | None
    level_id: uuid.UUID | None
    service: str
    position: int
    form: str
    code: str
    unit_rule: str
    revenue_code: str = ""
    modifiers: tuple[str, ...] = ()
    telehealth_modifiers: tuple[str, ...] = ()
    place_of_service: str = ""
    telehealth_place: str = "10"
    min_minutes: int = 0
    max_minutes: int | None = None
    max_units: int | None = None
    week_days: int = 0
    week_minutes: int = 0
    group_from: int | None = None
    group_to: int | None = None
    bundles: frozenset[str] = frozenset()
    falls_back: bool = False
    credentials: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()
    client_present: bool | None = None
    cents: int | None = None


@dataclass(frozen=True)
class Delivered:
    """One thing delivered to one client on one day: the treatment day, a group in it, an appointment, a test.

    ``source_key`` is unique: ``attendance:<id>``, ``component:<id>:<client>``, ``appointment:<id>``, ``test:<id>``. Minutes are of
    service (elapsed, so right on days when clocks change). ``note``: "signed", "cosign", "draft", "none", or "" where none is due.
    """

    service: str
    source_key: str
    source_id: uuid.UUID
    minutes: int
    came: bool = True
    is_over: bool = True
    is_final: bool = True
    note: str = "signed"
    note_author_id: uuid.UUID | None = None
    staff_id: uuid.UUID | None = None
    supervisor_id: uuid.UUID | None = None
    credentials: frozenset[str] = frozenset()
    is_telehealth: bool = False
    group_size: int | None = None
    client_present: bool | None = None
    attendance_id: uuid.UUID | None = None
    is_audio: bool = False
    """By telephone alone, which payers treat apart from video."""
    shared_minutes: int = 0
    """Minutes of it during which the client was counted in the treatment day too."""


@dataclass(frozen=True)
class Authorized:
    """One authorization with what is left of it before this day, first to end first."""

    id: uuid.UUID
    number: str
    level_id: uuid.UUID
    codes: frozenset[str]
    unit: str
    left: Decimal
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Cover:
    """Who pays first on that day. ``checked``: None when nobody asked yet, else what the payer said."""

    coverage_id: uuid.UUID
    payer_id: uuid.UUID
    payer_name: str
    starts_on: dt.date
    ends_on: dt.date | None
    checked: bool | None
    filing_days: int
    authorization: str = "unknown"


@dataclass(frozen=True)
class Week:
    """The client's counted week that holds the day: minutes and days of service delivered; ``is_over`` once none can follow."""

    first: dt.date
    minutes: int
    days: int
    is_over: bool = True


@dataclass(frozen=True)
class DayFacts:
    """Everything the decision about one client's day rests on. ``cover`` none: the client pays themselves."""

    client_id: uuid.UUID
    episode_id: uuid.UUID
    site_id: uuid.UUID
    on: dt.date
    today: dt.date
    level_id: uuid.UUID | None
    level_name: str = ""
    place_of_service: str = "57"
    delivered: tuple[Delivered, ...] = ()
    cover: Cover | None = None
    diagnoses: tuple[str, ...] = ()
    has_plan: bool = True
    consents: bool = True
    is_restricted: bool = False
    authorized: tuple[Authorized, ...] = ()
    enrolled: frozenset[uuid.UUID] | None = None
    """Colleagues the payer has enrolled on that day; none: the payer enrols nobody one by one."""
    week: Week | None = None
    other_per_diem: bool = False
    """A per diem of that day was charged at another site or level."""
    other_level: str = ""
    """Another level of care that also served the client that day."""
    lapsed_on: dt.date | None = None
    """Where no cover holds that day but one did before: its last day."""
    is_self_pay: bool = True
    """Where no cover holds that day: it is settled that the client pays themselves."""


@dataclass(frozen=True)
class Step:
    """One step of the decision: what was asked, whether it held, and why, in a sentence."""

    code: str
    held: bool
    words: Sentence


@dataclass(frozen=True)
class Hold:
    """Why something waits or cannot be billed, whose turn it is, and what mends it."""

    code: str
    words: Sentence
    owner: str
    staff_id: uuid.UUID | None = None
    source_key: str = ""
    mends: Sentence = ""
    """What would mend it; empty: nothing can."""
    can_mend: bool = True


@dataclass(frozen=True)
class Line:
    """One line that may be charged now, or could once its holds are mended."""

    source_key: str
    service: str
    rule_id: uuid.UUID
    form: str
    code: str
    revenue_code: str
    modifiers: tuple[str, ...]
    place_of_service: str
    unit_rule: str
    units: int
    cents: int
    minutes: int
    staff_id: uuid.UUID | None = None
    supervisor_id: uuid.UUID | None = None
    attendance_id: uuid.UUID | None = None
    authorization_id: uuid.UUID | None = None
    authorized_units: Decimal = Decimal(0)


@dataclass(frozen=True)
class Decision:
    """What a client's day comes to: lines to charge, what holds them, one sentence, and every step that led there."""

    state: str
    words: Sentence
    lines: tuple[Line, ...] = ()
    holds: tuple[Hold, ...] = ()
    trace: tuple[Step, ...] = ()
    minutes: int = 0
    bundled: tuple[str, ...] = field(default=())
    """Source keys that the day's rate holds already."""

    @property
    def cents(self) -> int:
        """What it brings, or would bring if it were not held."""
        return sum(line.cents for line in self.lines)
