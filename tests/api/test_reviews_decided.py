"""Preparing, deciding and answering reviews of the level of care over the API, and changing the level."""

import pytest

from clients.models import Placement
from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import reviews as made
from tests.factories import transitions as moves
from tests.factories.api import calling_with
from tests.factories.reviews import AT, DECISION
from therapy.models import Transition

pytestmark = pytest.mark.django_db
REVIEWS, CHANGES = "/api/v1/level-reviews/", "/api/v1/transitions/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


@pytest.fixture
def house(at):
    at(moves.AT)
    return moves.make_desk()


def wish(house, **fields):
    return {
        "episode": str(house.episode.pk), "level": "op", "track": str(house.op_track.pk), "weekdays": [1, 3],
        "effective_on": moves.MONDAY.isoformat(), "reason": "Six weeks sober.", **fields,
    }  # fmt: skip


def test_a_review_is_prepared_handed_over_and_decided(desk):
    mine, theirs = calling_as(desk.counselor), calling_as(desk.therapist)
    row = post(mine, REVIEWS, {"episode": str(desk.episode.pk), "why": "Asked for"})
    place = f"{REVIEWS}{row['id']}/"
    body = {**DECISION, "version": row["version"], "remarks": [{"section": "1", "words": "See the calendar"}]}
    row = patch(mine, place, body)
    assert (row["decision"], row["chosen_level"]) == ("step_down", "lower")
    assert row["written"] == [{"section": "1", "words": "See the calendar"}]
    assert refused(mine, f"{place}sign/", {"version": row["version"]})[0] == 403
    assert post(mine, f"{place}hand-over/", {"to": str(desk.therapist.pk)})["handed_to"] == str(desk.therapist.pk)
    row = post(theirs, f"{place}sign/", {"version": row["version"]})
    assert row["signed_by"] == str(desk.therapist.pk)
    row = post(mine, f"{place}disagreements/", {"words": "Too early."})
    assert [each["words"] for each in row["disagreements"]] == ["Too early."]
    assert post(theirs, f"{place}set-aside/", {"because": "They chose to stay"})["set_aside_because"]


def test_a_draft_says_nothing_to_an_integration(desk):
    row = made.written(desk)
    found = calling_with("reviews:read", "reviews:write").get(f"{REVIEWS}{row.pk}/").json()
    assert (found["decision"], found["words"], found["written"]) == ("", {}, [])


def test_a_key_decides_nothing_and_is_told_why(desk):
    key, row = calling_with("reviews:read", "reviews:write"), made.written(desk)
    for verb, body in (
        ("sign", {"version": row.version}), ("cosign", {}), ("return", {"comment": "x"}), ("set-aside", {"because": "x"}),
        ("disagreements", {"words": "x"}), ("hand-over", {"to": str(desk.therapist.pk)}), ("begin", {}),
        ("drop", {"because": "x"}), ("packet", {"purpose": "payment", "information": ["assessment"]}),
    ):  # fmt: skip
        assert refused(key, f"{REVIEWS}{row.pk}/{verb}/", body)[0] == 403, verb
    assert refused(key, REVIEWS, {"episode": str(desk.episode.pk)})[0] == 403


def test_a_review_that_is_not_needed_is_dropped(desk):
    row = made.opened(desk)
    assert (
        post(calling_as(desk.therapist), f"{REVIEWS}{row.pk}/drop/", {"because": "They moved away"})["status"]
        == "dropped"
    )


def test_the_client_gets_their_copy_as_a_paper(desk):
    row = made.signed(desk)
    body = {"purpose": "request", "information": ["assessment"]}
    answer = calling_as(desk.director).post(f"{REVIEWS}{row.pk}/packet/", body, format="json")
    assert (answer.status_code, answer["Content-Type"], answer.content[:4]) == (200, "application/pdf", b"%PDF")


def test_the_rhythm_is_set_by_those_who_set_reviews_up(desk):
    body = {"level": "here", "valid_from": "2026-04-01", "first_every_days": 14, "first_period_days": 28,
            "then_every_days": 28}  # fmt: skip
    assert refused(calling_as(desk.counselor), "/api/v1/review-rhythms/", body)[0] == 403
    assert post(calling_as(desk.director), "/api/v1/review-rhythms/", body)["then_every_days"] == 28


def test_a_change_is_looked_at_carried_out_and_undone(house):
    mine = calling_as(house.therapist)
    shown = post(mine, f"{CHANGES}preview/", wish(house))
    assert (shown["kind"], shown["problems"]) == ("step_down", [])
    assert "level" in {each["area"] for each in shown["changes"]}
    assert Transition.objects.count() == 0
    assert refused(mine, CHANGES, wish(house, seen="another"))[0] == 409
    row = post(mine, CHANGES, wish(house, seen=shown["fingerprint"]))
    assert (row["kind"], row["to_level"]) == ("step_down", "op")
    assert Placement.objects.filter(episode=house.episode).count() == 2
    assert post(mine, f"{CHANGES}{row['id']}/undo/", {"reason": "They stay"})["undone_at"]


def test_what_stands_in_the_way_is_said(house):
    shown = post(calling_as(house.therapist), f"{CHANGES}preview/", wish(house, weekdays=[5]))
    assert shown["problems"]
    assert shown["fingerprint"] == ""


def test_a_level_is_not_changed_by_a_key(house):
    key = calling_with("reviews:read", "reviews:write", "schedule:read")
    assert refused(key, f"{CHANGES}preview/", wish(house))[0] == 403
    assert refused(key, CHANGES, wish(house, seen="x"))[0] == 403
