"""Reading a FHIR R4 bundle: each Patient with what the bundle tells of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import IO, Any

from clients.import_choices import MOST_ROWS
from iop.core.words import say, sentence
from iop.workflows.importing import resources
from iop.workflows.importing.json_stream import entries
from iop.workflows.importing.records import Record, Unusable

OF_A_PATIENT = {
    "RelatedPerson": "patient", "Coverage": "beneficiary", "Condition": "subject", "AllergyIntolerance": "patient",
    "MedicationStatement": "subject", "MedicationRequest": "subject", "EpisodeOfCare": "patient", "Consent": "patient",
}  # fmt: skip
"""Resources that are read, with the element that says whose they are."""


def records(file: IO[bytes], seen: Counter[str] | None = None) -> Iterator[Record]:
    """Give each person of a bundle, in its order; ``seen`` counts what kinds of resources it holds. Raises ``Unusable``.

    What belongs to a person may stand anywhere in the bundle, so each is reduced to what is kept before the first is given.
    """
    people: dict[str, Record] = {}
    names: dict[str, str] = {}
    waiting: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    organizations: dict[str, str] = {}
    counted = Counter[str]() if seen is None else seen
    for entry in entries(file):
        resource, url = _resource(entry)
        kind = str(resource.get("resourceType", ""))
        counted[kind] += 1
        if kind == "Patient":
            _add(people, names, resource, url)
        elif kind == "Organization":
            _name(organizations, resource, url)
        elif kind in OF_A_PATIENT and (whose := resources.reference(resource.get(OF_A_PATIENT[kind]))):
            waiting[whose].append((kind, resources.reduced(kind, resource)))
    if not people:
        raise Unusable(say("This bundle holds no Patient."), field="file")
    for url, told in waiting.items():
        record = people.get(names.get(url, ""))
        for kind, reduced in told if record else ():
            resources.put(record, kind, reduced, organizations)  # type: ignore[arg-type]
    yield from people.values()


def _add(people: dict[str, Record], names: dict[str, str], patient: Mapping[str, Any], url: str) -> None:
    if len(people) >= MOST_ROWS:
        raise Unusable(sentence(say("A file may hold {limit} people at most. Hand it in in parts."), limit=MOST_ROWS))
    position = len(people) + 1
    key = str(position)
    people[key] = Record(position, resources.patient(patient), told=resources.told_of(patient))
    for name in (url, f"Patient/{patient.get('id', '')}"):
        if name and name != "Patient/":
            names.setdefault(name, key)


def _name(organizations: dict[str, str], resource: Mapping[str, Any], url: str) -> None:
    for name in (url, f"Organization/{resource.get('id', '')}"):
        organizations[name] = str(resource.get("name", ""))


def _resource(entry: Any) -> tuple[Mapping[str, Any], str]:
    if not isinstance(entry, dict):
        return {}, ""
    resource = entry.get("resource")
    return (resource if isinstance(resource, dict) else {}), str(entry.get("fullUrl", ""))
