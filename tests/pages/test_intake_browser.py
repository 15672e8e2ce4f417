"""From a call to a held seat in a real browser, by keyboard and by touch; and the page that everybody may read."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import Inquiry
from iop.core import clock
from iop.pages.intake_forms import program as program_form
from iop.workflows import intake as workflow
from scheduling.models import SeatHold
from tests.factories.clients import make_client
from tests.factories.scheduling import make_enrolment
from tests.pages.intake_clinic import NINE, accept, make_house, publish, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(at):
    at(NINE)
    return make_house(capacity=4)


def fill_the_board(desk):
    """People at every point of the way."""
    since = {"at": NINE - dt.timedelta(hours=5)}
    take(desk, first_name="Nadia", last_name="Okafor", urgency="urgent", callback_phone="6175550101", **since)
    take(desk, first_name="Tom", last_name="Ferreira", callback_phone="6175550102", at=NINE - dt.timedelta(days=3))
    called = take(desk, first_name="Grace", last_name="Lindqvist", callback_phone="6175550103", **since)
    go(desk, called, "contacted")
    assessed = take(desk, first_name="Ana", last_name="Reis", callback_phone="6175550104", **since)
    go(desk, assessed, "contacted", "assessed")
    accept(desk, take(desk, first_name="Leo", last_name="Marsh", callback_phone="6175550105", **since), at=NINE)


def go(desk, inquiry, *statuses, **words):
    for number, status in enumerate(statuses):
        workflow.move(by=desk.by, inquiry=inquiry, to=status, at=NINE - dt.timedelta(minutes=9 - number), **words)


@pytest.mark.parametrize(("size", "dark"), [("phone", False)])
def test_every_page_of_intake_is_within_reach(size, dark, desk, live, barriers, picture):
    fill_the_board(desk)
    publish(desk)
    make_enrolment(desk_of_director(desk))
    page = live.page(size, dark=dark, user=desk.director.user)
    leo = Inquiry.objects.get(first_name="Leo")
    nadia = Inquiry.objects.get(first_name="Nadia")
    go(desk, Inquiry.objects.get(first_name="Tom"), "lost", reason="no_answer")
    for name, path in (
        ("board", "/intake/"),
        ("closed", "/intake/?show=closed"),
        ("figures", "/intake/figures/"),
        ("call", "/intake/call/"),
        ("inquiry", f"/intake/{nadia.pk}/"),
        ("accepted", f"/intake/{leo.pk}/"),
        ("change", f"/intake/{nadia.pk}/change/"),
        ("admission", f"/clients/{leo.client_id}/admission/"),
        ("elsewhere", f"/clients/{leo.client_id}/elsewhere/"),
        ("setup", "/intake/setup/"),
        ("sources", "/intake/sources/"),
        ("profile", f"/intake/setup/page/{desk.site.pk}/"),
        ("add-check", "/intake/setup/checks/add/"),
    ):
        page.goto(path)
        barriers(page)
        picture(page, name)


def desk_of_director(desk):
    desk_ = type(desk)(**vars(desk))
    desk_.by = desk.as_director
    return desk_


def test_a_call_is_taken_and_a_seat_held_by_keyboard_alone(desk, live, barriers, picture):
    make_client(desk.site, legal_first_name="Jordan", legal_last_name="Avery", date_of_birth=dt.date(1990, 5, 17))
    page = live.page("desktop", user=desk.worker.user)
    page.goto("/")
    page.get_by_role("heading", name="Intake", exact=True).wait_for()
    page.keyboard.press("n")
    page.get_by_role("heading", name="A call").wait_for()
    tab_to(page, "callback_phone")
    page.keyboard.type("617 555 0177")
    tab_to(page, "first_name")
    page.keyboard.type("Jordan")
    tab_to(page, "last_name")
    page.keyboard.type("Avary")
    tab_to(page, "date_of_birth")
    page.keyboard.type("05171990")
    page.locator(".answer-alike").wait_for()
    barriers(page)
    picture(page, "alike")
    assert page.evaluate("document.activeElement.name") == "date_of_birth"
    tab_to(page, "presenting_problem")
    page.keyboard.type("Out of detox on Friday, wants to keep it.")
    tab_to(page, "safety")
    page.keyboard.press("ArrowRight")
    page.get_by_text("Whether they are safe").wait_for(state="detached")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator("#danger").wait_for()
    picture(page, "danger")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.locator("#danger").wait_for(state="detached")
    tab_to(page, "wished_track")
    page.keyboard.press("ArrowDown")
    page.locator(".seat-line.is-wished").wait_for()
    picture(page, "answered")
    tab_to_text(page, "Save and hold a seat")
    page.keyboard.press("Enter")
    page.get_by_text("The call is saved.").wait_for()
    row = Inquiry.objects.get()
    assert (row.first_name, row.safety, row.wished_track_id) == ("Jordan", "safe", desk.track.pk)
    picture(page, "inquiry")
    tab_to(page, "seat-weekdays")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to_text(page, "Accept and hold the seat")
    page.keyboard.press("Enter")
    page.get_by_text("Accepted. The seat is held.").wait_for()
    picture(page, "held")
    assert SeatHold.objects.get().weekdays == [0, 1, 2]


def tab_to(page, name):
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"the Tab key never reached {name}")


def tab_to_text(page, text):
    for _ in range(90):
        page.keyboard.press("Tab")
        if text in (page.evaluate("document.activeElement.textContent") or "")[:60]:
            return
    raise AssertionError(f"the Tab key never reached “{text}”")


def test_the_board_moves_somebody_by_keyboard(desk, live):
    fill_the_board(desk)
    page = live.page("desktop", user=desk.worker.user)
    page.goto("/intake/")
    page.get_by_role("link", name="Tom Ferreira").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Nadia Okafor"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("m")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Contacted"
    page.keyboard.press("Enter")
    page.locator("#col-contacted").get_by_text("Tom Ferreira").wait_for()
    assert Inquiry.objects.get(first_name="Tom").status == "contacted"
    assert "Tom Ferreira" in page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_the_board_moves_somebody_by_touch(desk, live, picture):
    fill_the_board(desk)
    page = live.page("phone", user=desk.worker.user)
    page.goto("/intake/")
    page.get_by_label("What next for Nadia Okafor").tap()
    picture(page, "menu")
    page.locator("#col-new").get_by_role("button", name="Contacted").first.tap()
    page.locator("#col-contacted").get_by_text("Nadia Okafor").wait_for()
    assert Inquiry.objects.get(first_name="Nadia").status == "contacted"


@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("desktop", True)])
def test_somebody_asks_on_the_public_page(size, dark, desk, live, barriers, picture, at):
    publish(desk, shows_seats=True)
    page = live.page(size, dark=dark)
    page.goto(f"/program/{desk.site.code}/?lang=es")
    barriers(page)
    picture(page, "es")
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Ask about a start").wait_for()
    barriers(page)
    picture(page, "en")
    at(clock.now() + program_form.FASTEST)
    page.get_by_label("Your name").fill("Robin")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Give a phone number or an e-mail address").first.wait_for()
    barriers(page)
    picture(page, "refused")
    page.get_by_label("Phone number").fill("617-555-0177")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    barriers(page)
    picture(page, "thanks")
    assert Inquiry.objects.get().channel == "web"


def test_danger_is_in_sight_on_a_phone_while_they_talk(desk, live, picture):
    page = live.page("phone", user=desk.worker.user)
    page.goto("/intake/call/")
    page.get_by_label("Not safe").tap()
    page.locator("#danger").wait_for()
    picture(page)
    place = page.locator("#danger").bounding_box()
    assert 0 <= place["y"] <= place["y"] + place["height"] <= page.viewport_size["height"]


def test_no_page_of_intake_is_wider_than_a_phone(desk, live):
    fill_the_board(desk)
    page = live.page("phone", user=desk.director.user)
    leo = Inquiry.objects.get(first_name="Leo")
    for path in (
        "/intake/",
        "/intake/call/",
        f"/intake/{leo.pk}/",
        f"/intake/{leo.pk}/change/",
        f"/clients/{leo.client_id}/admission/",
        "/intake/setup/",
        "/intake/figures/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
