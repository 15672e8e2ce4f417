"""The definitions that come along: one JSON file each in ``definitions``, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from therapy.questionnaires.reading import Data, read
from therapy.questionnaires.shapes import Definition

FOLDER = Path(__file__).parent / "definitions"


@cache
def every_version() -> dict[tuple[str, int], Data]:
    """Read every file. One that was released stays beside its successor (``phq9.json``, ``phq9.v1.json``): answers refer to it."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json")))
    return {(data["key"], data["version"]): data for data in found}


@cache
def all_data() -> dict[str, Data]:
    """Give the newest version of each instrument, by its key in alphabetical order."""
    return {key: data for (key, _version), data in sorted(every_version().items(), key=lambda each: each[0])}


@cache
def shipped(key: str, language: str, version: int | None = None) -> Definition | None:
    """The definition that comes along in this language, the newest unless a version is named, perhaps with labels of ours only.

    Nothing where there is none.
    """
    data = all_data().get(key) if version is None else every_version().get((key, version))
    return read(data, language) if data is not None and language in data["words"] else None
