"""Observation: scores of questionnaires, lines of drug tests, and minutes of treatment that count."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import say, sentence
from iop.fhir import elements as el
from iop.fhir.matching import Always, Code, Coded, Match, Ref, When
from iop.fhir.resources.encounter import line_changed
from iop.fhir.resources.questionnaire_response import definition_of, definitions
from iop.fhir.resources.specimen import material, number_of
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, of, quantity
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance
from therapy.choices.drug_tests import Analyte, Outcome, Stage, Unit
from therapy.models import AnalyteResult, MeasureResponse, TestResult
from therapy.questionnaires.shapes import Definition
from therapy.questionnaires.shipped import all_data

CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
OWN_CATEGORY = el.own_system("observation-category")
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
STATUSES = "http://hl7.org/fhir/observation-status"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
MEASURE, BAND = el.own_system("measure"), el.own_system("measure-band")
ANALYTE, ATTENDANCE = el.own_system("analyte"), el.own_system("attendance-measure")
CREDITED = "credited-minutes"
UCUM_OF = {Unit.NG_ML: "ng/mL", Unit.UG_L: "ug/L", Unit.UG_ML: "ug/mL", Unit.MG_L: "mg/L", Unit.PG_ML: "pg/mL",
           Unit.NMOL_L: "nmol/L"}  # fmt: skip
FOUND = {Outcome.POSITIVE: ("10828004", "Positive", "POS"), Outcome.NEGATIVE: ("260385009", "Negative", "NEG")}
OVER = (SessionStatus.CLOSED, SessionStatus.FINAL)


def scores(actor: Actor) -> QuerySet[MeasureResponse]:
    """Finished questionnaires that count."""
    return MeasureResponse.objects.visible_to(actor).scored().select_related("episode", "entered_by")


def draw_score(row: MeasureResponse, known: Any) -> Drawn:
    """Draw a score with its band and subscores."""
    definition = definition_of(row, known)
    title = definition.title if definition else row.key
    parts = [_subscore(key, value, definition) for key, value in row.subscores.items() if key != "total"]
    told = quantity(row.total, "{score}", "{score}")
    return {
        **_observed(row.episode.client_id, "survey", "Survey"),
        "status": "final",
        "code": el.concept(*_codes(row.key, definition), text=title),
        "effectiveDateTime": el.moment(row.completed_at),
        "issued": el.moment(row.completed_at),
        "performer": [
            el.reference("Practitioner", row.entered_by_id, row.entered_by.name if row.entered_by else "")
            or el.reference("Patient", row.episode.client_id)
        ],
        "valueQuantity": told,
        "dataAbsentReason": None if told or any(parts) else el.concept(el.coding(ABSENT, "unknown", "Unknown")),
        "interpretation": _band(row, definition),
        "derivedFrom": [el.reference("QuestionnaireResponse", row.pk)],
        "component": parts,
    }


def _codes(key: str, definition: Definition | None) -> list[el.Part]:
    total = definition.loinc_total if definition else ""
    return el.present([el.coding(el.LOINC, total) if total else None, el.coding(MEASURE, key)])


def _subscore(key: str, value: Any, definition: Definition | None) -> Drawn:
    scale = definition.scale(key) if definition else None
    told = {"valueQuantity": {"value": float(value), "unit": "{score}"}} if value is not None else {}
    absent = {} if told else {"dataAbsentReason": el.concept(el.coding(ABSENT, "unknown", "Unknown"))}
    return {"code": el.concept(el.coding(MEASURE, key), text=scale.words if scale else key), **told, **absent}


def _band(row: MeasureResponse, definition: Definition | None) -> list[el.Part]:
    words = next((each.words for each in definition.bands if each.key == row.band), "") if definition else ""
    return [el.concept(el.coding(BAND, f"{row.key}.{row.band}"), text=words)] if row.band else []


def lines(actor: Actor) -> QuerySet[AnalyteResult]:
    """Lines of results that stand; what a correction replaced is not told."""
    results = TestResult.objects.visible_to(actor).standing().order_by().values("pk")
    found = AnalyteResult.objects.filter(result__in=results)
    return found.select_related("result__test__episode", "result__test__collected_by", "result__panel")


def draw_line(row: AnalyteResult, beside: Any) -> Drawn:
    """Draw one line: what was looked for, what was found, read by which cutoff. A screen says that it is one."""
    result = row.result
    test, stage = result.test, Stage(result.stage)
    name = Analyte(row.analyte).label
    code, display, letter = FOUND.get(Outcome(row.outcome), ("", "", ""))
    measured = _amount(row.value, row.unit)
    return {
        **_observed(test.episode.client_id, "laboratory", "Laboratory"),
        "status": "corrected" if result.corrects_id else "final",
        "code": el.concept(el.coding(ANALYTE, row.analyte, name), text=name),
        "effectiveDateTime": el.moment(test.collected_at),
        "issued": el.moment(result.resulted_at),
        "performer": el.present([_read_by(test, stage)]),
        "valueQuantity": measured,
        "valueCodeableConcept": None if measured or not code else el.concept(el.coding(el.SNOMED, code, display)),
        "dataAbsentReason": None
        if measured or code
        else el.concept(el.coding(ABSENT, "error", "Error"), text="No reading"),
        "interpretation": [el.concept(el.coding(INTERPRETATION, letter, display))] if letter else [],
        "method": el.concept(el.coding(el.own_system("test-stage"), stage, stage.label), text=stage.label),
        "specimen": _specimen(row),
        "referenceRange": _range(row),
    }


def _read_by(test: Any, stage: Stage) -> el.Part | None:
    if stage == Stage.DEFINITIVE and test.laboratory:
        return {"display": test.laboratory}
    staff = test.collected_by
    return el.reference("Practitioner", staff.pk, staff.name) if staff else None


def _specimen(row: AnalyteResult) -> el.Part:
    """Point to the sample, with its number for whoever keeps it apart."""
    led_to = el.reference("Specimen", row.result.test_id, material(row.result.panel.matrix)["text"])
    return {**(led_to or {}), "type": "Specimen", "identifier": number_of(row.result.test)}


def _range(row: AnalyteResult) -> list[Drawn]:
    cutoff = _amount(row.cutoff, row.unit)
    if not cutoff:
        return []
    words = sentence(say("Negative below {cutoff} {unit}"), cutoff=cutoff["value"], unit=cutoff["unit"])
    return [{"high": cutoff, "text": str(words)}]


def _amount(value: Any, unit: str) -> el.Part | None:
    return quantity(value, str(Unit(unit).label), UCUM_OF.get(Unit(unit), ""))


def minutes(actor: Actor) -> QuerySet[Attendance]:
    """Treatment days that are over, of those who were there."""
    seen = Attendance.objects.visible_to(actor, Permission.SESSION_VIEW).attended()
    return seen.filter(session__status__in=OVER, arrived_at__isnull=False).select_related("session__site")


def draw_minutes(row: Attendance, beside: Any) -> Drawn:
    """Draw how many minutes of a day count."""
    title = say("Minutes of treatment that count")
    return {
        "category": [el.concept(el.coding(OWN_CATEGORY, "attendance"), text=say("Attendance"))],
        "subject": el.reference("Patient", row.client_id),
        "encounter": el.reference("Encounter", row.pk),
        "status": "final",
        "code": el.concept(el.coding(ATTENDANCE, CREDITED, title), text=title),
        "effectiveDateTime": el.moment(row.arrived_at),
        "valueQuantity": quantity(row.credited_minutes, "min", "min"),
    }


def _observed(client: Any, code: str, display: str) -> Drawn:
    return {
        "category": [el.concept(el.coding(CATEGORY, code, display))],
        "subject": el.reference("Patient", client),
    }


@cache
def _totals() -> Mapping[str, tuple[str, ...]]:
    """The questionnaires that come along, by the LOINC code of their total."""
    found: dict[str, tuple[str, ...]] = {}
    for key, data in all_data().items():
        code = data.get("loinc", {}).get("total", "")
        if code:
            found[code] = (*found.get(code, ()), key)
    return found


class Scored(Match):
    """Which score: by LOINC, or by the questionnaire's own key."""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Look the code up in its system."""
        system, _bar, code = value.rpartition("|")
        found = Q(pk__in=())
        if system in ("", el.LOINC):
            found |= Q(key__in=_totals().get(code, ()))
        return found | Q(key=code) if system in ("", MEASURE) else found


CORRECTED = Q(result__corrects__isnull=False)
SPEC = Spec(
    kind="Observation",
    about=(
        "Scores of questionnaires (survey), lines of drug tests (laboratory; codes are the clinic's own, since no LOINC code "
        "tells a screen's device), and minutes of a treatment day that count (attendance)."
    ),
    profiles=(),
    parameters=(
        *PATIENT,
        Parameter("category", "token", "survey, laboratory or attendance."),
        Parameter("code", "token", "LOINC or the questionnaire's key; the analyte; credited-minutes."),
        Parameter("date", "date", "When it was answered, collected or attended."),
        Parameter("status", "token", "final or corrected."),
        Parameter(
            "derived-from", "reference", "From which answers.", element="derivedFrom", targets=("QuestionnaireResponse",)
        ),
        Parameter("encounter", "reference", "Of which day.", element="encounter", targets=("Encounter",)),
        Parameter("specimen", "reference", "Of which sample.", element="specimen", targets=("Specimen",)),
    ),
    sources=(
        Source(
            rows=scores, draw=draw_score, gather=definitions, client_path="episode.client_id",
            information=(Information.MEASURES,), labels=("PSY",),
            profiles=(f"{el.US_CORE}us-core-observation-screening-assessment",),
            matches={
                **of("episode__client"),
                "category": Always(("survey",), CATEGORY),
                "code": Scored(),
                "date": When("completed_at"),
                "status": Code({"final": Q()}, STATUSES),
                "derived-from": Ref({"QuestionnaireResponse": "pk"}),
            },
        ),
        Source(
            rows=lines, draw=draw_line, client_path="result.test.episode.client_id",
            information=(Information.DRUG_TESTS,), profiles=(f"{el.US_CORE}us-core-observation-lab",),
            matches={
                **of("result__test__episode__client"),
                "category": Always(("laboratory",), CATEGORY),
                "code": Coded("analyte", ANALYTE),
                "date": When("result__test__collected_at"),
                "status": Code({"final": ~CORRECTED, "corrected": CORRECTED}, STATUSES),
                "specimen": Ref({"Specimen": "result__test"}),
            },
        ),
        Source(
            rows=minutes, draw=draw_minutes, client_path="client_id", information=(Information.ATTENDANCE,),
            changed=line_changed,
            matches={
                **of("client"),
                "category": Always(("attendance",), OWN_CATEGORY),
                "code": Always((CREDITED,), ATTENDANCE),
                "date": When("arrived_at"),
                "status": Code({"final": Q()}, STATUSES),
                "encounter": Ref({"Encounter": "pk"}),
            },
        ),
    ),
)  # fmt: skip
