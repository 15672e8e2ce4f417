"""The small parts that resources are made of: references, codes, names, times. Source: FHIR R4 (4.0.1), "Data types"."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

Part = dict[str, Any]

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
NPI = "http://hl7.org/fhir/sid/us-npi"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}
US_ADDRESS = re.compile(
    r"^(?P<line>.+?)[,\n]\s*(?P<city>[^,\n]+),\s*(?P<state>[A-Z]{2})\s+(?P<zip>\d{5}(-\d{4})?)$", re.DOTALL
)


def own_system(name: str) -> str:
    """Name one of the clinic's own code lists or numberings. A URN, so that it reveals no address."""
    return f"urn:iop:{name}"


def reference(kind: str, pk: uuid.UUID | None, display: str = "") -> Part | None:
    """Point to another resource here; none when there is none."""
    return {"reference": f"{kind}/{pk}", "display": display} if pk else None


def coding(system: str, code: str, display: Any = "") -> Part:
    """Give one code of one system."""
    return {"system": system, "code": str(code), "display": str(display)}


def concept(*codings: Part, text: Any = "") -> Part:
    """Give what is meant, in codes and in words."""
    return {"coding": list(codings), "text": str(text)}


def identifier(system: str, value: str, *, use: str = "", type_code: str = "") -> Part:
    """Give a number under which something is known."""
    kind = concept(coding(IDENTIFIER_TYPE, type_code)) if type_code else None
    return {"use": use, "type": kind, "system": system, "value": value}


def by_id(text: str, column: str = "pk") -> Q:
    """Ask for a row by an id; a text that is none is nobody's."""
    try:
        return Q(**{column: uuid.UUID(text)})
    except ValueError:
        return Q(pk__in=())


def period(start: dt.datetime | dt.date | None, end: dt.datetime | dt.date | None) -> Part:
    """Give from when until when; an end that is a date is the last day it holds."""
    return {"start": moment(start), "end": moment(end)}


def moment(at: dt.datetime | dt.date | None, zone: str = "UTC") -> str | None:
    """Write an instant (with its offset, in ``zone``) or a date."""
    if at is None:
        return None
    if isinstance(at, dt.datetime):
        return at.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return at.isoformat()


def human_name(first: str, last: str, *, use: str = "official") -> Part:
    """Give a person's name."""
    return {"use": use, "family": last, "given": [first] if first else [], "text": f"{first} {last}".strip()}


def telecom(system: str, value: Any, *, use: str = "", rank: int | None = None) -> Part | None:
    """Give a way to reach somebody; none without a number."""
    return {"system": system, "value": str(value), "use": use, "rank": rank} if value else None


def address(text: str, *, state: str = "", use: str = "") -> Part | None:
    """Give an address as it was typed, with its parts where they can be told apart; none without one."""
    if not text:
        return None
    found = US_ADDRESS.match(text.strip())
    if found is None:
        return {"use": use, "text": text, "line": [line.strip() for line in text.splitlines()], "state": state}
    lines = [line.strip() for line in re.split(r"[\n,]", found["line"]) if line.strip()]
    return {
        "use": use, "text": text, "line": lines, "city": found["city"].strip(), "state": found["state"],
        "postalCode": found["zip"], "country": "US",
    }  # fmt: skip


def language(code: str) -> Part:
    """Name a language (BCP 47)."""
    return concept(coding("urn:ietf:bcp:47", code, LANGUAGE_NAMES.get(code, "")), text=LANGUAGE_NAMES.get(code, code))


def absent(reason: str = "unknown") -> Part:
    """Say that something is not there, and why (data-absent-reason)."""
    return {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": reason}


def pruned(value: Any) -> Any:
    """Leave out what is empty: FHIR knows no empty text, list or object, and no null."""
    if isinstance(value, dict):
        kept = {name: pruned(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if not _is_empty(part)}
    if isinstance(value, list | tuple):
        return [part for part in map(pruned, value) if not _is_empty(part)]
    return value.strip() if isinstance(value, str) else value


def present(parts: Iterable[Part | None]) -> list[Part]:
    """Leave out what is none."""
    return [part for part in parts if part]


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
