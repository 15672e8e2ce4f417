"""A consent that turns out to be false is closed by the privacy officer, from its page."""

import pytest
from django.urls import reverse

from iop.clinic.actors import actor_of
from tests.factories import consents as make
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at):
    at(NOON)
    clinic = make_charts()
    clinic.as_counselor = actor_of(clinic.counselor.pk, NOON)
    make.install(at=NOON)
    return clinic


@pytest.fixture
def row(clinic):
    return make.signed(clinic, clinic.client, at=NOON)


def officer(client, clinic, role="privacy_officer"):
    sign_in(client, colleague(clinic, role))
    return client


def test_the_page_offers_it(client, clinic, row):
    page = officer(client, clinic).get(reverse("consent", args=[row.pk])).content.decode()
    assert reverse("consent_found_false", args=[row.pk]) in page


def test_recorded_it_opens_nothing_and_says_why(client, clinic, row):
    desk = officer(client, clinic)
    desk.post(reverse("consent_found_false", args=[row.pk]), {"false-reason": "Signed by the brother; he said so."})
    page = desk.get(reverse("consent", args=[row.pk])).content.decode()
    assert "Found to be false" in page
    assert "Signed by the brother" in page
    assert row.falsehood.reason == "Signed by the brother; he said so."


def test_without_a_reason_nothing_is_recorded(client, clinic, row):
    answer = officer(client, clinic).post(reverse("consent_found_false", args=[row.pk]), {"false-reason": " "})
    assert answer.status_code == 422
    assert not hasattr(type(row).objects.get(pk=row.pk), "falsehood")


def test_a_counselor_is_sent_to_the_privacy_officer(client, clinic, row):
    answer = officer(client, clinic, "counselor").post(reverse("consent_found_false", args=[row.pk]), {})
    assert answer.status_code == 403
    assert "privacy officer" in answer.content.decode()
