"""A FHIR R4 Questionnaire read as a definition. What cannot be taken is named question by question; nothing is dropped in silence.

Taken: groups (flattened, their text as a heading), display, boolean, integer, decimal, string, text and choice; answerOption with
codings, strings and integers, or a contained value set; ordinalValue as points; enableWhen; required; minValue, maxValue; prefix.
Source: HL7 FHIR R4 (4.0.1), Questionnaire; the extensions ordinalValue, minValue, maxValue, questionnaire-hidden.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clients.rules import plain_line, plain_text
from iop.core.errors import Invalid
from iop.core.words import Sentence, say, sentence
from therapy.choices.questionnaires import ScoreOfImport
from therapy.questionnaires.engine import as_number
from therapy.questionnaires.reading import why_not_data
from therapy.questionnaires.shapes import CHOICE, DECIMAL, INTEGER, LONG_TEXT, NOTE, SELF, TEXT, WORSE

LONGEST_FILE = 1_000_000
"""Characters of JSON; the largest published panels stay far below."""
MOST_QUESTIONS = 200
DEEPEST = 6
EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
POINTS = (EXTENSION + "ordinalValue", EXTENSION + "itemWeight")
HIDDEN = EXTENSION + "questionnaire-hidden"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
PLAIN_KINDS = {
    "integer": INTEGER, "decimal": DECIMAL, "string": TEXT, "text": LONG_TEXT, "display": NOTE, "boolean": CHOICE,
    "choice": CHOICE, "coding": CHOICE,
}  # fmt: skip
OPERATORS = {"=": "==", "!=": "!=", ">": ">", "<": "<", ">=": ">=", "<=": "<="}
YES_NO = {"en": ["No", "Yes"], "es": ["No", "Sí"]}
KEY = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


@dataclass(frozen=True)
class Scoring:
    """How the clinic counts an imported questionnaire. ``bands`` and ``band_words`` as ``changing.bands_from`` reads them."""

    kind: str = ScoreOfImport.NONE
    direction: str = WORSE
    mode: str = SELF
    bands: tuple[Mapping[str, Any], ...] = ()
    band_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """A definition as data, and what was left out on purpose (hidden and calculated items)."""

    data: dict[str, Any]
    left_out: tuple[Sentence, ...] = ()


def parsed(text: str) -> Any:
    """Read JSON. Raises ``Invalid`` for a file that is too long or is not JSON."""
    if len(text) > LONGEST_FILE:
        raise Invalid(say("This file is longer than a questionnaire can be (one million characters)."), field="file")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(say("This is not JSON. Choose a file with a FHIR Questionnaire."), field="file") from None


def why_not_key(key: str) -> Sentence | None:
    """A key is a short code: small letters, digits and underscores, beginning with a letter."""
    if KEY.fullmatch(key):
        return None
    return say("Use 2 to 40 small letters, digits and underscores, beginning with a letter.")


def read_fhir(resource: Any, *, key: str, title: str, language: str, scoring: Scoring) -> Imported:
    """Make a definition from a parsed FHIR Questionnaire. Raises ``Invalid`` that says everything that is in the way."""
    if reason := why_not_key(key):
        raise Invalid(reason, field="key")
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "Questionnaire":
        raise Invalid(say("This is not a FHIR Questionnaire (its resourceType says something else)."), field="file")
    reader = _Reader(resource, language)
    reader.take_all(resource.get("item"), (), 0)
    data = reader.data(key, title, scoring)
    problems = reader.problems or why_not_data(data)
    if problems:
        raise Invalid(_all(problems), field="file", detail={"problems": len(problems)})
    return Imported(data, tuple(reader.left_out))


class _Reader:
    def __init__(self, resource: Mapping[str, Any], language: str) -> None:
        self.resource, self.language = resource, language
        self.items: list[dict[str, Any]] = []
        self.words: dict[str, dict[str, Any]] = {"items": {}, "options": {}, "headings": {}}
        self.options: dict[str, list[Any]] = {}
        self.keys: dict[str, str] = {}
        self.values: dict[str, dict[str, int | str]] = {}
        self.problems: list[Sentence] = []
        self.left_out: list[Sentence] = []
        self.heading = ""

    def take_all(self, items: Any, conditions: tuple[Any, ...], depth: int) -> None:
        if not isinstance(items, list) or not items:
            if depth == 0:
                self.problems.append(say("The questionnaire has no questions."))
            return
        for item in items:
            if depth > DEEPEST or len(self.items) >= MOST_QUESTIONS:
                self.problems.append(
                    sentence(
                        say("It is too long or too deep: at most {most} questions, {deep} levels."),
                        most=MOST_QUESTIONS,
                        deep=DEEPEST,
                    )
                )
                return
            if not isinstance(item, Mapping):
                self.problems.append(say("One of its items is not an item."))
                continue
            self._take(item, conditions, depth)

    def _take(self, item: Mapping[str, Any], conditions: tuple[Any, ...], depth: int) -> None:
        named = _name(item)
        if _truth(_extension(item, HIDDEN)) or _extension(item, CALCULATED) is not None:
            self.left_out.append(sentence(say("“{name}” is hidden or calculated and was left out."), name=named))
            return
        own = (*conditions, *self._condition(item, named))
        if item.get("type") == "group":
            if _repeats(item):
                self.problems.append(
                    sentence(say("“{name}” is a group that can be repeated. That cannot be taken."), name=named)
                )
            self.heading = plain_line(str(item.get("text") or ""))[:300]
        else:
            self._question(item, named, own)
        if item.get("item"):
            self.take_all(item["item"], own, depth + 1)

    def _question(self, item: Mapping[str, Any], named: str, conditions: tuple[Any, ...]) -> None:
        kind = PLAIN_KINDS.get(str(item.get("type")))
        if kind is None:
            self.problems.append(
                sentence(
                    say("“{name}” is of the type “{type}”, which cannot be taken."),
                    name=named,
                    type=str(item.get("type"))[:40],
                )
            )
            return
        if _repeats(item):
            self.problems.append(
                sentence(say("“{name}” lets people choose several answers. Only one can be taken."), name=named)
            )
        if not str(item.get("text") or "").strip():
            self.problems.append(sentence(say("“{name}” has no words."), name=named))
        key = self._key(item, named)
        made: dict[str, Any] = {"key": key, "number": plain_line(str(item.get("prefix") or ""))[:10]}
        if kind != CHOICE:
            made["kind"] = kind
        else:
            self._choices(item, key, named)
            made["options"] = key
        if not item.get("required"):
            made["required"] = False
        made |= self._limits(item) if kind in (INTEGER, DECIMAL) else {}
        if loinc := _loinc(item):
            made["loinc"] = loinc
        if conditions:
            made["ask_when"] = conditions[0] if len(conditions) == 1 else {"all": list(conditions)}
        self.words["items"][key] = plain_text(str(item.get("text") or ""))[:1000]
        if self.heading:
            self.words["headings"][key], self.heading = self.heading, ""
        self.items.append(made)

    def _key(self, item: Mapping[str, Any], named: str) -> str:
        link = str(item.get("linkId") or "")
        if not link:
            self.problems.append(sentence(say("“{name}” has no linkId."), name=named))
        if link in self.keys:
            self.problems.append(sentence(say("The linkId “{link}” is used twice."), link=link[:80]))
        # Codes such as LOINC's stay readable; what HTML and our conditions do not take becomes an underscore.
        key = re.sub(r"[^A-Za-z0-9_-]+", "_", link).strip("_")[:60] or f"q{len(self.items) + 1}"
        while key in self.words["items"]:
            key += "_"
        self.keys[link] = key
        return key

    def _choices(self, item: Mapping[str, Any], key: str, named: str) -> None:
        if item.get("type") == "boolean":
            self.options[key] = [0, 1]
            self.words["options"][key] = list(YES_NO.get(self.language, YES_NO["en"]))
            self.values[key] = {"false": 0, "true": 1}
            return
        found = list(self._offered(item))
        if not found:
            self.problems.append(
                sentence(say("“{name}” gets its answers from a list that is not in the file."), name=named)
                if item.get("answerValueSet")
                else sentence(say("“{name}” has no answers to choose from."), name=named)
            )
        points = [each.points for each in found]
        if any(point is None for point in points) and any(point is not None for point in points):
            self.problems.append(sentence(say("“{name}” gives points to some of its answers only."), name=named))
        values = _values_of(found)
        self.options[key], self.words["options"][key], self.values[key] = [], [], {}
        for each, value in zip(found, values, strict=True):
            if each.code in self.values[key]:
                self.problems.append(sentence(say("“{name}” offers “{answer}” twice."), name=named, answer=each.words))
            self.options[key].append([value, _plain(each.points)])
            self.words["options"][key].append(each.words)
            self.values[key][each.code] = value

    def _offered(self, item: Mapping[str, Any]) -> Iterator[_Offered]:
        for option in item.get("answerOption") or ():
            if isinstance(option, Mapping) and (found := _offered_by(option)):
                yield found
            else:
                self.problems.append(
                    sentence(say("“{name}” has an answer that is no coding, words or number."), name=_name(item))
                )
        address = str(item.get("answerValueSet") or "")
        for contained in self.resource.get("contained") or ():
            if address.startswith("#") and isinstance(contained, Mapping) and contained.get("id") == address[1:]:
                yield from _of_value_set(contained)

    def _limits(self, item: Mapping[str, Any]) -> dict[str, Any]:
        ends = (
            ("minimum", _extension(item, EXTENSION + "minValue")),
            ("maximum", _extension(item, EXTENSION + "maxValue")),
        )
        return {name: _plain(number) for name, value in ends if (number := as_number(value)) is not None}

    def _condition(self, item: Mapping[str, Any], named: str) -> tuple[Any, ...]:
        wanted = item.get("enableWhen") or []
        found = [made for each in wanted if (made := self._test(each, named)) is not None]
        if not found:
            return ()
        if len(found) == 1:
            return (found[0],)
        return ({"any" if item.get("enableBehavior") == "any" else "all": found},)

    def _test(self, when: Any, named: str) -> dict[str, Any] | None:
        if not isinstance(when, Mapping) or when.get("question") not in self.keys:
            self.problems.append(
                sentence(say("“{name}” depends on a question that does not come before it."), name=named)
            )
            return None
        key = self.keys[str(when["question"])]
        op, value = OPERATORS.get(str(when.get("operator"))), _answer_of(when)
        if op is None or value is None:
            self.problems.append(
                sentence(
                    say("“{name}” depends on another question in a way that cannot be taken (“{operator}”)."),
                    name=named, operator=str(when.get("operator"))[:20],
                )
            )  # fmt: skip
            return None
        if key in self.values:
            if value not in self.values[key]:
                self.problems.append(sentence(say("“{name}” depends on an answer that is not offered."), name=named))
                return None
            return {"item": key, "op": op, "value": self.values[key][value]}
        number = as_number(value)
        return {"item": key, "op": op, "value": value if number is None else _plain(number)}

    def data(self, key: str, title: str, scoring: Scoring) -> dict[str, Any]:
        title = title or plain_line(str(self.resource.get("title") or ""))[:200]
        if not title:
            self.problems.append(say("The questionnaire has no title: write one."))
        scored = [each["key"] for each in self.items if self._has_points(each)]
        made: dict[str, Any] = {
            "key": key, "version": 1, "licence": "ship", "direction": scoring.direction, "mode": scoring.mode,
            "options": self.options, "items": self.items,
            "words": {self.language: {
                "title": title, "stem": plain_text(str(self.resource.get("description") or ""))[:2000],
                "attribution": plain_text(str(self.resource.get("copyright") or ""))[:1000],
                "bands": dict(scoring.band_words), **self.words,
            }},
        }  # fmt: skip
        if scoring.kind == ScoreOfImport.SUM:
            if not scored:
                self.problems.append(say("No answer carries points (ordinalValue), so there is nothing to add."))
            made["scales"] = [{"key": "total", "items": scored}]
            made["bands"] = [dict(band) for band in scoring.bands]
        return made

    def _has_points(self, item: Mapping[str, Any]) -> bool:
        offered = self.options.get(item["key"], ()) if "options" in item else ()
        return any(not isinstance(each, list) or each[1] is not None for each in offered)


@dataclass(frozen=True)
class _Offered:
    code: str
    words: str
    points: Decimal | None


def _values_of(found: list[_Offered]) -> list[int | str]:
    """Keep an answer by its points where they tell the answers apart, else by a numeric code, else by its code."""
    points = [each.points for each in found]
    if len(set(points)) == len(points) and all(point is not None and point == int(point) for point in points):
        return [int(point) for point in points if point is not None]
    if all(re.fullmatch(r"\d{1,3}", each.code, re.ASCII) for each in found):
        return [int(each.code) for each in found]
    return [each.code for each in found]


def _offered_by(option: Mapping[str, Any]) -> _Offered | None:
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        return _coded(coding, as_number(_extension(option, *POINTS)))
    for name in ("valueString", "valueInteger"):
        if option.get(name) is not None and not isinstance(option[name], Mapping | list):
            words = plain_line(str(option[name]))[:300]
            points = as_number(_extension(option, *POINTS))
            return _Offered(words, words, points) if words else None
    return None


def _coded(coding: Mapping[str, Any], points: Decimal | None) -> _Offered | None:
    code = str(coding.get("code") or coding.get("display") or "")[:100]
    words = plain_line(str(coding.get("display") or code))[:300]
    own = as_number(_extension(coding, *POINTS))
    return _Offered(code, words, points if points is not None else own) if code else None


def _of_value_set(value_set: Mapping[str, Any]) -> Iterator[_Offered]:
    expansion = (value_set.get("expansion") or {}).get("contains") or ()
    listed = [
        each for part in (value_set.get("compose") or {}).get("include") or () for each in part.get("concept") or ()
    ]
    for coding in expansion or listed:
        if isinstance(coding, Mapping) and (found := _coded(coding, None)):
            yield found


def _answer_of(when: Mapping[str, Any]) -> str | None:
    coding = when.get("answerCoding")
    if isinstance(coding, Mapping):
        return str(coding.get("code") or coding.get("display") or "")
    for name in ("answerBoolean", "answerInteger", "answerDecimal", "answerString"):
        if name in when:
            value = when[name]
            return str(value).lower() if isinstance(value, bool) else str(value)
    return None


def _extension(element: Mapping[str, Any], *addresses: str) -> Any:
    for each in element.get("extension") or ():
        if isinstance(each, Mapping) and each.get("url") in addresses:
            return next((value for name, value in each.items() if name.startswith("value")), None)
    return None


def _truth(value: Any) -> bool:
    return value is True


def _repeats(item: Mapping[str, Any]) -> bool:
    return item.get("repeats") is True


def _name(item: Mapping[str, Any]) -> str:
    return plain_line(str(item.get("text") or item.get("linkId") or "?"))[:80]


def _loinc(item: Mapping[str, Any]) -> str:
    codes = item.get("code") or ()
    found = (
        code.get("code") for code in codes if isinstance(code, Mapping) and code.get("system") == "http://loinc.org"
    )
    code = str(next(found, "") or "")
    return code if re.fullmatch(r"\d{1,7}-\d", code, re.ASCII) else ""


def _plain(number: Decimal | None) -> int | str | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else str(number)


def _all(problems: list[Sentence]) -> Sentence:
    shown = [str(each) for each in problems[:12]]
    if len(problems) > len(shown):
        shown.append(str(sentence(say("And {count} more."), count=len(problems) - len(shown))))
    return " ".join(shown)
