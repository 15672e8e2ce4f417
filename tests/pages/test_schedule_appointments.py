"""One appointment: moved, cancelled, marked; alone or with its series."""

from __future__ import annotations

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from scheduling import actions
from scheduling.models import Appointment
from tests.factories.ground import sign_in
from tests.pages.schedule_clinic import AT, TODAY, make_schedule, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at, client):
    clinic = make_schedule(appointments=2)
    at("2026-03-02 07:00", "America/New_York")
    sign_in(client, clinic.director)
    return clinic


def post(client, appointment, what, prefix, **fields):
    fields = {"version": appointment.version, **fields}
    data = {f"{prefix}-{name}" if prefix else name: value for name, value in fields.items()}
    return client.post(reverse(what, args=[appointment.pk]), data)


def moved(client, clinic, appointment, **changes):
    fields = {
        "on": "2026-03-03",
        "at": "15:00",
        "minutes": "30",
        "staff": clinic.counselor.pk,
        "room": "",
        "scope": "this",
    }
    return post(client, appointment, "move_appointment", "move", **{**fields, **changes})


def series_of(clinic):
    made = actions.book_series(
        by=SYSTEM, kind="individual", client=clinic.clients[0], staff=clinic.counselor, site_id=clinic.site.pk,
        starts_at=wall(TODAY.replace(day=3), 10), ends_at=wall(TODAY.replace(day=3), 11), count=3, at=AT,
    )  # fmt: skip
    return made.appointments


def test_it_moves(clinic, client):
    row = clinic.appointments[0]
    assert moved(client, clinic, row).status_code == 302
    row.refresh_from_db()
    assert row.starts_at == wall(TODAY.replace(day=3), 15)


def test_a_taken_time_is_said_next_to_it_and_nothing_moves(clinic, client):
    first, second = clinic.appointments
    answer = moved(client, clinic, first, on="2026-03-02", at="13:30")
    assert answer.status_code == 422
    assert clinic.counselor.name in str(answer.context["move_form"].errors["at"])
    first.refresh_from_db()
    assert first.starts_at < second.starts_at


def test_somebody_elses_change_is_not_overwritten(clinic, client):
    row = clinic.appointments[0]
    answer = moved(client, clinic, row, version=0)
    assert answer.status_code == 422
    assert "meanwhile" in str(answer.context["move_form"].non_field_errors())


def test_this_and_following_keep_their_wall_time_over_the_spring_sunday(clinic, client):
    first, second, _third = series_of(clinic)
    assert moved(client, clinic, second, on="2026-03-11", at="16:00", scope="following").status_code == 302
    starts = list(
        Appointment.objects.filter(series_id=first.series_id).order_by("starts_at").values_list("starts_at", flat=True)
    )
    assert starts == [wall(TODAY.replace(day=3), 10), wall(TODAY.replace(day=11), 16), wall(TODAY.replace(day=18), 16)]


def test_a_taken_day_refuses_the_whole_series(clinic, client):
    rows = series_of(clinic)
    answer = moved(client, clinic, rows[0], on="2026-03-04", at="09:30", scope="all")
    assert answer.status_code == 422
    rows[0].refresh_from_db()
    assert rows[0].starts_at == wall(TODAY.replace(day=3), 10)


def test_cancelling_asks_why(clinic, client):
    answer = post(client, clinic.appointments[0], "cancel_appointment", "cancel", reason="")
    assert answer.status_code == 422
    assert "reason" in answer.context["cancel_form"].errors


def test_it_cancels_with_its_reason(clinic, client):
    row = clinic.appointments[0]
    post(client, row, "cancel_appointment", "cancel", reason="Bus strike")
    row.refresh_from_db()
    assert (row.status, row.cancel_reason) == ("cancelled", "Bus strike")


def test_following_cancels_the_rest_of_the_series(clinic, client):
    first, second, _third = series_of(clinic)
    post(client, second, "cancel_appointment", "cancel", reason="Moved away", scope="following")
    states = (
        Appointment.objects.filter(series_id=first.series_id).order_by("starts_at").values_list("status", flat=True)
    )
    assert list(states) == ["booked", "cancelled", "cancelled"]


def test_arrival_is_marked_and_stands_in_the_history(clinic, client):
    row = clinic.appointments[0]
    post(client, row, "mark_appointment", "", status="arrived")
    page = client.get(reverse("appointment", args=[row.pk]))
    assert [step.title for step in page.context["history"]] == ["Arrived"]
    assert page.context["history"][0].who == clinic.director.name


def test_what_has_not_begun_is_not_completed(clinic, client):
    answer = post(client, clinic.appointments[0], "mark_appointment", "", status="completed")
    assert answer.status_code == 422
    assert "has not begun" in answer.content.decode()


def test_setting_back_asks_why(clinic, client):
    row = clinic.appointments[0]
    post(client, row, "mark_appointment", "", status="arrived")
    row.refresh_from_db()
    answer = post(client, row, "mark_appointment", "", status="booked")
    assert answer.status_code == 422
    assert "reason" in answer.context["mark_form"].errors


def test_a_biller_changes_nothing(clinic, client):
    from tests.pages.schedule_clinic import make_colleague

    sign_in(client, make_colleague(clinic, "biller"))
    assert moved(client, clinic, clinic.appointments[0]).status_code == 403
