"""Policies about missed days that a clinic may begin with. The first one is installed; the others are offered on the form.

The figures are examples; a clinic sets its own. Sources: program.md §7, SEED-23, and issue "Absence" (6 misses in 12 weeks).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from iop.core.words import Sentence
from sessions_app.absence_choices import Consequence, LimitKind, StepOwner
from sessions_app.choices import OutreachMethod
from sessions_app.rules.absence import Limit

DAY = 24


@dataclass(frozen=True)
class Step:
    """A step of an example."""

    after_hours: int
    method: str
    owner: str
    deadline_hours: int
    words: Sentence


@dataclass(frozen=True)
class Example:
    """A policy to begin with."""

    key: str
    name: Sentence
    about: Sentence
    notice_hours: int
    no_service_days: int
    limits: tuple[Limit, ...]
    steps: tuple[Step, ...]
    grace_minutes: int | None = None
    counts_excused: bool = False
    make_ups_forgive: bool = True


FIRST_CALL = Step(0, OutreachMethod.PHONE, StepOwner.CASE_MANAGER, 10, _("Call the same day, and offer another time"))
COUNSELOR_CALL = Step(DAY, OutreachMethod.PHONE, StepOwner.COUNSELOR, DAY, _("Call as the primary counselor"))
CONTACT = Step(
    3 * DAY, OutreachMethod.CONTACT, StepOwner.COUNSELOR, DAY,
    _("Ask the emergency contact, where a release stands"),
)  # fmt: skip
LETTER = Step(
    7 * DAY, OutreachMethod.LETTER, StepOwner.CASE_MANAGER, 2 * DAY, _("Send a warm letter: the place is kept")
)

EXAMPLES = (
    Example(
        key="six_in_twelve",
        name=_("Six misses in twelve weeks"),
        about=_("Excused days do not count. Two in a row are talked about, six in twelve weeks ask for a review."),
        notice_hours=24,
        no_service_days=30,
        limits=(
            Limit(LimitKind.IN_A_ROW, 2, None, Consequence.TALK),
            Limit(LimitKind.WITHIN, 6, 12, Consequence.REVIEW),
        ),
        steps=(FIRST_CALL, COUNSELOR_CALL, CONTACT, LETTER),
    ),
    Example(
        key="three_without_a_word",
        name=_("Three without a word in four weeks"),
        about=_("Counts only who did not call. Three in four weeks ask for the plan, five for a review together."),
        notice_hours=2,
        no_service_days=21,
        limits=(
            Limit(LimitKind.UNEXCUSED, 3, 4, Consequence.PLAN),
            Limit(LimitKind.UNEXCUSED, 5, 8, Consequence.DISCHARGE_REVIEW),
        ),
        steps=(FIRST_CALL, Step(DAY, OutreachMethod.TEXT, StepOwner.CASE_MANAGER, DAY, _("Send a neutral text")), LETTER),
    ),
    Example(
        key="every_miss",
        name=_("Every missed day counts"),
        about=_("Excused or not: four in four weeks ask for a letter, three in a row for a review. Make-ups do not forgive."),
        notice_hours=24,
        no_service_days=14,
        counts_excused=True,
        make_ups_forgive=False,
        grace_minutes=10,
        limits=(
            Limit(LimitKind.WITHIN, 4, 4, Consequence.LETTER),
            Limit(LimitKind.IN_A_ROW, 3, None, Consequence.REVIEW),
        ),
        steps=(FIRST_CALL, COUNSELOR_CALL, LETTER),
    ),
)  # fmt: skip
