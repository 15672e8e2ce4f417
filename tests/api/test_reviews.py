"""Reviews of the level of care over the API: what is due is there, what was decided once it is signed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import reviews as made
from tests.factories.api import calling_with
from tests.factories.reviews import AT

pytestmark = pytest.mark.django_db
REVIEWS = "/api/v1/level-reviews/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def rows(**asked):
    return calling_with("reviews:read").get(REVIEWS, asked).json()["results"]


def test_a_signed_review_says_what_was_decided(desk):
    made.signed(desk)
    (row,) = rows(client=desk.client.pk)
    assert (row["decision"], row["chosen_level"], row["level"], row["status"]) == (
        "step_down",
        "lower",
        "here",
        "signed",
    )
    assert row["words"]["client_view"] == "I am ready for less."


def test_a_draft_says_that_it_is_due_and_no_word_of_it(desk):
    made.written(desk)
    (row,) = rows(status="draft")
    assert (row["decision"], row["words"], row["chosen_level"]) == ("", {}, None)


def test_what_was_shown_does_not_leave_here(desk):
    made.signed(desk)
    assert not {"facts", "proposals", "remarks"} & set(rows()[0])


def test_decisions_that_wait_are_asked_for(desk):
    row = made.signed(desk)
    assert [each["id"] for each in rows(to_act_on="true")] == [str(row.pk)]
    assert rows(to_act_on="false") == []


def test_another_scope_opens_no_review(desk):
    made.signed(desk)
    assert calling_with("plans:read").get(REVIEWS).status_code == 403


def test_a_cause_with_a_permission_of_its_own_is_left_out(desk):
    row = made.opened(desk)
    row.causes = [
        *row.causes,
        {"kind": "test", "key": "t", "says": "x", "on": "2026-03-01", "place": None, "needs": "tests.view"},
    ]
    row.save(update_fields=["causes"])
    assert [each["kind"] for each in rows()[0]["causes"]] == ["asked"]


def test_statements_do_not_grow_with_the_rows(desk):
    made.find()

    def counted():
        with CaptureQueriesContext(connection) as asked:
            rows()
        return len(asked)

    counted()
    few = counted()
    desk.world.clients(6)
    made.find(AT.replace(hour=AT.hour + 1))
    assert counted() == few
