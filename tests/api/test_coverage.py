"""Payers, covers and checks as resources."""

from __future__ import annotations

import pytest

from billing.models import Coverage, Verification
from clients.models import Disclosure
from iop.api.choices import Scope
from tests.factories import billing as make
from tests.factories.api import calling_with
from tests.factories.clients import AT, make_admitted, make_site

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ, WRITE = Scope.BILLING_READ, Scope.BILLING_WRITE


@pytest.fixture
def person(at):
    at(AT)
    return make_admitted(make_site()).client


def new(person, plan, **fields):
    return {
        "client": str(person.pk), "plan": str(plan.pk), "starts_on": "2026-01-01", "member_number": "MEM 1", **fields,
    }  # fmt: skip


def test_payers_have_their_plans(person):
    plan = make.make_plan()
    found = calling_with(READ).get(f"{API}payers/").json()["results"]
    assert [(row["name"], row["plans"][0]["name"]) for row in found] == [(plan.payer.name, plan.name)]


def test_covers_are_read_by_day_and_written_down_as_a_disclosure(person):
    make.make_coverage(person, starts_on="2026-03-10")
    key = calling_with(READ)
    assert key.get(f"{API}coverages/?client={person.pk}&on=2026-03-09").json()["results"] == []
    assert len(key.get(f"{API}coverages/?client={person.pk}&on=2026-03-10").json()["results"]) == 1
    assert Disclosure.objects.get().information == ["billing"]


def test_a_cover_is_added_and_an_overlap_refused(person):
    plan, key = make.make_plan(), calling_with(READ, WRITE)
    made = key.post(f"{API}coverages/", new(person, plan), format="json")
    assert made.status_code == 201, made.json()
    again = key.post(f"{API}coverages/", new(person, plan), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "overlaps")
    row = Coverage.objects.get()
    ended = key.post(f"{API}coverages/{row.pk}/end/", {"version": 1, "ends_on": "2026-02-14"}, format="json")
    assert ended.json()["ends_on"] == "2026-02-14"


def test_a_check_is_written_down_and_read(person):
    row, key = make.make_coverage(person), calling_with(READ, WRITE)
    said = {
        "coverage": str(row.pk),
        "source": "website",
        "about_on": "2026-03-02",
        "is_active": True,
        "copay_cents": 2500,
    }
    made = key.post(f"{API}verifications/", said, format="json")
    assert made.status_code == 201, made.json()
    assert Verification.objects.get().copay_cents == 2500
    assert len(key.get(f"{API}verifications/?client={person.pk}").json()["results"]) == 1


def test_a_key_that_only_reads_adds_nothing(person):
    answer = calling_with(READ).post(f"{API}coverages/", new(person, make.make_plan()), format="json")
    assert answer.status_code == 403
    assert not Coverage.objects.exists()
