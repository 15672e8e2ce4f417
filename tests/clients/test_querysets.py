"""Who may see whom, and how a client is found."""

import datetime as dt

import pytest
from django.db import connection

from clients.models import Client, Concern, Episode, Placement
from iop.access.actors import SYSTEM
from tests.factories.clients import make_actor, make_admitted, make_client, make_site


def test_a_client_of_another_site_is_not_there(clinic):
    make_client(clinic.site)
    assert not Client.objects.visible_to(make_actor(make_site())).exists()


def test_a_client_of_the_site_is(clinic):
    client = make_client(clinic.site)
    assert Client.objects.visible_to(clinic.as_counselor).get() == client


def test_the_system_sees_all(clinic):
    make_client(clinic.site)
    assert Client.objects.visible_to(SYSTEM).exists()


def test_a_site_administrator_sees_no_client(clinic):
    make_client(clinic.site)
    assert not Client.objects.visible_to(make_actor(clinic.site, "site_admin")).exists()


def test_rows_of_an_episode_follow_its_site(clinic):
    make_admitted(clinic.site)
    elsewhere = make_actor(make_site())
    for rows in (Episode.objects, Placement.objects, Concern.objects):
        assert not rows.visible_to(elsewhere).exists()
    assert Placement.objects.visible_to(clinic.as_counselor).exists()


def test_in_treatment_leaves_inquiries_out(clinic):
    make_client(clinic.site)
    admitted = make_admitted(clinic.site)
    assert Client.objects.in_treatment().get() == admitted.client


@pytest.mark.parametrize(
    "text",
    ["marguerite", "MARG", "okonkwo", "maggie okon", "Okonkwo Marguerite", "1988-11-05", "11/05/1988", "Okonkwa"],
)
def test_a_client_is_found_by(clinic, text):
    wanted = make_client(
        clinic.site,
        legal_first_name="Marguerite",
        legal_last_name="Okonkwo",
        preferred_name="Maggie",
        date_of_birth=dt.date(1988, 11, 5),
    )
    make_client(clinic.site)
    assert list(Client.objects.matching(text)) == [wanted]


def test_a_client_is_found_by_record_number_with_or_without_its_letter(clinic):
    client = make_client(clinic.site)
    make_client(clinic.site)
    for text in (client.record_number, client.record_number.lower(), client.record_number[2:]):
        assert list(Client.objects.matching(text)) == [client]


@pytest.mark.parametrize("text", ["%", "_", "nobody-of-that-name", "1988-13-40"])
def test_signs_of_the_database_find_nobody(clinic, text):
    make_client(clinic.site)
    assert not Client.objects.matching(text).exists()


def test_the_right_name_goes_before_one_that_is_nearly_the_same(clinic):
    for last in ("Lindqvist1", "Lindqvist2", "Lindqvist3"):
        make_client(clinic.site, legal_last_name=last)
    found = Client.objects.matching("Lindqvist3").closest_first("Lindqvist3")
    assert found.first().legal_last_name == "Lindqvist3"
    assert found.count() == 3


def test_the_search_uses_the_index_of_names(clinic):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "client_names_trgm" in Client.objects.matching("Okonkwo").order_by().explain()
