"""Booking an appointment: found by name, proposed free times, refused with who and when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.actions import add_commitments
from scheduling.models import Appointment
from tests.factories.clients import make_client
from tests.factories.ground import make_site, sign_in
from tests.factories.scheduling import Counted, let_text
from tests.pages.schedule_clinic import AT, TODAY, make_colleague, make_schedule, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at, client):
    clinic = make_schedule(appointments=1)
    at("2026-03-02 07:00", "America/New_York")
    sign_in(client, clinic.director)
    return clinic


def typed(clinic, /, **changes):
    return {
        "kind": "case_management", "client": clinic.clients[1].pk, "staff": clinic.counselor.pk, "on": "2026-03-03", "at": "14:00",
        "minutes": "30", "weeks": "1", "site": clinic.site.pk, "do": "book", **changes,
    }  # fmt: skip


def send(browser, clinic, /, **changes):
    return browser.post(reverse("book_appointment"), typed(clinic, **changes))


def test_it_books_what_was_typed(clinic, client):
    assert send(client, clinic).status_code == 302
    made = Appointment.objects.exclude(pk=clinic.appointments[0].pk).get()
    assert (made.client, made.starts_at) == (clinic.clients[1], wall(TODAY.replace(day=3), 14))


def test_it_books_the_same_wall_time_over_the_spring_sunday(clinic, client):
    send(client, clinic, weeks="2")
    made = Appointment.objects.filter(series_id__isnull=False).order_by("starts_at")
    assert [one.starts_at for one in made] == [wall(TODAY.replace(day=3), 14), wall(TODAY.replace(day=10), 14)]


def test_a_taken_time_is_refused_next_to_it_and_keeps_what_was_typed(clinic, client):
    answer = send(client, clinic, on="2026-03-02", at="13:15")
    form = answer.context["form"]
    assert answer.status_code == 422
    assert clinic.counselor.name in str(form.errors["at"])
    assert form["at"].value() == "13:15"


def test_without_a_client_it_says_what_to_do(clinic, client):
    answer = send(client, clinic, client="")
    assert "Find the client" in str(answer.context["form"].errors["client"])


def test_a_name_and_enter_finds_instead_of_booking(clinic, client):
    answer = send(client, clinic, client="", q=clinic.clients[0].legal_last_name)
    assert answer.status_code == 200
    assert [one.id for one in answer.context["found"]] == [str(clinic.clients[0].pk)]


def test_a_client_of_another_site_is_not_found(clinic, client):
    elsewhere = make_client(make_site(), legal_last_name="Quillfeather")
    answer = send(client, clinic, client="", q="Quillfeather", do="find")
    assert answer.context["found"] == []
    assert send(client, clinic, client=elsewhere.pk).status_code == 422


def test_html_in_a_name_is_shown_as_text(clinic, client):
    make_client(clinic.site, legal_last_name="<script>alert(1)</script>", legal_first_name="Zed")
    answer = send(client, clinic, client="", q="Zed", do="find")
    assert "<script>alert" not in answer.content.decode()


def test_free_times_leave_out_what_is_taken(clinic, client):
    answer = send(client, clinic, on="2026-03-02", do="times")
    times = [value for value, _words in answer.context["free"]]
    assert "12:30" in times
    assert "13:00" not in times


def test_taking_a_free_time_fills_it_in(clinic, client):
    answer = send(client, clinic, do="take:15:30")
    assert answer.context["form"]["at"].value() == "15:30"


def test_the_skipped_hour_is_refused(clinic, client):
    answer = send(client, clinic, on="2026-03-08", at="02:30")
    assert "does not happen" in str(answer.context["form"].errors["at"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes", "4"),
        ("minutes", "many"),
        ("on", "soon"),
        ("weeks", "99"),
        ("staff", "7"),
        ("kind", "tea"),
        ("telehealth_link", "javascript:1"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(field, value, clinic, client):
    answer = send(client, clinic, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("role", ["biller", "site_admin"])
def test_others_may_not_book(role, clinic, client):
    sign_in(client, make_colleague(clinic, role))
    assert send(client, clinic).status_code == 403
    assert Appointment.objects.count() == 1


def test_a_dialog_gets_only_the_form_back(clinic, client):
    headers = {"HX-Request": "true", "HX-Target": "booking-form"}
    answer = client.post(reverse("book_appointment"), typed(clinic, at="25:00"), headers=headers)
    assert answer.status_code == 422
    assert b"<html" not in answer.content


def test_free_times_in_eight_statements_the_whole_request_counted(clinic, client):
    add_commitments(
        by=clinic.by_director, client=clinic.clients[1], kind="work", weekdays=[0], starts=dt.time(9), ends=dt.time(12),
        starts_on=TODAY, at=AT,
    )  # fmt: skip
    wanted = typed(clinic, do="times", on="2026-03-09")
    client.get(reverse("book_appointment"), wanted)
    with Counted() as counted:
        page = client.get(reverse("book_appointment"), wanted)
    starts = [start for start, _words in page.context["free"]]
    assert starts
    assert not [start for start in starts if "08:30" < start < "12:00"]
    assert len(page.context["bounds"]) == 1
    assert counted.number <= 8, counted.statements


def test_booking_in_thirteen_statements_the_whole_request_counted(clinic, client):
    let_text(clinic.clients[1])
    send(client, clinic)
    with Counted() as counted:
        assert send(client, clinic, at="15:00").status_code == 302
    assert counted.number <= 13, counted.statements


def test_statements_do_not_grow_with_the_clients_found(clinic, client):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            send(client, clinic, client="", q="Same", do="find")
        return len(seen)

    send(client, clinic, client="", q="Same", do="find")
    for number in range(3):
        make_client(clinic.site, legal_last_name=f"Same{number}")
    few = statements()
    for number in range(9):
        make_client(clinic.site, legal_last_name=f"Same{number}")
    assert statements() == few


def keep(clinic, **changes):
    said = {"kind": "work", "weekdays": [1], "starts": dt.time(13), "ends": dt.time(17), "starts_on": TODAY}
    return add_commitments(by=clinic.by_director, client=clinic.clients[1], at=AT, **{**said, **changes})[0]


def test_weekly_times_are_proposed_and_one_is_picked(clinic, client):
    answer = send(client, clinic, do="weekly", weeks="3")
    first = answer.context["weekly"][0]
    assert "free all 3 weeks" in first.more
    picked = send(client, clinic, do=first.value, weeks="3")
    _pick, on, hour, minute, _room = first.value.split(":")
    assert (picked.context["form"]["on"].value(), picked.context["form"]["at"].value()) == (on, f"{hour}:{minute}")


def test_what_they_keep_free_is_said_and_left_out(clinic, client):
    keep(clinic)
    answer = send(client, clinic, do="times")
    assert "Tue 13:00–17:00" in answer.context["bounds"][0]
    assert "14:00" not in [value for value, _words in answer.context["free"]]


def test_booking_against_it_offers_the_exception_only_then(clinic, client):
    assert "despite_commitment" not in client.get(reverse("book_appointment")).content.decode()
    keep(clinic)
    answer = send(client, clinic)
    assert answer.status_code == 422
    assert 'name="despite_commitment"' in answer.content.decode()
    assert send(client, clinic, despite_commitment="on").status_code == 302


def test_the_chart_leads_here_with_the_client_chosen(clinic, client):
    asked = {"client": clinic.clients[1].pk, "kind": "check_in", "do": "weekly"}
    answer = client.get(reverse("book_appointment"), asked)
    assert answer.context["client"] == clinic.clients[1]
    assert answer.context["form"]["minutes"].value() == 20
