"""Finding a client, and taking the list away."""

from __future__ import annotations

import csv
import io

import pytest

from iop.audit.models import AuditEvent
from iop.pages.presenters.clients.listing import Wish, read_file, read_list
from tests.factories import clients
from tests.factories.ground import make_site, sign_in
from tests.pages.chart_clinic import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(at):
    at(NOON)
    return make_site()


@pytest.fixture
def director(site):
    return clients.make_actor(site)


def names(actor, **wish):
    return [row.name for row in read_list(actor, Wish(**wish), NOON).rows]


def test_clients_stand_in_the_order_of_their_last_names(site, director):
    for last in ("Zimmer", "Abara"):
        clients.make_client(site, legal_first_name="Ada", legal_last_name=last)
    assert names(director) == ["Ada Abara", "Ada Zimmer"]


def test_the_preferred_name_stands_first_and_the_legal_one_below(site, director):
    clients.make_client(site, legal_first_name="Margaret", legal_last_name="Okoro", preferred_name="Max")
    row = read_list(director, Wish(), NOON).rows[0]
    assert (row.name, row.legal_name) == ("Max Okoro", "Margaret Okoro")


def test_words_find_and_everything_else_is_left_out(site, director):
    clients.make_client(site, legal_first_name="Ada", legal_last_name="Okoro")
    clients.make_client(site, legal_first_name="Ada", legal_last_name="Smith")
    assert names(director, text="okor") == ["Ada Okoro"]


def test_status_filters(site, director):
    clients.make_client(site)
    admitted = clients.make_admitted(site)
    assert names(director, status="admitted") == [admitted.client.name]


def test_level_filters(site, director):
    clients.make_client(site)
    admitted = clients.make_admitted(site)
    assert names(director, level="iop") == [admitted.client.name]
    assert names(director, level="php") == []


def test_another_sites_clients_are_not_found_by_name(director):
    clients.make_client(make_site(), legal_last_name="Okoro")
    assert names(director, text="okoro") == []


def test_thirty_stand_on_a_page_and_the_rest_is_one_step_away(site, director):
    for _ in range(31):
        clients.make_client(site)
    first, second = read_list(director, Wish(), NOON), read_list(director, Wish(page=2), NOON)
    assert (len(first.rows), first.later, len(second.rows), second.earlier) == (30, 2, 1, 1)


def test_a_page_beyond_the_last_begins_again(site, director):
    clients.make_client(site)
    assert len(read_list(director, Wish(page=9), NOON).rows) == 1


def test_searching_is_posted_and_the_words_stay_out_of_every_address(site, client):
    clients.make_client(site, legal_last_name="Okoro")
    sign_in(client, clients.make_staff(site))
    shown = client.post("/clients/", {"q": "okoro"}).content.decode()
    assert "Okoro" in shown
    assert "okoro" not in "".join(part for part in shown.split('"') if part.startswith("/"))


def test_a_search_in_the_address_is_not_obeyed(site, client):
    clients.make_client(site, legal_last_name="Okoro")
    sign_in(client, clients.make_staff(site))
    assert "Okoro" in client.get("/clients/?q=somebody").content.decode()


def test_nobody_found_says_what_to_try(site, client):
    sign_in(client, clients.make_staff(site))
    assert "Try part of a name" in client.post("/clients/", {"q": "zzzz"}).content.decode()


def test_the_file_holds_every_client_of_the_wish(site, director):
    clients.make_client(site, legal_first_name="Ada", legal_last_name="Okoro")
    text, rows = read_file(director, Wish(), NOON)
    assert rows == 1
    assert list(csv.reader(io.StringIO(text)))[1][0] == "Ada Okoro"


@pytest.mark.parametrize("first", ["=1+1", "+1", "-1", "@x"])
def test_no_name_becomes_a_formula(site, director, first):
    clients.make_client(site, legal_first_name=first, legal_last_name="Okoro")
    text, _ = read_file(director, Wish(), NOON)
    assert list(csv.reader(io.StringIO(text)))[1][0].startswith(f"'{first}")


def test_taking_the_file_away_is_on_record_with_its_ground(site, client):
    clients.make_client(site)
    sign_in(client, clients.make_staff(site))
    answer = client.post("/clients/download/")
    assert answer["Content-Type"].startswith("text/csv")
    assert AuditEvent.objects.get(verb="clients.list_downloaded").detail == {
        "list": "clients", "rows": 1, "ground": "own_use", "purpose": "operations",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "🌻 Sunny", "مريم", "x" * 300])
def test_any_name_is_shown_as_text(name, site, client):
    made = clients.make_client(site, legal_first_name=name)
    sign_in(client, clients.make_staff(site))
    for url in ("/clients/", f"/clients/{made.pk}/"):
        shown = client.get(url).content.decode()
        assert "<script>alert" not in shown
        assert name.split("<")[0] in shown
