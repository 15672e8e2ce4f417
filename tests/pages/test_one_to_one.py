"""One-to-one care in the chart: what is due, rhythms, and when somebody cannot come."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from clients.actions import set_requirement
from scheduling.actions import add_commitments, set_expectation
from scheduling.models import Commitment, Expectation
from tests.factories import days
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts, stranger

pytestmark = pytest.mark.django_db
NEXT_DAY = days.TODAY + dt.timedelta(days=1)


@pytest.fixture
def clinic(at, client):
    clinic = make_charts()
    set_requirement(
        by=clinic.by_director, level=clinic.level, valid_from=days.TODAY - dt.timedelta(days=1), at=days.AT,
        min_weekly_minutes=540, individual_per_week=1,
    )  # fmt: skip
    at(NOON)
    sign_in(client, clinic.counselor)
    return clinic


def url(name, clinic):
    return reverse(name, args=[clinic.client.pk])


def rhythm(**changes):
    said = {"kind": "check_in", "times": "1", "every_weeks": "2", "starts_on": days.TODAY, "reason": "Asked for it"}
    return {f"rhythm-{name}": value for name, value in {**said, **changes}.items()}


def bound(**changes):
    said = {"kind": "work", "weekdays": ["0", "2"], "starts": "14:00", "ends": "18:00", "starts_on": days.TODAY}
    return {f"bound-{name}": value for name, value in {**said, **changes}.items()}


def kept(clinic, **changes):
    said = {"kind": "work", "weekdays": [0], "starts": dt.time(14), "ends": dt.time(18), "starts_on": days.TODAY}
    return add_commitments(by=clinic.by_director, client=clinic.client, at=NOON, **{**said, **changes})[0]


def test_the_schedule_says_what_is_missing_and_leads_to_a_time(clinic, client):
    page = client.get(url("client_schedule", clinic)).content.decode()
    assert "1 missing" in page
    assert f"client={clinic.client.pk}" in page


def test_what_is_agreed_with_a_client_shows_at_once(clinic, client):
    assert client.post(url("client_rhythm", clinic), rhythm()).status_code == 302
    page = client.get(url("client_one_to_one", clinic)).content.decode()
    assert "once in 2 weeks" in page
    assert "Counselor check-in" in page


def test_a_rhythm_without_a_reason_is_refused_beside_it(clinic, client):
    answer = client.post(url("client_rhythm", clinic), rhythm(reason=""))
    assert answer.status_code == 422
    assert "reason" in answer.context["rhythm_form"].errors
    assert not Expectation.objects.exists()


def test_a_rhythm_is_ended(clinic, client):
    row = set_expectation(
        by=clinic.by_director,
        episode=clinic.episode,
        kind="check_in",
        times=1,
        starts_on=days.TODAY,
        reason="-",
        at=NOON,
    )
    client.post(reverse("expectation_end", args=[row.pk]), {"version": row.version, "ends_on": NEXT_DAY})
    row.refresh_from_db()
    assert row.ends_on == NEXT_DAY


def test_when_they_cannot_come_is_kept_by_the_weekday(clinic, client):
    assert client.post(url("client_commitment", clinic), bound(), follow=True).status_code == 200
    assert sorted(Commitment.objects.values_list("weekday", flat=True)) == [0, 2]
    assert "Monday 14:00" in client.get(url("client_schedule", clinic)).content.decode()


def test_no_hours_at_all_are_refused_beside_the_end(clinic, client):
    answer = client.post(url("client_commitment", clinic), bound(ends="14:00"))
    assert "ends" in answer.context["commitment_form"].errors


def test_a_commitment_is_ended_with_a_day(clinic, client):
    row = kept(clinic)
    client.post(reverse("commitment_end", args=[row.pk]), {"version": row.version, "ends_on": NEXT_DAY})
    row.refresh_from_db()
    assert (row.ends_on, row.withdrawn_at) == (NEXT_DAY, None)


def test_one_entered_by_mistake_is_gone(clinic, client):
    row = kept(clinic)
    client.post(reverse("commitment_end", args=[row.pk]), {"version": row.version, "ends_on": NEXT_DAY, "never": "on"})
    assert not Commitment.objects.standing().exists()
    assert "14:00" not in client.get(url("client_one_to_one", clinic)).content.decode()


def test_somebody_elses_clients_commitment_is_not_there(clinic, client):
    row = kept(clinic)
    sign_in(client, stranger())
    answer = client.post(reverse("commitment_end", args=[row.pk]), {"version": row.version, "ends_on": NEXT_DAY})
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["intake", "case_manager"])
def test_who_books_keeps_commitments_but_not_every_one_agrees_rhythms(role, clinic, client):
    sign_in(client, colleague(clinic, role))
    assert client.post(url("client_commitment", clinic), bound()).status_code == 302
    assert client.post(url("client_rhythm", clinic), rhythm()).status_code == 403


def test_html_in_a_note_is_shown_as_text(clinic, client):
    kept(clinic, note="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(url("client_one_to_one", clinic)).content.decode()


def test_the_census_names_who_has_no_session_booked(clinic, client):
    page = client.get(reverse("census") + "?flag=therapy").content.decode()
    assert "Individual session missing" in page
    assert clinic.client.legal_last_name in page
