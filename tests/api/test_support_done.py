"""Medications, injections, naloxone, reconciliations, contacts, tasks and places over the API."""

import datetime as dt

import pytest

from iop.work.models import WorkItem
from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import support as made
from tests.factories.api import calling_with
from tests.factories.support import AT, TODAY

pytestmark = pytest.mark.django_db
MEDICATIONS, CONTACTS, PLACES = "/api/v1/medications/", "/api/v1/case-contacts/", "/api/v1/community-resources/"
LATER = (TODAY + dt.timedelta(days=200)).isoformat()


@pytest.fixture
def house(at):
    at(AT)
    return made.make_house()


@pytest.fixture
def medical(house):
    return calling_as(house.staff["medical"])


@pytest.fixture
def manager(house):
    return calling_as(house.staff["case_manager"])


def test_a_medication_entered_by_mistake_leaves_the_list_and_says_so(house, medical):
    row = made.add(house)
    place = f"{MEDICATIONS}{row.pk}/entered-in-error/"
    assert post(medical, place, {"version": row.version, "reason": "Another person's"})["error_reason"]
    assert medical.get(MEDICATIONS).json()["results"] == []
    assert refused(medical, place, {"version": row.version, "reason": "x"})[0] == 409


def test_an_injection_is_recorded_by_medical_staff_alone(house, medical):
    medication = made.add_injection(house)
    body = {"medication": str(medication.pk), "lot": "L-1", "expires_on": LATER, "body_site": "left_gluteal"}
    assert refused(calling_as(house.staff["counselor"]), "/api/v1/injections/", body)[0] == 403
    row = post(medical, "/api/v1/injections/", body)
    assert row["given_on"] == TODAY.isoformat()
    assert post(medical, f"/api/v1/injections/{row['id']}/entered-in-error/", {"reason": "Not given"})["error_reason"]


def test_naloxone_is_given_or_was_not_wanted(house, medical):
    body = {"episode": str(house.episode.pk), "kits": 2, "product": "nasal_4", "lot": "N-1", "expires_on": LATER}
    row = post(medical, "/api/v1/naloxone-offers/", body)
    assert (row["outcome"], row["kits"]) == ("given", 2)
    none = {"episode": str(house.episode.pk), "outcome": "declined"}
    assert post(medical, "/api/v1/naloxone-offers/none-given/", none)["outcome"] == "declined"
    assert (
        post(medical, f"/api/v1/naloxone-offers/{row['id']}/entered-in-error/", {"reason": "x"})["error_reason"] == "x"
    )


def test_the_list_is_gone_through_by_a_person(house, medical):
    body = {"episode": str(house.episode.pk), "compared_with": ["pharmacy"], "differed": False}
    key = calling_with("medications:read", "medications:write")
    assert refused(key, "/api/v1/reconciliations/", body)[0] == 403
    assert post(medical, "/api/v1/reconciliations/", body)["compared_with"] == ["pharmacy"]


def test_no_key_is_the_one_who_gave_or_offered(house):
    key = calling_with("medications:read", "medications:write", "support:read", "support:write")
    offer = {"episode": str(house.episode.pk), "kits": 1, "product": "nasal_4", "lot": "N", "expires_on": LATER}
    contact = {"episode": str(house.episode.pk), "contacted_at": AT.isoformat(), "with_whom": "client", "how": "phone",
               "outcome": "no_answer"}  # fmt: skip
    task = {"episode": str(house.episode.pk), "words": "Call the shelter", "due_on": TODAY.isoformat()}
    for address, body in (
        ("/api/v1/naloxone-offers/", offer), (CONTACTS, contact), (f"{CONTACTS}tasks/", task),
        (f"{MEDICATIONS}{made.add(house).pk}/entered-in-error/", {"version": 1, "reason": "x"}),
    ):  # fmt: skip
        assert refused(key, address, body)[0] == 403, address


def test_a_contact_and_a_task_are_written_down(house, manager):
    body = {"episode": str(house.episode.pk), "contacted_at": AT.isoformat(), "with_whom": "housing", "how": "phone",
            "outcome": "reached", "minutes": 10, "about": "housing", "summary": "A room is free in May."}  # fmt: skip
    row = post(manager, CONTACTS, body)
    assert row["with_whom"] == "housing"
    assert post(manager, f"{CONTACTS}{row['id']}/entered-in-error/", {"reason": "Wrong chart"})["entered_in_error_at"]
    task = {"episode": str(house.episode.pk), "words": "Call the shelter", "due_on": TODAY.isoformat()}
    assert manager.post(f"{CONTACTS}tasks/", task, format="json").status_code == 204
    assert WorkItem.objects.filter(summary="Call the shelter").count() == 1


def test_a_place_is_kept_on_the_list(house, manager):
    row = post(manager, PLACES, {"name": "Harbor Shelter", "needs": ["housing"], "phone": "617 555 0100"})
    place = f"{PLACES}{row['id']}/"
    row = patch(manager, place, {"version": row["version"], "name": "Harbor House", "needs": ["housing"]})
    assert (row["name"], row["phone"]) == ("Harbor House", "")
    row = post(manager, f"{place}check/", {"version": row["version"]})
    row = post(manager, f"{place}use/", {"version": row["version"], "is_active": False})
    assert row["is_active"] is False
    assert refused(calling_as(house.staff["counselor"]), PLACES, {"name": "X", "needs": ["housing"]})[0] == 403


def test_a_referral_is_followed_up_later_and_a_meeting_was_none(house, manager):
    referral, meeting = made.refer(house), made.log_meeting(house)
    body = {"version": referral.version, "on": LATER, "note": "They call back"}
    assert post(manager, f"/api/v1/referrals/{referral.pk}/later/", body)["follow_up_on"] == LATER
    place = f"/api/v1/support-meetings/{meeting.pk}/entered-in-error/"
    assert post(manager, place, {"reason": "Not there"})["error_reason"] == "Not there"
