"""Diagnoses and the dimensions behind a level of care over the API."""

import pytest

from clients.models import Diagnosis, Dimension, DimensionalAssessment
from tests.api.signed_in import calling_as, patch, post, refused, rows
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.assessments import make_codes, make_desk, open_dimensions, rate_all
from tests.factories.clients import AT, TODAY

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def desk():
    make_codes()
    return make_desk()


@pytest.fixture
def therapist(desk):
    return calling_as(desk.therapist)


def new(desk, code="F10.20", **fields):
    return {"client": str(desk.client.pk), "site": str(desk.site.pk), "code": code, **fields}


def test_a_diagnosis_is_made_specified_ranked_and_ended_by_a_clinician(desk, therapist):
    codes = [row["code"] for row in rows(therapist, "diagnosis-codes/?is_billable=true&on=2026-03-02")]
    first = post(therapist, f"{API}diagnoses/", new(desk, codes[0]), 201)
    second = post(therapist, f"{API}diagnoses/", new(desk, codes[1]), 201)
    address = f"{API}diagnoses/{second['id']}/"
    assert post(therapist, f"{address}rank/", {"version": 1, "rank": 1})["rank"] == 1
    assert patch(therapist, address, {"version": 2, "note": "By history"})["note"] == "By history"
    assert refused(therapist, f"{address}end/", {"version": 1, "on": str(TODAY)})[0] == 409
    assert post(therapist, f"{address}end/", {"version": 3, "on": str(TODAY)})["ends_on"] == str(TODAY)
    assert [row["id"] for row in rows(therapist, "diagnoses/?standing=true")] == [first["id"]]


def test_one_entered_in_error_is_kept_and_says_so(desk, therapist):
    code = rows(therapist, "diagnosis-codes/?is_billable=true")[0]["code"]
    made = post(therapist, f"{API}diagnoses/", new(desk, code), 201)
    address = f"{API}diagnoses/{made['id']}/mark-error/"
    assert post(therapist, address, {"version": 1, "reason": "Another person's."})["entered_in_error_at"]
    assert rows(therapist, f"diagnoses/?client={desk.client.pk}&on={TODAY}") == []


def test_a_code_that_is_no_diagnosis_is_refused_at_its_field(desk, therapist):
    answer = therapist.post(f"{API}diagnoses/", new(desk, "F10.2"), format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/code")


def test_a_key_makes_no_diagnosis_and_decides_no_level(desk):
    key = calling_with("assessments:read", "assessments:write")
    code = rows(key, "diagnosis-codes/?is_billable=true")[0]["code"]
    assert refused(key, f"{API}diagnoses/", new(desk, code))[0] == 403
    body = {"episode": str(desk.episode.pk), "edition": 4}
    assert refused(key, f"{API}dimensional-assessments/", body)[0] == 403
    assert not Diagnosis.objects.exists()


def test_the_dimensions_are_rated_and_decided(desk, therapist):
    made = post(therapist, f"{API}dimensional-assessments/", {"episode": str(desk.episode.pk), "edition": 4}, 201)
    address = f"{API}dimensional-assessments/{made['id']}/"
    dimension = Dimension.objects.filter(edition=4, is_rated=True).first()
    rating = {"version": 0, "dimension": str(dimension.pk), "rating": "1", "evidence": "No withdrawal for ten days."}
    rated = post(therapist, f"{address}rate/", rating)
    assert [each["evidence"] for each in rated["ratings"]] == ["No withdrawal for ten days."]
    assert refused(therapist, f"{address}rate/", rating)[0] == 409
    decision = {
        "version": 1, "indicated_level": "iop", "chosen_level": "iop", "rationale": "Needs structure.",
        "starts_on": str(TODAY),
    }  # fmt: skip
    assert refused(therapist, f"{address}decide/", decision)[0] in (400, 409)


def test_a_decision_places_the_client(desk, therapist):
    row = open_dimensions(desk)
    rate_all(desk, row)
    row.refresh_from_db()
    decision = {
        "version": row.version, "indicated_level": "iop", "chosen_level": "iop", "rationale": "Needs structure.",
        "starts_on": str(TODAY),
    }  # fmt: skip
    made = post(therapist, f"{API}dimensional-assessments/{row.pk}/decide/", decision)
    assert made["signed_at"]
    assert made["placement"]


def test_what_was_never_signed_is_thrown_away(desk, therapist):
    row = open_dimensions(desk)
    assert therapist.delete(f"{API}dimensional-assessments/{row.pk}/").status_code == 204
    assert not DimensionalAssessment.objects.exists()


def test_who_reads_no_notes_reads_no_diagnoses(desk):
    assert calling_as(ground.make_staff("biller", site=desk.site)).get(f"{API}diagnoses/").status_code == 403
    assert calling_with("clients:read").get(f"{API}dimensional-assessments/").status_code == 403
