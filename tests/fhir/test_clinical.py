"""The clinical resources: what is asked is found, kinds of information close one another off, statements stay flat."""

import base64
import datetime as dt

import pytest

from clients.choices import Information, PartyKind, Purpose
from clients.models import Diagnosis, PortalAccount
from iop.access.actors import SYSTEM
from iop.fhir.reach import Reach
from iop.fhir.reading import Reading
from iop.fhir.registry import specs
from tests.factories.fhir import BASE, calling, found, ids
from tests.factories.privacy import make_consent, make_party
from tests.factories.scheduling import Counted
from tests.factories.world import NOW, build_world
from tests.fhir.test_apps import app_of
from therapy.models import (
    AnalyteResult,
    CounselingNote,
    MeasureResponse,
    Medication,
    PlanGoal,
    ProgressNote,
    TreatmentPlan,
)

pytestmark = pytest.mark.django_db
LOINC, ICD10 = "http://loinc.org", "http://hl7.org/fhir/sid/icd-10-cm"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


@pytest.fixture(autouse=True)
def _world(at):
    at(NOW)
    build_world()


def pks(rows):
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def test_what_us_core_says_must_be_asked_finds_what_the_tables_hold():
    call = calling()

    def asked(kind, **params):
        return ids(call.get(f"{BASE}/{kind}", {**params, "_count": 200}))

    response = MeasureResponse.objects.scored().filter(key="phq9").first()
    client = response.episode.client_id
    phq9 = MeasureResponse.objects.scored().filter(key="phq9", episode__client=client)
    assert asked("Observation", patient=client, code=f"{LOINC}|44261-6") == pks(phq9)
    assert asked("Observation", patient=client, category=f"{CATEGORY}|survey", code="phq9") == pks(phq9)
    day = f"{response.completed_at:%Y-%m-%d}"
    assert str(response.pk) in asked("Observation", patient=client, category="survey", date=f"ge{day}")
    assert str(response.pk) not in asked("Observation", patient=client, category="survey", date=f"lt{day}")
    assert asked(
        "QuestionnaireResponse",
        patient=client,
        questionnaire=f"urn:iop:questionnaire:phq9|{response.questionnaire_version}",
    ) >= pks(phq9)
    assert asked("Observation", category="laboratory", _id=AnalyteResult.objects.first().pk) != set()
    diagnosis = Diagnosis.objects.filter(entered_in_error_at__isnull=True).select_related("code").first()
    for category in ("problem-list-item", "encounter-diagnosis"):
        code = f"{ICD10}|{diagnosis.code.code}"
        assert str(diagnosis.pk) in asked("Condition", patient=diagnosis.client_id, category=category, code=code)
    assert asked("Condition", code="Z99.99") == set()
    plan = TreatmentPlan.objects.filter(status="active").select_related("episode").first()
    mine = asked("CarePlan", patient=plan.episode.client_id, category="assess-plan")
    assert str(plan.pk) in mine
    assert asked("CarePlan", category="urn:iop:plan-category|treatment-plan", status="revoked") == pks(
        TreatmentPlan.objects.filter(status="superseded")
    )
    goals = PlanGoal.objects.filter(plan=plan)
    assert asked("Goal", patient=plan.episode.client_id) == pks(goals)
    assert asked("CarePlan", goal=goals.first().pk) == {str(plan.pk)}
    by_status = [asked("Goal", **{"lifecycle-status": code}) for code in ("active", "completed", "cancelled")]
    assert set.union(*by_status) == pks(PlanGoal.objects.filter(plan__status="active"))
    assert sum(map(len, by_status)) == len(set.union(*by_status))
    medications = Medication.objects.right()
    assert asked("MedicationRequest", intent="order,plan", status="active,completed,stopped") == pks(medications)
    assert asked("MedicationRequest", intent="plan") == pks(medications.filter(prescriber=""))
    note = ProgressNote.objects.in_chart().select_related("episode").first()
    way = {"patient": note.episode.client_id, "category": "clinical-note", "type": f"{LOINC}|11506-3"}
    told = found(call.get(f"{BASE}/DocumentReference", {**way, "_revinclude": "Provenance:target", "_id": note.pk}))
    text = base64.b64decode(told[0]["content"][0]["attachment"]["data"]).decode()
    assert all(part in text for part in note.contents.values() if part)
    along = found(
        call.get(f"{BASE}/DocumentReference", {"_id": note.pk, "_revinclude": "Provenance:target"}), "include"
    )
    assert [each["target"][0]["reference"] for each in along] == [f"DocumentReference/{note.pk}"]
    assert along[0]["agent"][0]["who"]["reference"] == f"Practitioner/{note.author_id}"


def test_a_consent_opens_the_kinds_that_it_names_and_nothing_else():
    client = MeasureResponse.objects.scored().first().episode.client
    home = make_party(PartyKind.HOUSING, name="Sober home")
    make_consent(
        client, party=home, information=[Information.CONTACT, Information.MEASURES], purposes=[Purpose.TREATMENT],
        at=NOW - dt.timedelta(days=1),
    )  # fmt: skip
    caller = calling(party=home)
    surveys = found(caller.get(f"{BASE}/Observation", {"_count": 200}))
    assert {each["category"][0]["coding"][0]["code"] for each in surveys} == {"survey"}
    assert {each["subject"]["reference"] for each in surveys} == {f"Patient/{client.pk}"}
    for kind in (
        "Condition",
        "CarePlan",
        "Goal",
        "MedicationRequest",
        "AllergyIntolerance",
        "DiagnosticReport",
        "Specimen",
        "DocumentReference",
        "Consent",
    ):
        assert found(caller.get(f"{BASE}/{kind}")) == [], kind
    told = {each["target"][0]["reference"].partition("/")[0] for each in found(caller.get(f"{BASE}/Provenance"))}
    assert told == {"QuestionnaireResponse"}


def test_a_scope_with_a_category_opens_that_category():
    account = PortalAccount.objects.filter(
        ended_at__isnull=True, client__in=MeasureResponse.objects.scored().values("episode__client")
    ).first()
    narrow = app_of(account.user, f"patient/Observation.rs?category={CATEGORY}|survey")
    told = found(narrow.get(f"{BASE}/Observation", {"_count": 200}))
    assert {each["id"] for each in told} == pks(MeasureResponse.objects.scored().filter(episode__client=account.client))
    assert found(narrow.get(f"{BASE}/Observation", {"category": "laboratory"})) == []


def test_counseling_notes_are_told_to_nobody():
    account = PortalAccount.objects.filter(
        ended_at__isnull=True, client__in=ProgressNote.objects.in_chart().values("episode__client")
    ).first()
    signed = ProgressNote.objects.in_chart().filter(episode__client=account.client).select_related("episode").first()
    kept_apart = CounselingNote.objects.create(
        episode=signed.episode,
        author_id=signed.author_id,
        about_on=NOW.date(),
        text="Kept apart from the record.",
        saved_at=NOW,
    )
    for call in (calling(), app_of(account.user, "patient/*.rs")):
        assert call.get(f"{BASE}/DocumentReference/{kept_apart.pk}").status_code == 404
        whole = call.get(f"{BASE}/Patient/{signed.episode.client_id}/$everything", {"_count": 200}).content.decode()
        assert str(signed.pk) in whole
        assert str(kept_apart.pk) not in whole


def test_statements_do_not_grow_with_rows():
    reading = Reading(Reach(SYSTEM, None), NOW)
    looked = set()
    for kind in ("CarePlan", "Goal", "Condition", "Observation", "QuestionnaireResponse", "DocumentReference", "Consent",
                 "DiagnosticReport", "Specimen", "MedicationStatement", "MedicationRequest", "AllergyIntolerance", "Provenance"):  # fmt: skip
        spec = specs()[kind]
        for source in spec.sources:
            rows = reading.rows(spec, source, "s")
            numbers = []
            for many in (1, 14):
                with Counted() as statements:
                    told = reading.leave(spec, source, list(rows[:many]))
                numbers.append((len(told), statements.number))
            (some, few), (more, all_in_all) = numbers
            if more - some >= 3:
                looked.add(kind)
                # A prefetch that found nothing below one row may find something below more; rows cost nothing by themselves.
                assert all_in_all - few <= 2, (kind, source.draw)
    # The few drug tests of the small clinic are counted in tests/fhir/test_drug_tests.py.
    assert looked >= {"CarePlan", "Goal", "Condition", "Observation", "QuestionnaireResponse", "DocumentReference"}
