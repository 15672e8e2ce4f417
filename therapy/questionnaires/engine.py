"""Scoring: which questions are asked, which answers may stand, what they come to, and what a change means.

Pure: a definition and answers in, values out. One rule stands above the others (measures.md §0): a missing answer is never
nought. What depends on it is said only when every value it could still have says the same.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from iop.core.words import Sentence, say, sentence
from therapy.questionnaires.conditions import Bounds, Facts, holds
from therapy.questionnaires.shapes import (
    CHOICE,
    DECIMAL,
    INTEGER,
    NOTE,
    TEXT,
    Alert,
    Answers,
    Band,
    Change,
    Definition,
    Flag,
    Item,
    Option,
    Scale,
    Score,
    Step,
)

__all__ = [
    "Alert",
    "Band",
    "Change",
    "Definition",
    "Flag",
    "Item",
    "Option",
    "Scale",
    "Score",
    "Step",
    "change",
    "score",
    "visible_items",
    "why_not_answer",
]

NOUGHT = Decimal(0)
TEXT_LENGTH, LONG_TEXT_LENGTH = 500, 4000
"""The longest answers in words, in characters."""


def visible_items(definition: Definition, answers: Answers) -> list[Item]:
    """Give the questions to show now: those always asked, and those whose condition the answers so far fulfil."""
    reading = _Reading(definition, answers)
    return [item for item in definition.items if reading.is_shown(item)]


def why_not_answer(item: Item, value: object) -> Sentence | None:
    """Say why ``value`` cannot be the answer to ``item``: another option, not a number, out of its range, too long."""
    if item.kind == CHOICE:
        return _why_not_option(item, value)
    if item.kind in (INTEGER, DECIMAL):
        return _why_not_number(item, value)
    if item.kind == NOTE:
        return say("This is not a question.")
    if not isinstance(value, str) or not value.strip():
        return say("Write your answer.")
    longest = TEXT_LENGTH if item.kind == TEXT else LONG_TEXT_LENGTH
    return sentence(say("Use at most {count} characters."), count=longest) if len(value) > longest else None


def score(definition: Definition, answers: Answers, *, sex: str = "unknown") -> Score:
    """Say what ``answers`` come to. Scores, bands and flags follow the questions asked; alerts look at every answer given.

    ``sex`` ("female", "male", "other", "unknown") decides cut-offs that differ by it. An answer that may not stand counts as
    missing.
    """
    reading = _Reading(definition, answers)
    scores = {scale.key: reading.total_of(scale) for scale in definition.scales}
    missing = reading.missing
    facts = reading.facts(sex=sex, is_complete=not missing)
    total = scores.pop("total", None)
    return Score(
        total=total,
        subscores=scores,
        band=_band(definition, total, facts),
        flags=[Flag(rule.key, rule.words, rule.gives) for rule in definition.flags if holds(rule.when, facts)],
        alerts=_alerts(definition, reading.everything_answered(facts)),
        is_complete=not missing,
        missing=missing,
        answered=len(reading.counted),
        is_prorated=total is not None and bool(reading.unknown_in(definition.scale("total"))),
    )


def change(definition: Definition, baseline: Score | None, previous: Score | None, now: Score) -> Change:
    """Compare a score with the first of the stay (``baseline``) and the one before (``previous``).

    "Meaningful", "reliable" and "response" are separate statements; each is none where no threshold is published.
    """
    return Change(
        since_baseline=_step(definition, baseline, now),
        since_previous=_step(definition, previous, now),
        is_response=_is_response(definition, baseline, now),
        is_remission=_is_remission(definition, now),
        band_changed=None
        if baseline is None or not (baseline.band and now.band)
        else baseline.band.key != now.band.key,
        parts=_parts(baseline, now),
        alerts=_change_alerts(definition, previous, now),
    )


class _Reading:
    """Answers read by one definition: what counts, what was not asked, what is missing."""

    def __init__(self, definition: Definition, answers: Answers) -> None:
        self.definition = definition
        self.given = {
            item.key: answers[item.key]
            for item in definition.questions
            if answers.get(item.key) is not None and why_not_answer(item, answers[item.key]) is None
        }
        self.counted: dict[str, object] = {}
        self.points: dict[str, Bounds] = {}
        self.not_asked: set[str] = set()
        self.open: set[str] = set()
        for item in definition.questions:
            self._take(item)

    def _take(self, item: Item) -> None:
        asked = self.is_asked(item)
        if asked is False:
            self.not_asked.add(item.key)
            self.points[item.key] = (NOUGHT, NOUGHT)
        elif item.key in self.given:
            self.counted[item.key] = self.given[item.key]
            found = points_of(item, self.given[item.key])
            self.points[item.key] = (found or NOUGHT, found or NOUGHT)
        else:
            lowest, highest = _reach(item)
            self.points[item.key] = (lowest if asked else min(lowest, NOUGHT), highest)
            self.open.add(item.key)

    def is_asked(self, item: Item) -> bool | None:
        if item.ask_when is None:
            return True
        return holds(item.ask_when, Facts(self.counted, frozenset(self.not_asked), self._reach_so_far()))

    def is_shown(self, item: Item) -> bool:
        return item.key not in self.not_asked and (self.is_asked(item) is True or item.key in self.counted)

    def _reach_so_far(self) -> dict[str, Bounds]:
        return {item.key: self.points.get(item.key, _reach(item)) for item in self.definition.questions}

    @property
    def missing(self) -> list[str]:
        """Required questions that are asked and have no answer that may stand."""
        return [
            item.key
            for item in self.definition.questions
            if item.key in self.open and item.is_required and self.is_asked(item)
        ]

    def unknown_in(self, scale: Scale | None) -> list[str]:
        return [key for key in scale.items if key in self.open] if scale else []

    def total_of(self, scale: Scale) -> Decimal | None:
        unknown = self.unknown_in(scale)
        known = sum((self.points[key][0] for key in scale.items if key not in self.open), NOUGHT)
        if not unknown:
            return known * scale.times
        answered = len(scale.items) - len(unknown)
        if len(unknown) > scale.allowed_missing or not answered:
            return None
        return (known / answered * len(scale.items)).quantize(Decimal(1), ROUND_HALF_UP) * scale.times

    def _bounds_of(self, scale: Scale) -> Bounds:
        total = self.total_of(scale)
        if total is not None:
            return (total, total)
        found = [self.points[key] for key in scale.items]
        return (
            sum((low for low, _ in found), NOUGHT) * scale.times,
            sum((high for _, high in found), NOUGHT) * scale.times,
        )

    def facts(self, *, sex: str, is_complete: bool) -> Facts:
        scores = {scale.key: self._bounds_of(scale) for scale in self.definition.scales}
        return Facts(self.counted, frozenset(self.not_asked), self.points, scores, sex, is_complete)

    def everything_answered(self, facts: Facts) -> Facts:
        """The same with answers to questions that should have been skipped: for safety they are heard, too."""
        return replace(facts, values=self.given, not_asked=facts.not_asked - set(self.given))


def points_of(item: Item, value: object) -> Decimal | None:
    """Give the points of an answer that may stand; none for one that is not scored."""
    if item.kind == CHOICE:
        return next((option.points for option in item.options if option.value == value), None)
    return as_number(value) if item.kind in (INTEGER, DECIMAL) else None


def as_number(value: object) -> Decimal | None:
    """Read a number, or give none: words, truth values and what is not finite are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _reach(item: Item) -> Bounds:
    if item.kind == CHOICE:
        points = [option.points or NOUGHT for option in item.options] or [NOUGHT]
        return (min(points), max(points))
    if item.kind in (INTEGER, DECIMAL):
        far = Decimal(10) ** 9
        return (-far if item.minimum is None else item.minimum, far if item.maximum is None else item.maximum)
    return (NOUGHT, NOUGHT)


def _why_not_option(item: Item, value: object) -> Sentence | None:
    if not isinstance(value, bool) and any(
        option.value == value and type(option.value) is type(value) for option in item.options
    ):
        return None
    allowed = ", ".join(str(option.value) for option in item.options)
    return sentence(say("Choose one of the answers offered ({allowed})."), allowed=allowed)


def _why_not_number(item: Item, value: object) -> Sentence | None:
    number = as_number(value)
    if number is None:
        return say("Write a number.")
    if item.kind == INTEGER and number != number.to_integral_value():
        return say("Write a whole number.")
    low, high = item.minimum, item.maximum
    if (low is None or number >= low) and (high is None or number <= high):
        return None
    if low is not None and high is not None:
        return sentence(say("Write a number from {low} to {high}."), low=low, high=high)
    if low is not None:
        return sentence(say("Write a number of at least {low}."), low=low)
    return sentence(say("Write a number of at most {high}."), high=high)


def _band(definition: Definition, total: Decimal | None, facts: Facts) -> Band | None:
    for band in definition.bands:
        if band.when is not None:
            found = holds(band.when, facts)
            if found is not False:
                return band if found else None
        elif total is not None and _lies_in(total, band):
            return band
    return None


def _lies_in(total: Decimal, band: Band) -> bool:
    return (band.low is None or total >= band.low) and (band.high is None or total <= band.high)


def _alerts(definition: Definition, facts: Facts) -> list[Alert]:
    found: list[Alert] = []
    spoken: set[str] = set()
    for rule in definition.alerts:
        if rule.group not in spoken and holds(rule.when, facts):
            found.append(Alert(rule.level, rule.key, rule.words, rule.gives, rule.shows_help))
            spoken |= {rule.group} - {""}
    return found


def _way(definition: Definition, difference: Decimal) -> str:
    if not difference:
        return "same"
    if definition.direction not in ("worse", "better"):
        return "unclear"
    return "worse" if (difference > 0) == (definition.direction == "worse") else "better"


def _step(definition: Definition, earlier: Score | None, now: Score) -> Step | None:
    if earlier is None or earlier.total is None or now.total is None:
        return None
    difference, rule = now.total - earlier.total, definition.change
    return Step(
        difference=difference,
        way=_way(definition, difference),
        is_meaningful=None if rule.meaningful is None else abs(difference) >= rule.meaningful,
        is_reliable=None if rule.reliable is None else abs(difference) >= rule.reliable,
    )


def _is_response(definition: Definition, baseline: Score | None, now: Score) -> bool | None:
    share = definition.change.response_percent
    if share is None or baseline is None or not baseline.total or now.total is None:
        return None
    return (baseline.total - now.total) * 100 >= baseline.total * share


def _is_remission(definition: Definition, now: Score) -> bool | None:
    below = definition.change.remission_below
    return None if below is None or now.total is None else now.total < below


def _parts(baseline: Score | None, now: Score) -> dict[str, Decimal]:
    if baseline is None:
        return {}
    both = ((key, baseline.subscores.get(key), value) for key, value in now.subscores.items())
    return {key: after - before for key, before, after in both if before is not None and after is not None}


def _change_alerts(definition: Definition, previous: Score | None, now: Score) -> list[Alert]:
    if previous is None:
        return []
    found: list[Alert] = []
    for rule in definition.change.alerts:
        before, after = previous.of(rule.score), now.of(rule.score)
        if before is None or after is None or (rule.only_from is not None and before != rule.only_from):
            continue
        if (after - before if rule.way == "up" else before - after) >= rule.by:
            found.append(Alert(rule.level, rule.key, rule.words))
    return found
