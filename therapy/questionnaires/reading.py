"""Definitions are data: this reads them. A file, or a row of the clinic, holds the structure once and the words by language.

::

    {"key": "gad7", "version": 1, "direction": "worse", "mode": "self", "licence": "ship",
     "options": {"often": [0, 1, 2, 3]},                  values; [value, points] where they differ, points null: unscored
     "items": [{"key": "1", "options": "often", "loinc": "…", "ask_when": …, "safety": [1, 2, 3], "required": false}, …],
     "scales": [{"key": "total", "items": ["1", …], "may_allow_missing": 2}],
     "bands": [{"key": "mild", "low": 5, "high": 9, "tone": "watch"}, …],
     "flags": [{"key": "positive", "when": …}], "alerts": [{"key": "severe", "level": "routine", "when": …}],
     "change": {"meaningful": 4},
     "words": {"en": {"title": "…", "stem": "…", "items": {"1": "…"}, "options": {"often": ["…", …]}, "bands": {…}}}}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from iop.core.words import Sentence, say, sentence
from therapy.questionnaires.conditions import items_of
from therapy.questionnaires.shapes import (
    CHOICE,
    CLINIC_LOADS,
    KINDS,
    NOTE,
    SELF,
    SHIP,
    WORSE,
    AlertRule,
    Band,
    ChangeAlertRule,
    ChangeRule,
    Definition,
    FlagRule,
    Item,
    Option,
    Scale,
)

Data = Mapping[str, Any]
BASE = "en"


def languages_of(data: Data) -> list[str]:
    """Name the languages that a definition speaks with the instrument's own words."""
    return [language for language, words in data["words"].items() if words.get("wording", True)]


def read(data: Data, language: str) -> Definition:
    """Make the definition in one language. Words for staff that a language lacks are taken from English.

    Raises ``KeyError`` for a language the data does not speak.
    """
    words = _Words(data["words"][language], data["words"].get(BASE, {}))
    return Definition(
        key=data["key"],
        version=data["version"],
        language=language,
        title=words.plain("title"),
        short=words.plain("short") or words.plain("title"),
        stem=words.plain("stem"),
        period=words.plain("period"),
        attribution=words.plain("attribution"),
        notice=words.own.get("notice", ""),
        licence_words=words.plain("licence"),
        mode=data.get("mode", SELF),
        licence=data.get("licence", SHIP),
        direction=data.get("direction", WORSE),
        items=tuple(_item(each, data, words) for each in data["items"]),
        scales=tuple(_scale(each, words) for each in data.get("scales", ())),
        bands=tuple(_band(each, words) for each in data.get("bands", ())),
        flags=tuple(_flag(each, words) for each in data.get("flags", ())),
        alerts=tuple(_alert(each, words) for each in data.get("alerts", ())),
        change=_change(data.get("change", {}), words),
        loinc_panel=data.get("loinc", {}).get("panel", ""),
        loinc_total=data.get("loinc", {}).get("total", ""),
        has_wording=words.own.get("wording", True),
    )


def why_not_data(data: Data) -> list[Sentence]:
    """Say everything that is wrong with a definition: a key used twice, a score of unknown questions, gaps between bands."""
    keys = [item["key"] for item in data["items"]]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    found = [sentence(say("The question key “{key}” is used twice."), key=key) for key in twice]
    found += _wrong_items(data, keys)
    for scale in data.get("scales", ()):
        for key in sorted(set(scale["items"]) - set(keys)):
            found.append(
                sentence(
                    say("The score “{scale}” adds a question that is not there: “{key}”."), scale=scale["key"], key=key
                )
            )
    return [*found, *_wrong_bands(data.get("bands", ()))]


class _Words:
    def __init__(self, own: Data, base: Data) -> None:
        self.own, self.base = own, base

    def plain(self, name: str) -> str:
        return str(self.own.get(name, "") or self.base.get(name, ""))

    def among(self, group: str, key: str, default: str = "") -> str:
        return str(self.own.get(group, {}).get(key) or self.base.get(group, {}).get(key) or default)


def _item(each: Data, data: Data, words: _Words) -> Item:
    kind = each.get("kind", CHOICE)
    return Item(
        key=each["key"],
        words=words.own.get("items", {}).get(each["key"], ""),
        kind=kind,
        options=_options(each, data, words) if kind == CHOICE else (),
        minimum=_number(each.get("minimum")),
        maximum=_number(each.get("maximum")),
        is_required=each.get("required", True),
        ask_when=each.get("ask_when"),
        safety=frozenset(each.get("safety", ())),
        loinc=each.get("loinc", ""),
        heading=words.own.get("headings", {}).get(each["key"], ""),
        hint=words.own.get("hints", {}).get(each["key"], ""),
        unit=words.own.get("units", {}).get(each["key"], ""),
        number=each.get("number", "" if kind == NOTE else each["key"]),
    )


def _options(each: Data, data: Data, words: _Words) -> tuple[Option, ...]:
    values = data["options"][each["options"]]
    labels = words.own.get("options", {}).get(each["options"]) or words.base.get("options", {})[each["options"]]
    unscored = each.get("unscored", False)
    made = (_option(value, label, unscored) for value, label in zip(values, labels, strict=True))
    return tuple(_reversed(list(made)) if each.get("reverse") else made)


def _option(value: Any, label: str, unscored: bool) -> Option:
    code, points = value if isinstance(value, list) else (value, value if isinstance(value, int) else None)
    return Option(code, label, None if unscored else _number(points))


def _reversed(options: list[Option]) -> list[Option]:
    points = [option.points or Decimal(0) for option in options]
    ends = min(points) + max(points)
    return [Option(option.value, option.words, ends - each) for option, each in zip(options, points, strict=True)]


def _scale(each: Data, words: _Words) -> Scale:
    return Scale(
        key=each["key"],
        words=words.among("scales", each["key"], str(say("Total")) if each["key"] == "total" else each["key"]),
        items=tuple(each["items"]),
        times=Decimal(str(each.get("times", 1))),
        allowed_missing=each.get("allowed_missing", 0),
        may_allow_missing=each.get("may_allow_missing", 0),
    )


def _band(each: Data, words: _Words) -> Band:
    return Band(
        key=each["key"],
        words=words.among("bands", each["key"], each["key"]),
        low=_number(each.get("low")),
        high=_number(each.get("high")),
        when=each.get("when"),
        tone=each.get("tone", "calm"),
    )


def _flag(each: Data, words: _Words) -> FlagRule:
    return FlagRule(each["key"], words.among("flags", each["key"], each["key"]), each["when"], each.get("gives", ""))


def _alert(each: Data, words: _Words) -> AlertRule:
    return AlertRule(
        key=each["key"],
        words=words.among("alerts", each["key"], each["key"]),
        when=each["when"],
        level=each["level"],
        group=each.get("group", ""),
        gives=each.get("gives", ""),
        shows_help=each.get("shows_help", False),
    )


def _change(data: Data, words: _Words) -> ChangeRule:
    return ChangeRule(
        meaningful=_number(data.get("meaningful")),
        reliable=_number(data.get("reliable")),
        response_percent=data.get("response_percent"),
        remission_below=_number(data.get("remission_below")),
        alerts=tuple(
            ChangeAlertRule(
                key=each["key"],
                words=words.among("alerts", each["key"], each["key"]),
                score=each.get("score", "total"),
                by=Decimal(str(each["by"])),
                way=each.get("way", "up"),
                only_from=_number(each.get("only_from")),
                level=each.get("level", "routine"),
            )
            for each in data.get("alerts", ())
        ),
    )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _wrong_items(data: Data, keys: list[str]) -> Iterable[Sentence]:
    for place, item in enumerate(data["items"]):
        kind = item.get("kind", CHOICE)
        if kind not in KINDS:
            yield sentence(
                say("Question “{key}” is of a kind that is not known: “{kind}”."), key=item["key"], kind=kind
            )
        elif kind == CHOICE and not data.get("options", {}).get(item.get("options", "")):
            yield sentence(say("Question “{key}” has no answers to choose from."), key=item["key"])
        for other in sorted(items_of(item.get("ask_when") or {}) - set(keys[:place])):
            yield sentence(
                say("Question “{key}” depends on “{other}”, which does not come before it."),
                key=item["key"],
                other=other,
            )


def _wrong_bands(bands: Iterable[Data]) -> Iterable[Sentence]:
    ranged = sorted((each for each in bands if each.get("low") is not None), key=lambda each: Decimal(str(each["low"])))
    for lower, upper in pairwise(ranged):
        if lower.get("high") is None or Decimal(str(lower["high"])) >= Decimal(str(upper["low"])):
            yield sentence(say("The bands “{lower}” and “{upper}” overlap."), lower=lower["key"], upper=upper["key"])
        elif Decimal(str(upper["low"])) - Decimal(str(lower["high"])) > 1:
            yield sentence(
                say("Between the bands “{lower}” and “{upper}” is a gap."), lower=lower["key"], upper=upper["key"]
            )


def is_askable(definition: Definition) -> bool:
    """Whether a definition can be put before somebody: its questions carry the instrument's words."""
    return definition.has_wording and definition.licence != CLINIC_LOADS
