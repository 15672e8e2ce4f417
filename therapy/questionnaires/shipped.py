"""The definitions that come along: one JSON file each in ``definitions``, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from therapy.questionnaires.reading import Data, read
from therapy.questionnaires.shapes import Definition

FOLDER = Path(__file__).parent / "definitions"


@cache
def all_data() -> dict[str, Data]:
    """Read every file, by the instrument's key in alphabetical order."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json")))
    return {data["key"]: data for data in found}


@cache
def shipped(key: str, language: str) -> Definition | None:
    """The definition that comes along in this language, perhaps with labels of ours only; nothing where there is none."""
    data = all_data().get(key)
    return read(data, language) if data is not None and language in data["words"] else None
