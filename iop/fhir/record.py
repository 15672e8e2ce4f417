"""A client's own copy of their record as FHIR: ``fhir/bundle.json`` in the archive that they take away.

The archive passes the gate as a whole, where it is taken (``iop.workflows.record_export``): nothing is written down here.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from clients.choices import Information
from clients.models import Client
from iop.access.actors import SYSTEM
from iop.fhir import labels
from iop.fhir.elements import Part, moment
from iop.fhir.everything import rows_of, tables
from iop.fhir.reach import Reach
from iop.fhir.reading import Reading
from iop.fhir.registry import spec_of, specs

PATH = "fhir/bundle.json"
NOWHERE = "https://record.invalid"
"""Stands for the address of an installation that has none, so that references within the file still lead to its entries."""
Rows = list[tuple[str, uuid.UUID]]


def files(
    client: Client, information: Collection[Information], papers: Mapping[uuid.UUID, str], at: dt.datetime
) -> tuple[dict[str, bytes], Rows]:
    """Make the bundle of what is within ``information``; ``papers`` says where each paper lies in the archive."""
    reading = Reading(Reach(SYSTEM, None), at, within=information)
    found: list[Part] = []
    records: Rows = []
    for spec, source in tables(tuple(specs())):
        rows = list(rows_of(reading, spec, source, client.pk))
        found += reading.drawn(spec, source, rows)
        records += [(row._meta.label_lower, row.pk) for row in rows]
    for each in found:
        _lead_to_papers(each, papers)
    found += _led_to(reading, found)
    return {PATH: _written(found, at)}, records


def _lead_to_papers(resource: Part, papers: Mapping[uuid.UUID, str]) -> None:
    for content in resource.get("content", ()):
        kind, _, pk = content["attachment"].get("url", "").partition("/")
        if kind == "Binary":
            path = papers.get(uuid.UUID(pk))
            content["attachment"]["url"] = f"../{path}" if path else content["attachment"]["url"]


def _led_to(reading: Reading, found: list[Part]) -> list[Part]:
    """Read staff, places and payers that the record names, and what those name."""
    drawn: list[Part] = []
    known = {f"{each['resourceType']}/{each['id']}" for each in found}
    news = found
    while news:
        wanted: dict[str, set[str]] = {}
        for text in (each for one in news for each in _references(one)):
            kind, _, pk = text.partition("/")
            if text not in known and (spec := spec_of(kind)) and not spec.bears_clients:
                wanted.setdefault(kind, set()).add(pk)
        known |= {f"{kind}/{pk}" for kind, ids in wanted.items() for pk in ids}
        news = [one for kind, ids in wanted.items() for one in _of_kind(reading, kind, ids)]
        drawn += news
    return drawn


def _of_kind(reading: Reading, kind: str, ids: Collection[str]) -> list[Part]:
    spec = spec_of(kind)
    assert spec is not None
    return [
        drawn for source in spec.sources
        for drawn in reading.drawn(spec, source, list(reading.rows(spec, source, "r").filter(pk__in=ids)))
    ]  # fmt: skip


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


def _written(found: list[Part], at: dt.datetime) -> bytes:
    base = f"{settings.SITE_URL or NOWHERE}/fhir/R4"
    bundle = {
        "resourceType": "Bundle",
        "meta": {"security": labels.security()},
        "type": "collection",
        "timestamp": moment(at),
        "entry": [
            {"fullUrl": f"{base}/{each['resourceType']}/{each['id']}", "resource": each} for each in found
        ],
    }  # fmt: skip
    return json.dumps(bundle, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
