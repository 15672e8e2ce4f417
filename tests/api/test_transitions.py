"""Changes of level over the API: what was done, without what has a scope of its own."""

from decimal import Decimal

import pytest

from tests.factories import transitions as made
from tests.factories.api import calling_with
from tests.factories.scheduling import Counted
from tests.factories.transitions import AT

pytestmark = pytest.mark.django_db
URL = "/api/v1/transitions/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def test_a_change_comes_with_its_levels(desk):
    row = made.carry_out(desk)
    found = calling_with("reviews:read").get(f"{URL}{row.pk}/").json()
    assert (found["kind"], found["from_level"], found["to_level"]) == ("step_down", "iop", "op")


def test_a_change_comes_with_its_steps(desk):
    row = made.carry_out(desk)
    found = calling_with("reviews:read").get(f"{URL}{row.pk}/").json()
    assert found["steps"][0]["before"] == "Intensive outpatient"


def test_tests_are_left_out(desk):
    made.plan_tests(desk)
    row = made.carry_out(desk, made.wish(desk, tests_per_week=Decimal(1)))
    found = calling_with("reviews:read").get(f"{URL}{row.pk}/").json()
    assert "tests" not in {step["area"] for step in found["steps"]}


def test_a_list_leaves_out_the_undone_ones_when_asked(desk):
    made.undo(desk, made.carry_out(desk))
    kept = made.carry_out(desk)
    rows = calling_with("reviews:read").get(URL, {"standing": "true"}).json()["results"]
    assert [row["id"] for row in rows] == [str(kept.pk)]


def test_another_scope_opens_none(desk):
    row = made.carry_out(desk)
    assert calling_with("sessions:read").get(f"{URL}{row.pk}/").status_code == 403


def test_more_changes_cost_no_more_statements(desk):
    caller = calling_with("reviews:read")
    made.undo(desk, made.carry_out(desk))
    caller.get(URL)
    with Counted() as one:
        caller.get(URL)
    made.undo(desk, made.carry_out(desk))
    made.carry_out(desk)
    with Counted() as three:
        caller.get(URL)
    assert three.number == one.number
