"""Whether a resource is what it says: the R4 JSON schema, R4's required elements and codes, US Core profiles, and what schemas miss.

Definitions and where they are from: tests/fhir/definitions/NOTICE.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from functools import cache
from pathlib import Path

import jsonschema_rs

HERE = Path(__file__).parent / "definitions"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

OMB_RACE = {"1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "UNK", "ASKU"}
OMB_ETHNICITY = {"2135-2", "2186-5", "UNK", "ASKU"}
US_CORE_6_1_0 = {
    "Patient": ["identifier.system", "identifier.value", "name", "gender"],
    "RelatedPerson": ["active", "patient"],
    "Practitioner": ["identifier.system", "identifier.value", "name.family"],
    "PractitionerRole": [],
    "Organization": ["active", "name"],
    "Location": ["name"],
    "Encounter": ["status", "class", "type", "subject"],
    "CareTeam": ["subject", "participant.role", "participant.member"],
    "CarePlan": ["text.status", "text.div", "status", "intent", "category", "subject"],
    "Goal": ["lifecycleStatus", "description", "subject"],
    "Condition": ["category", "code", "subject"],
    "Observation": ["status", "category", "code", "subject"],
    "DiagnosticReport": ["status", "category", "code", "subject"],
    "Specimen": ["type", "subject"],
    "QuestionnaireResponse": ["questionnaire", "status", "subject", "authored", "item.linkId"],
    "MedicationRequest": ["status", "intent", "medicationCodeableConcept", "subject"],
    "AllergyIntolerance": ["code", "patient"],
    "DocumentReference": ["status", "type", "category", "subject", "content.attachment"],
    "Coverage": ["status", "beneficiary", "relationship", "payor"],
    "Provenance": ["target", "recorded", "agent.who"],
}
"""Elements that US Core 6.1.0 requires, for the profiles that no package carries: by hand, from the guide."""
LABORATORY = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "LAB"}]}
REPORTED = {"partial", "preliminary", "final", "amended", "corrected", "appended"}
"""With these a report says when it took effect and when it was issued (us-core-8, us-core-9)."""


def check(resource: dict) -> None:
    """Fail with all that is wrong with a resource, or with a bundle and each resource in it."""
    assert faults(resource) == [], json.dumps(resource, indent=1)[:3000]


def faults(resource: dict) -> list[str]:
    kind = resource.get("resourceType", "")
    found = [
        f"{kind}: {error.message[:200]} at {list(error.instance_path)}" for error in _schema(kind).iter_errors(resource)
    ]
    found += _empties(resource, kind) + _times(resource, kind) + _required(resource, kind) + _bindings(resource, kind)
    found += _references(resource, kind) + _us_core(resource, kind) + _race_and_ethnicity(resource)
    found += _report(resource) if kind == "DiagnosticReport" else []
    for entry in resource.get("entry", []):
        if "resource" in entry:
            found += faults(entry["resource"])
    return found


def profiles() -> dict[str, dict]:
    """The US Core profiles that are carried, by canonical address."""
    return {each["url"]: each for each in _load("us-core.json.gz")}


@cache
def _load(name: str):
    return json.loads(gzip.decompress((HERE / name).read_bytes()))


@cache
def _schema(kind: str):
    told = _load("fhir.schema.json.gz")
    assert kind in told["kinds"], f"{kind!r} is not checked"
    definitions = {**told["definitions"], "Resource": {}, "ResourceList": {}, "integer64": {"type": "string"}}
    return jsonschema_rs.Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": definitions})


def _empties(value, where: str) -> list[str]:
    if value is None or value in ("", [], {}):
        return [f"{where} is empty"]
    if isinstance(value, dict):
        return [fault for name, part in value.items() for fault in _empties(part, f"{where}.{name}")]
    if isinstance(value, list):
        return [fault for part in value for fault in _empties(part, where)]
    return [f"{where} has spaces around it"] if isinstance(value, str) and value != value.strip() else []


def _times(resource: dict, kind: str) -> list[str]:
    """A stretch does not end before it begins, instants carry their offset, and ids are ids."""
    found = [] if ID.fullmatch(resource.get("id", "x")) else [f"{kind}.id"]
    for where, part in _parts(resource, kind):
        start, end = part.get("start"), part.get("end")
        if isinstance(start, str) and isinstance(end, str) and start[:10] > end[:10]:
            found.append(f"{where} ends before it begins")
        for name, text in part.items():
            if isinstance(text, str) and AN_INSTANT.fullmatch(text):
                dt.datetime.fromisoformat(text)
            elif isinstance(text, str) and re.match(r"\d{4}-\d\d-\d\dT", text) and name != "div":
                found.append(f"{where}.{name} has no offset")
    return found


def _required(resource: dict, kind: str) -> list[str]:
    base = _load("r4-base.json.gz")[kind]
    return [f"{path} is missing" for path in base["required"] if not _there(resource, path.split(".")[1:])]


def _there(value, path: list[str]) -> bool:
    """Whether every instance of the parent has the child."""
    if isinstance(value, list):
        return all(_there(part, path) for part in value)
    if not isinstance(value, dict):
        return True
    name = path[0]
    if name.endswith("[x]"):
        return any(each.startswith(name[:-3]) for each in value)
    if len(path) == 1:
        return name in value or f"_{name}" in value
    return name not in value or _there(value[name], path[1:])


def _bindings(resource: dict, kind: str) -> list[str]:
    found = []
    for path, known in _load("r4-base.json.gz")[kind]["bindings"].items():
        codes = {code for each in known.values() for code in each}
        for value in _values(resource, path.split(".")[1:]):
            if isinstance(value, str) and value not in codes:
                found.append(f"{path}: {value} is not one of its codes")
            if isinstance(value, dict) and value.get("coding"):
                pairs = [(each.get("system"), each.get("code")) for each in value["coding"]]
                if not any(code in known.get(system, ()) for system, code in pairs):
                    found.append(f"{path}: {pairs} is not one of its codes")
    return found


def _references(resource: dict, kind: str) -> list[str]:
    """References lead to kinds that their element may lead to."""
    found = []
    for path, targets in _load("r4-base.json.gz")[kind]["targets"].items():
        name = path.replace("[x]", "Reference")
        for value in _values(resource, name.split(".")[1:]):
            told = value.get("reference", "") if isinstance(value, dict) else ""
            if told and "Resource" not in targets and told.partition("/")[0] not in targets:
                found.append(f"{path} leads to {told}")
    return found


def _us_core(resource: dict, kind: str) -> list[str]:
    claimed = resource.get("meta", {}).get("profile", [])
    found = []
    if any(each.startswith(US_CORE) for each in claimed):
        found += [
            f"{kind}.{path} is missing (US Core)" for path in US_CORE_6_1_0.get(kind, ())
            if not _values(resource, path.split(".")) or not _there(resource, path.split("."))
        ]  # fmt: skip
    for address in claimed:
        if address in profiles():
            found += _of_profile(resource, profiles()[address])
    return found


def _race_and_ethnicity(resource: dict) -> list[str]:
    """What the two complex extensions ask (US Core 6.1.0): text once, categories of OMB, no answer beside none."""
    found = []
    for name, most, codes in (("race", 5, OMB_RACE), ("ethnicity", 1, OMB_ETHNICITY)):
        told = [each for each in resource.get("extension", []) if each["url"] == f"{US_CORE}us-core-{name}"]
        found += [f"{name} is told twice"] if len(told) > 1 else []
        for each in told:
            parts = each.get("extension", [])
            categories = [part["valueCoding"]["code"] for part in parts if part["url"] == "ombCategory"]
            texts = [part.get("valueString") for part in parts if part["url"] == "text"]
            found += [f"{name} has no words"] if len(texts) != 1 or not texts[0] else []
            found += [f"{name}: {categories}"] if len(categories) > most or set(categories) - codes else []
            found += [f"{name}: no answer and one"] if len(categories) > 1 and set(categories) & {"UNK", "ASKU"} else []
            found += [
                f"{name}: {part['url']}" for part in parts if part["url"] not in ("ombCategory", "detailed", "text")
            ]
    return found


def _report(resource: dict) -> list[str]:
    """What US Core's profile for laboratories asks beyond required elements: its slice of categories, and two invariants."""
    found = [] if any(_fits(each, LABORATORY) for each in resource.get("category", [])) else ["no category LAB"]
    if resource.get("status") in REPORTED:
        found += [] if "effectiveDateTime" in resource or "effectivePeriod" in resource else ["us-core-8"]
        found += [] if "issued" in resource else ["us-core-9"]
    return found


def _of_profile(resource: dict, profile: dict) -> list[str]:
    """Walk a profile's snapshot: minimums, fixed values and patterns of elements that are not slices."""
    found = []
    for element in profile["snapshot"]["element"][1:]:
        if ":" in element["id"]:
            continue
        path = element["path"].split(".")[1:]
        if element.get("min", 0) > 0 and not _there(resource, path):
            found.append(f"{element['path']} is missing ({profile['name']})")
        if element.get("max") == "0" and _values(resource, path):
            found.append(f"{element['path']} may not be there ({profile['name']})")
        for rule in (name for name in element if name.startswith(("fixed", "pattern"))):
            unfit = [value for value in _values(resource, path) if not _fits(value, element[rule])]
            found += [f"{element['path']} is not {element[rule]} ({profile['name']})" for _ in unfit]
    return found


def _fits(value, pattern) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and _fits(value[name], part) for name, part in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_fits(one, part) for one in value) for part in pattern)
    return value == pattern


def _values(value, path: list[str]) -> list:
    if isinstance(value, list):
        return [found for part in value for found in _values(part, path)]
    if not path:
        return [value]
    return _values(value[path[0]], path[1:]) if isinstance(value, dict) and path[0] in value else []


def _parts(value, where: str):
    if isinstance(value, dict):
        yield where, value
        for name, part in value.items():
            yield from _parts(part, f"{where}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part, where)
