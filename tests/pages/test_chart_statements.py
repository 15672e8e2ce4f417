"""Pages about clients ask the database as often for many rows as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, crowd, long_stay, make_charts

pytestmark = pytest.mark.django_db

TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET CONSTRAINTS")


@pytest.fixture
def clinic(at):
    clinic = make_charts()
    at(NOON)
    return clinic


def statements(client, url, data=None):
    """What a page asks for, once the sign-in's last activity has been noted (at most once a minute)."""
    client.get("/clients/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(url, data) if data is not None else client.get(url)
    assert answer.status_code == 200
    return [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(TRANSACTION)]


@pytest.mark.parametrize("people", [3, 30, 300])
def test_census_in_twelve(people, clinic, client):
    crowd(clinic, people - 1)
    sign_in(client, colleague(clinic, "clinical_director"))
    asked = statements(client, reverse("census"))
    assert len(asked) <= 12, "\n".join(asked)


@pytest.mark.parametrize("people", [3, 30, 300])
def test_list_of_clients_in_five(people, clinic, client):
    crowd(clinic, people - 1)
    sign_in(client, colleague(clinic, "clinical_director"))
    asked = statements(client, reverse("clients"))
    assert len(asked) <= 5, "\n".join(asked)


def test_searching_the_list_in_five(clinic, client):
    crowd(clinic, 40)
    sign_in(client, colleague(clinic, "clinical_director"))
    asked = statements(client, reverse("clients"), {"q": "vale"})
    assert len(asked) <= 5, "\n".join(asked)


@pytest.mark.parametrize("stay", [3, 30, 730])
@pytest.mark.parametrize(
    "part",
    [
        "client",
        "client_schedule",
        "client_one_to_one",
        "client_attendance",
        "client_notes",
        "client_contacts",
        "client_care",
    ],
)
def test_a_chart_in_fifteen(part, stay, clinic, client):
    long_stay(clinic, stay)
    sign_in(client, colleague(clinic, "clinical_director"))
    asked = statements(client, reverse(part, args=[clinic.client.pk]) + "?weeks=all")
    # The schedule also tells of groups outside the stay: those they come to, and those that are for them.
    assert len(asked) <= (17 if part == "client_schedule" else 15), "\n".join(asked)
