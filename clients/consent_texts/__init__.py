"""The words of consent forms: what a clinic begins with, and how a form becomes the exact text that somebody reads.

``en.toml`` and ``es.toml`` hold the same forms in both languages, in words of our own at about an 8th-grade level. A clinic
changes them on a page; then its own versions count, and these files are only where it began.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "es")
PLACE = re.compile(r"\{([a-z_]+)\}")
HEADING = "## "
"""How a heading is marked in the kept text, so that the page and the PDF can show it as one."""


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


def starting_form(kind: str, language: str) -> tuple[str, list[dict[str, str]]]:
    """Give the title and the sections (key, heading, text) of the form that a clinic begins with."""
    file = _file(language)
    form = file["forms"][kind]
    sections = [{"key": part["key"], **file["shared"].get(part["key"], {}), **part} for part in form["sections"]]
    return form["title"], [{name: part[name] for name in ("key", "heading", "text")} for part in sections]


def word(language: str, key: str) -> str:
    """Give one of the words that stand around a form, in the client's language."""
    return str(_file(language if language in LANGUAGES else "en")["words"][key])


def words(language: str) -> dict[str, str]:
    """Give all words that stand around a form, in the client's language."""
    return dict(_file(language if language in LANGUAGES else "en")["words"])


def named(language: str, group: str, codes: Iterable[str]) -> list[str]:
    """Say coded values (``information``, ``purposes``, ``recipient_class``, ``channel``) in the client's own language."""
    known = _file(language if language in LANGUAGES else "en")[group]
    return [str(known[code]) for code in codes]


def usual(language: str, key: str) -> str:
    """Give the wording that a blank draft proposes, nothing where there is none."""
    return str(_file(language if language in LANGUAGES else "en")["defaults"].get(key, ""))


def places_in(text: str) -> set[str]:
    """Name the places of a text that are filled from what was chosen."""
    return set(PLACE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the named places of a text, once: what is put in is shown as it is, braces and all."""
    return PLACE.sub(lambda place: values.get(place.group(1), place.group(0)), text)


def as_text(title: str, sections: Sequence[Mapping[str, str]], values: Mapping[str, str]) -> str:
    """Write a whole form as the plain text that is read, kept and hashed."""
    parts = [f"{HEADING}{filled(part['heading'], values)}\n{filled(part['text'], values)}" for part in sections]
    return "\n\n".join([filled(title, values), *parts])


def as_parts(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Take a kept text apart for showing: its title, and sections with heading and lines."""
    title, *blocks = f"\n{text}".split(f"\n{HEADING}")
    sections = []
    for block in blocks:
        heading, _, body = block.partition("\n")
        sections.append({"heading": heading, "lines": [line for line in body.strip().split("\n") if line]})
    return title.strip(), sections
