"""Medications and case management over the API: the same rules as the pages, by scope."""

import pytest

from clients.models import Disclosure
from tests.factories.api import calling_with
from tests.factories.support import AT, TODAY, add, add_place, day, log_meeting, make_house, refer
from therapy.actions import medications
from therapy.models import Medication, Referral, SupportMeeting

pytestmark = pytest.mark.django_db
API = "/api/v1/"
M_READ, M_WRITE, S_READ, S_WRITE = "medications:read", "medications:write", "support:read", "support:write"


@pytest.fixture
def house(at):
    at(AT)
    return make_house()


def rows(answer):
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_a_list_is_read_with_what_is_taken_that_day(house):
    add(house, name="Suboxone", ingredient="buprenorphine_naloxone", treats="moud")
    medications.stop_medication(by=house.by, medication=add(house), version=1, on=TODAY, reason="finished", at=AT)
    found = rows(calling_with(M_READ).get(f"{API}medications/?client={house.client.pk}&on={day(1)}"))
    assert [(row["name"], row["is_moud"]) for row in found] == [("Suboxone", True)]


def test_what_was_entered_in_error_does_not_leave(house):
    medications.mark_medication_error(by=house.by, medication=add(house), version=1, reason="Not theirs", at=AT)
    assert rows(calling_with(M_READ).get(f"{API}medications/")) == []


def test_reading_is_written_down_as_a_disclosure(house):
    add(house)
    calling_with(M_READ).get(f"{API}medications/")
    assert Disclosure.objects.get().information == ["medications"]


def test_a_key_for_support_reads_no_medications(house):
    assert calling_with(S_READ).get(f"{API}medications/").status_code == 403


def new(house, **fields):
    return {
        "client": str(house.client.pk), "name": "Sertraline", "ingredient": "sertraline", "dose": "50 mg",
        "frequency": "daily", "starts_on": TODAY.isoformat(), **fields,
    }  # fmt: skip


def test_a_pharmacy_adds_a_medication(house):
    answer = calling_with(M_READ, M_WRITE).post(f"{API}medications/", new(house), format="json")
    row = Medication.objects.get()
    assert answer.status_code == 201, answer.json()
    assert (row.learned_from, row.recorded_by_id, row.site_id) == ("pharmacy", None, house.site.pk)


def test_nothing_stops_before_it_was_started_here_either(house):
    row = add(house)
    answer = calling_with(M_READ, M_WRITE).post(
        f"{API}medications/{row.pk}/stop/", {"version": 1, "on": "2020-01-01", "reason": "other"}, format="json"
    )
    assert answer.status_code == 400
    assert "cannot have stopped earlier" in str(answer.json())


def test_another_dose_is_another_row(house):
    row = add(house)
    answer = calling_with(M_READ, M_WRITE).post(
        f"{API}medications/{row.pk}/dose/",
        {"version": 1, "dose": "75 mg", "frequency": "daily", "starts_on": day(1).isoformat()}, format="json",
    )  # fmt: skip
    assert (answer.status_code, answer.json()["follows"]) == (201, str(row.pk))


def test_an_allergy_is_recorded_and_read(house):
    caller = calling_with(M_READ, M_WRITE)
    made = caller.post(f"{API}allergies/", {"client": str(house.client.pk), "substance": "Latex"}, format="json")
    assert made.status_code == 201
    assert [row["substance"] for row in rows(caller.get(f"{API}allergies/"))] == ["Latex"]


def test_places_are_read_by_what_they_help_with(house):
    add_place(house)
    add_place(house, name="Meals", needs=["food"])
    assert [row["name"] for row in rows(calling_with(S_READ).get(f"{API}community-resources/?need=food"))] == ["Meals"]


def test_what_colleagues_tell_each_other_about_a_place_does_not_leave(house):
    add_place(house, staff_note="Ask for Bea")
    assert "Ask for Bea" not in str(calling_with(S_READ).get(f"{API}community-resources/").json())


def test_a_referral_is_made_and_moved(house):
    caller = calling_with(S_READ, S_WRITE)
    made = caller.post(
        f"{API}referrals/", {"episode": str(house.episode.pk), "need": "food", "to_name": "Pantry"}, format="json"
    )
    assert made.status_code == 201, made.json()
    moved = caller.post(
        f"{API}referrals/{made.json()['id']}/move/",
        {"version": made.json()["version"], "to": "accepted"},
        format="json",
    )
    assert [step["status"] for step in moved.json()["steps"]] == ["sent", "accepted"]


def test_a_step_that_cannot_follow_is_a_conflict(house):
    row = refer(house)
    answer = calling_with(S_READ, S_WRITE).post(
        f"{API}referrals/{row.pk}/move/", {"version": row.version, "to": "planned"}, format="json"
    )
    assert (answer.status_code, Referral.objects.get().status) == (409, "sent")


def test_a_meeting_is_written_down(house):
    caller = calling_with(S_READ, S_WRITE)
    made = caller.post(
        f"{API}support-meetings/",
        {"episode": str(house.episode.pk), "on": TODAY.isoformat(), "kind": "na"},
        format="json",
    )
    assert made.status_code == 201
    assert SupportMeeting.objects.get().recorded_by_id is None


def test_another_sites_meetings_are_not_there(house):
    other = make_house()
    log_meeting(other)
    assert rows(calling_with(S_READ, sites=[house.site]).get(f"{API}support-meetings/")) == []
