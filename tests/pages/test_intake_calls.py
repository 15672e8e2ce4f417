"""A call: the answer while people talk, and what is kept when somebody saves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import Inquiry, IntakeAnswer, IntakeCheck
from tests.factories.clients import make_client
from tests.factories.ground import make_staff
from tests.factories.scheduling import Counted
from tests.pages.intake_clinic import CALL, NINE, make_house, page, send, signed_in, take

BORN = dt.date(1992, 7, 9)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(NINE)
    return make_house()


@pytest.fixture
def browser(client, desk):
    return signed_in(client, desk.worker)


def call(browser, **changes):
    return send(browser, "inquiry_new", **{**CALL, **changes})


def asked(browser, **changes):
    """The answer beside the call, as a script asks for it."""
    data = {**CALL, "do": "answer", **changes}
    return browser.post(reverse("inquiry_new"), data, headers={"HX-Request": "true"}).content.decode()


def test_the_screen_opens(browser):
    assert page(browser, "inquiry_new").status_code == 200


def test_a_saved_call_stands_on_its_page(browser, desk):
    answer = call(browser, site=str(desk.site.pk))
    row = Inquiry.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("inquiry", args=[row.pk]))
    assert (row.name, row.callback_phone, row.owner_id) == ("Imani Brook", "+16175550177", desk.worker.pk)


def test_somebody_who_wants_a_seat_is_led_to_it(browser, desk):
    assert call(browser, site=str(desk.site.pk), do="hold")["Location"].endswith("#seat")


def test_a_refused_call_keeps_everything_typed(browser, desk):
    answer = call(browser, site=str(desk.site.pk), callback_phone="", presenting_problem="Drinks since the divorce")
    assert answer.status_code == 422
    assert "Drinks since the divorce" in answer.content.decode()
    assert "Give a phone number or an e-mail address" in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_asking_for_the_answer_keeps_nothing(browser):
    asked(browser)
    assert not Inquiry.objects.exists()


def test_without_a_script_the_same_answer_stands_beside_the_form(browser):
    answer = call(browser, do="answer", first_name="")
    assert answer.status_code == 200
    assert "The answer so far" in answer.content.decode()
    assert "This field is required" not in answer.content.decode()


def test_the_answer_names_the_first_possible_start(browser, desk):
    assert f"in {desk.track.name}" in asked(browser)


def test_danger_shows_988_and_the_colleague_on_call(browser, desk):
    text = asked(browser, safety="not_safe")
    assert "tel:988" in text
    assert desk.director.name in text


def test_danger_is_said_aloud_once(browser):
    assert "data-say" in asked(browser, urgency="emergency")
    assert "data-say" not in asked(browser, urgency="emergency", told="danger")


def test_somebody_known_is_shown_by_initials_alone(browser, desk):
    make_client(desk.site, legal_first_name="Imani", legal_last_name="Brooke", date_of_birth=BORN)
    text = asked(browser)
    assert "I. B." in text
    assert "1992" in text
    assert "Brooke" not in text
    assert "07-09" not in text


def test_a_chosen_chart_is_linked_with_the_call(browser, desk):
    known = make_client(desk.site, legal_first_name="Imani", legal_last_name="Brook", date_of_birth=BORN)
    call(browser, site=str(desk.site.pk), same_as=f"client:{known.pk}")
    assert Inquiry.objects.get().client == known


def test_a_chart_that_agrees_in_nothing_is_refused_and_the_call_not_half_kept(browser, desk):
    other = make_client(desk.site, legal_first_name="Imani", legal_last_name="Brook", date_of_birth=dt.date(1970, 1, 1))
    answer = call(browser, site=str(desk.site.pk), same_as=f"client:{other.pk}")
    assert answer.status_code == 422
    assert not Inquiry.objects.exists()


def test_a_no_to_what_is_needed_says_that_it_does_not_fit(browser):
    check = IntakeCheck.objects.filter(kind="fit", is_needed=True).first()
    text = asked(browser, **{f"check_{check.pk}": "no", f"why_{check.pk}": "needs detox"})
    assert "The program does not fit them now." in text
    assert "needs detox" in text


def test_answers_to_the_checklist_are_kept_with_the_call(browser, desk):
    check = IntakeCheck.objects.filter(kind="fit").first()
    call(browser, site=str(desk.site.pk), **{f"check_{check.pk}": "yes"})
    assert IntakeAnswer.objects.get().answer == "yes"


def test_what_the_payer_still_needs_follows_the_payer(browser):
    check = IntakeCheck.objects.filter(kind="payer", payer_kinds__contains=["medicaid"]).first()
    assert check is None or check.text in asked(browser, payer_kind="medicaid")


def test_the_answer_costs_the_same_however_many_people_are_alike(browser, desk):
    with Counted() as few:
        asked(browser)
    for _ in range(4):
        take(desk, first_name="Imani", last_name="Brook", date_of_birth=None, callback_phone="6175550188")
    with Counted() as many:
        asked(browser)
    assert many.number <= few.number + 1


@pytest.mark.parametrize("role", ["counselor", "therapist", "medical", "biller", "site_admin", "privacy_officer"])
def test_who_takes_no_calls_is_refused_before_anything_is_read(role, client, desk):
    signed_in(client, make_staff(role, site=desk.site))
    assert page(client, "inquiry_new").status_code == 403
    assert send(client, "inquiry_new", do="save").status_code == 403
