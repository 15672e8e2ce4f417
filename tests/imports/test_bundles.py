"""A FHIR bundle is read person by person, with what comes with them."""

import io
import json

import pytest

from billing.models import Coverage
from clients.import_choices import ImportStatus
from clients.models import Client, ClientIdentifier, Consent, ContactPoint, Diagnosis, Episode, Relationship
from iop.access.actors import SYSTEM
from iop.workflows.importing import bundles, json_stream
from iop.workflows.importing.receiving import bring_in
from tests.factories import clients as make
from tests.factories.imports import bundle, patient, received
from therapy.models.medications import Allergy, Medication

AT = make.AT
OF_P1 = {"reference": "Patient/p1"}
WHOLE = (
    {"resourceType": "Consent", "id": "c", "status": "active", "patient": OF_P1},
    {"resourceType": "EpisodeOfCare", "id": "e", "status": "active", "patient": {"reference": "urn:uuid:Patient-p1"}},
    {
        "resourceType": "RelatedPerson", "id": "r", "patient": OF_P1, "name": [{"given": ["Marta"], "family": "Reyes"}],
        "telecom": [{"system": "phone", "value": "617-555-0199"}],
        "relationship": [{"coding": [{"code": "ECON"}], "text": "Mother"}],
    },
    {
        "resourceType": "Condition", "id": "d", "subject": OF_P1, "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F10.20"}]}, "onsetDateTime": "2024-02-01",
    },
    {"resourceType": "AllergyIntolerance", "id": "a", "patient": OF_P1, "code": {"text": "Penicillin"}, "category": ["medication"], "criticality": "high"},
    {
        "resourceType": "MedicationStatement", "id": "m", "status": "active", "subject": OF_P1,
        "medicationCodeableConcept": {"text": "Naltrexone 50 mg tablet"}, "effectiveDateTime": "2025-11-02",
        "dosage": [{"text": "once a day", "doseAndRate": [{"doseQuantity": {"value": 50, "unit": "mg"}}]}],
    },
    {"resourceType": "MedicationRequest", "id": "m2", "status": "stopped", "subject": OF_P1, "medicationCodeableConcept": {"text": "Old"}},
    {
        "resourceType": "Coverage", "id": "k", "status": "active", "beneficiary": OF_P1, "subscriberId": "ABC123",
        "payor": [{"reference": "Organization/o"}], "period": {"start": "2026-01-01"}, "relationship": {"coding": [{"code": "self"}]},
    },
    {"resourceType": "Organization", "id": "o", "name": "A payer nobody knows"},
    {"resourceType": "Observation", "id": "x", "subject": OF_P1},
)  # fmt: skip


@pytest.fixture
def site(db):
    return make.make_site()


def test_a_person_comes_with_what_the_bundle_tells_of_them(site):
    _code("F10.20")
    director = make.make_actor(site, "clinical_director")
    number = {"type": {"coding": [{"code": "MA"}]}, "value": "100200300400"}
    run = received(site, bundle(*WHOLE, patient(identifier=[number])), AT, by=director)
    assert (run.kind, run.status, run.counts) == ("fhir", ImportStatus.READY, {"new": 1})
    assert run.report["unread"] == {"Observation": 1}
    assert run.rows.get().problems == [["payer", "payer"], ["consent", ""], ["stay", ""]]
    bring_in(by=director, run=run, version=run.version, at=AT)
    client = Client.objects.get()
    assert (client.legal_first_name, client.preferred_name, client.language, client.sex) == (
        "Ana Lucia",
        "Lu",
        "es",
        "female",
    )
    assert set(ContactPoint.objects.values_list("kind", "value")) == {
        ("phone", "+16175550142"), ("email", "lu@example.org"), ("postal", "12 Elm St, Boston, MA 02118"),
    }  # fmt: skip
    relative = Relationship.objects.select_related("person").get(is_emergency_contact=True)
    assert (relative.person.first_name, relative.role) == ("Marta", "Mother")
    diagnosis = Diagnosis.objects.select_related("code").get()
    assert (diagnosis.code.code, diagnosis.note) == ("F10.20", "From OldChart, 2024-02-01")
    assert Allergy.objects.get().severity == "severe"
    medication = Medication.objects.get()
    assert (medication.ingredient, medication.dose, medication.frequency) == ("naltrexone", "50 mg", "once a day")
    assert ClientIdentifier.objects.get().value == "100200300400"
    # What was permitted elsewhere permits nothing here, and a stay begins with an inquiry.
    assert not Consent.objects.exists()
    assert not Coverage.objects.exists()
    assert Episode.objects.get().status == "inquiry"


def _code(code):
    import datetime as dt

    from clients.models import DiagnosisCode

    DiagnosisCode.objects.get_or_create(
        code=code,
        defaults={
            "title": "Alcohol dependence, uncomplicated",
            "valid_from": dt.date(2020, 10, 1),
            "is_billable": True,
        },
    )


def test_what_ones_role_does_not_include_is_told_and_left_out(site):
    _code("F10.20")
    intake = make.make_actor(site, "intake")
    run = received(site, bundle(*WHOLE, patient()), AT, by=intake)
    bring_in(by=intake, run=run, version=run.version, at=AT)
    codes = {code for code, _about in run.rows.get().problems}
    assert {"diagnosis_not_yours", "medication_not_yours"} <= codes
    assert not Diagnosis.objects.exists()
    assert not Medication.objects.exists()


def test_a_number_that_another_chart_holds_is_left_out_and_told(site):
    number = {"type": {"coding": [{"code": "SS"}]}, "value": "123-45-6789"}
    other = patient(
        "p2", name=[{"given": ["Zed"], "family": "Quist"}], birthDate="1961-01-01", telecom=[], identifier=[number]
    )
    run = received(site, bundle(patient(identifier=[number]), other), AT)
    bring_in(by=SYSTEM, run=run, version=run.version, at=AT)
    run.refresh_from_db()
    assert run.counts == {"made": 2}
    assert run.rows.get(position=2).problems == [["number_taken", "ssn"]]


def test_entries_are_read_in_pieces_wherever_these_end(monkeypatch):
    told = [patient(f"p{n}", note="ü" * n) for n in range(7)]
    content = bundle(*told, total=12345, meta={"tag": [1, 2.5, "}"]})
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr(json_stream, "PIECE", size)
        found = [entry["resource"] for entry in json_stream.entries(io.BytesIO(content))]
        assert found == told


@pytest.mark.parametrize(
    "strange",
    [
        {"name": "Ann"}, {"name": [{"given": "Ann"}]}, {"name": [None]}, {"telecom": {"value": 1}}, {"identifier": [{"type": 3, "value": 4}]},
        {"address": [{"line": "x"}]}, {"address": [{"line": [1, None]}]}, {"communication": [{"language": []}]}, {"contact": [{"relationship": [{}], "name": "x"}]},
        {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/individual-pronouns"}]}, {"birthDate": 1990}, {"id": 7},
    ],
)  # fmt: skip
def test_what_is_not_as_the_standard_says_breaks_nothing(strange):
    assert len(list(bundles.records(io.BytesIO(bundle({**patient(), **strange}))))) == 1


@pytest.mark.parametrize("kind", sorted(bundles.OF_A_PATIENT))
def test_an_empty_resource_of_a_person_breaks_nothing(kind):
    whose = {bundles.OF_A_PATIENT[kind]: OF_P1}
    for resource in (
        {**whose},
        {
            **whose,
            "code": "x",
            "dosage": [3],
            "payor": "x",
            "period": 4,
            "class": [{}],
            "relationship": 9,
            "category": "food",
        },
    ):
        content = json.dumps(
            {
                "resourceType": "Bundle",
                "entry": [
                    {"resource": {"resourceType": kind, **resource}},
                    {"resource": patient()},
                    5,
                    {"resource": None},
                ],
            }
        )
        assert len(list(bundles.records(io.BytesIO(content.encode())))) == 1


@pytest.mark.django_db
def test_signs_that_no_database_keeps_are_left_out(site):
    director = make.make_actor(site, "clinical_director")
    drug = {
        "resourceType": "AllergyIntolerance", "id": "a", "patient": OF_P1, "code": {"text": "Peni\0cillin\ud800"},
        "category": ["medication"],
    }  # fmt: skip
    strange = {"resourceType": "Odd\0Kind", "id": "x\ud83d"}
    name = [{"use": "official", "given": ["A\0na \U0001f600"], "family": "Rey\udfffes"}]
    run = received(site, bundle(patient(name=name), drug, strange), AT, by=director)
    assert (run.status, run.report["unread"]) == (ImportStatus.READY, {"OddKind": 1})
    bring_in(by=director, run=run, version=run.version, at=AT)
    client = Client.objects.get()
    assert (client.legal_first_name, client.legal_last_name) == ("Ana \U0001f600", "Reyes")
    assert Allergy.objects.get().substance == "Penicillin"
