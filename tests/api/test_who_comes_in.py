"""Staff come in by every right that a page asks for, and each action's own policy decides what that lets them do."""

import pytest

from scheduling.models import Appointment, StaffBlock
from tests.api.signed_in import calling_as
from tests.factories.ground import make_staff
from tests.pages.schedule_clinic import make_schedule

pytestmark = pytest.mark.django_db
URL = "/api/v1/"
PROFILE = {"version": 0, "licence": "12-345"}
GROUP = {
    "kind": "alumni", "audience": "former", "name": "Early birds", "neutral_name": "Tuesday circle", "capacity": 8,
}  # fmt: skip


@pytest.fixture
def clinic(at):
    clinic = make_schedule(people=2)
    at("2026-03-02 07:00", "America/New_York")
    return clinic


def test_who_plans_or_administers_a_site_does_so_and_no_more(clinic):
    site = clinic.site
    admin = calling_as(make_staff("site_admin", site=site))
    assert admin.post(f"{URL}sites/{site.pk}/profile/", PROFILE, format="json").status_code == 200
    assert admin.post(f"{URL}open-groups/", {**GROUP, "site": str(site.pk)}, format="json").status_code == 201
    call = {"site": str(site.pk), "first_name": "Ana", "last_name": "Reyes", "callback_phone": "(617) 555-0123"}
    assert admin.post(f"{URL}inquiries/", call, format="json").json()["errors"][0]["pointer"] == "#/site"
    counselor = calling_as(make_staff("counselor", site=site))
    assert counselor.post(f"{URL}sessions/make-ahead/", {"site": str(site.pk)}, format="json").status_code == 403
    assert counselor.post(f"{URL}open-groups/", {**GROUP, "site": str(site.pk)}, format="json").status_code == 403


def test_whoever_sees_the_schedule_blocks_their_own_time_and_books_nobody(clinic):
    biller, booked = make_staff("biller", site=clinic.site), Appointment.objects.count()
    caller = calling_as(biller)
    away = {
        "staff": str(biller.pk), "starts_at": "2026-03-05T14:00:00Z", "ends_at": "2026-03-05T20:00:00Z", "reason": "Dentist",
    }  # fmt: skip
    assert caller.post(f"{URL}staff-blocks/", away, format="json").status_code == 201
    other = caller.post(f"{URL}staff-blocks/", {**away, "staff": str(clinic.counselor.pk)}, format="json")
    assert (other.status_code, "your own time" in other.json()["detail"]) == (403, True)
    booking = {
        "kind": "case_management", "site": str(clinic.site.pk), "client": str(clinic.clients[1].pk),
        "staff": str(clinic.counselor.pk), "starts_at": "2026-03-03T19:00:00Z", "ends_at": "2026-03-03T19:30:00Z",
    }  # fmt: skip
    assert caller.post(f"{URL}appointments/", booking, format="json").status_code == 404
    assert (StaffBlock.objects.count(), Appointment.objects.count()) == (1, booked)
