"""Callers of FHIR: keys with SMART scopes, and what they are answered."""

from __future__ import annotations

from rest_framework.test import APIClient

from clients.choices import Purpose
from iop.api.models import IntegrationKey
from tests.factories.api import make_key

BASE = "/fhir/R4"


def calling(*scopes, party=None, **fields) -> APIClient:
    """An integration that calls FHIR with these SMART scopes: the clinic's own service, or one that reads for ``party``."""
    if party is not None:
        fields.setdefault("purpose", Purpose.TREATMENT)
    key, text = make_key("clients:read", party=party, **fields)
    IntegrationKey.objects.filter(pk=key.pk).update(scopes=list(scopes or ["system/*.rs"]))
    return APIClient(headers={"Authorization": f"Api-Key {text}"})


def found(answer, mode="match"):
    """The resources of a searchset that came in this mode."""
    assert answer.status_code == 200, answer.content
    return [entry["resource"] for entry in answer.json().get("entry", []) if entry["search"]["mode"] == mode]


def ids(answer, mode="match"):
    return {each["id"] for each in found(answer, mode)}
