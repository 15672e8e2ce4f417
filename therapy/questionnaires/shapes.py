"""What a questionnaire consists of. Pure values: made from data by ``reading``, scored by ``engine``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Value = int | str | Decimal
"""An answer: a number as it was chosen or typed, a code of an option, or words."""
Answers = Mapping[str, Any]
Condition = Mapping[str, Any]
"""A test in data; ``therapy.questionnaires.conditions`` says what it may hold."""

CHOICE, INTEGER, DECIMAL, TEXT, LONG_TEXT, NOTE = "choice", "integer", "decimal", "text", "long_text", "note"
KINDS = (CHOICE, INTEGER, DECIMAL, TEXT, LONG_TEXT, NOTE)
"""``note`` is shown and not answered."""

SELF, STAFF_ONLY = "self", "staff_only"
SHIP, ACCEPT, CLINIC_LOADS = "ship", "accept", "clinic_loads"
"""Wording comes along freely; comes along and is used once the clinic accepted its terms; is loaded by the clinic."""
WORSE, BETTER, MIXED = "worse", "better", "mixed"
"""What a higher score means."""
URGENT, TODAY, ROUTINE = "urgent", "today", "routine"
LEVELS = (URGENT, TODAY, ROUTINE)


@dataclass(frozen=True)
class Option:
    """One answer to choose. ``points`` is what it adds to a score; none adds nothing because the question is unscored."""

    value: int | str
    words: str
    points: Decimal | None = None


@dataclass(frozen=True)
class Item:
    """One question. ``ask_when`` hides it until it holds; ``safety`` are values at which help is shown at once."""

    key: str
    words: str
    kind: str = CHOICE
    options: tuple[Option, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_required: bool = True
    ask_when: Condition | None = None
    safety: frozenset[int | str] = frozenset()
    loinc: str = ""
    heading: str = ""
    hint: str = ""
    unit: str = ""
    number: str = ""

    @property
    def is_question(self) -> bool:
        """Whether there is something to answer."""
        return self.kind != NOTE


@dataclass(frozen=True)
class Scale:
    """A score: the points of ``items`` added, times ``times``. Up to ``allowed_missing`` unanswered ones are filled by the mean.

    ``may_allow_missing`` is what the instrument's literature tolerates; a clinic may turn it on in a version of its own.
    """

    key: str
    words: str
    items: tuple[str, ...]
    times: Decimal = Decimal(1)
    allowed_missing: int = 0
    may_allow_missing: int = 0


@dataclass(frozen=True)
class Band:
    """A named stretch of the total, both ends included, or a condition (``when``). ``tone`` colours it: calm, watch, alert."""

    key: str
    words: str
    low: Decimal | None = None
    high: Decimal | None = None
    when: Condition | None = None
    tone: str = "calm"


@dataclass(frozen=True)
class FlagRule:
    """Something to know about the answers. ``gives`` names a questionnaire that should follow."""

    key: str
    words: str
    when: Condition
    gives: str = ""


@dataclass(frozen=True)
class AlertRule:
    """Answers that somebody must react to. Of the rules of one ``group`` only the first that holds speaks."""

    key: str
    words: str
    when: Condition
    level: str = ROUTINE
    group: str = ""
    gives: str = ""
    shows_help: bool = False


@dataclass(frozen=True)
class ChangeAlertRule:
    """A change that somebody must look at: ``score`` went ``way`` (worse, better, up, down) by at least ``by`` since the last time."""

    key: str
    words: str
    score: str
    by: Decimal
    way: str = "up"
    only_from: Decimal | None = None
    """Only when the earlier score was exactly this."""
    level: str = ROUTINE


@dataclass(frozen=True)
class ChangeRule:
    """What change of the total means. None where the literature gives no threshold."""

    meaningful: Decimal | None = None
    reliable: Decimal | None = None
    response_percent: int | None = None
    remission_below: Decimal | None = None
    alerts: tuple[ChangeAlertRule, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One version of a questionnaire in one language. What was answered by it is always scored by it."""

    key: str
    version: int
    language: str
    title: str
    items: tuple[Item, ...]
    short: str = ""
    stem: str = ""
    period: str = ""
    attribution: str = ""
    notice: str = ""
    """What staff should know about this wording, such as that no published Spanish version came along."""
    mode: str = SELF
    licence: str = SHIP
    licence_words: str = ""
    """What the clinic accepts before it uses this wording."""
    direction: str = WORSE
    scales: tuple[Scale, ...] = ()
    bands: tuple[Band, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    change: ChangeRule = field(default_factory=ChangeRule)
    loinc_panel: str = ""
    loinc_total: str = ""
    has_wording: bool = True
    """Whether the questions carry the instrument's own words; labels of ours are never asked."""

    def item(self, key: str) -> Item | None:
        """The question with this key, or nothing."""
        return next((item for item in self.items if item.key == key), None)

    def scale(self, key: str) -> Scale | None:
        """The score with this key, or nothing."""
        return next((scale for scale in self.scales if scale.key == key), None)

    @property
    def is_staff_only(self) -> bool:
        """Whether only staff may give it (observation scales), never the client alone."""
        return self.mode == STAFF_ONLY

    @property
    def questions(self) -> tuple[Item, ...]:
        """The items that can be answered."""
        return tuple(item for item in self.items if item.is_question)


@dataclass(frozen=True)
class Flag:
    """A flag that holds."""

    key: str
    words: str
    gives: str = ""


@dataclass(frozen=True)
class Alert:
    """An alert that holds: how soon somebody must react, and to what."""

    level: str
    key: str
    words: str
    gives: str = ""
    shows_help: bool = False


@dataclass(frozen=True)
class Score:
    """What the answers come to. A ``total`` of none means it cannot be said, never nought."""

    total: Decimal | None = None
    subscores: dict[str, Decimal | None] = field(default_factory=dict)
    band: Band | None = None
    flags: list[Flag] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    is_complete: bool = False
    missing: list[str] = field(default_factory=list)
    answered: int = 0
    is_prorated: bool = False

    def of(self, key: str) -> Decimal | None:
        """The total, or one of the subscores by its key."""
        return self.total if key == "total" else self.subscores.get(key)


@dataclass(frozen=True)
class Step:
    """From an earlier score to this one. ``is_…`` is none where the literature gives no threshold."""

    difference: Decimal
    way: str
    """better, worse, same, or unclear where higher is neither."""
    is_meaningful: bool | None
    is_reliable: bool | None


@dataclass(frozen=True)
class Change:
    """How a score moved: against the first of the stay, and against the last one."""

    since_baseline: Step | None = None
    since_previous: Step | None = None
    is_response: bool | None = None
    """At least half (or the instrument's share) lower than the baseline."""
    is_remission: bool | None = None
    band_changed: bool | None = None
    """Against the baseline's band."""
    parts: dict[str, Decimal] = field(default_factory=dict)
    """Differences of the subscores since the baseline."""
    alerts: list[Alert] = field(default_factory=list)
