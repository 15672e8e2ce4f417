"""Callers of FHIR: keys with SMART scopes, and what they are answered."""

from __future__ import annotations

from rest_framework.test import APIClient

from clients.choices import Purpose
from tests.factories.api import make_key

BASE = "/fhir/R4"


def key_text(*scopes, party=None, **fields) -> str:
    """A key with these SMART scopes: of the clinic's own service, or of one that reads for ``party``."""
    if party is not None:
        fields.setdefault("purpose", Purpose.TREATMENT)
    _, text = make_key(*(scopes or ["system/*.rs"]), party=party, **fields)
    return text


def calling(*scopes, party=None, **fields) -> APIClient:
    """An integration that calls FHIR with such a key."""
    return APIClient(headers={"Authorization": f"Api-Key {key_text(*scopes, party=party, **fields)}"})


def found(answer, mode="match"):
    """The resources of a searchset that came in this mode."""
    assert answer.status_code == 200, answer.content
    return [entry["resource"] for entry in answer.json().get("entry", []) if entry["search"]["mode"] == mode]


def ids(answer, mode="match"):
    return {each["id"] for each in found(answer, mode)}
