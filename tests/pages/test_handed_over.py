"""A device in a client's hands opens the one form, and nothing else before a colleague's password."""

import pytest
from django.urls import reverse

from iop.clinic.actors import actor_of
from tests.factories import consents as make
from tests.factories.ground import PASSWORD, sign_in
from tests.pages.chart_clinic import NOON, make_charts

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
    return make.draft(clinic, clinic.client, "treatment", at=NOON)


@pytest.fixture
def device(client, clinic, row):
    sign_in(client, clinic.counselor)
    assert client.post(reverse("consent_hand_over", args=[row.pk])).status_code == 204
    return client


@pytest.mark.parametrize("path", ["/", "/clients/", "/census/", "/accounts/2fa/", "/api/v1/clients/"])
def test_everything_else_is_closed(device, path):
    answer = device.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("take_back"))


def test_the_chart_around_the_form_is_closed(device, clinic, row):
    for name, key in (("client", clinic.client.pk), ("consent", row.pk), ("client_consents", clinic.client.pk)):
        assert device.get(reverse(name, args=[key])).headers["Location"] == reverse("take_back")


def test_the_form_itself_stays_open(device, row):
    assert device.get(reverse("consent_sign", args=[row.pk])).status_code == 200


def test_another_form_does_not(device, clinic):
    other = make.draft(clinic, clinic.client, "privacy_notice", at=NOON)
    assert device.get(reverse("consent_sign", args=[other.pk])).headers["Location"] == reverse("take_back")


def test_nothing_is_posted_either(device, clinic):
    answer = device.post(reverse("client_edit", args=[clinic.client.pk]), {"legal_first_name": "X"})
    assert answer.headers["Location"] == reverse("take_back")


def test_a_wrong_password_opens_nothing(device, row):
    assert device.post(reverse("take_back"), {"password": "guessed"}).status_code == 422
    assert device.get("/clients/").headers["Location"] == reverse("take_back")


def test_guessing_is_slowed_down(device):
    answers = [device.post(reverse("take_back"), {"password": "guessed"}).status_code for _ in range(12)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_the_colleagues_password_opens_everything_where_they_were(device, row):
    answer = device.post(reverse("take_back"), {"password": PASSWORD})
    assert answer.headers["Location"] == reverse("consent", args=[row.pk])
    assert device.get("/clients/").status_code == 200


def test_signing_out_is_possible_instead(device):
    device.post(reverse("account_logout"))
    assert device.get("/clients/").headers["Location"].startswith("/accounts/login/")


def test_nobody_needs_to_take_back_what_was_not_handed_over(client, clinic):
    sign_in(client, clinic.counselor)
    assert client.get(reverse("take_back")).headers["Location"] == "/"
