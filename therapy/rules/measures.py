"""Pure rules of measures given: what falls due, what may be answered, and what an answer asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.measures import AssignmentStatus, Occasion, ResponseStatus, SkipReason
from therapy.questionnaires.engine import Definition, Score, visible_items, why_not_answer

SCORING = "2026.1"
"""Which rules of scoring made a score: raised when the engine or its use changes a result."""
ASKED_LATE = dt.timedelta(days=21)
"""How long after its day something is still begun to be asked for once a stay has ended."""
LEFT = frozenset({"declined", "not_asked"})
LONGEST_ANSWER = 4000


@dataclass(frozen=True)
class Rhythm:
    """What a level asks of one questionnaire, from a day on."""

    key: str
    valid_from: dt.date
    at_intake: bool = False
    every_days: int | None = None
    at_discharge: bool = False
    after_days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stay:
    """The dates of a stay that a rhythm looks at. ``contact_after`` says whether they agreed to contact after treatment."""

    admitted_on: dt.date
    discharged_on: dt.date | None = None
    contact_after: bool = False


@dataclass(frozen=True)
class Given:
    """What is known of one questionnaire in a stay: the occasions made already, and the newest day it was settled."""

    occasions: frozenset[tuple[str, dt.date]] = frozenset()
    is_open: bool = False
    last_on: dt.date | None = None


@dataclass(frozen=True)
class Due:
    """One questionnaire falls due."""

    key: str
    occasion: str
    on: dt.date


def falls_due(rhythm: Rhythm, stay: Stay, given: Given, until: dt.date) -> Due | None:
    """Say what of one questionnaire falls due by ``until``; nothing while one of it is open. The gravest reason first.

    A rhythm never asks for days before it began. After the last day only what belongs to discharge and after is asked.
    Source: measures.md §14.
    """
    if given.is_open:
        return None
    if stay.discharged_on:
        found = [due for due in _after_stay(rhythm, stay, given) if until - due.on <= ASKED_LATE]
    else:
        found = _during(rhythm, stay, given)
    reached = [due for due in found if due.on <= until and (due.occasion, due.on) not in given.occasions]
    return reached[0] if reached else None


def _during(rhythm: Rhythm, stay: Stay, given: Given) -> list[Due]:
    had = {occasion for occasion, _ in given.occasions}
    begins = max(stay.admitted_on, rhythm.valid_from)
    if rhythm.at_intake and stay.admitted_on >= rhythm.valid_from and given.last_on is None:
        return [] if Occasion.INTAKE in had else [Due(rhythm.key, Occasion.INTAKE, stay.admitted_on)]
    if rhythm.every_days is None:
        return []
    step = dt.timedelta(days=rhythm.every_days)
    if given.last_on is None:
        return [Due(rhythm.key, Occasion.EVERY, begins)]
    return [Due(rhythm.key, Occasion.EVERY, max(given.last_on + step, begins))]


def _after_stay(rhythm: Rhythm, stay: Stay, given: Given) -> list[Due]:
    assert stay.discharged_on is not None
    if stay.discharged_on < rhythm.valid_from:
        return []
    had = {on for occasion, on in given.occasions if occasion == Occasion.AFTER}
    found = []
    is_fresh = given.last_on is not None and given.last_on >= stay.discharged_on - dt.timedelta(days=3)
    if rhythm.at_discharge and not is_fresh and Occasion.DISCHARGE not in {each for each, _ in given.occasions}:
        found.append(Due(rhythm.key, Occasion.DISCHARGE, stay.discharged_on))
    if stay.contact_after:
        # The newest that has come: somebody asked after 90 days is not asked for the 30 days' answers as well.
        days = sorted((stay.discharged_on + dt.timedelta(days=number) for number in rhythm.after_days), reverse=True)
        missing = [day for day in days if not any(day <= other for other in had)]
        found += [Due(rhythm.key, Occasion.AFTER, day) for day in missing]
    return found


@dataclass(frozen=True)
class Kept:
    """Answers as they are kept, and what was wrong with the others, by item."""

    answers: dict[str, Any]
    left: dict[str, str]
    problems: dict[str, Sentence] = field(default_factory=dict)


def cleaned(definition: Definition, answers: Mapping[str, Any], left: Mapping[str, str]) -> Kept:
    """Keep answers that may stand; say what is wrong with the others. Words are cut of spaces around them.

    An answer to a question that is skipped now is kept too: nothing that was said about safety is dropped. Keys the
    questionnaire does not have are ignored.
    """
    kept: dict[str, Any] = {}
    problems: dict[str, Sentence] = {}
    for item in definition.questions:
        value = _plain(answers.get(item.key))
        if value is None:
            continue
        if reason := why_not_answer(item, value):
            problems[item.key] = reason
        else:
            kept[item.key] = value
    keys = {item.key for item in definition.questions}
    reasons = {key: why for key, why in left.items() if key in keys and why in LEFT and key not in kept}
    return Kept(kept, reasons, problems)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").strip()[: LONGEST_ANSWER + 1] or None
    if isinstance(value, Decimal):
        return str(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def outcome(definition: Definition, kept: Kept, score: Score) -> str:
    """Say how a giving ends: complete, not complete, or declined when nothing at all was answered."""
    if score.is_complete and kept.answers:
        return ResponseStatus.COMPLETE
    if not kept.answers:
        return ResponseStatus.DECLINED
    return ResponseStatus.INCOMPLETE


def unanswered(definition: Definition, answers: Mapping[str, Any], left: Mapping[str, str]) -> list[str]:
    """Name the questions asked now that have neither an answer nor a reason for none, in order."""
    return [
        item.key
        for item in visible_items(definition, answers)
        if item.is_question and item.is_required and item.key not in answers and item.key not in left
    ]


def is_positive_for_safety(definition: Definition, answers: Mapping[str, Any]) -> bool:
    """Say whether any answer is one at which help is shown at once."""
    return any(answers.get(item.key) in item.safety for item in definition.questions if item.safety)


def why_not_finish(open_items: Sequence[str]) -> Sentence | None:
    """Questions without an answer are said first; whoever finishes all the same says so."""
    if not open_items:
        return None
    words = count_words("{count} question has no answer yet.", "{count} questions have no answer yet.", len(open_items))
    return sentence(words, count=len(open_items))


def why_not_skip(status: str, reason: str, words: str) -> Sentence | None:
    """A due questionnaire is skipped with a reason; "another reason" says which."""
    if status != AssignmentStatus.DUE:
        return say("This questionnaire is no longer waiting.")
    if reason not in SkipReason.values:
        return say("Say why it is skipped.")
    if reason == SkipReason.OTHER and not words.strip():
        return say("Say which other reason.")
    return None


def why_not_given(definition: Definition, *, by_client: bool) -> Sentence | None:
    """Observation scales are given by staff; a form without its published wording is not given at all."""
    if not definition.has_wording:
        return say("The wording of this questionnaire has not been loaded yet.")
    if by_client and definition.is_staff_only:
        return say("This scale is rated by staff and is not handed to the client.")
    return None


def escalates_at(raised_at: dt.datetime, escalated_at: dt.datetime | None, minutes: int) -> dt.datetime:
    """Say when an alert that nobody acknowledged is handed on (again)."""
    return (escalated_at or raised_at) + dt.timedelta(minutes=minutes)
