"""The board and the figures: who is waiting, since when, and what comes next."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import Inquiry
from tests.factories.ground import make_site, make_staff
from tests.factories.scheduling import Counted
from tests.pages.intake_clinic import AT, accept, crowd, make_house, page, send, signed_in, take

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def desk(at):
    at(LATER)
    return make_house()


@pytest.fixture
def browser(client, desk):
    return signed_in(client, desk.worker)


def text(answer):
    return answer.content.decode()


def test_intake_begins_its_day_on_the_board(browser):
    assert browser.get("/")["Location"] == reverse("intake_board")


def test_an_inquiry_stands_with_its_age_and_next_step(browser, desk):
    take(desk)
    board = text(page(browser, "intake_board"))
    assert "Jordan Doe" in board
    assert "1 h" in board
    assert "Call back" in board


def test_a_held_seat_says_how_long_still(browser, desk):
    accept(desk)
    assert "Seat held: 1 day 23 h" in text(page(browser, "intake_board"))


@pytest.mark.parametrize(
    ("asked", "found"), [({"urgency": "urgent"}, False), ({"owner": "mine"}, True), ({"owner": "none"}, False), ({"source": "self"}, True)]
)  # fmt: skip
def test_filters_stand_in_the_address(browser, desk, asked, found):
    take(desk)
    assert ("Jordan Doe" in text(page(browser, "intake_board", **asked))) is found


def test_nonsense_in_the_address_is_left_out(browser, desk):
    take(desk)
    assert "Jordan Doe" in text(page(browser, "intake_board", owner="x", page="-1", show="?", site="7"))


def test_closed_inquiries_are_listed_with_their_reason(browser, desk):
    row = take(desk)
    send(browser, "inquiry_move", row.pk, to="declined", reason="payer")
    assert "Payer or cost" in text(page(browser, "intake_board", show="closed"))


def test_another_sites_inquiry_is_not_there(client, desk):
    row = take(desk)
    signed_in(client, make_staff("intake", site=make_site()))
    assert "Jordan Doe" not in text(page(client, "intake_board"))
    assert page(client, "inquiry", row.pk).status_code == 404


def test_one_press_moves_and_leads_back_to_the_board(browser, desk):
    row = take(desk)
    answer = send(browser, "inquiry_move", row.pk, to="contacted", version=row.version, back="/intake/?owner=mine")
    assert answer["Location"] == "/intake/?owner=mine"
    assert Inquiry.objects.get().status == "contacted"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_moving_leads_nowhere_else(browser, desk, back):
    row = take(desk)
    answer = send(browser, "inquiry_move", row.pk, to="contacted", back=back)
    assert answer["Location"] == reverse("inquiry", args=[row.pk])


def test_a_move_that_needs_words_is_refused_without_them(browser, desk):
    row = take(desk)
    answer = send(browser, "inquiry_move", row.pk, to="lost")
    assert answer.status_code == 422
    assert "Choose why it did not lead to admission." in text(answer)


def test_somebody_who_moved_it_meanwhile_is_not_overruled(browser, desk):
    row = take(desk)
    send(browser, "inquiry_move", row.pk, to="contacted")
    answer = send(browser, "inquiry_move", row.pk, to="contacted", version=row.version)
    assert answer.status_code == 422


def test_the_board_costs_the_same_however_many_wait(browser, desk):
    crowd(desk, 3)
    page(browser, "intake_board")
    with Counted() as few:
        page(browser, "intake_board")
    crowd(desk, 40)
    with Counted() as many:
        answer = page(browser, "intake_board")
    assert many.number == few.number
    assert "18 more" in text(answer)


def test_the_list_costs_the_same_however_many_there_are(browser, desk):
    crowd(desk, 2)
    page(browser, "intake_board", show="new")
    with Counted() as few:
        page(browser, "intake_board", show="new")
    crowd(desk, 40)
    with Counted() as many:
        page(browser, "intake_board", show="new")
    assert many.number == few.number


def test_the_figures_count_by_source_and_cost_the_same(browser, desk):
    crowd(desk, 3)
    page(browser, "intake_figures")
    with Counted() as few:
        page(browser, "intake_figures")
    crowd(desk, 30)
    with Counted() as many:
        answer = page(browser, "intake_figures")
    assert many.number == few.number
    assert "33" in text(answer)


def test_the_palette_finds_an_open_inquiry(browser, desk):
    take(desk)
    assert "Jordan Doe" in text(send(browser, "palette", q="jord"))


@pytest.mark.parametrize("role", ["counselor", "therapist", "medical", "biller", "site_admin", "privacy_officer"])
def test_the_board_is_for_those_who_keep_it(role, client, desk):
    signed_in(client, make_staff(role, site=desk.site))
    assert page(client, "intake_board").status_code == 403
    assert page(client, "intake_figures").status_code == 403
