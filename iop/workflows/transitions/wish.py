"""What somebody wants to change, and what would change: plain values between the page, the API and the action."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from iop.core.errors import Refusal
from iop.core.words import Sentence
from therapy.actions.transitions import Step
from therapy.choices.transitions import Area


@dataclass(frozen=True)
class Wish:
    """A change of level as it is wanted, from ``effective_on`` on (that day included).

    ``weekdays`` (Monday is 0) are those of ``track_id``; care elsewhere has neither, but a ``stay_kind`` and a ``facility``.
    ``keep_appointments`` are those that stay although they lie in the way. ``tests_per_week`` is how often they are tested
    from then on; none leaves the plan as it is. ``keeps_seat`` keeps the seat here until ``expected_until``.
    """

    level_id: uuid.UUID
    track_id: uuid.UUID | None
    weekdays: tuple[int, ...]
    effective_on: dt.date
    reason: str
    indicated_level_id: uuid.UUID | None = None
    variance_reason: str = ""
    keep_appointments: frozenset[uuid.UUID] = frozenset()
    review_id: uuid.UUID | None = None
    tests_per_week: Decimal | None = None
    stay_kind: str = ""
    facility: str = ""
    expected_until: dt.date | None = None
    keeps_seat: bool = False

    def coded(self) -> list[str]:
        """Give the wish as codes, for the name of a preview."""
        kept = sorted(str(pk) for pk in self.keep_appointments)
        return [
            str(self.level_id), str(self.track_id or ""), ",".join(map(str, sorted(self.weekdays))), str(self.effective_on),
            str(self.indicated_level_id or ""), self.variance_reason, ",".join(kept), str(self.review_id or ""),
            str(self.tests_per_week or ""), self.stay_kind, self.facility, str(self.expected_until or ""),
            str(self.keeps_seat), self.reason.strip(),
        ]  # fmt: skip


class Done(Step):
    """One thing that was changed, with what undoing it needs; without an act it follows by itself."""

    def words(self) -> tuple[str, str, str, str]:
        """Give the line as it is shown."""
        return str(self.area), str(self.before), str(self.after), str(self.says)


@dataclass(frozen=True)
class Change:
    """One line of a preview: what it is about, how it is now, how it will be, and what else is to be said."""

    area: Area
    before: Sentence
    after: Sentence
    says: Sentence = ""

    @property
    def is_same(self) -> bool:
        """Whether it only says that something stays."""
        return str(self.before) == str(self.after)


@dataclass(frozen=True)
class InTheWay:
    """An appointment that lies in the way of the new days: it is cancelled unless it is kept."""

    id: uuid.UUID
    says: Sentence
    is_kept: bool


@dataclass(frozen=True)
class Preview:
    """Everything that would change, or why it cannot. ``fingerprint`` names exactly this list; none while there are problems."""

    kind: str
    changes: Sequence[Change] = ()
    refusals: Sequence[Refusal] = ()
    in_the_way: Sequence[InTheWay] = ()
    fingerprint: str = ""
    full_track_id: uuid.UUID | None = None
    """The track that has no seat then: they may wait for one."""

    @property
    def problems(self) -> list[Sentence]:
        """Say what stands in the way."""
        return [each.sentence for each in self.refusals]
