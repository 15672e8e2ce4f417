"""How the questions of a plan are described. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ENGLISH = "en"
Words = Mapping[str, str]
"""Words by language code; English is always there."""


class Ask(StrEnum):
    """What one entry of a section is."""

    LINES = "lines"
    """Free lines, one thing on each."""
    PEOPLE = "people"
    """People or places with a phone number."""
    DATES = "dates"
    """Days, and what is about them."""


@dataclass(frozen=True)
class Section:
    """One heading of a plan. ``always`` are lines that are printed whatever was written, such as the crisis line."""

    key: str
    titles: Words
    hints: Words
    ask: Ask = Ask.LINES
    is_needed: bool = False
    always: tuple[Words, ...] = ()

    def title(self, language: str) -> str:
        """Say the heading."""
        return told(self.titles, language)

    def hint(self, language: str) -> str:
        """Say the question below the heading."""
        return told(self.hints, language)


@dataclass(frozen=True)
class Form:
    """A whole plan's questions. ``note`` stands at the foot of the paper."""

    kind: str
    titles: Words
    notes: Words
    sections: tuple[Section, ...]

    def title(self, language: str) -> str:
        """Say the plan's name."""
        return told(self.titles, language)

    def note(self, language: str) -> str:
        """Say what stands at the foot."""
        return told(self.notes, language)

    def section(self, key: str) -> Section | None:
        """Find a section by its key."""
        return next((each for each in self.sections if each.key == key), None)


def told(words: Words, language: str) -> str:
    """Give words in a language, in English when there are none."""
    return words.get(language[:2]) or words[ENGLISH]
