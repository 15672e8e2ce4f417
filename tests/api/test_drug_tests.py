"""Drug tests as resources: read by those who may, and a laboratory's report coming in."""

import datetime as dt

import pytest

from clients.choices import Information, PartyKind, Purpose
from clients.models import Disclosure
from tests.factories import drug_tests as made
from tests.factories.api import calling_with
from tests.factories.drug_tests import AT
from tests.factories.privacy import make_consent, make_party
from tests.factories.scheduling import Counted
from therapy.choices.drug_tests import Analyte as A

pytestmark = pytest.mark.django_db
READ, WRITE = "tests:read", "tests:write"
TESTS = "/api/v1/drug-tests/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def report_of(desk, **more):
    lines = [
        {"analyte": one.analyte, "outcome": "negative"} for one in made.readings(desk.lab) if one.analyte != A.COCAINE
    ]
    return {
        "panel": str(desk.lab.pk), "resulted_at": AT.isoformat(), "accession": "FW-1001",
        "readings": [*lines, {"analyte": "cocaine", "value": "0.25", "unit": "mg/L"}], **more,
    }  # fmt: skip


def test_results_are_read_with_their_lines_and_written_down_as_a_disclosure(desk):
    made.screen(desk, A.COCAINE)
    (row,) = calling_with(READ).get(TESTS).json()["results"]
    (result,) = row["results"]
    assert (result["overall"], result["stage"], len(result["lines"])) == ("pending", "presumptive", 12)
    assert "told_use" not in row
    assert Disclosure.objects.filter(client=desk.client).exists()


def test_a_consent_to_drug_tests_tells_of_no_prescription(desk):
    made.medication(desk, "buprenorphine_naloxone")
    made.screen(desk, A.BUPRENORPHINE)
    outside = make_party(PartyKind.PROVIDER)
    make_consent(desk.client, party=outside, information=[Information.DRUG_TESTS])
    (row,) = calling_with(READ, party=outside, purpose=Purpose.TREATMENT).get(TESTS).json()["results"]
    (result,) = row["results"]
    assert (result["overall"], {(line["fit"], line["medication_name"]) for line in result["lines"]}) == (
        None, {(None, "")},
    )  # fmt: skip
    assert "uprenorphine_naloxone" not in str(row)
    (row,) = calling_with(READ).get(TESTS).json()["results"]
    assert "expected_positive" in {line["fit"] for line in row["results"][0]["lines"]}


def test_who_is_next_is_not_told_outside(desk):
    made.order(desk)
    assert calling_with(READ).get(TESTS).json()["results"] == []


def test_another_scope_reads_nothing(desk):
    made.screen(desk)
    assert calling_with("clients:read").get(TESTS).status_code == 403


def test_a_laboratory_sends_its_report_and_values_are_converted(desk):
    screened = made.screen(desk, A.COCAINE)
    test = made.send(desk, screened)
    answer = calling_with(READ, WRITE).post(f"{TESTS}{test.pk}/report/", report_of(desk), format="json")
    assert answer.status_code == 201
    report = next(one for one in answer.json()["results"] if one["stage"] == "definitive")
    line = next(one for one in report["lines"] if one["analyte"] == "cocaine")
    assert (report["overall"], line["value"], line["unit"]) == ("unexpected", "250.0000", "ng/mL")
    assert report["confirms"] == str(screened.result.pk)


def test_a_report_of_a_sample_that_was_not_sent_is_refused_as_a_problem(desk):
    test = made.screen(desk)
    answer = calling_with(READ, WRITE).post(f"{TESTS}{test.pk}/report/", report_of(desk), format="json")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"


def test_a_report_from_before_the_sample_is_refused(desk):
    test = made.send(desk, made.screen(desk))
    body = report_of(desk, resulted_at=(AT - dt.timedelta(days=2)).isoformat())
    assert calling_with(READ, WRITE).post(f"{TESTS}{test.pk}/report/", body, format="json").status_code == 400


def test_reading_alone_enters_nothing(desk):
    test = made.send(desk, made.screen(desk))
    assert calling_with(READ).post(f"{TESTS}{test.pk}/report/", report_of(desk), format="json").status_code == 403


def test_panels_are_read(desk):
    rows = calling_with(READ).get("/api/v1/test-panels/").json()["results"]
    assert {"cutoff", "unit", "analyte"} == set(rows[0]["targets"][0])


def test_statements_do_not_grow_with_the_tests(desk):
    api = calling_with(READ)
    made.screen(desk)
    api.get(TESTS)
    with Counted() as few:
        api.get(TESTS)
    for number in range(4):
        made.screen(desk, at=AT + dt.timedelta(minutes=number))
    with Counted() as many:
        api.get(TESTS)
    assert many.number == few.number
