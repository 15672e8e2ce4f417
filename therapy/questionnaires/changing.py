"""New data out of old: one language taken out, wording put in, cut-offs and missing answers set by the clinic. Nothing is changed in place."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from iop.core.errors import Invalid
from iop.core.words import say, sentence
from therapy.questionnaires.reading import BASE, Data, why_not_data
from therapy.questionnaires.shapes import CLINIC_LOADS, NOTE, SHIP

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=", "!=": "≠"}
PUBLISHED_NUMBER = re.compile(r"\s*\([^)]*\d[^)]*\)|^(?:Total of |Index of )?\d+ or (?:more|less):\s*")
"""How our words name a published cut-off: in brackets, or first."""
WORDS_OF_STAFF = ("bands", "flags", "alerts", "scales")


@dataclass(frozen=True)
class Threshold:
    """A number that flags, alerts or bands compare a score with. One change counts wherever it stands.

    ``who`` is "men" or "others" where the published cut-off differs by sex, else empty.
    """

    id: str
    score: str
    op: str
    value: Decimal
    who: str
    uses: tuple[str, ...]


def in_language(data: Data, language: str, version: int) -> dict[str, Any]:
    """Keep one language of a definition, with what staff read of the English one, as a version of its own."""
    made = copy.deepcopy(dict(data))
    kept = {language: made["words"][language]}
    if language != BASE and BASE in made["words"]:
        kept[BASE] = {name: made["words"][BASE].get(name, {}) for name in WORDS_OF_STAFF} | {"wording": False}
    return {**made, "version": version, "words": kept}


def questions_of(data: Data) -> list[str]:
    """Name the questions that wording is needed for, in order."""
    return [item["key"] for item in data["items"] if item.get("kind") != NOTE]


def option_sets_of(data: Data) -> list[str]:
    """Name the sets of answers that wording is needed for, in the order they are first used."""
    return list(dict.fromkeys(item["options"] for item in data["items"] if "options" in item))


def with_wording(
    data: Data,
    *,
    language: str,
    version: int,
    title: str,
    stem: str,
    items: Sequence[str],
    options: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Put the instrument's own words into a definition. ``items`` are the questions in order, ``options`` the answers by set.

    Raises ``Invalid`` when the numbers do not fit: each question and each answer needs exactly one line.
    """
    keys = questions_of(data)
    if len(items) != len(keys):
        raise Invalid(
            sentence(
                say("This questionnaire has {needed} questions; {given} lines were given."),
                needed=len(keys),
                given=len(items),
            ),
            field="items",
        )
    for name in option_sets_of(data):
        needed, given = len(data["options"][name]), len(options.get(name, ()))
        if needed != given:
            raise Invalid(
                sentence(
                    say("{needed} answers are needed here; {given} lines were given."), needed=needed, given=given
                ),
                field=f"options_{name}",
            )
    base = data["words"].get(BASE, {})
    own = data["words"].get(language, {})
    words = {
        **{name: base[name] for name in ("short", "attribution", "licence", "units", "headings") if name in base},
        **({name: base[name] for name in WORDS_OF_STAFF if name in base} if language == BASE else {}),
        **{name: own[name] for name in (*WORDS_OF_STAFF, "attribution", "period") if name in own},
        "title": title,
        "stem": stem,
        "items": dict(zip(keys, items, strict=True)),
        "options": {name: list(options[name]) for name in option_sets_of(data)},
    }
    licence = SHIP if data.get("licence") == CLINIC_LOADS else data.get("licence", SHIP)
    return in_language({**data, "licence": licence, "words": {**data["words"], language: words}}, language, version)


def thresholds_of(data: Data) -> list[Threshold]:
    """List the cut-offs that flags, alerts and bands of a definition hold, each once."""
    found: dict[str, Threshold] = {}
    words = data["words"].get(BASE) or next(iter(data["words"].values()))
    for group in ("flags", "alerts", "bands"):
        for rule in data.get(group, ()):
            said = str(words.get(group, {}).get(rule["key"], rule["key"]))
            for leaf, who in _leaves(rule.get("when")):
                known = found.get(_signature(leaf, who))
                uses = (*known.uses, said) if known and said not in known.uses else (known.uses if known else (said,))
                found[_signature(leaf, who)] = Threshold(
                    _signature(leaf, who), leaf["score"], leaf["op"], Decimal(str(leaf["value"])), who, uses
                )
    return list(found.values())


def with_settings(
    data: Data,
    *,
    version: int,
    bands: Mapping[str, tuple[Decimal | None, Decimal | None]],
    thresholds: Mapping[str, Decimal],
    missing: Mapping[str, int],
    meaningful: Decimal | None,
    reliable: Decimal | None,
) -> dict[str, Any]:
    """Set a clinic's own cut-offs. ``bands`` gives each band's ends, ``thresholds`` numbers by id, ``missing`` how many answers a
    score may lack.

    Raises ``Invalid`` when bands would overlap or leave a gap, or more answers would be filled in than the literature tolerates.
    """
    made = copy.deepcopy(dict(data))
    for band in made.get("bands", ()):
        ends = tuple(_plain(end) for end in bands.get(band["key"], ()))
        if ends and ends != (band.get("low"), band.get("high")):
            band["low"], band["high"] = ends
            _reword(made, "bands", band["key"], "")
    for group in ("flags", "alerts", "bands"):
        for rule in made.get(group, ()):
            for leaf, who in list(_leaves(rule.get("when"))):
                ours = _plain(thresholds.get(_signature(leaf, who)))
                if ours is not None and ours != leaf["value"]:
                    leaf["value"] = ours
                    _reword(made, group, rule["key"], f"{SIGNS[leaf['op']]} {ours}")
    for scale in made.get("scales", ()):
        _allow_missing(scale, missing.get(scale["key"], scale.get("allowed_missing", 0)))
    made["change"] = {**made.get("change", {}), "meaningful": _plain(meaningful), "reliable": _plain(reliable)}
    if wrong := why_not_data(made):
        raise Invalid(wrong[0], field="bands")
    return {**made, "version": version}


def bands_from(text: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Read bands as a clinic types them, one a line: ``0-4 Minimal``. Gives their data and their words by key.

    Raises ``Invalid`` naming the line that cannot be read.
    """
    bands: list[dict[str, Any]] = []
    words: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        ends, _, name = line.replace("–", "-").partition(" ")
        low, _, high = ends.partition("-")
        try:
            numbers = (Decimal(low), Decimal(high or low))
        except InvalidOperation:
            numbers = None
        if numbers is None or not name.strip() or numbers[0] > numbers[1]:
            raise Invalid(
                sentence(
                    say("This line is no band: “{line}”. Write the range and its name, such as “0-4 Minimal”."),
                    line=line[:80],
                ),
                field="bands",
            )
        key = f"band_{len(bands) + 1}"
        bands.append({"key": key, "low": _plain(numbers[0]), "high": _plain(numbers[1])})
        words[key] = name.strip()[:80]
    return bands, words


def _leaves(condition: Any, who: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Each comparison of a score, with the sex it is for where a neighbor in the same "all" says so."""
    if not isinstance(condition, dict):
        return
    if "score" in condition:
        yield condition, who
    for name in ("all", "any", "count"):
        parts = condition.get(name, ())
        for each in parts:
            yield from _leaves(each, _sex_among(parts) or who)
    yield from _leaves(condition.get("not"), who)


def _sex_among(parts: Sequence[Any]) -> str:
    for each in parts:
        if "sex" in each:
            return "men" if each["sex"] == ["male"] else "/".join(each["sex"])
        if "sex" in each.get("not", {}):
            return "others"
    return ""


def _signature(leaf: Mapping[str, Any], who: str) -> str:
    sign = {">=": "ge", "<=": "le", ">": "gt", "<": "lt", "==": "eq", "!=": "ne"}[leaf["op"]]
    return "_".join(filter(None, (leaf["score"], sign, str(leaf["value"]).replace(".", "p"), who)))


def _reword(data: dict[str, Any], group: str, key: str, said: str) -> None:
    """Take a published number out of a rule's words once the clinic's own holds, and say the own one."""
    for words in data["words"].values():
        text = words.get(group, {}).get(key)
        if text:
            plain = PUBLISHED_NUMBER.sub("", text).strip()
            words[group][key] = plain[:1].upper() + plain[1:] + (f" ({said})" if said else "")


def _allow_missing(scale: dict[str, Any], number: int) -> None:
    most = scale.get("may_allow_missing", 0)
    if not 0 <= number <= most:
        raise Invalid(
            sentence(say("At most {most} answers may be missing from this score."), most=most),
            field=f"missing_{scale['key']}",
        )
    scale["allowed_missing"] = number


def _plain(number: Decimal | None) -> int | str | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else str(number)
