"""A definition written as a FHIR R4 Questionnaire, so that a clinic can hand its own questionnaire to another."""

from __future__ import annotations

from typing import Any

from iop.core.errors import Invalid
from iop.core.words import say, sentence
from therapy.questionnaires.conditions import OPERATORS as TESTS
from therapy.questionnaires.importing import EXTENSION, POINTS
from therapy.questionnaires.shapes import CHOICE, DECIMAL, INTEGER, LONG_TEXT, NOTE, TEXT, Condition, Definition, Item

TYPES = {CHOICE: "choice", INTEGER: "integer", DECIMAL: "decimal", TEXT: "string", LONG_TEXT: "text", NOTE: "display"}
OPERATORS = {"==": "=", "!=": "!=", ">": ">", "<": "<", ">=": ">=", "<=": "<="}
ORDERED = (">", "<", ">=", "<=")


def as_fhir(definition: Definition) -> dict[str, Any]:
    """Write a definition as a FHIR Questionnaire; scores and bands have no place there.

    Raises ``Invalid`` for a condition FHIR's enableWhen cannot say (a sum of answers, or one that is nested).
    """
    made: dict[str, Any] = {
        "resourceType": "Questionnaire", "status": "active", "language": definition.language, "name": definition.key,
        "version": str(definition.version), "title": definition.title, "subjectType": ["Patient"],
        "item": _items(definition),
    }  # fmt: skip
    said = {"description": definition.stem, "copyright": definition.attribution}
    made |= {name: text for name, text in said.items() if text}
    if definition.loinc_panel:
        made["code"] = [{"system": "http://loinc.org", "code": definition.loinc_panel}]
    return made


def _items(definition: Definition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in definition.items:
        made = _item(definition, item)
        if item.heading:
            found.append({"linkId": f"group-{item.key}", "type": "group", "text": item.heading, "item": [made]})
        else:
            found.append(made)
    return found


def _item(definition: Definition, item: Item) -> dict[str, Any]:
    made: dict[str, Any] = {"linkId": item.key, "type": TYPES[item.kind], "text": item.words}
    if item.kind != NOTE:
        made["required"] = item.is_required
    if item.number:
        made["prefix"] = item.number
    if item.loinc:
        made["code"] = [{"system": "http://loinc.org", "code": item.loinc}]
    if item.kind == CHOICE:
        made["answerOption"] = [_option(option.value, option.words, option.points) for option in item.options]
    limits = [(name, end) for name, end in (("minValue", item.minimum), ("maxValue", item.maximum)) if end is not None]
    if limits:
        kind = "valueInteger" if item.kind == INTEGER else "valueDecimal"
        made["extension"] = [{"url": EXTENSION + name, kind: _number(end)} for name, end in limits]
    if item.ask_when:
        made |= _enable(definition, item.ask_when, item.key)
    return made


def _option(value: int | str, words: str, points: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"valueCoding": {"code": str(value), "display": words}}
    if points is not None:
        made["extension"] = [{"url": POINTS[0], "valueDecimal": _number(points)}]
    return made


def _enable(definition: Definition, condition: Condition, key: str) -> dict[str, Any]:
    behavior = next((name for name in ("all", "any") if name in condition), "")
    tests = condition[behavior] if behavior else [condition]
    made: dict[str, Any] = {
        "enableWhen": [found for each in tests for found in _tests(definition, each, key, behavior)]
    }
    if len(made["enableWhen"]) > 1:
        made["enableBehavior"] = behavior or "any"
    return made


def _tests(definition: Definition, condition: Condition, key: str, behavior: str) -> list[dict[str, Any]]:
    item = definition.item(condition.get("item", ""))
    op = condition.get("op", "")
    if item is None or (op in ORDERED and item.kind == CHOICE and behavior == "all"):
        raise Invalid(
            sentence(say("When question “{key}” is asked cannot be written in FHIR."), key=key), code="not_in_fhir"
        )
    if item.kind != CHOICE:
        name = "answerInteger" if item.kind == INTEGER else "answerDecimal" if item.kind == DECIMAL else "answerString"
        return [{"question": item.key, "operator": OPERATORS[op], name: condition["value"]}]
    if op in ORDERED:
        # Codings have no order in FHIR: name each answer that fulfils it.
        fulfilling = [option for option in item.options if _fulfils(option.value, op, condition["value"])]
        return [_equals(item.key, option.value) for option in fulfilling]
    return [{**_equals(item.key, condition["value"]), "operator": OPERATORS[op]}]


def _fulfils(value: Any, op: str, wanted: Any) -> bool:
    return isinstance(value, int) and TESTS[op](value, wanted)


def _equals(key: str, value: Any) -> dict[str, Any]:
    return {"question": key, "operator": "=", "answerCoding": {"code": str(value)}}


def _number(number: Any) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
