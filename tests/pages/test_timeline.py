"""The timeline of a chart: the same facts drawn, in words, and in the API."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.timeline import Line, LineKind, Point
from iop.audit.models import AuditEvent
from tests.factories.api import calling_with
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, long_stay, make_charts, stranger

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


def two_lines(client_id, first, last):
    """A contributor as an app above would name it."""
    return [
        Line("phq9", "PHQ-9", LineKind.VALUE, [Point(DAY, "PHQ-9 11, moderate", 11)], "measures.give", 0, 27),
        Line("tests", "Drug tests", LineKind.EVENT, [Point(DAY, "Dilute, collect again")], "tests.view"),
        Line("empty", "Nothing", LineKind.EVENT, []),
    ]


@pytest.fixture
def clinic(at, settings):
    settings.TIMELINE = ["tests.pages.test_timeline.two_lines"]
    clinic = make_charts()
    at(NOON)
    return clinic


def page(client, clinic, role="therapist", **asked):
    sign_in(client, colleague(clinic, role))
    return client.get(reverse("client_timeline", args=[clinic.client.pk]), asked)


def drawn(answer):
    return json.loads(re.search(r'id="timeline-data" type="application/json">(.*?)</script>', answer.text, re.S)[1])


def test_draws_and_says_the_same_facts(clinic, client):
    answer = page(client, clinic)
    assert [line["key"] for line in drawn(answer)["lines"]] == ["phq9", "tests"]
    assert answer.text.count("PHQ-9 11, moderate") == 2


def test_a_line_left_out_is_in_neither(clinic, client):
    answer = page(client, clinic, hide="tests")
    assert "Dilute" not in answer.text
    assert [lane["key"] for lane in drawn(answer)["lanes"]] == ["phq9"]


def test_who_may_not_read_tests_is_not_told_of_them(clinic, client):
    by = colleague(clinic, "counselor")
    role = by.site_roles.get().role
    role.permissions = [name for name in role.permissions if name != "tests.view"]
    role.save()
    sign_in(client, by)
    answer = client.get(reverse("client_timeline", args=[clinic.client.pk]))
    assert "PHQ-9" in answer.text
    assert "Drug tests" not in answer.text


def test_roles_without_clinical_notes_are_refused(clinic, client):
    assert page(client, clinic, "biller").status_code == 403


def test_somebody_elses_client_is_not_there(clinic, client):
    sign_in(client, stranger())
    assert client.get(reverse("client_timeline", args=[clinic.client.pk])).status_code == 404


def test_opening_it_is_on_record(clinic, client):
    page(client, clinic)
    assert AuditEvent.objects.filter(verb="clients.chart_opened", subjects__client_id=clinic.client.pk).exists()


@pytest.mark.parametrize("asked", ["4", "12", "26", "", "nonsense", "-1"])
def test_any_period_asked_for_is_answered(asked, clinic, client):
    assert page(client, clinic, weeks=asked).status_code == 200


@pytest.mark.parametrize("stay", [3, 730])
def test_as_many_statements_for_two_years_as_for_three_days(stay, clinic, client, settings):
    from iop.settings import base

    settings.TIMELINE = base.TIMELINE
    long_stay(clinic, stay)
    sign_in(client, colleague(clinic, "clinical_director"))
    client.get("/clients/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("client_timeline", args=[clinic.client.pk])).status_code == 200
    assert len(asked) <= 60, "\n".join(one["sql"] for one in asked.captured_queries)


def test_the_api_serves_the_same(clinic):
    caller = calling_with("timeline:read", "measures:read")
    url = f"/api/v1/timelines/{clinic.client.pk}/"
    answer = caller.get(url, {"first": "2026-03-01", "last": "2026-03-31"}).json()
    assert [line["key"] for line in answer["lines"]] == ["phq9"]
    assert answer["lines"][0]["points"][0] == {
        "on": "2026-03-02", "until": None, "value": 11.0, "says": "PHQ-9 11, moderate", "tone": "neutral", "subject": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"first": "2026-04-01", "last": "2026-03-01"}, "first"), ({"first": "2020-01-01", "last": "2026-03-01"}, "first"), ({"last": "soon"}, "last")],
)  # fmt: skip
def test_the_api_says_what_is_wrong_with_the_days(asked, field, clinic):
    answer = calling_with("timeline:read").get(f"/api/v1/timelines/{clinic.client.pk}/", asked)
    assert answer.status_code == 400
    assert field in answer.text
