"""The first run: once, whole, and then gone."""

import threading

import pytest
from django.db import connections
from django.urls import reverse

from clients.models import LevelOfCare
from iop.accounts.models import User
from iop.clinic.models import CredentialKind, Organization, Site, StaffMember
from iop.core import clock
from iop.core.errors import Conflict
from iop.pages.setup_forms import StartingSetForm
from iop.workflows import starting_set
from iop.workflows.setup import set_up
from tests.factories.ground import make_organization

FORM = {
    "name": "Harbor House", "neutral_name": "Harbor", "site_name": "Boston", "site_code": "bos", "time_zone": "America/New_York",
    "first_name": "Kim", "last_name": "Reyes", "email": "kim@example.org", "password": "warm tea at nine", "again": "warm tea at nine",
}  # fmt: skip
VALUES = {name: value for name, value in FORM.items() if name != "again"}


@pytest.mark.django_db
class TestFirstRun:
    @pytest.mark.parametrize("path", ["/", "/work/", "/clinic/"])
    def test_an_empty_installation_leads_there(self, client, path):
        assert client.get(path).url == reverse("setup")

    def test_makes_the_clinic_and_signs_its_administrator_in(self, client):
        assert client.post(reverse("setup"), FORM).url == reverse("setup_next")
        assert Site.objects.get().time_zone == "America/New_York"
        assert client.get(reverse("sites")).status_code == 200
        assert client.get(reverse("roles")).status_code == 200

    def test_the_administrator_sets_up_a_second_factor_next(self, client, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        client.post(reverse("setup"), FORM)
        assert client.get(reverse("setup_next")).url == reverse("mfa_activate_totp")

    def test_the_chosen_parts_of_the_starting_set_are_made(self, client):
        client.post(reverse("setup"), FORM)
        client.post(reverse("setup_next"), {"parts": ["levels", "credentials"]})
        assert CredentialKind.objects.exists()
        assert LevelOfCare.objects.exists()

    def test_every_part_that_can_be_made_is_offered(self):
        assert {key for key, _label in StartingSetForm.PARTS} == set(starting_set.PARTS)

    def test_the_administrator_signs_in_again_with_the_password(self, client):
        client.post(reverse("setup"), FORM)
        client.post("/accounts/logout/")
        client.post("/accounts/login/", {"login": "kim@example.org", "password": "warm tea at nine"})
        assert client.get(reverse("sites")).status_code == 200

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_gone_once_the_clinic_exists(self, client, method):
        make_organization()
        assert getattr(client, method)(reverse("setup")).status_code == 404

    @pytest.mark.parametrize(("field", "value"), [
        ("password", "short"), ("password", "password1234"), ("again", "another one here"), ("neutral_name", "Hope Recovery"),
        ("time_zone", "Mars/Olympus"), ("email", "kim"),
    ])  # fmt: skip
    def test_comes_back_with_what_was_typed_and_why_not(self, client, field, value):
        answer = client.post(
            reverse("setup"), {**FORM, field: value, **({"again": value} if field == "password" else {})}
        )
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert "Harbor House" in answer.content.decode()
        assert not Organization.objects.exists()

    def test_what_fails_half_way_leaves_nothing(self):
        with pytest.raises(Exception, match="time zone"):
            set_up(at=clock.now(), **{**VALUES, "time_zone": "Mars/Olympus"})
        assert not Organization.objects.exists()
        assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_one_is_told():
    outcomes = []

    def run(number):
        try:
            set_up(at=clock.now(), **{**VALUES, "email": f"kim{number}@example.org"})
            outcomes.append("made")
        except Conflict as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", *["set_up_already"] * 3]
    assert (Organization.objects.count(), Site.objects.count(), StaffMember.objects.count()) == (1, 1, 1)
