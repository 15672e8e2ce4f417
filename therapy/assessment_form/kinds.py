"""What a question of an assessment can be. Pure data: the pages draw it, the rules check against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from iop.core.words import Sentence


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LINE = "line"
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    DATE = "date"
    TABLE = "table"


@dataclass(frozen=True)
class Question:
    """One question. ``key`` names it in the record for good; the words may be translated.

    ``needed`` asks for an answer, or for the reason why there is none, before signing; ``needed_if`` asks only when another
    question of the section was answered so. ``alarms`` maps answers to the kind of concern that they should raise.
    """

    key: str
    label: Sentence
    kind: Kind = Kind.TEXT
    needed: bool = False
    hint: Sentence = ""
    options: tuple[tuple[str, Sentence], ...] = ()
    least: int = 0
    most: int = 0
    unit: Sentence = ""
    needed_if: tuple[str, frozenset[str]] | None = None
    alarms: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[str, Sentence], ...] = ()
    columns: tuple[Question, ...] = ()

    def label_of(self, value: str) -> Sentence:
        """Give the words of one of its options."""
        return dict(self.options).get(value, value)


@dataclass(frozen=True)
class Section:
    """A part of the assessment, saved and counted by itself."""

    key: str
    title: Sentence
    questions: tuple[Question, ...]
    intro: Sentence = ""
    must_ask: bool = False
    """Here "not asked" does not stand for an answer: declining to answer does."""

    def question(self, key: str) -> Question | None:
        """Give one of its questions."""
        return next((each for each in self.questions if each.key == key), None)


@dataclass(frozen=True)
class Form:
    """All sections of a version. A version that was used is never changed; a new one is made."""

    version: str
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """Give one of its sections."""
        return next((each for each in self.sections if each.key == key), None)
