"""Who reaches what: clients and relatives reach their own pages, staff theirs, and nobody the other's."""

import pytest
from django.urls import reverse

from tests.factories.clients import make_client, make_site
from tests.factories.ground import make_staff, sign_in
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db


def test_a_client_reaches_their_own_account(client):
    enter(client, make_account(client=make_client(make_site())))
    assert client.get(reverse("my_account")).status_code == 200


@pytest.mark.parametrize("name", ["today", "clients", "work", "audit", "mfa_index", "account_change_password"])
def test_pages_of_staff_do_not_exist_for_a_client(client, name):
    enter(client, make_account(client=make_client(make_site())))
    assert client.get(reverse(name)).status_code == 404


def test_the_api_does_not_know_a_client(client):
    enter(client, make_account(client=make_client(make_site())))
    assert client.get("/api/v1/clients/").status_code == 401


def test_whose_access_ended_is_signed_out_at_once(client):
    account = make_account(client=make_client(make_site()))
    enter(client, account)
    account.ended_at, account.end_reason = account.created_at, "asked"
    account.save()
    assert client.get(reverse("my_account")).url == reverse("door")


def test_staff_are_led_to_the_door(client):
    sign_in(client, make_staff())
    assert client.get(reverse("my_account")).url == reverse("door")


def test_nothing_is_kept_by_the_browser(client):
    enter(client, make_account(client=make_client(make_site())))
    assert "no-store" in client.get(reverse("my_account")).headers["Cache-Control"]


def test_signing_out_empties_the_browser(client):
    enter(client, make_account(client=make_client(make_site())))
    answer = client.post(reverse("leave"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("my_account")).url == reverse("door")
