"""Every resource of a small clinic with weeks behind it: as published, labelled, and leading to what is there."""

from collections import Counter, defaultdict

import pytest
from django.db import transaction

from iop.access.actors import SYSTEM
from iop.fhir.reach import Reach
from iop.fhir.reading import Reading, references_in
from iop.fhir.registry import specs
from tests.factories.world import NOW, build_world
from tests.fhir.checking import faults
from tests.fhir.test_resources import references
from therapy.models import DrugTest, MeasureResponse, Medication, TestResult, TestReview, TreatmentPlan

pytestmark = pytest.mark.django_db
CLINICAL = (
    "CarePlan", "Goal", "Condition", "Observation", "DiagnosticReport", "Specimen", "QuestionnaireResponse",
    "MedicationStatement", "MedicationRequest", "AllergyIntolerance", "DocumentReference", "Consent", "Provenance",
)  # fmt: skip


@pytest.fixture
def told(at):
    """All that the program itself would be told of, by kind."""
    at(NOW)
    build_world()
    answered = DrugTest.objects.filter(status="confirmed").first()
    TestReview.objects.create(test=answered, by=answered.collected_by, at=NOW, outcome="talked", note="The plan stays.")
    reading = Reading(Reach(SYSTEM, None), NOW)
    found = defaultdict(list)
    with transaction.atomic():
        for kind, spec in specs().items():
            for source in spec.sources:
                found[kind] += reading.leave(spec, source, list(reading.rows(spec, source, "s")))
    return found


def test_every_resource_is_as_published_labelled_and_leads_to_what_is_there(told):
    assert [kind for kind in specs() if not told[kind]] == []
    wrong = Counter(fault[:160] for rows in told.values() for each in rows for fault in faults(each))
    assert wrong == {}
    for kind in CLINICAL:
        for each in told[kind]:
            codes = {label["code"] for label in each["meta"]["security"]}
            assert {"R", "42CFRPart2", "SUD", "NORDSCLCD"} <= codes, kind
    known = {f"{kind}/{each['id']}" for kind, rows in told.items() for each in rows}
    led_to = {(kind, text) for kind, rows in told.items() for each in rows for text in references(each)}
    assert {(kind, text) for kind, text in led_to if text not in known} == set()
    assert all(len(rows) == len({each["id"] for each in rows}) for rows in told.values())
    for kind, spec in specs().items():
        for each in spec.includes:
            # Whatever can be asked along stands where it is said to stand.
            assert set(references_in(told[kind], each.element)) & set(each.targets), (kind, each.name)
    assert len(told["QuestionnaireResponse"]) == MeasureResponse.objects.valid().exclude(status="draft").count()
    assert len(told["MedicationStatement"]) == Medication.objects.right().count()
    plans = [each for each in told["CarePlan"] if each["category"][1]["coding"][0]["code"] == "treatment-plan"]
    assert len(plans) == TreatmentPlan.objects.filter(signed_at__isnull=False).count()
    reports = {each["id"]: each for each in told["DiagnosticReport"]}
    collected = DrugTest.objects.filter(collected_at__isnull=False)
    assert set(reports) == {each["id"] for each in told["Specimen"]} == {str(test.pk) for test in collected}
    lines = [each["reference"] for report in reports.values() for each in report.get("result", [])]
    laboratory = [each for each in told["Observation"] if each["category"][0]["coding"][0]["code"] == "laboratory"]
    assert sorted(lines) == sorted(f"Observation/{each['id']}" for each in laboratory)
    with_result = {str(pk) for pk in TestResult.objects.values_list("test", flat=True)}
    assert {pk for pk, report in reports.items() if "issued" in report} == with_result
