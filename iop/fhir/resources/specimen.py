"""Specimen: the sample of a drug test. There is one from when it was collected; an order that waits is told to nobody.

Codes of samples are SNOMED CT's; each stands with the same name in two published lists at least.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.fhir import elements as el
from iop.fhir.changed import by_history, by_the_record, latest
from iop.fhir.matching import NOTHING, Code, Number, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, of
from therapy.choices.drug_tests import NOT_USABLE, Matrix, Stage, Validity
from therapy.models import DrugTest, DrugTestStatusChange, TestResult

TEST, CUSTODY, ACCESSION = el.own_system("drug-test"), el.own_system("custody-form"), el.own_system("accession")
VALIDITY = el.own_system("specimen-validity")
STATUSES = "http://hl7.org/fhir/specimen-status"
MATERIAL = {
    Matrix.URINE: ("122575003", "Urine specimen"),
    Matrix.ORAL_FLUID: ("441620008", "Oral fluid specimen"),
    Matrix.BREATH: ("119336008", "Exhaled air specimen"),
}


def collected(actor: Actor) -> QuerySet[DrugTest]:
    """Tests with a sample. Who was ordered one and who gave none (missed, declined, could not) is not among them."""
    rows = DrugTest.objects.visible_to(actor).filter(collected_at__isnull=False)
    return rows.select_related("episode", "panel", "collected_by")


def rows(actor: Actor) -> QuerySet[DrugTest]:
    """Samples, with what was measured of each by the results that stand."""
    standing = TestResult.objects.standing().order_by("resulted_at", "pk")
    return collected(actor).prefetch_related(Prefetch("results", standing, to_attr="measured"))


def draw(row: Any, beside: Any) -> Drawn:
    """Draw a sample: what it is, who collected it when, and how valid it proved."""
    checked = [result for result in row.measured if result.validity != Validity.NOT_CHECKED]
    unusable = any(result.validity in NOT_USABLE for result in checked)
    return {
        "identifier": el.present([number_of(row), _named(CUSTODY, row.custody_id)]),
        "accessionIdentifier": _accession(row),
        # Whether it is still somewhere is not kept: only that it cannot be used is told.
        "status": "unsatisfactory" if unusable else "",
        "type": material(row.panel.matrix),
        "subject": el.reference("Patient", row.episode.client_id),
        "collection": {
            "collector": el.reference("Practitioner", row.collected_by_id, row.collected_by.name),
            "collectedDateTime": el.moment(row.collected_at),
        },
        "condition": [_condition(result) for result in checked],
    }


def number_of(row: DrugTest) -> el.Part:
    """Give the sample's number: that of its test, since a test has one sample."""
    return el.identifier(TEST, str(row.pk))


def material(matrix: str) -> el.Part:
    """Say what a sample is of."""
    return el.concept(el.coding(el.SNOMED, *MATERIAL[Matrix(matrix)]), text=Matrix(matrix).label)


def changed() -> Any:
    """When a test last changed: what the audit record says of it, or its history."""
    return latest(by_the_record(), by_history(DrugTestStatusChange.objects.all(), "test"))


def _accession(row: DrugTest) -> el.Part | None:
    number = _named(ACCESSION, row.accession)
    return {**number, "assigner": {"display": row.laboratory}} if number else None


def _named(system: str, value: str) -> el.Part | None:
    return el.identifier(system, value, use="secondary" if system == CUSTODY else "") if value else None


def _condition(result: TestResult) -> el.Part:
    validity = Validity(result.validity).label
    words = f"{Stage(result.stage).label}: {validity}"
    return el.concept(el.coding(VALIDITY, result.validity, validity), text=words)


def _by(column: str) -> Callable[[str], Q]:
    return lambda value: Q(**{column: value}) if value else NOTHING


def _unusable() -> Q:
    standing = TestResult.objects.standing().filter(validity__in=NOT_USABLE)
    return Q(pk__in=standing.order_by().values("test"))


SPEC = Spec(
    kind="Specimen",
    about="The sample of a drug test, once it was collected: what it is of, who collected it, and whether it can be used.",
    profiles=(f"{el.US_CORE}us-core-specimen",),
    parameters=(
        *PATIENT,
        Parameter("type", "token", "What it is of: a code of SNOMED CT."),
        Parameter("collected", "date", "When it was collected."),
        Parameter("collector", "reference", "Who collected it.", element="collection.collector", targets=("Practitioner",)),
        Parameter("status", "token", "unsatisfactory: it cannot be used."),
        Parameter("identifier", "token", "Its number, or that of its chain-of-custody form.", is_personal=True),
        Parameter("accession", "token", "The laboratory's number.", is_personal=True),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, client_path="episode.client_id", information=(Information.DRUG_TESTS,), changed=changed,
            matches={
                **of("episode__client"),
                "type": Code({code: Q(panel__matrix=matrix) for matrix, (code, _name) in MATERIAL.items()}, el.SNOMED),
                "collected": When("collected_at"),
                "collector": Ref({"Practitioner": "collected_by"}),
                "status": Code({"unsatisfactory": _unusable()}, STATUSES),
                "identifier": Number({TEST: el.by_id, CUSTODY: _by("custody_id")}),
                "accession": Number({ACCESSION: _by("accession")}),
            },
        ),
    ),
)  # fmt: skip
