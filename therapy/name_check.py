"""Finds other people's names in a text that must not hold them. Pure: a text and names in, places out.

A copy of a group note goes into each client's chart, so nobody else may be recognised in it (42 CFR 2.12, 2.13;
documentation.md §2). Names are words of the language too (Will, Hope, Grace): a find is a question, not a verdict.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u200c\u200d"
# Chinese, Japanese and Korean stand without spaces: there every sign is a word of its own.
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
WORD = re.compile(rf"[{UNSPACED}]|(?:[^\W_{UNSPACED}][{MARKS}]*)+")
NOT_DECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e"}
)
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "del",
        "de",
        "la",
        "las",
        "los",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "mac",
        "san",
        "dos",
        "das",
    ]
)
"""Parts of names too common to say who is meant; the whole name is looked for all the same."""
AROUND = 40


@dataclass(frozen=True)
class Person:
    """Somebody who was there, with every name they are known by."""

    client_id: uuid.UUID
    names: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A name found: whose, the word as it stands, from where to where, and the words around it."""

    client_id: uuid.UUID
    word: str
    start: int
    end: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """The word as confirmations remember it, however it was written."""
        return folded(self.word)


@dataclass(frozen=True)
class _Token:
    key: str
    start: int
    end: int


def folded(text: str) -> str:
    """Write a text as it is compared: no accents, no capitals, one space between words."""
    return " ".join(token.key for token in _tokens(text))


def found(text: str, people: Iterable[Person], *, about: Person | None = None) -> list[Place]:
    """Say where a text names somebody: whole words, whatever capitals and accents were typed.

    ``about`` is the client whose own line it is: their own names may stand there, also when another shares them.
    """
    tokens = list(_tokens(text))
    own = set(_patterns(about)) if about else set()
    wanted: dict[tuple[str, ...], uuid.UUID] = {}
    for person in people:
        if about is None or person.client_id != about.client_id:
            for pattern in _patterns(person):
                wanted.setdefault(pattern, person.client_id)
    for pattern in own:
        wanted.pop(pattern, None)
    return list(_places(text, tokens, wanted))


def _places(text: str, tokens: list[_Token], wanted: dict[tuple[str, ...], uuid.UUID]) -> Iterator[Place]:
    lengths = sorted({len(pattern) for pattern in wanted}, reverse=True)
    at = 0
    while at < len(tokens):
        for length in lengths:
            part = tuple(token.key for token in tokens[at : at + length])
            if len(part) == length and part in wanted:
                start, end = tokens[at].start, tokens[at + length - 1].end
                yield Place(
                    wanted[part],
                    text[start:end],
                    start,
                    end,
                    text[max(0, start - AROUND) : start],
                    text[end : end + AROUND],
                )
                at += length - 1
                break
        at += 1


def _patterns(person: Person) -> Iterator[tuple[str, ...]]:
    for name in person.names:
        parts = tuple(token.key for token in _tokens(name))
        if not parts:
            continue
        if len(parts) > 1 or _says_who(parts[0]):
            yield parts
        if len(parts) > 1:
            yield ("".join(parts),)
            yield from ((part,) for part in parts if len(part) > 2 and part not in PARTICLES)


def _says_who(word: str) -> bool:
    # A one-letter name ("A") would be found in every sentence; a one-sign Chinese name is a name.
    return len(word) > 1 or re.match(f"[{UNSPACED}]", word) is not None


def _tokens(text: str) -> Iterator[_Token]:
    for match in WORD.finditer(text):
        key = _folded_word(match.group())
        if key:
            yield _Token(key, match.start(), match.end())


def _folded_word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "\u200c\u200d")
    return bare.translate(NOT_DECOMPOSED)
