"""Registering somebody on a page."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import Client
from tests.factories import clients
from tests.factories.ground import make_site, sign_in
from tests.pages.chart_clinic import NOON

pytestmark = pytest.mark.django_db

ADA = {"legal_first_name": "Ada", "legal_last_name": "Okoro", "date_of_birth": "1990-05-17", "language": "en"}


@pytest.fixture
def site(at, client):
    at(NOON)
    site = make_site()
    sign_in(client, clients.make_staff(site, "intake"))
    return site


def register(client, site, **typed):
    return client.post("/clients/new/", {**ADA, "site": str(site.pk), **typed})


def test_it_leads_to_the_chart(site, client):
    answer = register(client, site)
    assert answer["Location"] == f"/clients/{Client.objects.get().pk}/"


def test_a_bad_number_stands_beside_its_field_and_what_was_typed_stays(site, client):
    answer = register(client, site, phone="12")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "This does not look like a phone number" in shown
    assert 'value="Okoro"' in shown


def test_nothing_is_left_of_a_form_that_came_back(site, client):
    register(client, site, date_of_birth="2126-01-01")
    assert not Client.objects.exists()


def test_somebody_alike_is_asked_about_once_and_not_named(site, client):
    clients.make_client(site, legal_first_name="Adah", legal_last_name="Okorro", date_of_birth=dt.date(1990, 5, 17))
    answer = register(client, site)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "may already have a chart" in shown
    assert "Okorro" not in shown
    assert register(client, site, seen_warning="yes").status_code == 302


def test_the_warning_reaches_over_sites_and_names_none(site, client):
    other = make_site(name="Far away")
    clients.make_client(other, legal_first_name="Ada", legal_last_name="Okoro", date_of_birth=dt.date(1990, 5, 17))
    assert "Far away" not in register(client, site).content.decode()


def test_another_birth_date_is_nobody_alike(site, client):
    clients.make_client(site, legal_first_name="Ada", legal_last_name="Okoro", date_of_birth=dt.date(1991, 5, 17))
    assert register(client, site).status_code == 302


def test_a_site_that_is_not_theirs_cannot_be_chosen(site, client):
    assert register(client, make_site()).status_code == 422


def test_the_later_of_two_changes_is_told(site, client):
    register(client, site)
    made = Client.objects.get()
    url = f"/clients/{made.pk}/edit/"
    client.post(url, {**ADA, "preferred_name": "Max", "version": 1})
    answer = client.post(url, {**ADA, "preferred_name": "Mo", "version": 1})
    assert answer.status_code == 422
    assert "Nothing was overwritten" in answer.content.decode()
    made.refresh_from_db()
    assert made.preferred_name == "Max"
