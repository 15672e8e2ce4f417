"""What warns early. Pure: facts in, what they add up to out. Always with the facts themselves, never as a score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.warnings import CHECK_INS_BEFORE, WarningEnd


@dataclass(frozen=True)
class Fact:
    """One thing that happened: its day, its figure where it has one, and what record it is from."""

    on: dt.date
    key: str
    value: float | None = None


@dataclass(frozen=True)
class Found:
    """What a rule found: the facts, oldest first, and with what the newest was compared."""

    facts: tuple[Fact, ...]
    before: float | None = None

    @property
    def newest(self) -> Fact:
        """Give the fact that set it off."""
        return self.facts[-1]


def often(facts: Sequence[Fact], *, on: dt.date, threshold: int, window_days: int) -> Found | None:
    """Something that happened at least as often as the rule says, within its days, is a warning.

    Source: journeys.md 7 (two absences).
    """
    recent = _within(facts, on, window_days)
    return Found(tuple(recent)) if len(recent) >= threshold else None


def above_average(facts: Sequence[Fact], *, on: dt.date, threshold: int, window_days: int) -> Found | None:
    """The newest figure is a warning when it is at least so much above the average of the three before it.

    With fewer before it, of as many as there are; with none, nothing can have gone up. Source: journeys.md 7 (cravings up 3).
    """
    recent = _within(facts, on, window_days)
    before = [fact for fact in recent[:-1] if fact.value is not None][-CHECK_INS_BEFORE:]
    if not before or recent[-1].value is None:
        return None
    mean = sum(fact.value or 0 for fact in before) / len(before)
    return Found((*before, recent[-1]), mean) if recent[-1].value - mean >= threshold else None


def worse_than_before(
    facts: Sequence[Fact], *, on: dt.date, threshold: int, window_days: int, higher_is_worse: bool = True
) -> Found | None:
    """The newest score is a warning when it is worse than the one before it by at least so many points.

    Source: journeys.md 7 (score up 5); measures.md, change thresholds.
    """
    recent = _within(facts, on, window_days)
    if not recent:
        return None
    newest = recent[-1]
    earlier = [fact for fact in facts if fact.on <= newest.on and fact.key != newest.key and fact.value is not None]
    if not earlier or newest.value is None:
        return None
    last = max(earlier, key=lambda fact: fact.on)
    worse = newest.value - (last.value or 0)
    return Found((last, newest), last.value) if (worse if higher_is_worse else -worse) >= threshold else None


def why_not_rule(threshold: int | None, window_days: int) -> Sentence | None:
    """A rule counts from 1 to 100 within 1 to 180 days, or is off."""
    if not 1 <= window_days <= 180:
        return say("Look back over 1 to 180 days.")
    if threshold is not None and not 1 <= threshold <= 100:
        return say("Warn from 1 to 100.")
    return None


def why_not_end(end: str, note: str) -> Sentence | None:
    """A warning is put aside with a reason from the list; another reason is said in words."""
    if end not in {choice for choice in WarningEnd.values if choice != WarningEnd.PASSED}:
        return say("Choose why it is put aside.")
    if end == WarningEnd.OTHER and not note.strip():
        return say("Say in a few words why it is put aside.")
    return None


def absences_words(found: Found, window_days: int) -> Sentence:
    """Say how many days were missed."""
    count = len(found.facts)
    words = count_words(
        "{count} treatment day missed in {days} days.", "{count} treatment days missed in {days} days.", count
    )
    return sentence(words, count=count, days=window_days)


def _within(facts: Sequence[Fact], on: dt.date, window_days: int) -> list[Fact]:
    first = on - dt.timedelta(days=window_days)
    return sorted((fact for fact in facts if first < fact.on <= on), key=lambda fact: (fact.on, fact.key))
