"""DiagnosticReport: the report of a drug test, which groups the lines of its screen and of the laboratory's answer.

What a result comes to as a whole, and how a line fits, is not told here: it is reckoned from the client's medications and from
what they said before, which are told as kinds of their own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models import When as WhenTrue

from clients.choices import Information
from iop.access.actors import Actor
from iop.core.words import say
from iop.fhir import elements as el
from iop.fhir.matching import Always, Code, Either, Number, Ref, When
from iop.fhir.resources.encounter import clinic
from iop.fhir.resources.specimen import TEST, changed, collected, material, number_of
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, of, ours
from therapy.choices.drug_tests import Analyte, Stage, TestStatus
from therapy.models import AnalyteResult, TestResult, TestReview

SECTION, LABORATORY = "http://terminology.hl7.org/CodeSystem/v2-0074", "LAB"
TOXICOLOGY = ("18728-6", "Toxicology studies (set)")
"""LOINC's code for whatever a report of toxicology holds. Source: lists of laboratory study types of HL7 Denmark (DK Core) and of
the German MII. No code of a panel fits: which substances ours look for is the clinic's own."""
REPORT, DRUG_TEST = el.own_system("report"), "drug-test"
STATUSES = "http://hl7.org/fhir/diagnostic-report-status"
READ = (TestStatus.CONFIRMED, TestStatus.REVIEWED)
"""The laboratory has answered, or a colleague has read it: until then a report may be incomplete or not looked at."""
SAID = ("registered", "partial", "final", "corrected", "cancelled")


def rows(actor: Actor) -> QuerySet[Any]:
    """Tests with a sample, and what is known of each: ``told_as`` is the report's status, ``issued_at`` its newest result."""
    lines = AnalyteResult.objects.order_by("position")
    standing = results(actor).select_related("entered_by").prefetch_related(Prefetch("lines", lines))
    reviews = TestReview.objects.select_related("by").order_by("at", "pk")
    found = collected(actor).annotate(told_as=_status(), issued_at=_issued())
    return found.prefetch_related(
        Prefetch("results", standing.order_by("resulted_at", "pk"), to_attr="standing"), Prefetch("reviews", reviews)
    )


def results(actor: Actor) -> QuerySet[TestResult]:
    """Screens and laboratory answers that stand; what a correction replaced is not told."""
    return TestResult.objects.visible_to(actor).standing().select_related("test__episode")


def _status() -> Case:
    answered = TestResult.objects.filter(test=OuterRef("pk"))
    corrected = answered.filter(corrects__isnull=False)
    return Case(
        WhenTrue(status=TestStatus.CANCELLED, then=Value("cancelled")),
        WhenTrue(Q(status__in=READ) & Exists(corrected), then=Value("corrected")),
        WhenTrue(status__in=READ, then=Value("final")),
        WhenTrue(Exists(answered), then=Value("partial")),
        default=Value("registered"),
        output_field=TextField(),
    )


def _issued() -> Subquery:
    """When the newest of its results was there; a correction carries the time of what it corrects, so that of its row counts."""
    at = Case(WhenTrue(corrects__isnull=True, then=F("resulted_at")), default=F("created_at"))
    every = TestResult.objects.standing().filter(test=OuterRef("pk")).order_by().values("test")
    return Subquery(every.annotate(newest=Max(at)).values("newest"))


def draw(row: Any, clinic_id: uuid.UUID | None) -> Drawn:
    """Draw a report: its state, its sample, its lines, and who answers for them."""
    label = say("Drug test")
    return {
        "identifier": [number_of(row)],
        "status": row.told_as,
        "category": [el.concept(el.coding(SECTION, LABORATORY, "Laboratory"))],
        "code": el.concept(el.coding(el.LOINC, *TOXICOLOGY), el.coding(REPORT, DRUG_TEST, label), text=row.panel.name),
        "subject": el.reference("Patient", row.episode.client_id),
        "effectiveDateTime": el.moment(row.collected_at),
        "issued": el.moment(row.issued_at),
        "performer": [*_readers(row.standing), *_laboratory(row), el.reference("Organization", clinic_id)],
        "resultsInterpreter": _people((each.by_id, each.by.name) for each in row.reviews.all()),
        "specimen": [el.reference("Specimen", row.pk, material(row.panel.matrix)["text"])],
        "result": [
            el.reference("Observation", line.pk, str(Analyte(line.analyte).label))
            for result in row.standing for line in result.lines.all()
        ],
    }  # fmt: skip


def _readers(standing: Iterable[TestResult]) -> list[el.Part]:
    screens = [result for result in standing if result.stage == Stage.PRESUMPTIVE and result.entered_by]
    return _people((result.entered_by_id, result.entered_by.name) for result in screens if result.entered_by)


def _laboratory(row: Any) -> list[el.Part]:
    has_answered = any(result.stage == Stage.DEFINITIVE for result in row.standing)
    return [{"display": row.laboratory}] if has_answered and row.laboratory else []


def _people(named: Iterable[tuple[uuid.UUID | None, str]]) -> list[el.Part]:
    return el.present(el.reference("Practitioner", pk, name) for pk, name in dict(named).items())


def _with_line(pk: uuid.UUID) -> Q:
    lines = AnalyteResult.objects.filter(pk=pk, result__corrected_by__isnull=True)
    return Q(pk__in=lines.order_by().values("result__test"))


def _read_by(pk: uuid.UUID) -> Q:
    screens = TestResult.objects.standing().filter(stage=Stage.PRESUMPTIVE, entered_by=pk)
    return Q(pk__in=screens.order_by().values("test"))


def _reviewed_by(pk: uuid.UUID) -> Q:
    return Q(pk__in=TestReview.objects.filter(by=pk).order_by().values("test"))


PEOPLE = ("Practitioner",)
SPEC = Spec(
    kind="DiagnosticReport",
    about=(
        "The report of a drug test from when its sample was collected: registered, partial until the laboratory has answered "
        "or a colleague has read it, final, corrected or cancelled. An order without a sample is no report."
    ),
    profiles=(f"{el.US_CORE}us-core-diagnosticreport-lab",),
    parameters=(
        *PATIENT,
        Parameter("category", "token", "LAB."),
        Parameter("code", "token", "18728-6 of LOINC, or drug-test."),
        Parameter("date", "date", "When the sample was collected."),
        Parameter("issued", "date", "When the newest of its results was there."),
        Parameter("status", "token", "registered, partial, final, corrected or cancelled."),
        Parameter("identifier", "token", "The test's number."),
        Parameter("result", "reference", "With which line.", element="result", targets=("Observation",)),
        Parameter("specimen", "reference", "Of which sample.", element="specimen", targets=("Specimen",)),
        Parameter(
            "performer", "reference", "Who read the screen; the clinic.", element="performer",
            targets=("Practitioner", "Organization"),
        ),
        Parameter(
            "results-interpreter", "reference", "Who has reviewed it.", element="resultsInterpreter", targets=PEOPLE
        ),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=clinic, client_path="episode.client_id", information=(Information.DRUG_TESTS,),
            changed=changed,
            matches={
                **of("episode__client"),
                "category": Always((LABORATORY,), SECTION),
                "code": Either((Always((TOXICOLOGY[0],), el.LOINC), Always((DRUG_TEST,), REPORT))),
                "date": When("collected_at"),
                "issued": When("issued_at"),
                "status": Code({code: Q(told_as=code) for code in SAID}, STATUSES),
                "identifier": Number({TEST: el.by_id}),
                "result": Ref({"Observation": _with_line}),
                "specimen": Ref({"Specimen": "pk"}),
                "performer": Ref({"Practitioner": _read_by, "Organization": ours}),
                "results-interpreter": Ref({"Practitioner": _reviewed_by}),
            },
        ),
    ),
)  # fmt: skip
