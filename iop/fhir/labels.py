"""What every answer about a client says of itself: restricted, 42 CFR part 2, no passing on. Source: DS4P, v3-ActCode."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from iop.fhir.elements import ACT_CODE, CONFIDENTIALITY, Part, moment

BASIS = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-sec-label-basis"
PART_2 = {"system": ACT_CODE, "code": "42CFRPart2", "display": "42 CFR Part2"}
WORDS = {
    "SUD": "substance use disorder information sensitivity",
    "ETH": "substance abuse information sensitivity",
    "PSY": "psychiatry disorder information sensitivity",
    "HIV": "HIV/AIDS information sensitivity",
    "OPIOIDUD": "opioid use disorder information sensitivity",
    "NORDSCLCD": "no redisclosure without consent directive",
}


def security(*besides: str) -> list[Part]:
    """Label what is about a client; ``besides`` are sensitivities that come on top."""
    sensitive = ["SUD", *besides, "NORDSCLCD"]
    return [
        _on_that_basis({"system": CONFIDENTIALITY, "code": "R", "display": "restricted"}),
        dict(PART_2),
        *(_on_that_basis({"system": ACT_CODE, "code": code, "display": WORDS[code]}) for code in sensitive),
    ]


def state_of(row: Any, drawn: Part) -> str:
    """Name the state of a resource: the row's version, where it has one, and a hash of what it says."""
    said = hashlib.sha256(json.dumps(drawn, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:12]
    version = getattr(row, "version", None)
    return f"{version}-{said}" if isinstance(version, int) else said


def meta(state: str, changed: dt.datetime | None, profiles: tuple[str, ...], labels: list[Part]) -> Part:
    """Make the meta of a resource."""
    return {"versionId": state, "lastUpdated": moment(changed), "profile": list(profiles), "security": labels}


def _on_that_basis(label: Part) -> Part:
    return {"extension": [{"url": BASIS, "valueCoding": dict(PART_2)}], **label}
