"""What clinical resources share: words as XHTML, searches through a table below, and where a client's rows begin."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import Q, QuerySet

from iop.clinic.models import Organization
from iop.fhir.elements import Part
from iop.fhir.matching import NOTHING, Match, Ref
from iop.fhir.specs import Parameter

XHTML = "http://www.w3.org/1999/xhtml"
UCUM = "http://unitsofmeasure.org"
PATIENT = (
    Parameter("patient", "reference", "Whose.", element="subject", targets=("Patient",)),
    Parameter("subject", "reference", "Whose.", element="subject", targets=("Patient",)),
)


def of(column: str) -> dict[str, Match]:
    """Ask whose a row is, by the column of its client."""
    return {"patient": Ref({"Patient": column}), "subject": Ref({"Patient": column})}


def ours(pk: uuid.UUID) -> Q:
    """Ask whose organisation: the clinic is one, so every row is its own or none is."""
    return Q() if Organization.objects.filter(pk=pk).exists() else NOTHING


@dataclass(frozen=True)
class Within(Match):
    """Ask a table below: a row is found when one of its ``rows``, which point to it through ``to``, fits ``match``."""

    rows: QuerySet[Any]
    to: str
    match: Match

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Look below."""
        below = self.rows.filter(self.match.one(name, value, modifier))
        return Q(pk__in=below.order_by().values(self.to))


def narrative(title: Any, parts: list[tuple[Any, list[str]]]) -> Part:
    """Tell a resource in words: headings, each with its lines. What is empty is left out."""
    told = [f"<h2>{escape(str(title))}</h2>"]
    for heading, lines in parts:
        kept = [line for line in lines if line.strip()]
        if kept:
            told.append(f"<h3>{escape(str(heading))}</h3><ul>")
            told += [f"<li>{escape(line.strip())}</li>" for line in kept]
            told.append("</ul>")
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{"".join(told)}</div>'}


def quantity(value: Any, unit: str, code: str = "") -> Part | None:
    """Give a number with its unit; ``code`` is the unit's in UCUM, where it has one."""
    if value is None:
        return None
    number = int(value) if value == int(value) else float(value)
    return {"value": number, "unit": unit, "system": UCUM if code else None, "code": code}
