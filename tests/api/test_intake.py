"""Calls for help over the API, from the first line to admission."""

import pytest

from clients.models import Inquiry, IntakeCheck, OutsideStay, ReferralSource
from iop.audit.models import AuditEvent
from scheduling.models import Appointment, SeatHold
from tests.api.signed_in import calling_as, patch, post, refused, rows
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, TODAY, make_admitted, make_client
from tests.factories.intake import BORN, make_desk, only_block, place, take
from tests.factories.privacy import make_party

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ, WRITE = "intake:read", "intake:write"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def key(desk):
    return calling_with(READ, WRITE)


def call(desk, **fields):
    return {
        "site": str(desk.site.pk), "first_name": "Jordan", "last_name": "Doe", "callback_phone": "(617) 555-0123",
        "date_of_birth": str(BORN), **fields,
    }  # fmt: skip


def test_a_call_is_taken_and_changed_with_the_version_that_was_read(desk, key):
    made = post(key, f"{API}inquiries/", call(desk, urgency="soon", wished_track=str(desk.track.pk)), 201)
    assert (made["status"], made["wished_track_id"]) == ("new", str(desk.track.pk))
    address = f"{API}inquiries/{made['id']}/"
    assert patch(key, address, {"version": made["version"], "urgency": "routine"})["urgency"] == "routine"
    assert refused(key, address, {"version": made["version"], "urgency": "soon"}, "patch")[0] == 409


def test_nobody_can_be_called_back_is_a_sentence_at_its_field(desk, key):
    answer = key.post(f"{API}inquiries/", call(desk, callback_phone=""), format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/callback_phone")


def test_the_board_is_the_list_with_its_filters(desk, key):
    mine, other = take(desk), take(desk, first_name="Ash", last_name="Roe")
    post(key, f"{API}inquiries/{other.pk}/move/", {"to": "lost", "reason": "no_answer"})
    assert [row["id"] for row in rows(key, "inquiries/?open=true")] == [str(mine.pk)]
    assert [row["id"] for row in rows(key, "inquiries/?status=lost&status=declined")] == [str(other.pk)]


def test_reading_a_call_of_somebody_without_a_chart_is_an_event(desk, key):
    take(desk)
    rows(key, "inquiries/")
    assert AuditEvent.objects.get(verb="api.inquiries_read").detail == {"count": 1, "about_nobody": True}


def test_a_party_that_needs_consents_reads_no_calls(desk):
    take(desk)
    assert rows(calling_with(READ, party=make_party(), purpose="treatment"), "inquiries/") == []


def test_an_inquiry_is_worked_on(desk, key):
    row, check = take(desk), IntakeCheck.objects.filter(kind="fit").first()
    address = f"{API}inquiries/{row.pk}/"
    step = {"next_step": "Call the mother", "next_step_at": "2026-03-03T15:00:00Z"}
    assert post(key, f"{address}next-step/", step)["next_step"] == "Call the mother"
    answered = post(key, f"{address}check/", {"check": str(check.pk), "answer": "yes"})
    assert [each["answer"] for each in answered["answers"]] == ["yes"]
    assert post(key, f"{address}assign/", {"owner": None})["owner"] is None
    assert refused(key, f"{address}assign/", {"owner": str(ground.make_staff("biller", site=desk.site).pk)})[0] == 400
    assert post(key, f"{address}move/", {"to": "contacted"})["status"] == "contacted"
    assert refused(key, f"{address}move/", {"to": "accepted"})[0] == 409
    assert refused(key, f"{address}move/", {"to": "referred_out", "reason": "medical"})[0] == 400
    post(key, f"{address}move/", {"to": "declined", "reason": "changed_mind"})
    assert post(key, f"{address}reopen/", {"note": "Called again"})["status"] == "contacted"


def test_a_former_client_is_linked_by_birth_date_and_unlinked(desk, key):
    row, known = take(desk), make_client(desk.site, date_of_birth=BORN)
    stranger = make_client(desk.site)
    address = f"{API}inquiries/{row.pk}/"
    assert refused(key, f"{address}link/", {"client": str(stranger.pk)})[0] in (400, 409)
    assert post(key, f"{address}link/", {"client": str(known.pk)})["client"] == str(known.pk)
    assert post(key, f"{address}unlink/")["client"] is None


def test_a_seat_is_held_for_whoever_is_accepted_and_given_back(desk):
    worker = calling_as(desk.worker)
    row = take(desk)
    body = {"version": row.version, "track": str(desk.track.pk), "weekdays": [0, 2, 4], "starts_on": str(TODAY)}
    assert post(worker, f"{API}inquiries/{row.pk}/accept/", body)["status"] == "accepted"
    held = SeatHold.objects.get()
    other = take(desk, first_name="Ash", last_name="Roe")
    back = {"hold": str(held.pk), "reason": "Starts later"}
    assert refused(worker, f"{API}inquiries/{other.pk}/give-back/", back)[0] == 404
    post(worker, f"{API}inquiries/{row.pk}/give-back/", back)
    assert SeatHold.objects.get().ended_as == "released"


def test_an_assessment_is_booked_with_somebody_who_assesses(desk):
    worker, row = calling_as(desk.worker), take(desk)
    body = {"staff": str(desk.therapist.pk), "starts_at": "2026-03-03T15:00:00Z", "ends_at": "2026-03-03T16:00:00Z"}
    made = post(worker, f"{API}inquiries/{row.pk}/book-assessment/", body, 201)
    assert Appointment.objects.get().pk == Appointment.objects.get(pk=made["id"]).pk
    assert Inquiry.objects.get().status == "assessment_booked"
    wrong = {**body, "staff": str(desk.worker.pk)}
    assert refused(worker, f"{API}inquiries/{row.pk}/book-assessment/", wrong)[0] == 400


def test_admission_is_one_step(desk):
    worker, row = calling_as(desk.worker), take(desk)
    body = {"version": row.version, "track": str(desk.track.pk), "weekdays": [0, 2, 4], "starts_on": str(TODAY)}
    post(worker, f"{API}inquiries/{row.pk}/accept/", body)
    stay = Inquiry.objects.get().episode
    place(desk, stay)
    only_block(desk, "placement")
    counselor = ground.make_staff("counselor", site=desk.site)
    admission = {
        "on": str(TODAY), "track": str(desk.track.pk), "weekdays": [0, 2, 4], "starts_on": str(TODAY),
        "team": [{"role": "primary_counselor", "staff": str(counselor.pk)}],
    }  # fmt: skip
    address = f"{API}episodes/{stay.pk}/complete-admission/"
    assert refused(worker, address, admission)[0] == 400
    made = post(worker, address, {**admission, "accept_warnings_reason": "Papers follow on Wednesday."})
    assert (made["status"], made["admitted_on"]) == ("admitted", str(TODAY))


def test_checks_and_sources_are_the_clinics_own(key):
    made = post(key, f"{API}intake-checks/", {"kind": "fit", "key": "own-phone", "text": "Do they have a phone?"}, 201)
    changed = {"version": made["version"], "text": "Do they have a telephone?", "is_active": False}
    assert patch(key, f"{API}intake-checks/{made['id']}/", changed)["is_active"] is False
    assert refused(key, f"{API}intake-checks/", {"kind": "fit", "key": "own-phone", "text": "Again?"})[0] == 409
    post(key, f"{API}intake-checks/order/", {"kind": "fit", "checks": [made["id"]]}, 204)
    assert IntakeCheck.objects.filter(kind="fit").first().key == "own-phone"
    source = post(key, f"{API}referral-sources/", {"kind": "detox", "organization": "Bay Detox"}, 201)
    body = {"version": 1, "kind": "detox", "organization": "Bay Detox Center"}
    patch(key, f"{API}referral-sources/{source['id']}/", body)
    assert ReferralSource.objects.get(pk=source["id"]).organization == "Bay Detox Center"


def test_a_stay_elsewhere_is_followed_until_they_are_back(desk, key):
    person = make_admitted(desk.site).client
    body = {"client": str(person.pk), "site": str(desk.site.pk), "kind": "detox", "facility": "Bay Detox",
            "referred_on": str(TODAY)}  # fmt: skip
    made = post(key, f"{API}outside-stays/", body, 201)
    address = f"{API}outside-stays/{made['id']}/"
    patch(key, address, {"version": 1, "contact_person": "Nurse Kim"})
    post(key, f"{address}there/", {"went_on": str(TODAY)})
    post(key, f"{address}ask-again/", {"ask_on": "2026-03-06", "note": "Doing well"})
    assert refused(key, f"{address}ask-again/", {"ask_on": str(TODAY)})[0] == 400
    post(key, f"{address}back/", {"back_on": str(TODAY)})
    assert (OutsideStay.objects.get().status, rows(key, "outside-stays/?status=there")) == ("back", [])


@pytest.mark.parametrize("number", [2, 8])
def test_the_list_takes_the_same_statements_whatever_its_length(desk, number, django_assert_max_num_queries):
    for each in range(number):
        take(desk, last_name=f"Doe{each}")
    worker = calling_as(desk.worker)
    with django_assert_max_num_queries(15):
        assert len(rows(worker, "inquiries/")) == number


def test_each_write_needs_its_scope(desk):
    row, reader = take(desk), calling_with(READ)
    for verb in (
        "move",
        "reopen",
        "check",
        "assign",
        "next-step",
        "link",
        "unlink",
        "accept",
        "give-back",
        "book-assessment",
    ):
        assert refused(reader, f"{API}inquiries/{row.pk}/{verb}/")[0] == 403, verb
    for address in ("inquiries/", "intake-checks/", "referral-sources/", "outside-stays/"):
        assert refused(reader, API + address)[0] == 403, address
