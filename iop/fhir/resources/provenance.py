"""Provenance: who wrote, signed or said what stands in a clinical resource. Its id is that of the row it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from iop.clinic.models import Organization
from iop.fhir import elements as el
from iop.fhir.matching import Match, Ref, When
from iop.fhir.resources import (
    allergy_intolerance,
    care_plan,
    condition,
    consent,
    diagnostic_report,
    document_reference,
    medication_request,
    observation,
    questionnaire_response,
    specimen,
)
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import of
from therapy.choices.measures import Mode

AGENTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
Who = tuple[str, uuid.UUID | None]
"""A kind of resource (Practitioner, Patient) and its id; without an id it is the program itself."""


@dataclass(frozen=True)
class Traced:
    """Which table it is about, to what resources it points, when it was written down and by whom."""

    source: Source
    kinds: tuple[str, ...]
    at: str
    """The path to the instant."""
    who: Callable[[Any], Who]
    whose: str
    """The column of the client."""
    to: str = "pk"
    """What leads from a row to the resources that it is about."""


def _staff(path: str) -> Callable[[Any], Who]:
    return lambda row: ("Practitioner", attrgetter(path)(row))


def _answered(row: Any) -> Who:
    by_client = row.mode == Mode.SELF or row.entered_by_id is None
    return ("Patient", row.episode.client_id) if by_client else ("Practitioner", row.entered_by_id)


def _client(row: Any) -> Who:
    return "Patient", row.client_id


NOTES, LINES, SUMMARIES, _PAPERS = document_reference.SPEC.sources
PLANS, SAFETY, RELAPSE, AFTERCARE = care_plan.SPEC.sources
RESULTS = replace(
    diagnostic_report.SPEC.sources[0],
    rows=diagnostic_report.results,
    client_path="test.episode.client_id",
    changed=None,
)
"""Each result of a report: who wrote it down, beside who collected the sample and so began the report."""
ANSWERS, STAY = questionnaire_response.SPEC.sources[0], "episode__client"
TRACED = (
    Traced(NOTES, ("DocumentReference",), "signed_at", _staff("author_id"), STAY),
    Traced(LINES, ("DocumentReference",), "note.signed_at", _staff("note.author_id"), "client"),
    Traced(SUMMARIES, ("DocumentReference",), "signed_at", _staff("signed_by_id"), STAY),
    Traced(PLANS, ("CarePlan",), "signed_at", _staff("signed_by_id"), STAY),
    Traced(SAFETY, ("CarePlan",), "kept_at", _staff("kept_by_id"), "client"),
    Traced(RELAPSE, ("CarePlan",), "kept_at", _staff("kept_by_id"), "client"),
    Traced(AFTERCARE, ("CarePlan",), "opened_at", _staff("opened_by_id"), STAY),
    Traced(condition.SPEC.sources[0], ("Condition",), "created_at", _staff("diagnosed_by_id"), "client"),
    Traced(ANSWERS, ("QuestionnaireResponse",), "completed_at", _answered, STAY),
    Traced(
        observation.SPEC.sources[1], ("Observation",), "result.resulted_at", _staff("result.entered_by_id"),
        "result__test__episode__client",
    ),
    Traced(
        specimen.SPEC.sources[0], ("Specimen", "DiagnosticReport"), "collected_at", _staff("collected_by_id"), STAY
    ),
    Traced(
        RESULTS, ("DiagnosticReport",), "resulted_at", _staff("entered_by_id"), "test__episode__client", to="test_id"
    ),
    Traced(
        medication_request.SPEC.sources[0], ("MedicationRequest", "MedicationStatement"), "created_at",
        _staff("recorded_by_id"), "client",
    ),
    Traced(
        allergy_intolerance.SPEC.sources[0], ("AllergyIntolerance",), "created_at", _staff("recorded_by_id"), "client"
    ),
    Traced(consent.SPEC.sources[0], ("Consent",), "signed_at", _client, "client"),
)  # fmt: skip


def _program(found: Any) -> tuple[uuid.UUID | None, str]:
    row = Organization.objects.values_list("pk", "name").first()
    return row or (None, "")


def _drawn(traced: Traced) -> Callable[[Any, Any], Drawn]:
    def draw(row: Any, beside: Any) -> Drawn:
        clinic, name = beside
        at: dt.datetime = attrgetter(traced.at)(row)
        kind, who = traced.who(row)
        agent = el.reference(kind, who) or el.reference("Organization", clinic, name)
        by_staff = agent is not None and agent["reference"].startswith("Practitioner/")
        return {
            "target": [el.reference(each, attrgetter(traced.to)(row)) for each in traced.kinds],
            "recorded": el.moment(at),
            "agent": [
                {
                    "type": el.concept(el.coding(AGENTS, "author", "Author")),
                    "who": agent,
                    "onBehalfOf": el.reference("Organization", clinic, name) if by_staff else None,
                }
            ],
        }

    return draw


def _source(traced: Traced) -> Source:
    matches: dict[str, Match] = {
        "patient": of(traced.whose)["patient"],
        "target": Ref(dict.fromkeys(traced.kinds, traced.to)),
        "recorded": When(traced.at.replace(".", "__")),
    }
    return replace(traced.source, draw=_drawn(traced), gather=_program, matches=matches, profiles=())


SPEC = Spec(
    kind="Provenance",
    about=(
        "Who signed, kept or wrote down a note, plan, diagnosis, answer, result, medication, allergy or consent, and when. "
        "It passes the gate as what it is about."
    ),
    profiles=(f"{el.US_CORE}us-core-provenance",),
    parameters=(
        Parameter("patient", "reference", "About whose record."),
        Parameter(
            "target", "reference", "About which resource.", element="target",
            targets=tuple(dict.fromkeys(kind for each in TRACED for kind in each.kinds)),
        ),
        Parameter("recorded", "date", "When it was signed or written down."),
    ),
    sources=tuple(_source(each) for each in TRACED),
)  # fmt: skip
