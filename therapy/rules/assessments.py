"""Whether answers are answers, how far an assessment is, and what must not be overlooked. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iop.core.words import Sentence, count_words, say, sentence
from therapy.assessment_form.kinds import Form, Kind, Question, Section
from therapy.choices import ADOPTED_WITHIN_DAYS, AssessmentSource, LeftOut

TEXT_LENGTH = 10_000
LINE_LENGTH = 300
Answers = Mapping[str, Any]
SectionState = tuple[Answers, Mapping[str, str]]
"""A section's answers, and why others are missing."""


@dataclass(frozen=True)
class Problem:
    """An answer that cannot be kept: beside which field (as the form names it) and why."""

    field: str
    sentence: Sentence


@dataclass(frozen=True)
class Progress:
    """How many of the questions that need an answer have one, or the reason why not."""

    done: int
    asked: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing that is needed is missing."""
        return self.done == self.asked


def cleaned(section: Section, answers: Answers, today: dt.date) -> tuple[dict[str, Any], list[Problem]]:
    """Keep the answers that fit their questions; say what is wrong with the others. Empty answers are no answers."""
    kept: dict[str, Any] = {}
    problems = [
        Problem(key, say("This question is not part of the section."))
        for key in answers
        if section.question(key) is None
    ]
    for question in section.questions:
        if _is_empty(value := answers.get(question.key)):
            continue
        found, wrong = _value(question, value, today, question.key)
        problems += wrong
        if not wrong and not _is_empty(found):
            kept[question.key] = found
    return kept, problems


def cleaned_left(section: Section, left: Mapping[str, str], answers: Answers) -> dict[str, str]:
    """Keep the reasons for missing answers; where there is an answer, the answer stands."""
    return {
        key: reason
        for key, reason in left.items()
        if reason in LeftOut.values and section.question(key) is not None and key not in answers
    }


def progress(section: Section, answers: Answers, left: Mapping[str, str]) -> Progress:
    """A section is done when each needed question has its answer, or says that it was declined or not asked; about safety everybody is asked."""
    needed = [each for each in section.questions if is_needed(each, answers)]
    enough = {LeftOut.DECLINED} if section.must_ask else set(LeftOut)
    return Progress(sum(each.key in answers or left.get(each.key) in enough for each in needed), len(needed))


def is_needed(question: Question, answers: Answers) -> bool:
    """Some questions are always needed, some only after another was answered with yes."""
    if question.needed_if is None:
        return question.needed
    other, values = question.needed_if
    return answers.get(other) in values


def alarms(section: Section, answers: Answers) -> list[str]:
    """Name the kinds of concern that the answers should raise: thoughts of suicide, a threat. Each once."""
    found = (each.alarms.get(str(answers.get(each.key, ""))) for each in section.questions)
    return list(dict.fromkeys(kind for kind in found if kind))


def why_unfinished(form: Form, states: Mapping[str, SectionState], needed: set[str] | None = None) -> Sentence | None:
    """An assessment is signed whole: every section done (of one made elsewhere, those that are asked anew)."""
    open_ones = [
        section
        for section in form.sections
        if (needed is None or section.key in needed)
        and not progress(section, *states.get(section.key, ({}, {}))).is_whole
    ]
    if not open_ones:
        return None
    words = count_words(
        "{title} is not finished: answer what is asked, or say that it was declined or not asked.",
        "{count} sections are not finished, {title} among them: answer what is asked, or say that it was declined or not asked.",
        len(open_ones),
    )
    return sentence(words, count=len(open_ones), title=open_ones[0].title)


def why_not_adopt(source: str, made_on: dt.date | None, made_by: str, on: dt.date) -> Sentence | None:
    """An assessment made before may be used within 12 months, reviewed and brought up to date.

    Source: A.A.C. R9-10-1011(B).
    """
    if made_on is None:
        return say("Say when it was made.")
    if made_on > on:
        return say("It cannot have been made in the future.")
    if (on - made_on).days > ADOPTED_WITHIN_DAYS:
        return say("It is older than 12 months: assess anew.")
    if source == AssessmentSource.OUTSIDE and not made_by:
        return say("Say who made it.")
    return None


def why_not_reviewed(source: str, review_note: str) -> Sentence | None:
    """Whoever adopts an assessment writes what they reviewed and what has changed since."""
    if source != AssessmentSource.OWN and not review_note.strip():
        return say("Write what you reviewed, and what has changed since it was made.")
    return None


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _value(question: Question, value: Any, today: dt.date, name: str) -> tuple[Any, list[Problem]]:
    if question.kind == Kind.TABLE:
        return _table(question, value, today)
    found, wrong = CLEANERS[question.kind](question, value, today)
    return found, [Problem(name, wrong)] if wrong else []


def _table(question: Question, value: Any, today: dt.date) -> tuple[Any, list[Problem]]:
    if not isinstance(value, Mapping) or not set(value) <= {key for key, _ in question.rows}:
        return None, [Problem(question.key, say("Choose rows from the list."))]
    kept: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for row, cells in value.items():
        found: dict[str, Any] = {}
        for column in question.columns:
            if _is_empty(cell := cells.get(column.key) if isinstance(cells, Mapping) else None):
                continue
            found[column.key], wrong = _value(column, cell, today, f"{question.key}.{row}.{column.key}")
            problems += wrong
        if found:
            kept[row] = found
    return kept, problems


def _text(_question: Question, value: Any, _today: dt.date) -> tuple[Any, Sentence | None]:
    if not isinstance(value, str):
        return None, say("This asks for words.")
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > TEXT_LENGTH:
        return None, sentence(say("This may have {limit} characters at most."), limit=TEXT_LENGTH)
    return text, None


def _line(question: Question, value: Any, today: dt.date) -> tuple[Any, Sentence | None]:
    text, wrong = _text(question, value, today)
    text = " ".join(text.split()) if text else text
    if text and len(text) > LINE_LENGTH:
        return None, sentence(say("This may have {limit} characters at most."), limit=LINE_LENGTH)
    return text, wrong


def _choice(question: Question, value: Any, _today: dt.date) -> tuple[Any, Sentence | None]:
    if value in [key for key, _ in question.options]:
        return value, None
    return None, say("Choose an answer from the list.")


def _multi(question: Question, value: Any, _today: dt.date) -> tuple[Any, Sentence | None]:
    known = [key for key, _ in question.options]
    if not isinstance(value, list) or any(each not in known for each in value):
        return None, say("Choose answers from the list.")
    return [key for key in known if key in value], None


def _number(question: Question, value: Any, _today: dt.date) -> tuple[Any, Sentence | None]:
    text = str(value).strip()
    if (
        not (text.isascii() and text.isdecimal())
        or not question.least <= int(text[:6]) <= question.most
        or len(text) > 6
    ):
        words = say("Give a whole number from {least} to {most}.")
        return None, sentence(words, least=question.least, most=question.most)
    return int(text), None


def _date(_question: Question, value: Any, today: dt.date) -> tuple[Any, Sentence | None]:
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return None, say("Give a date.")
    if day > today:
        return None, say("This date lies in the future.")
    return day.isoformat(), None


CLEANERS = {
    Kind.TEXT: _text,
    Kind.LINE: _line,
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}
