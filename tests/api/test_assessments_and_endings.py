"""Assessments, plans a client owns, aftercare and discharge summaries written and signed over the API."""

import pytest

from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import assessments as asked
from tests.factories import own_plans as made
from tests.factories.api import calling_with
from tests.factories.assessments import AT
from therapy.assessment_form import IN_USE, form_of

pytestmark = pytest.mark.django_db
ASSESSMENTS, OWN, AFTER, SUMMARIES = (
    "/api/v1/assessments/", "/api/v1/own-plans/", "/api/v1/aftercare-plans/", "/api/v1/discharge-summaries/",
)  # fmt: skip


@pytest.fixture
def house(at):
    at(AT)
    return asked.make_desk()


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def test_an_assessment_is_written_by_sections_and_signed_as_read(house):
    mine = calling_as(house.therapist)
    row = post(mine, ASSESSMENTS, {"episode": str(house.episode.pk)})
    place = f"{ASSESSMENTS}{row['id']}/"
    versions = {each["key"]: each["version"] for each in row["sections"]}
    first, *others = form_of(IN_USE).sections
    asked.fill(house, asked.open_assessment(house), but=(first.key,))
    body = {"section": first.key, "version": versions.get(first.key, 0), "answers": asked.answers_of(first)}
    assert refused(mine, f"{place}sign/", {"read": row["read"]})[0] == 409
    row = post(mine, f"{place}section/", body)
    assert {each["key"] for each in row["sections"]} >= {first.key, others[0].key}
    assert refused(mine, f"{place}section/", body)[0] == 409
    assert post(mine, f"{place}sign/", {"read": row["read"]})["status"] == "signed"
    assert post(mine, f"{place}addenda/", {"text": "More", "reason": "Forgot"})["addenda"][0]["text"] == "More"
    assert len(calling_with("assessments:read").get(ASSESSMENTS).json()["results"]) == 1


def test_one_made_elsewhere_is_adopted_reviewed_and_thrown_away(house):
    mine = calling_as(house.therapist)
    body = {"episode": str(house.episode.pk), "made_on": "2026-01-10", "made_by": "City Hospital"}
    row = post(mine, f"{ASSESSMENTS}adopt/", body)
    row = patch(mine, f"{ASSESSMENTS}{row['id']}/", {"version": row["version"], "review_note": "Still true."})
    assert (row["source"], row["review_note"]) == ("outside", "Still true.")
    assert mine.delete(f"{ASSESSMENTS}{row['id']}/").status_code == 204


@pytest.mark.parametrize("wrong", ["a\x00b", {"a": {"b": {"c": {"d": {"e": 1}}}}}, 10**12])
def test_what_is_no_answer_is_refused(house, wrong):
    row = asked.open_assessment(house)
    body = {"section": form_of(IN_USE).sections[0].key, "version": 0, "answers": {"x": wrong}}
    assert refused(calling_as(house.therapist), f"{ASSESSMENTS}{row.pk}/section/", body)[0] == 400


def test_a_key_assesses_nobody(house):
    key = calling_with("assessments:read", "assessments:write", "notes:write")
    assert refused(key, ASSESSMENTS, {"episode": str(house.episode.pk)})[0] == 403
    row = asked.make_signed(house)
    for verb, body in (("cosign", {}), ("return", {"comment": "x"}), ("addenda", {"text": "x", "reason": "y"}),
                       ("sign", {"read": "0" * 64})):  # fmt: skip
        assert refused(key, f"{ASSESSMENTS}{row.pk}/{verb}/", body)[0] == 403, verb


def test_an_own_plan_is_begun_written_and_its_draft_thrown_away(desk):
    mine = calling_as(desk.counselor)
    row = post(mine, f"{OWN}begin/", {"client": str(desk.client.pk), "kind": "safety"})
    place = f"{OWN}{row['id']}/"
    row = patch(mine, place, {"version": row["version"], "contents": {"signs": [{"text": "I stop sleeping."}]}})
    assert row["draft"]["signs"] == [{"text": "I stop sleeping."}]
    assert calling_with("plans:read").get(OWN).json()["results"] == []
    assert post(mine, f"{place}discard-draft/", {"version": row["version"]})["draft"] is None


def test_aftercare_is_planned_step_by_step(desk):
    mine = calling_as(desk.counselor)
    row = post(mine, AFTER, {"episode": str(desk.episode.pk)})
    step = row["steps"][0]
    body = {
        "step": step["id"],
        "version": step["version"],
        "status": "arranged",
        "words": "Weekly",
        "provider": "Bay Clinic",
    }
    row = post(mine, f"{AFTER}{row['id']}/step/", body)
    saved = next(each for each in row["steps"] if each["id"] == step["id"])
    assert (saved["status"], saved["provider"], len(saved["changes"])) == ("arranged", "Bay Clinic", 1)
    assert refused(mine, f"{AFTER}{row['id']}/step/", body)[0] == 409
    assert refused(calling_with("plans:read", "plans:write"), AFTER, {"episode": str(desk.episode.pk)})[0] == 403


def test_a_summary_is_written_signed_and_added_to(desk):
    mine = calling_as(desk.counselor)
    desk.episode = made.leave(desk)
    row = post(mine, SUMMARIES, {"episode": str(desk.episode.pk)})
    place = f"{SUMMARIES}{row['id']}/"
    parts = [{"part": part, "text": f"Words about {part}."} for part in made.NEEDED_PARTS]
    row = patch(mine, place, {"version": row["version"], "parts": parts})
    assert refused(mine, f"{place}sign/", {"version": 1})[0] == 409
    assert calling_with("notes:read").get(SUMMARIES).json()["results"] == []
    row = post(mine, f"{place}sign/", {"version": row["version"]})
    assert row["signed_by"] == str(desk.counselor.pk)
    assert post(mine, f"{place}addenda/", {"text": "More", "reason": "Forgot"})["addenda"][0]["reason"] == "Forgot"
    assert refused(calling_with("notes:read", "notes:write"), f"{place}cosign/")[0] == 403
