"""Code lists, mappings and layouts as data: read from JSON files, never from code (reporting.md, first paragraph).

A file of the clinic's own in ``settings.STATE_DATA_DIRS`` stands beside the shipped ones; of two with the same key, the one
that has held for the shortest time on a day counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from iop.core.errors import Invalid
from iop.core.words import say
from iop.reports.state_data.choices import MISSING, NOT_COLLECTED

HERE = Path(__file__).parent / "data"
CONFIRMED = "confirmed"


@dataclass(frozen=True)
class CodeList:
    """How one list of our own words, or a number, becomes a code.

    ``codes`` maps words; ``ranges`` are (least, most, code, label) of a grouped number, ``digits`` those of a number that is
    told as it is, up to ``most``. ``missing`` are the list's own codes for no answer.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    ranges: tuple[tuple[int, int | None, str, str], ...] = ()
    digits: int = 0
    most: int = 0
    missing: Mapping[str, str] = field(default_factory=dict)
    is_confirmed: bool = False


@dataclass(frozen=True)
class Family:
    """A family of codes: those of the public-use file, or those of a state, from a date on."""

    key: str
    name: str
    valid_from: dt.date
    source: str
    lists: Mapping[str, CodeList]

    def encode(self, name: str, value: str) -> str:
        """Give the code of a word or number of a list; no answer has the code of "not collected"."""
        found = self.lists[name]
        value = value or NOT_COLLECTED
        if value in MISSING:
            return found.missing[value]
        if value in found.codes:
            return found.codes[value]
        if value.lstrip("-").isdigit() and (found.ranges or found.digits):
            return _number(found, int(value))
        return found.missing["unknown"]

    @property
    def unconfirmed(self) -> list[str]:
        """Name the lists that are to be compared with the state's manual."""
        return sorted(key for key, each in self.lists.items() if not each.is_confirmed)


def _number(found: CodeList, number: int) -> str:
    for least, most, code, _label in found.ranges:
        if number >= least and (most is None or number <= most):
            return code
    if found.digits and number >= 0:
        return str(min(number, found.most)).zfill(found.digits)
    return found.missing["unknown"]


@dataclass(frozen=True)
class Column:
    """One column: which field, under which name, how wide, and how filled up."""

    field: str
    name: str
    width: int = 0
    align: str = "left"
    pad: str = " "
    constant: str = ""


@dataclass(frozen=True)
class Layout:
    """Which columns in which order make a line of which kind, and how the file is written."""

    key: str
    name: str
    valid_from: dt.date
    form: str
    family: str
    kinds: Mapping[str, tuple[Column, ...]]
    file_name: str
    header: bool = True
    delimiter: str = ","
    line_end: str = "\r\n"
    encoding: str = "utf-8"
    date_format: str = "%m%d%Y"
    client: str = "record_number"


def family(key: str, on: dt.date) -> Family:
    """Give a family of codes as it holds on a day. Raises ``Invalid`` for one that is not there."""
    return _newest([each for each in _families() if each.key == key], on)


def layout(key: str, on: dt.date) -> Layout:
    """Give a layout as it holds on a day. Raises ``Invalid`` for one that is not there."""
    return _newest([each for each in _layouts() if each.key == key], on)


def layouts(on: dt.date) -> list[Layout]:
    """Give the layouts that hold on a day, by name."""
    keys = {each.key for each in _layouts() if each.valid_from <= on}
    return sorted((layout(key, on) for key in keys), key=lambda each: each.name)


def _newest(found: list[Any], on: dt.date) -> Any:
    standing = [each for each in found if each.valid_from <= on]
    if not standing:
        raise Invalid(say("Choose the layout from the list."), field="layout")
    return max(standing, key=lambda each: each.valid_from)


@lru_cache(maxsize=1)
def native() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give our own words of each list, with what people read."""
    lists: dict[str, tuple[tuple[str, str], ...]] = {}
    for data in _read("native*.json"):
        lists |= {key: tuple((word, label) for word, label in rows) for key, rows in data["lists"].items()}
    return lists


@lru_cache(maxsize=1)
def mappings() -> Mapping[str, Mapping[str, str]]:
    """Give how words of the record become our words of the data sets."""
    found: dict[str, dict[str, str]] = {}
    for data in _read("mappings*.json"):
        for key, rows in data.items():
            found[key] = {**found.get(key, {}), **rows}
    return found


def mapped(name: str, word: str) -> str:
    """Give what a word of the record is here; nothing where nobody has said."""
    return mappings()[name].get(word, "")


def label(name: str, word: str) -> str:
    """Give what people read for a word of a list."""
    return dict(native().get(name, ())).get(word, word)


def forget() -> None:
    """Read the files anew. For tests, and for a clinic that has changed its own."""
    for each in (native, mappings, _families, _layouts):
        each.cache_clear()


@lru_cache(maxsize=1)
def _families() -> tuple[Family, ...]:
    return tuple(_family(data) for data in _read("codes*.json"))


@lru_cache(maxsize=1)
def _layouts() -> tuple[Layout, ...]:
    return tuple(_layout(data) for data in _read("layouts/*.json"))


def _read(pattern: str) -> Iterator[dict[str, Any]]:
    folders: list[Path] = [HERE, *(Path(each) for each in settings.STATE_DATA_DIRS)]
    for folder in folders:
        for path in sorted(folder.glob(pattern)):
            yield json.loads(path.read_text(encoding="utf-8"))


def _family(data: dict[str, Any]) -> Family:
    lists = {key: _list(rows, data["missing"]) for key, rows in data["lists"].items()}
    return Family(data["key"], data["name"], dt.date.fromisoformat(data["valid_from"]), data.get("source", ""), lists)


def _list(rows: dict[str, Any], missing: Mapping[str, str]) -> CodeList:
    number = rows.get("number", {})
    return CodeList(
        codes=rows.get("codes", {}), ranges=tuple(tuple(each) for each in rows.get("ranges", ())),
        digits=number.get("digits", 0), most=number.get("most", 0), missing={**missing, **rows.get("missing", {})},
        is_confirmed=rows.get("confidence") == CONFIRMED,
    )  # fmt: skip


def _layout(data: dict[str, Any]) -> Layout:
    kinds = {kind: tuple(Column(**each) for each in columns) for kind, columns in data["kinds"].items()}
    plain = {key: data[key] for key in data if key not in ("kinds", "valid_from")}
    return Layout(**plain, kinds=kinds, valid_from=dt.date.fromisoformat(data["valid_from"]))
