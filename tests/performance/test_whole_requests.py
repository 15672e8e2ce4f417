"""A request's statements and cache round trips, everything included, do not grow with what it shows or takes."""

import json

import pytest
from django.urls import reverse

from iop.core import clock
from sessions_app import actions as days_actions
from tests.bench.work import cache_calls
from tests.factories import days
from tests.factories.ground import sign_in
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(at, client):
    def make(people):
        clinic = days.make_crowd(people)
        at(days.NINE)
        clinic.session = days_actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
        sign_in(client, clinic.counselor)
        return clinic

    return make


def take(client, clinic, status):
    lines = days.lines_of(clinic.session)
    entries = [{"attendance": str(line.pk), "version": line.version, "status": status} for line in lines]
    url = reverse("api:session-attendance", args=[clinic.session.pk])
    return client.post(url, json.dumps({"entries": entries}), content_type="application/json")


@pytest.mark.parametrize("people", [3, 12, 40])
def test_a_roster_in_one_post_takes_the_same_statements_whatever_its_size(people, crowd, client):
    clinic = crowd(people)
    assert take(client, clinic, "present").status_code == 200
    with Counted() as counted:
        assert take(client, clinic, "late").status_code == 200
    # One of them is the test's own reading of the versions. Three know the caller, three draw and note the answer, one
    # reads the policy about missed days, which says from when an arrival is late.
    assert counted.number - 1 <= 14, counted.statements


@pytest.mark.parametrize("name", ["today", "census", "clients", "calendar"])
def test_a_page_asks_the_cache_nothing(name, crowd, client):
    crowd(3)
    assert client.get(reverse(name)).status_code == 200
    with cache_calls() as calls:
        client.get(reverse(name))
    assert calls == []


@pytest.mark.parametrize("name", ["api:session-list", "api:client-list"])
def test_the_interface_counts_its_calls_in_two_round_trips(name, crowd, client):
    crowd(3)
    assert client.get(reverse(name)).status_code == 200
    with cache_calls() as calls:
        client.get(reverse(name))
    assert len(calls) <= 2, calls


def test_the_bench_would_hear_the_cache():
    from django.core.cache import cache

    with cache_calls() as calls:
        cache.get("anything")
    assert calls == ["GET"]


@pytest.mark.parametrize("name", ["today", "census"])
def test_looking_twice_changes_nothing_of_the_sign_in(name, crowd, client):
    crowd(3)
    client.get(reverse(name))
    with Counted() as counted:
        client.get(reverse(name))
    writes = [sql for sql in counted.statements if "django_session" in sql and not sql.startswith("SELECT")]
    assert (writes, clock.now()) == ([], days.NINE)
