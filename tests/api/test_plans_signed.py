"""Writing, signing and reviewing treatment plans over the API."""

import base64
import datetime as dt

import pytest

from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import plans as made
from tests.factories.api import calling_with
from tests.factories.plans import AT
from therapy.models import PlanObjective, PlanProblem

pytestmark = pytest.mark.django_db
PLANS, REVIEWS = "/api/v1/plans/", "/api/v1/plan-reviews/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


@pytest.fixture
def mine(desk):
    return calling_as(desk.therapist)


def test_a_plan_is_signed_as_it_was_read(desk, mine):
    row = post(mine, PLANS, {"episode": str(desk.episode.pk)})
    place = f"{PLANS}{row['id']}/"
    made.fill_in(desk, made.open_plan(desk))
    assert refused(mine, f"{place}sign/", {"read": row["read"]})[0] == 409
    row = mine.get(place).json()
    assert post(mine, f"{place}sign/", {"read": row["read"]})["status"] == "active"
    (thread,) = calling_with("plans:read").get("/api/v1/objectives/").json()["results"]
    assert thread["status"] == "open"


def test_rows_are_added_moved_ended_and_taken_out(desk, mine):
    made.signed_plan(desk)
    place = f"{PLANS}{post(mine, PLANS, {'episode': str(desk.episode.pk)})['id']}/"
    row = post(mine, f"{place}add/", {"kind": "problem"})
    new = row["problems"][-1]["id"]
    row = post(mine, f"{place}move-part/", {"kind": "problem", "part": new, "up": True})
    assert row["problems"][0]["id"] == new
    row = post(mine, f"{place}remove-part/", {"kind": "problem", "part": new})
    objective = row["problems"][0]["goals"][0]["objectives"][0]["id"]
    row = post(mine, f"{place}end-objective/", {"part": objective, "ends_as": "met", "reason": "Reached"})
    assert row["problems"][0]["goals"][0]["objectives"][0]["ends_as"] == "met"
    row = post(mine, f"{place}go-on-with/", {"part": objective})
    assert row["problems"][0]["goals"][0]["objectives"][0]["ends_as"] in ("", "open")
    assert mine.delete(place).status_code == 204
    assert PlanProblem.objects.filter(pk=new).count() == 0
    assert PlanObjective.objects.count() == 1


def test_the_client_may_not_want_to_sign(desk, mine):
    plan = made.signed_plan(desk)
    place = f"{PLANS}{plan.pk}/client-answer/"
    assert refused(mine, place, {"method": "refused"})[0] == 400
    row = post(mine, place, {"method": "refused", "refused_because": "Not today"})
    assert [(each["method"], each["refused_because"]) for each in row["client_signatures"]] == [
        ("refused", "Not today")
    ]


@pytest.mark.parametrize("scan", ["not base64!", base64.b64encode(b"no picture").decode()])
def test_what_is_no_scan_is_refused(desk, mine, scan):
    plan = made.signed_plan(desk)
    assert refused(mine, f"{PLANS}{plan.pk}/client-answer/", {"method": "paper", "scan": scan})[0] == 400


def test_a_plan_is_reviewed_and_the_review_signed(desk, mine, at):
    plan = made.signed_plan(desk)
    later = AT + dt.timedelta(days=3)
    at(later)
    review = post(mine, f"{PLANS}{plan.pk}/reviews/")
    place = f"{REVIEWS}{review['id']}/"
    assert refused(mine, f"{place}sign/", {"version": 1})[0] == 409
    marks = [{"thread": str(made.thread_of(plan).pk), "progress": "improved", "comment": "Fewer"}]
    review = patch(mine, place, {"version": 1, "summary": "Going well", "objectives": marks})
    assert [(each["progress"], each["comment"]) for each in review["objectives"]] == [("improved", "Fewer")]
    review = post(mine, f"{place}sign/", {"version": review["version"]})
    assert review["signed_by"] == str(desk.therapist.pk)
    row = post(mine, f"{place}client-answer/", {"method": "refused", "refused_because": "Later"})
    assert len(row["client_signatures"]) == 1


def test_a_key_signs_nothing_and_is_told_why(desk):
    plan, key = made.signed_plan(desk), calling_with("plans:read", "plans:write")
    told = (403, "Your role does not include writing treatment plans.")
    assert refused(key, PLANS, {"episode": str(desk.episode.pk)}) == told
    for verb, body in (
        ("add", {"kind": "problem"}), ("client-answer", {"method": "refused", "refused_because": "x"}), ("reviews", {}),
    ):  # fmt: skip
        assert refused(key, f"{PLANS}{plan.pk}/{verb}/", body) == told
    assert key.delete(f"{PLANS}{plan.pk}/").status_code == 403
    # The next version is a draft, which is not there for a program.
    draft = made.open_plan(desk)
    assert refused(key, f"{PLANS}{draft.pk}/sign/", {"read": "0" * 64})[0] == 404


def test_the_rhythm_of_a_level_is_set_by_those_who_set_up_the_clinic(desk, mine):
    from clients.models import LevelOfCare

    body = {"level": LevelOfCare.objects.first().key, "valid_from": "2026-04-01", "first_days": 7, "review_days": 30}
    assert refused(mine, "/api/v1/plan-rhythms/", body)[0] == 403
    row = post(calling_with("clinic:write", "plans:read"), "/api/v1/plan-rhythms/", body)
    assert (row["first_days"], row["review_days"]) == (7, 30)
