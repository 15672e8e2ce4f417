"""Single FHIR resources, reduced to what is kept of them. What is not as the standard says is passed over, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from iop.workflows.importing.records import Record

MOST_OF_A_KIND = 50
"""More conditions, medications and the like of one person are not read."""
PRONOUNS = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
NUMBERS = {"SS": "ssn", "MC": "medicare", "MA": "medicaid", "MR": "external_id"}
"""Kinds of identifiers (v2-0203) to fields."""
SYSTEMS = {
    "http://hl7.org/fhir/sid/us-ssn": "ssn",
    "http://hl7.org/fhir/sid/us-medicare": "medicare",
    "http://hl7.org/fhir/sid/us-mbi": "medicare",
}
EMERGENCY = {"C", "ECON"}
"""Emergency contact in v2-0131 and in RoleCode."""
ENDED = {
    "inactive",
    "resolved",
    "remission",
    "entered-in-error",
    "refuted",
    "stopped",
    "completed",
    "cancelled",
    "not-taken",
    "draft",
}
SEVERITIES = {"mild": "mild", "moderate": "moderate", "severe": "severe"}
CRITICALITIES = {"high": "severe", "low": "mild"}
Thing = Mapping[str, Any]


def patient(resource: Thing) -> dict[str, str]:
    """Take a Patient's own values, by the fields of an import."""
    names = _things(resource.get("name"))
    official = _first(names, "use", ("official", "usual", "")) or (names[0] if names else {})
    called = _first(names, "use", ("nickname",)) or {}
    found = {
        "external_id": str(resource.get("id", "")),
        "first_name": _words(official.get("given")),
        "last_name": _text(official.get("family")),
        "preferred_name": _words(called.get("given")) or _text(called.get("text")),
        "date_of_birth": _text(resource.get("birthDate")),
        "sex": _text(resource.get("gender")),
        "pronouns": _pronouns(resource),
        "language": _language(resource),
        **_telecom(resource),
        **_address(resource),
        **_numbers(resource),
        **_contact(resource),
    }
    return {key: value for key, value in found.items() if value}


def told_of(resource: Thing) -> list[str]:
    """Name what a Patient says that somebody must look at."""
    is_dead = resource.get("deceasedBoolean") is True or bool(resource.get("deceasedDateTime"))
    return [code for code, holds in (("deceased", is_dead), ("inactive", resource.get("active") is False)) if holds]


def reference(element: Any) -> str:
    """Give what an element refers to."""
    return _text(element.get("reference")) if isinstance(element, dict) else ""


def reduced(kind: str, resource: Thing) -> dict[str, Any]:
    """Keep of a resource what is taken or told; empty for one that no longer holds."""
    status = _text(resource.get("status")) or _code(resource.get("clinicalStatus"))
    if {status, _code(resource.get("verificationStatus"))} & ENDED and kind not in {"Consent", "EpisodeOfCare"}:
        return {}
    return _REDUCED[kind](resource)


def put(record: Record, kind: str, told: dict[str, Any], organizations: Mapping[str, str]) -> None:
    """Put what a resource told to its person."""
    if kind in _CODES:
        _tell(record, _CODES[kind])
    elif kind == "RelatedPerson":
        _put_relative(record, told)
    elif told:
        if payer := told.pop("payer_reference", ""):
            told["payer"] = told["payer"] or organizations.get(payer, "")
        kept: list[dict[str, Any]] = getattr(record, _LISTS[kind])
        if len(kept) < MOST_OF_A_KIND:
            kept.append(told)


def _put_relative(record: Record, told: dict[str, Any]) -> None:
    is_first = "emergency_name" not in record.values
    if told.get("is_emergency") and is_first:
        values = {"emergency_name": told["name"], "emergency_phone": told["phone"], "emergency_role": told["role"]}
        record.values.update({key: value for key, value in values.items() if value})
    elif told:
        _tell(record, "relative")


def _tell(record: Record, code: str) -> None:
    if code not in record.told:
        record.told.append(code)


def _relative(resource: Thing) -> dict[str, Any]:
    codes = {_text(coding.get("code")) for each in _things(resource.get("relationship")) for coding in _codings(each)}
    words = [_concept(each) for each in _things(resource.get("relationship"))]
    return {
        "name": _name(_things(resource.get("name"))),
        "phone": _telecom(resource).get("phone", ""),
        "role": next((word for word in words if word), ""),
        "is_emergency": bool(codes & EMERGENCY),
    }


def _condition(resource: Thing) -> dict[str, Any]:
    codings = _codings(resource.get("code"))
    code = next((_text(each.get("code")) for each in codings if each.get("system") == ICD10), "")
    return {"code": code, "on": _text(resource.get("onsetDateTime"))[:10] or _text(resource.get("recordedDate"))[:10]}


def _allergy(resource: Thing) -> dict[str, Any]:
    reactions = _things(resource.get("reaction"))
    severity = next((SEVERITIES[word] for each in reactions if (word := _text(each.get("severity"))) in SEVERITIES), "")
    categories = resource.get("category")
    return {
        "substance": _concept(resource.get("code")),
        "kind": _text(categories[0]) if isinstance(categories, list) and categories else "",
        "reaction": next((_concept(each) for react in reactions for each in _things(react.get("manifestation"))), ""),
        "severity": severity or CRITICALITIES.get(_text(resource.get("criticality")), "unknown"),
    }


def _medication(resource: Thing) -> dict[str, Any]:
    dosage = _one(resource.get("dosage")) or _one(resource.get("dosageInstruction"))
    rate = _one(dosage.get("doseAndRate"))
    period = resource.get("effectivePeriod")
    since = _text(period.get("start")) if isinstance(period, dict) else _text(resource.get("effectiveDateTime"))
    return {
        "name": _concept(resource.get("medicationCodeableConcept")),
        "dose": _quantity(rate.get("doseQuantity")),
        "frequency": _text(dosage.get("text")),
        "as_needed": dosage.get("asNeededBoolean") is True,
        "starts_on": since[:10] or _text(resource.get("authoredOn"))[:10] or _text(resource.get("dateAsserted"))[:10],
    }


def _coverage(resource: Thing) -> dict[str, Any]:
    period = resource.get("period")
    payor = _one(resource.get("payor"))
    classes = {_code(each.get("type")): each for each in _things(resource.get("class"))}
    return {
        "payer": _text(payor.get("display")),
        "payer_reference": reference(payor),
        "plan": _text(classes.get("plan", {}).get("name")),
        "member_number": _text(resource.get("subscriberId")) or _member(resource),
        "group_number": _text(classes.get("group", {}).get("value")),
        "starts_on": _text(period.get("start"))[:10] if isinstance(period, dict) else "",
        "ends_on": _text(period.get("end"))[:10] if isinstance(period, dict) else "",
        "is_own": _code(resource.get("relationship")) in {"self", ""},
    }


def _member(resource: Thing) -> str:
    return next((_text(each.get("value")) for each in _things(resource.get("identifier"))), "")


def _nothing(resource: Thing) -> dict[str, Any]:
    return {}


_REDUCED = {
    "RelatedPerson": _relative, "Condition": _condition, "AllergyIntolerance": _allergy, "Coverage": _coverage,
    "MedicationStatement": _medication, "MedicationRequest": _medication, "EpisodeOfCare": _nothing, "Consent": _nothing,
}  # fmt: skip
_LISTS = {
    "Condition": "diagnoses", "AllergyIntolerance": "allergies", "MedicationStatement": "medications",
    "MedicationRequest": "medications", "Coverage": "coverages",
}  # fmt: skip
_CODES = {"Consent": "consent", "EpisodeOfCare": "stay"}


def _telecom(resource: Thing) -> dict[str, str]:
    found: dict[str, str] = {}
    for point in sorted(_things(resource.get("telecom")), key=lambda each: str(each.get("rank", 9))):
        system = _text(point.get("system"))
        if system in {"phone", "sms", "email"} and point.get("use") != "old":
            found.setdefault("email" if system == "email" else "phone", _text(point.get("value")))
    return found


def _address(resource: Thing) -> dict[str, str]:
    known = [each for each in _things(resource.get("address")) if each.get("use") not in {"old", "billing"}]
    if not known:
        return {}
    lines = [_text(line) for line in known[0].get("line") or [] if _text(line)]
    return {
        "street": lines[0] if lines else _text(known[0].get("text")), "street_2": ", ".join(lines[1:]),
        "city": _text(known[0].get("city")), "state": _text(known[0].get("state")), "zip": _text(known[0].get("postalCode")),
    }  # fmt: skip


def _numbers(resource: Thing) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in _things(resource.get("identifier")):
        key = SYSTEMS.get(_text(each.get("system"))) or NUMBERS.get(_code(each.get("type")), "")
        if key and (key != "external_id" or not resource.get("id")):
            found.setdefault(key, _text(each.get("value")))
    return found


def _contact(resource: Thing) -> dict[str, str]:
    for each in _things(resource.get("contact")):
        codings = [coding for words in _things(each.get("relationship")) for coding in _codings(words)]
        if any(coding.get("code") in EMERGENCY for coding in codings):
            role = next((_concept(words) for words in _things(each.get("relationship"))), "")
            name = _name([each["name"]] if isinstance(each.get("name"), dict) else [])
            phone = _telecom(each).get("phone", "")
            return {"emergency_name": name, "emergency_phone": phone, "emergency_role": role}
    return {}


def _language(resource: Thing) -> str:
    spoken = _things(resource.get("communication"))
    chosen = next((each for each in spoken if each.get("preferred") is True), spoken[0] if spoken else {})
    return _code(chosen.get("language"))


def _pronouns(resource: Thing) -> str:
    for each in _things(resource.get("extension")):
        if each.get("url") == PRONOUNS:
            values = [one for one in _things(each.get("extension")) if one.get("url") == "value"]
            return _concept(_one(values).get("valueCodeableConcept"))
    return ""


def _name(names: list[Any]) -> str:
    name = names[0] if names else {}
    parts = f"{_words(name.get('given'))} {_text(name.get('family'))}".strip()
    return parts or _text(name.get("text"))


def _quantity(element: Any) -> str:
    if not isinstance(element, dict) or element.get("value") is None:
        return ""
    return f"{element['value']} {_text(element.get('unit'))}".strip()


def _first(things: Iterable[Thing], key: str, wanted: Iterable[str]) -> Thing | None:
    held = list(things)
    return next((each for word in wanted for each in held if _text(each.get(key)) == word), None)


def _concept(element: Any) -> str:
    if not isinstance(element, dict):
        return ""
    return _text(element.get("text")) or next((_text(each.get("display")) for each in _codings(element)), "")


def _code(element: Any) -> str:
    return next((_text(each.get("code")) for each in _codings(element)), "")


def _codings(element: Any) -> list[Thing]:
    return _things(element.get("coding")) if isinstance(element, dict) else []


def _things(element: Any) -> list[Any]:
    return [each for each in element if isinstance(each, dict)] if isinstance(element, list) else []


def _one(element: Any) -> Thing:
    return next(iter(_things(element)), {})


def _words(element: Any) -> str:
    return " ".join(_text(each) for each in element if _text(each)) if isinstance(element, list) else _text(element)


def _text(element: Any) -> str:
    return element.strip() if isinstance(element, str) else ""
