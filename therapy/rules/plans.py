"""What a treatment plan must say, and when it is due. Pure: plain values in, sentences out.

Source: documentation.md §5; 105 CMR 164.073.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from clients.choices import CareRole
from clients.rules import plain_line, plain_text
from iop.core.words import Sentence, say, sentence
from therapy.choices import Modality
from therapy.choices.plans import Per, Progress, ReviewChange, ThreadStatus

TEXT_LENGTH = 5_000
LARGEST = Decimal("999999.99")
MOST = {"every_days": 365, "times": 99, "minutes": 600, "weeks": 104}
LINES = {"measure": 200, "unit": 60, "ends_reason": 300}
HEAD = (
    "strengths", "needs", "abilities", "preferences", "client_does", "staff_does", "discharge_criteria", "aftercare_needs",
    "accommodations", "coordination",
)  # fmt: skip
"""What a plan says besides its problems (105 CMR 164.073)."""
HEAD_NEEDED: dict[str, Sentence] = {
    "strengths": say("Write down their strengths."),
    "needs": say("Write down what they need."),
    "abilities": say("Write down what they are able to do."),
    "preferences": say("Write down what they prefer."),
    "discharge_criteria": say("Say by what it is seen that treatment here is complete."),
    "aftercare_needs": say("Say what they will need afterwards."),
}
PARTS: dict[str, tuple[str, ...]] = {
    "problem": ("words", "diagnosis", "dimension"),
    "goal": ("words",),
    "objective": ("words", "measure", "baseline", "target", "unit", "due_on", "every_days"),
    "intervention": ("words", "modality", "times", "per", "minutes", "weeks", "staff", "role"),
}
"""Sorts of rows of a plan, with their fields."""


@dataclass(frozen=True)
class Gap:
    """What is missing before a plan can be signed: in which row (none: the head), beside which field, and what to do."""

    sentence: Sentence
    field: str = ""
    kind: str = ""
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Step:
    """An intervention as the rules see it."""

    id: uuid.UUID
    words: str
    times: int | None
    is_anybodys: bool
    """Neither a colleague nor a role is named."""


@dataclass(frozen=True)
class Aim:
    """An objective as the rules see it."""

    id: uuid.UUID
    words: str
    measure: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str
    due_on: dt.date | None
    steps: Sequence[Step]
    ends_as: str = ""


@dataclass(frozen=True)
class Wish:
    """A goal as the rules see it."""

    id: uuid.UUID
    words: str
    aims: Sequence[Aim]


@dataclass(frozen=True)
class Trouble:
    """A problem as the rules see it."""

    id: uuid.UUID
    words: str
    wishes: Sequence[Wish]


def why_not_measurable(aim: Aim, on: dt.date) -> list[tuple[str, Sentence]]:
    """An objective says what is measured, from where, to where, in what unit and by when; the target is not the baseline.

    Source: documentation.md §5, the validator.
    """
    asked: list[tuple[str, bool, Sentence]] = [
        ("words", not aim.words.strip(), say("Say what will be different.")),
        ("measure", not aim.measure.strip(), say("Say what is measured.")),
        ("baseline", aim.baseline is None, say("Give the number it starts from.")),
        ("target", aim.target is None, say("Give the number it should reach.")),
        (
            "target",
            aim.target is not None and aim.target == aim.baseline,
            say("The target is where it starts already."),
        ),
        ("unit", not aim.unit.strip(), say("Say what the numbers count: points, days, meetings.")),
        ("due_on", aim.due_on is None, say("Give the day by which it should be reached.")),
        (
            "due_on",
            aim.due_on is not None and aim.due_on <= on,
            say("The day by which it should be reached has passed."),
        ),
    ]
    return [(field, words) for field, is_wrong, words in asked if is_wrong]


def what_is_missing(head: Mapping[str, str], troubles: Sequence[Trouble], on: dt.date) -> list[Gap]:
    """A plan is signed whole: from each problem the thread runs to a goal, an objective and somebody who does something."""
    gaps = [Gap(words, field) for field, words in HEAD_NEEDED.items() if not head.get(field, "").strip()]
    if not troubles:
        gaps.append(Gap(say("Name at least one problem.")))
    for trouble in troubles:
        gaps += _of_problem(trouble, on)
    return gaps


def _of_problem(trouble: Trouble, on: dt.date) -> list[Gap]:
    gaps = [] if trouble.words.strip() else [Gap(say("Say what the problem is."), "words", "problem", trouble.id)]
    if not trouble.wishes:
        gaps.append(Gap(say("This problem has no goal yet."), "", "problem", trouble.id))
    for wish in trouble.wishes:
        if not wish.words.strip():
            gaps.append(Gap(say("Write the goal in the client's own words."), "words", "goal", wish.id))
        if not wish.aims:
            gaps.append(Gap(say("This goal has no objective yet."), "", "goal", wish.id))
        for aim in wish.aims:
            gaps += [] if aim.ends_as else _of_objective(aim, on)
    return gaps


def _of_objective(aim: Aim, on: dt.date) -> list[Gap]:
    gaps = [Gap(words, field, "objective", aim.id) for field, words in why_not_measurable(aim, on)]
    if not aim.steps:
        gaps.append(
            Gap(say("Nobody does anything for this objective yet: add an intervention."), "", "objective", aim.id)
        )
    for step in aim.steps:
        wrong = [
            ("words", not step.words.strip(), say("Say what is done.")),
            ("times", not step.times, say("Say how often.")),
            ("staff", step.is_anybodys, say("Say who does it.")),
        ]
        gaps += [Gap(words, field, "intervention", step.id) for field, is_wrong, words in wrong if is_wrong]
    return gaps


def cleaned(kind: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, Sentence]]]:
    """Make what was typed for a row (``PARTS``) into values; say beside which field something does not fit. A draft may lack much."""
    kept: dict[str, Any] = {}
    wrong: list[tuple[str, Sentence]] = []
    for name in PARTS[kind]:
        if name not in values:
            continue
        try:
            kept[name] = _value(name, values[name])
        except Unfit as unfit:
            wrong.append((name, unfit.words))
    return kept, wrong


def why_not_progress(progress: str) -> Sentence | None:
    """What a note says of an objective comes from the list."""
    return None if progress in Progress.values else say("Choose a progress from the list.")


def what_review_lacks(
    summary: str, threads: Collection[uuid.UUID], marks: Mapping[uuid.UUID, str], next_on: dt.date | None, held_on: dt.date,
    at_most: dt.date,
) -> list[tuple[str, Sentence]]:  # fmt: skip
    """A review says of each objective how it goes, sums up, and names the next day within the rhythm."""
    missing = [thread for thread in threads if not marks.get(thread)]
    asked = [
        ("progress", bool(missing), say("Say of each objective how it goes.")),
        ("summary", not summary.strip(), say("Sum up what you found together.")),
        ("next_review_on", next_on is None, say("Give the day of the next review.")),
        ("next_review_on", next_on is not None and next_on <= held_on, say("The next review comes after this one.")),
        (
            "next_review_on", next_on is not None and next_on > at_most,
            sentence(say("At this level of care the next review is by {day} at the latest."), day=at_most.isoformat()),
        ),
    ]  # fmt: skip
    return [(field, words) for field, is_wrong, words in asked if is_wrong]


def how_it_ends(progress: str) -> str:
    """What a review says of an objective may end it: met and discontinued ones do not go on."""
    return {Progress.MET: ThreadStatus.MET, Progress.DISCONTINUED: ThreadStatus.DISCONTINUED}.get(
        Progress(progress), ThreadStatus.OPEN
    )


def is_broken(opened_on: dt.date, last_on: dt.date | None, on: dt.date, days: int) -> bool:
    """A thread is broken when no note has touched an open objective for more than ``days`` days.

    Source: documentation.md §5.
    """
    return (on - (last_on or opened_on)).days > days


def why_not_rhythm(first_days: int, review_days: int) -> Sentence | None:
    """A rhythm is a number of days from 1 to 365."""
    if all(1 <= number <= 365 for number in (first_days, review_days)):
        return None
    return say("Give a number of days from 1 to 365.")


class Unfit(Exception):
    """What was typed does not fit its field; ``words`` says why."""

    def __init__(self, words: Sentence) -> None:
        self.words = words


def _value(name: str, value: Any) -> Any:
    text = "" if value is None else str(value)
    return READERS.get(name, _text)(name, text)


def _text(_name: str, text: str) -> str:
    kept = plain_text(text)
    if len(kept) > TEXT_LENGTH:
        raise Unfit(sentence(say("This may have {limit} characters at most."), limit=TEXT_LENGTH))
    return kept


def _line(name: str, text: str) -> str:
    kept = plain_line(text)
    if len(kept) > LINES[name]:
        raise Unfit(sentence(say("This may have {limit} characters at most."), limit=LINES[name]))
    return kept


def _number(_name: str, text: str) -> Decimal | None:
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    try:
        number = Decimal(typed)
    except InvalidOperation as wrong:
        raise Unfit(say("Give a number.")) from wrong
    if not number.is_finite() or abs(number) > LARGEST:
        raise Unfit(say("Give a number."))
    return number.quantize(Decimal("0.01"))


def _count(name: str, text: str) -> int | None:
    typed = text.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 4 or not 1 <= int(typed) <= MOST[name]:
        raise Unfit(sentence(say("Give a whole number from 1 to {most}."), most=MOST[name]))
    return int(typed)


def _day(_name: str, text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Unfit(say("Give a date.")) from wrong


def _id(_name: str, text: str) -> uuid.UUID | None:
    if not text.strip():
        return None
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise Unfit(say("Choose from the list.")) from wrong


def _one_of(allowed: Collection[str]) -> Any:
    def read(_name: str, text: str) -> str:
        if text and text not in allowed:
            raise Unfit(say("Choose from the list."))
        return text

    return read


def _per(_name: str, text: str) -> str:
    return _one_of(Per.values)(_name, text) or Per.WEEK.value


READERS: dict[str, Any] = {
    "words": _text,
    "measure": _line, "unit": _line, "ends_reason": _line, "baseline": _number, "target": _number, "due_on": _day,
    "every_days": _count, "times": _count, "minutes": _count, "weeks": _count, "diagnosis": _id, "dimension": _id, "staff": _id,
    "modality": _one_of(Modality.values), "role": _one_of(CareRole.values), "per": _per,
    "change": _one_of(ReviewChange.values),
}  # fmt: skip
"""How each field is read; all others are text."""
