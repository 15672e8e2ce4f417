"""A questionnaire on a page: its questions as fields, and what was posted read back.

``templates/questionnaires/answer.html`` draws an ``Asking``; ``static/js/questionnaire.js`` shows and hides questions as they
are answered. Without a script the page comes back with the questions that the answers opened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from iop.core.words import Sentence, say
from therapy.questionnaires.engine import as_number, points_of, visible_items, why_not_answer
from therapy.questionnaires.shapes import (
    CHOICE,
    DECIMAL,
    INTEGER,
    LONG_TEXT,
    NOTE,
    Answers,
    Definition,
    Item,
    Value,
)

PREFIX = "q-"
"""What names of fields begin with, so that they never clash with a page's own."""
DECLINED = "declined"
"""The posted value that means: I prefer not to answer."""


@dataclass(frozen=True)
class Choice:
    """One answer to tap."""

    value: str
    id: str
    label: str
    points: str
    is_chosen: bool
    is_safety: bool
    shortcut: str = ""
    """The number key that chooses it, if one does."""


@dataclass(frozen=True)
class Field:
    """One question as drawn. ``condition`` is JSON for the script, empty for what is always asked."""

    key: str
    name: str
    id: str
    label: str
    number: str
    kind: str
    heading: str
    hint: str
    unit: str
    is_visible: bool
    is_required: bool
    condition: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    is_declined: bool = False
    error: Sentence = ""
    minimum: str = ""
    maximum: str = ""

    @property
    def first_id(self) -> str:
        """Where a link to this question leads."""
        return self.choices[0].id if self.choices else self.id


@dataclass(frozen=True)
class Help:
    """A line of help beside the number to call, such as the person's own safety plan."""

    words: Sentence
    url: str = ""


@dataclass(frozen=True)
class Asking:
    """A questionnaire ready to be drawn. ``shows_help`` is set when an answer says somebody may be in danger."""

    title: str
    stem: str
    period: str
    attribution: str
    language: str
    fields: list[Field]
    shows_help: bool
    may_decline: bool = True
    helps: tuple[Help, ...] = ()

    @property
    def errors(self) -> list[Field]:
        """The questions with something wrong."""
        return [each for each in self.fields if each.error]


@dataclass(frozen=True)
class Posted:
    """What was sent: answers that may stand, questions left without one and why, and what was wrong."""

    answers: dict[str, Value] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Sentence] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    """What stood in fields whose answer may not stand, so that it is not lost."""


def ask(
    definition: Definition,
    answers: Answers,
    *,
    left: Mapping[str, str] | None = None,
    problems: Mapping[str, Sentence] | None = None,
    typed: Mapping[str, str] | None = None,
    may_decline: bool = True,
    helps: tuple[Help, ...] = (),
) -> Asking:
    """Make a questionnaire ready to be drawn with the answers so far."""
    return Asking(
        title=definition.title,
        stem=definition.stem,
        period=definition.period,
        attribution=definition.attribution,
        language=definition.language,
        fields=fields(definition, answers, left=left, problems=problems, typed=typed),
        shows_help=shows_help(definition, answers),
        may_decline=may_decline,
        helps=helps,
    )


def fields(
    definition: Definition,
    answers: Answers,
    language: str = "",
    *,
    left: Mapping[str, str] | None = None,
    problems: Mapping[str, Sentence] | None = None,
    typed: Mapping[str, str] | None = None,
) -> list[Field]:
    """Give every question as a field; those not asked now are there, hidden, for the script. ``language`` must be the definition's.

    Raises ``ValueError`` for another language: words are never mixed.
    """
    if language and language != definition.language:
        raise ValueError("the definition speaks another language")
    shown = {item.key for item in visible_items(definition, answers)}
    return [
        _field(item, answers.get(item.key), item.key in shown, (left or {}).get(item.key, ""),
               (problems or {}).get(item.key, ""), (typed or {}).get(item.key, ""))
        for item in definition.items
    ]  # fmt: skip


def read_posted(definition: Definition, data: Mapping[str, Any]) -> Posted:
    """Read the answers out of a posted form. What may not stand becomes a problem beside its question, never an answer."""
    found = Posted()
    for item in definition.questions:
        text = str(data.get(PREFIX + item.key, "")).strip()
        if text == DECLINED or str(data.get(f"{PREFIX}{item.key}-left", "")) == DECLINED:
            found.left[item.key] = DECLINED
        elif text:
            _take(found, item, text)
    return found


def missing_words(definition: Definition, missing: list[str], left: Mapping[str, str]) -> dict[str, Sentence]:
    """Say beside each required question without an answer that it needs one, unless the person declined it."""
    asked = {item.key for item in definition.questions}
    return {key: say("Please answer this question.") for key in missing if key in asked and key not in left}


def shows_help(definition: Definition, answers: Answers) -> bool:
    """Whether an answer says that somebody may be in danger: then help is shown to who answers, at once."""
    return any(answers.get(item.key) in item.safety for item in definition.questions if item.safety)


def as_value(item: Item, text: str) -> Value:
    """Turn what a form carries into an answer's value: an option's own, a number, or the words."""
    if item.kind == CHOICE:
        return next((option.value for option in item.options if str(option.value) == text), text)
    number = as_number(text.replace(",", ".")) if item.kind in (INTEGER, DECIMAL) else None
    if number is None:
        return text
    return int(number) if number == number.to_integral_value() else str(number)


def answer_words(item: Item, value: object) -> str:
    """Say an answer as it was put: the option's words, or the number with its unit."""
    if item.kind == CHOICE:
        return next((option.words for option in item.options if option.value == value), str(value))
    return f"{value} {item.unit}".strip()


def _take(found: Posted, item: Item, text: str) -> None:
    value = as_value(item, text)
    problem = why_not_answer(item, value)
    if problem is None:
        found.answers[item.key] = value
    else:
        found.problems[item.key] = problem
        found.typed[item.key] = text[:200]


def _field(item: Item, value: object, is_visible: bool, left: str, error: Sentence, typed: str) -> Field:
    name = PREFIX + item.key
    return Field(
        key=item.key,
        name=name,
        id=f"id_{name}",
        label=item.words,
        number=item.number,
        kind=item.kind,
        heading=item.heading,
        hint=item.hint,
        unit=item.unit,
        is_visible=is_visible,
        is_required=item.is_required,
        condition=json.dumps(item.ask_when) if item.ask_when else "",
        value=typed or ("" if value is None else str(value)),
        choices=_choices(item, name, value),
        is_declined=left == DECLINED,
        error=error,
        minimum=_plain(item.minimum),
        maximum=_plain(item.maximum),
    )


def _choices(item: Item, name: str, value: object) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=str(option.value),
            id=f"id_{name}-{place}",
            label=option.words,
            points=_plain(points_of(item, option.value)),
            is_chosen=option.value == value,
            is_safety=option.value in item.safety,
            shortcut=_shortcut(item, place),
        )
        for place, option in enumerate(item.options)
    )


def _shortcut(item: Item, place: int) -> str:
    """The key that chooses an option: its own number where all have one digit, else its place from 1."""
    values = [option.value for option in item.options]
    if all(isinstance(value, int) and 0 <= value <= 9 for value in values):
        return str(values[place])
    return str(place + 1) if place < 9 else ""


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


__all__ = [
    "DECLINED",
    "LONG_TEXT",
    "NOTE",
    "PREFIX",
    "Asking",
    "Choice",
    "Field",
    "Help",
    "Posted",
    "answer_words",
    "as_value",
    "ask",
    "fields",
    "missing_words",
    "read_posted",
    "shows_help",
]
