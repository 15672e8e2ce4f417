"""Ordering, collecting, reading, correcting and reviewing drug tests over the API."""

import pytest

from tests.api.signed_in import calling_as, post, refused
from tests.factories import drug_tests as made
from tests.factories.api import calling_with
from tests.factories.drug_tests import AT, ONE_DAY, TODAY, WHY
from therapy.choices.drug_tests import Analyte as A
from therapy.models.drug_tests import DrugTest

pytestmark = pytest.mark.django_db
TESTS = "/api/v1/drug-tests/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


@pytest.fixture
def mine(desk):
    return calling_as(desk.counselor)


@pytest.fixture
def boss(desk):
    from tests.factories.ground import make_staff

    return calling_as(make_staff("clinical_director", site=desk.site))


def lines(panel, *positive):
    return [{"analyte": one.analyte, "outcome": one.outcome} for one in made.readings(panel, *positive)]


def test_a_test_is_ordered_collected_read_corrected_and_reviewed(desk, mine):
    body = {"episode": str(desk.episode.pk), "panel": str(desk.small.pk), "reason": "admission", "necessity": WHY,
            "due_on": TODAY.isoformat()}  # fmt: skip
    row = post(mine, TESTS, body)
    place = f"{TESTS}{row['id']}/"
    assert post(mine, f"{place}arrival/")["told_at"]
    row = post(mine, f"{place}told/", {"use": "used", "substances": ["cannabis"], "words": "Once"})
    assert "told_use" not in row
    assert DrugTest.objects.get().told_use == "used"
    sample = {"version": row["version"], "temperature_f": "96.0", "lot": "A-1", "lot_expires_on": str(TODAY + ONE_DAY)}
    row = post(mine, f"{place}collect/", sample)
    assert refused(mine, f"{place}collect/", sample)[0] == 409
    row = post(mine, f"{place}screen/", {"version": row["version"], "readings": lines(desk.small, A.COCAINE)})
    wrong = row["results"][0]["id"]
    row = post(mine, f"{place}correct/", {"result": wrong, "readings": lines(desk.small), "reason": "Misread"})
    assert {each["corrects"] for each in row["results"]} == {None, wrong}
    row = post(mine, f"{place}reviews/", {"version": row["version"], "outcome": "talked", "note": "Talked it over"})
    assert [each["outcome"] for each in row["reviews"]] == ["talked"]
    assert [each["status"] for each in row["steps"]][:2] == ["collected", "screened"]


def test_an_order_ends_without_a_sample(desk, mine):
    first, second = made.order(desk), made.order(desk, panel=desk.small)
    row = post(
        mine, f"{TESTS}{first.pk}/no-sample/", {"version": first.version, "outcome": "refused", "reason": "Not today"}
    )
    assert row["status"] == "refused"
    row = post(mine, f"{TESTS}{second.pk}/cancel/", {"version": second.version, "reason": "By mistake"})
    assert row["status"] == "cancelled"
    assert refused(mine, f"{TESTS}{second.pk}/send/", {"version": row["version"], "laboratory": "L"})[0] == 409


def test_a_result_of_another_test_is_not_corrected_here(desk, mine):
    screened, other = made.screen(desk), made.order(desk, panel=desk.small)
    body = {"result": str(screened.result.pk), "readings": lines(desk.cup), "reason": "x"}
    assert refused(mine, f"{TESTS}{other.pk}/correct/", body) == (400, "This result is of another test.")


def test_a_plan_is_made_and_ended_and_somebody_taken_out_of_the_draw(desk, mine):
    body = {"episode": str(desk.episode.pk), "panel": str(desk.cup.pk), "per_week": "1", "max_gap_days": 7,
            "necessity": WHY, "starts_on": TODAY.isoformat()}  # fmt: skip
    plan = post(mine, "/api/v1/test-plans/", body)
    away = {"episode": str(desk.episode.pk), "kind": "away", "instead": "nothing", "starts_on": TODAY.isoformat(),
            "ends_on": str(TODAY + ONE_DAY)}  # fmt: skip
    assert post(mine, "/api/v1/test-exemptions/", away)["kind"] == "away"
    assert post(mine, f"/api/v1/test-plans/{plan['id']}/end/")["ends_on"] == TODAY.isoformat()


def test_draws_and_panels_are_the_directors(desk, mine, boss):
    assert refused(mine, "/api/v1/test-draws/", {"site": str(desk.site.pk)})[0] == 403
    made.plan(desk)
    draw = post(boss, "/api/v1/test-draws/", {"site": str(desk.site.pk)})
    assert (draw["on"], draw["in_pool"]) == (TODAY.isoformat(), 1)
    body = {"name": "Ours", "matrix": "urine", "stage": "presumptive", "targets": [{"analyte": "thc", "cutoff": "50"}]}
    panel = post(boss, "/api/v1/test-panels/", body)
    second = post(boss, f"/api/v1/test-panels/{panel['id']}/versions/", {**body, "device": "Cup"})
    assert (second["number"], second["lineage"]) == (2, panel["lineage"])
    assert post(boss, f"/api/v1/test-panels/{second['id']}/retire/")["is_active"] is False
    assert boss.post("/api/v1/test-panels/suggested/").status_code == 204


def test_a_key_orders_and_reads_no_screen(desk):
    key, test = calling_with("tests:read", "tests:write", "notes:write"), made.collect(desk)
    told = (403, "Your role does not include ordering and collecting drug tests.")
    body = {"version": test.version, "readings": lines(desk.cup)}
    assert refused(key, f"{TESTS}{test.pk}/screen/", body) == told
    assert refused(key, f"{TESTS}{test.pk}/cancel/", {"version": test.version, "reason": "x"}) == told
    made.screen(desk, test=test)
    assert refused(key, f"{TESTS}{test.pk}/reviews/", {"version": 1, "outcome": "talked"})[0] == 403
    assert refused(key, "/api/v1/test-panels/suggested/")[0] == 403
