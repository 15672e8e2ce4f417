"""Pages about clients ask the database as often for many rows as for few."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import CareTeamMembership, Client, Concern, Episode, EpisodeStatusChange, Placement
from sessions_app.models import Attendance, CheckIn, ProgramSession
from tests.factories import days
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts

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


def crowd(clinic, number):
    """More people in treatment, written in bulk: how they came in does not matter here."""
    start = Client.objects.count()
    people = Client.objects.bulk_create(
        Client(
            record_number=f"C-{start + index}",
            legal_first_name="Ada",
            legal_last_name=f"Vale{index}",
            date_of_birth="1990-01-01",
        )
        for index in range(number)
    )
    episodes = Episode.objects.bulk_create(
        Episode(client=one, site=clinic.site, status="admitted", opened_on=days.TODAY, admitted_on=days.TODAY)
        for one in people
    )
    EpisodeStatusChange.objects.bulk_create(
        EpisodeStatusChange(episode=one, status="admitted", at=days.AT) for one in episodes
    )
    Placement.objects.bulk_create(
        Placement(episode=one, level=clinic.level, starts_on=days.TODAY, reason="-", decided_by=clinic.director)
        for one in episodes
    )
    CareTeamMembership.objects.bulk_create(
        CareTeamMembership(episode=one, staff=clinic.counselor, role="primary_counselor", starts_on=days.TODAY)
        for one in episodes
    )
    Attendance.objects.bulk_create(
        Attendance(
            session=clinic.session,
            client=one.client,
            episode=one,
            status="present",
            arrived_at=days.NINE,
            credited_minutes=180,
        )
        for one in episodes
    )


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


def long_stay(clinic, number):
    """Two years of days for one client, written in bulk."""
    Episode.objects.filter(pk=clinic.episode.pk).update(
        opened_on=days.TODAY - dt.timedelta(days=number + 1), admitted_on=days.TODAY - dt.timedelta(days=number)
    )
    sessions = ProgramSession.objects.bulk_create(
        ProgramSession(
            site=clinic.site, track=clinic.track, lineage=clinic.session.lineage, original_on=day, on=day,
            starts_at=days.NINE - dt.timedelta(days=back), ends_at=days.NINE - dt.timedelta(days=back) + days.minutes(195),
        )
        for back in range(1, number)
        for day in [days.TODAY - dt.timedelta(days=back)]
    )  # fmt: skip
    lines = Attendance.objects.bulk_create(
        Attendance(
            session=one,
            client=clinic.client,
            episode=clinic.episode,
            status="present",
            arrived_at=one.starts_at,
            credited_minutes=180,
        )
        for one in sessions
    )
    CheckIn.objects.bulk_create(CheckIn(attendance=line, mood=5, cravings=4, saved_at=days.NINE) for line in lines)
    Concern.objects.bulk_create(
        Concern(
            site=clinic.site, client=clinic.client, kind="conflict", raised_at=one.starts_at, raised_by=clinic.counselor,
            resolved_at=one.ends_at, resolved_by=clinic.counselor,
        )
        for one in sessions[:50]
    )  # fmt: skip


@pytest.mark.parametrize("stay", [3, 30, 730])
@pytest.mark.parametrize(
    "part", ["client", "client_schedule", "client_attendance", "client_notes", "client_contacts", "client_care"]
)
def test_a_chart_in_fifteen(part, stay, clinic, client):
    long_stay(clinic, stay)
    sign_in(client, colleague(clinic, "clinical_director"))
    asked = statements(client, reverse(part, args=[clinic.client.pk]) + "?weeks=all")
    assert len(asked) <= 15, "\n".join(asked)
