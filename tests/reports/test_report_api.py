"""Reports through the API: numbers about nobody, to whoever may see them."""

import pytest
from rest_framework.test import APIClient

from clients.choices import Purpose
from iop.audit.models import AuditEvent
from iop.core import clock
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, make_admitted, make_site
from tests.factories.privacy import make_party

pytestmark = pytest.mark.django_db
HERE = "/api/v1/reports/"


@pytest.fixture(autouse=True)
def at_ten():
    with clock.frozen(AT):
        yield


def staff(site, role="clinical_director"):
    caller = APIClient()
    ground.sign_in(caller, ground.make_staff(role, site=site))
    return caller


def test_the_catalogue_says_what_each_report_counts(db):
    answer = staff(make_site()).get(HERE).json()
    census = next(each for each in answer if each["key"] == "census")
    assert census["period"] == "day"
    assert census["groupings"][0] == {"code": "level", "label": "Level of care"}
    assert "23:59" in census["definition"]


def test_a_report_has_its_columns_rows_and_totals(db):
    site = make_site()
    make_admitted(site)
    answer = staff(site).get(f"{HERE}census/", {"by": "site"}).json()
    assert answer["rows"] == [{"key": site.name, "label": site.name, "cells": {"clients": 1.0, "share": 100.0}}]
    assert answer["totals"] == {"clients": 1.0, "share": 100.0}
    assert answer["small_rows_hidden"] is False
    assert AuditEvent.objects.filter(verb="reports.read").count() == 1


def test_the_clinics_own_service_gets_real_numbers(db):
    site = make_site()
    make_admitted(site)
    answer = calling_with("reports:read", sites=[site.pk]).get(f"{HERE}census/").json()
    assert (answer["totals"]["clients"], answer["small_rows_hidden"]) == (1, False)


def test_small_rows_are_hidden_on_wish(db):
    site = make_site()
    make_admitted(site)
    answer = staff(site).get(f"{HERE}census/", {"given": "true"}).json()
    assert (answer["rows"][0]["cells"]["clients"], answer["small_rows_hidden"]) == (None, True)


def test_an_integration_that_stands_outside_gets_no_small_numbers(db):
    site = make_site()
    make_admitted(site)
    outside = calling_with(
        "reports:read", sites=[site.pk], party=make_party(name="Exchange"), purpose=Purpose.TREATMENT
    )
    answer = outside.get(f"{HERE}census/").json()
    assert (answer["rows"][0]["cells"]["clients"], answer["small_rows_hidden"]) == (None, True)


@pytest.mark.parametrize("query", [{"by": "names"}, {"on": "soon"}, {"level": "iop"}])
def test_what_is_asked_wrongly_is_a_problem(db, query):
    answer = staff(make_site()).get(f"{HERE}census/", query)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")


def test_without_the_scope_there_is_no_report(db):
    site = make_site()
    assert calling_with("schedule:read", sites=[site.pk]).get(HERE).status_code == 403


def test_a_counselor_and_another_site_are_refused(db):
    site, other = make_site(), make_site()
    assert staff(site, "counselor").get(f"{HERE}census/").status_code == 403
    assert staff(site).get(f"{HERE}census/", {"site": str(other.pk)}).status_code == 404
    assert staff(site).get(f"{HERE}nonsense/").status_code == 404
