"""The main thread of intake in one sitting: a call, a held seat, the assessment, the level, the consents, and a first session."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from clients.dimension_names import install_dimensions
from clients.models import Client, DimensionalAssessment, Episode, Inquiry
from iop.access.actors import SYSTEM
from sessions_app import actions as sessions
from sessions_app.models import Attendance
from tests.factories import assessments as made
from tests.factories import consents
from tests.factories.clients import make_level
from tests.factories.ground import PASSWORD
from tests.pages.intake_clinic import NINE, make_house
from tests.plugins.browser import settled
from therapy.models import BiopsychosocialAssessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(at):
    at(NINE)
    house = make_house(capacity=4)
    make_level("op", intensity=11)
    consents.install(at=NINE)
    install_dimensions()
    sessions.materialise(by=SYSTEM, at=NINE)
    return house


def take_the_call(page):
    page.goto("/intake/call/")
    page.locator("[name=callback_phone]").fill("617 555 0177")
    page.locator("[name=first_name]").fill("Imani")
    page.locator("[name=last_name]").fill("Brook")
    page.locator("[name=date_of_birth]").fill("1992-07-09")
    page.locator("[name=presenting_problem]").fill("Out of detox on Friday, wants to keep it.")
    page.locator("[name=safety][value=safe]").check()
    page.locator("[name=wished_track]").select_option(index=1)
    page.locator(".seat-line.is-wished").wait_for()
    page.get_by_role("button", name="Save and hold a seat").click()
    page.get_by_text("The call is saved.").wait_for()


def hold_a_seat(page):
    for day in ("Monday", "Wednesday", "Friday"):
        page.locator("form[action$='accept/']").get_by_label(day).check()
    page.get_by_role("button", name="Accept and hold the seat").click()
    page.get_by_text("Accepted. The seat is held.").wait_for()


def assess(page, house, client):
    desk = SimpleNamespace(by=house.as_director)
    page.goto(f"/clients/{client.pk}/assessment/")
    page.get_by_role("button", name="Begin the assessment").click()
    page.get_by_role("heading", name="Sign").wait_for()
    row = BiopsychosocialAssessment.objects.get()
    made.fill(desk, row, at=NINE)
    page.goto(f"/assessments/{row.pk}/")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed and locked.").wait_for()
    page.goto(f"/clients/{client.pk}/assessment/")
    page.get_by_role("button", name="Rate the dimensions").click()
    page.locator("#id_decide-rationale").wait_for()
    made.rate_all(desk, DimensionalAssessment.objects.get(), NINE)
    page.reload()
    for field in ("indicated_level", "chosen_level"):
        page.locator(f"#id_decide-{field}").select_option(value=str(make_level().pk))
    page.locator("#id_decide-rationale").fill("Needs structure most days.")
    page.get_by_role("button", name="Sign and place").click()
    page.get_by_text("Signed, and placed.").wait_for()


def have_signed(page, client, form):
    page.goto(f"/clients/{client.pk}/consents/")
    page.get_by_role("button", name=f"Begin · {form}").click()
    page.get_by_role("link", name="Have it signed").click()
    page.get_by_role("button", name="Hand over the device").click()
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_label("I have read this").check()
    page.get_by_label("Type your full name").fill("Imani Brook")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Please hand the device back to us.").wait_for()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name=form).first.wait_for()


def test_from_a_call_to_the_first_session_in_one_sitting(house, live, picture):
    page = live.page("desktop", user=house.director.user)
    take_the_call(page)
    hold_a_seat(page)
    client = Client.objects.get(legal_last_name="Brook")
    page.goto(f"/clients/{client.pk}/admission/")
    assert "first" in page.locator("#checklist").inner_text()
    picture(page, "before")
    assess(page, house, client)
    have_signed(page, client, "Consent to treatment")
    have_signed(page, client, "Privacy notice received")
    page.goto(f"/clients/{client.pk}/admission/")
    settled(page)
    picture(page, "ready")
    page.locator("[name=accept_warnings_reason]").fill("Papers of the payer follow by fax.")
    page.get_by_role("button", name="Admit", exact=True).click()
    page.get_by_text("Imani Brook is admitted. The first session is Mon 2 Mar.").wait_for()
    settled(page)
    picture(page, "calendar")
    assert Episode.objects.get(client=client).status == "admitted"
    assert Inquiry.objects.get().status == "admitted"
    first = Attendance.objects.filter(client=client).order_by("session__starts_at").first()
    assert first.session.original_on == NINE.date()
    page.goto(f"/clients/{client.pk}/schedule/")
    settled(page)
    picture(page, "schedule")
