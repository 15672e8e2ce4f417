"""Papers: a template of ``templates/typst`` and plain data become a PDF that screen readers can follow."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*", re.ASCII)
UNSHOWN = frozenset({"Cc", "Cs", "Cn", "Co"})
"""Kinds of characters that no font has: controls, halves of pairs, and places without a character (Unicode TR44)."""
NO_GLYPH = "could not be displayed"


def render(template: str, data: Mapping[str, Any], *, language: str = "en") -> bytes:
    """Make a PDF of ``templates/typst/<template>.typ`` and ``data``: the same data gives the same bytes, whenever and wherever.

    ``data`` holds texts, numbers, lists and mappings; dates, ids and translatable words become text in ``language``. It is
    handed over as JSON and shown as text, so nothing in it can become markup. What the letterhead takes from it stands at
    the top of ``house.typ``. Raises ``ValueError`` for a template's name that is none, ``typst.TypstError`` when a template is wrong.
    Source: PDF/UA-1 (ISO 14289-1), the tagged form that WCAG's readers need.
    """
    # Large, and most workers never make a paper: it is loaded with the first one.
    import typst

    folder = templates()
    source = folder / f"{template}.typ"
    if not NAME.fullmatch(template) or not source.is_file():
        raise ValueError(f"there is no paper called {template!r}")
    with override(language):
        inputs = {"data": json.dumps(_plain(data), ensure_ascii=False), "language": language}
    try:
        return _compiled(source, folder, inputs, embedded_only=True)
    except typst.TypstError as trouble:
        if NO_GLYPH not in str(trouble):
            raise
    return _with_other_fonts(source, folder, inputs)


def templates() -> Path:
    """Say where the papers' templates lie."""
    return Path(settings.BASE_DIR) / "templates" / "typst"


def _with_other_fonts(source: Path, folder: Path, inputs: dict[str, str]) -> bytes:
    import typst

    # A script that typst's own fonts lack (Chinese, Thai): the machine's fonts first; without one the paper still comes, its
    # tags too, but a box stands for each such letter and it may not call itself PDF/UA.
    try:
        return _compiled(source, folder, inputs, embedded_only=False)
    except typst.TypstError as trouble:
        if NO_GLYPH not in str(trouble):
            raise
    return _compiled(source, folder, inputs, embedded_only=False, standards=[])


def _compiled(
    source: Path,
    folder: Path,
    inputs: dict[str, str],
    *,
    embedded_only: bool,
    standards: list[Any] | None = None,
) -> bytes:
    import typst

    # The creation time is a constant: a paper says its dates in its text, and equal papers must have equal hashes.
    return typst.compile(
        str(source),
        root=str(folder),
        format="pdf",
        sys_inputs=inputs,
        ignore_system_fonts=embedded_only,
        pdf_standards=["ua-1"] if standards is None else standards,
        timestamp=0,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise):
        return _showable(str(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be put on paper; give plain values")


def _showable(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in UNSHOWN)
