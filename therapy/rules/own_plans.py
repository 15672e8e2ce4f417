"""What may stand in a plan of the client's, and when it is whole enough to be kept. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clients.rules import plain_line, plain_text
from iop.core.words import Sentence, say, sentence
from therapy.own_plan_form import Ask, Form, Section

Entry = dict[str, str]
Contents = dict[str, list[Entry]]
MOST_LINES = 20
"""More than this on one heading is no plan that somebody can use in a crisis."""
MOST_ROWS = 6
"""People and days have a row of fields each; a form always shows all of them."""
LINE_LENGTH = 300
NAME_LENGTH = 120
PHONE_LENGTH = 40


def cleaned(form: Form, contents: Mapping[str, Any]) -> Contents:
    """Give a plan's entries as they may be kept: known sections, plain text, no empty entries."""
    found = {section.key: _entries(section, contents.get(section.key)) for section in form.sections}
    return {key: entries for key, entries in found.items() if entries}


def why_not_fitting(form: Form, contents: Contents) -> tuple[str, Sentence] | None:
    """Say which section is too long or holds a day that is none, and why; nothing when all fit."""
    for section in form.sections:
        entries = contents.get(section.key, [])
        most = MOST_LINES if section.ask == Ask.LINES else MOST_ROWS
        if len(entries) > most:
            return section.key, sentence(say("Keep it to {most} lines: a plan is for a hard moment."), most=most)
        if any(len(value) > _limit(name) for entry in entries for name, value in entry.items()):
            return section.key, say("One of these lines is too long. Say it in a few words.")
        if any(entry.get("on") and not _is_day(entry["on"]) for entry in entries):
            return section.key, say("Give a day as it stands in a calendar.")
    return None


def missing(form: Form, contents: Contents) -> list[Section]:
    """Give the sections that a plan needs before it is kept and that are empty."""
    return [section for section in form.sections if section.is_needed and not contents.get(section.key)]


def why_not_keep(form: Form, contents: Contents, language: str) -> Sentence | None:
    """Say what is missing before this is a plan that helps somebody; nothing when it can be kept."""
    lacking = missing(form, contents)
    if not lacking:
        return None
    return sentence(
        say("Before it is kept, write something under “{first}”. Everything written so far is saved."),
        first=lacking[0].title(language),
    )


def lines_of(text: str) -> list[Entry]:
    """Read a text with one thing on each line."""
    return [{"text": line} for line in (plain_line(part) for part in plain_text(text).split("\n")) if line]


def as_line(entry: Mapping[str, str]) -> str:
    """Say one entry on one line, as it is printed."""
    parts = [entry.get("on", ""), entry.get("name", ""), entry.get("text", ""), entry.get("phone", "")]
    return " · ".join(part for part in parts if part)


def review_on(kept_on: dt.date, days: int) -> dt.date:
    """Say when a plan is looked at again."""
    return kept_on + dt.timedelta(days=days)


def changed_sections(form: Form, older: Contents, newer: Contents) -> list[Section]:
    """Give the sections that differ between two versions."""
    return [section for section in form.sections if older.get(section.key, []) != newer.get(section.key, [])]


def _entries(section: Section, given: Any) -> list[Entry]:
    if isinstance(given, str):
        given = lines_of(given)
    if not isinstance(given, Sequence):
        return []
    return [entry for entry in (_entry(section.ask, item) for item in given) if any(entry.values())]


def _entry(ask: Ask, item: Any) -> Entry:
    values: Mapping[str, Any] = {"text": item} if isinstance(item, str) else item if isinstance(item, Mapping) else {}
    return {name: plain_line(str(values.get(name) or "")) for name in NAMES[ask] if values.get(name)}


NAMES: Mapping[Ask, Iterable[str]] = {
    Ask.LINES: ("text",),
    Ask.PEOPLE: ("name", "phone"),
    Ask.DATES: ("on", "text"),
}


def _limit(name: str) -> int:
    return {"name": NAME_LENGTH, "phone": PHONE_LENGTH}.get(name, LINE_LENGTH)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
