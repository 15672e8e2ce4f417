"""Consents in a real browser: signed by drawing on a phone, by typing at a desk, in Spanish, and taken back."""

from __future__ import annotations

import pytest

from clients.models import Consent
from iop.clinic.actors import actor_of
from tests.factories import consents as make
from tests.factories.ground import PASSWORD
from tests.pages.chart_clinic import NOON, make_charts
from tests.plugins.browser import settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clinic(at):
    at(NOON)
    clinic = make_charts()
    clinic.as_counselor = actor_of(clinic.counselor.pk, NOON)
    make.install(at=NOON)
    return clinic


def name_of(client):
    return f"{client.legal_first_name} {client.legal_last_name}"


def draw(page):
    box = page.locator("[data-sign-pad]").bounding_box()
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(24):
        page.mouse.move(x + step * 8, y + (25 if step % 2 else -25), steps=3)
    page.mouse.up()


def test_the_single_consent_is_signed_by_drawing_on_a_phone(clinic, live, barriers, picture):
    page = live.page("phone", user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/consents/")
    barriers(page)
    picture(page, "tab")
    page.get_by_role("button", name="Begin · Treatment, payment and operations").click()
    page.get_by_role("button", name="Save and read it").wait_for()
    barriers(page)
    picture(page, "form")
    page.get_by_role("button", name="Save and read it").click()
    page.get_by_role("link", name="Have it signed").wait_for()
    barriers(page)
    picture(page, "words")
    page.get_by_role("link", name="Have it signed").click()
    page.get_by_role("button", name="Hand over the device").wait_for()
    barriers(page)
    picture(page, "staff")
    page.get_by_role("button", name="Hand over the device").click()
    page.get_by_role("button", name="Go on to sign").wait_for()
    assert not page.get_by_text("Before you hand it over").is_visible()
    barriers(page)
    picture(page, "read")
    page.get_by_role("button", name="Go on to sign").click()
    page.locator("[data-sign-pad]").scroll_into_view_if_needed()
    page.get_by_label("I have read this").check()
    page.locator("[data-sign-pad]").scroll_into_view_if_needed()
    draw(page)
    barriers(page)
    picture(page, "sign")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Please hand the device back to us.").wait_for()
    barriers(page)
    picture(page, "thanks")
    row = Consent.objects.get()
    assert (row.status, row.signatures.get().method) == ("signed", "drawn")
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Password").wait_for()
    barriers(page)
    picture(page, "take-back")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    shown = page.locator("img.signature")
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    picture(page, "signed")


def test_by_keyboard_at_a_desk_in_the_dark(clinic, live, barriers, picture):
    row = make.draft(clinic, clinic.client, "tpo", at=NOON)
    page = live.page("desktop", dark=True, user=clinic.counselor.user)
    page.goto(f"/consents/{row.pk}/")
    barriers(page)
    picture(page, "words")
    page.get_by_role("link", name="Have it signed").press("Enter")
    for name in ("Hand over the device", "Go on to sign"):
        # Pressing a key waits for nothing: the step must be there first.
        page.get_by_role("button", name=name).wait_for()
        settled(page)
        page.get_by_role("button", name=name).press("Enter")
    page.get_by_label("I have read this").wait_for()
    page.get_by_label("I have read this").press("Space")
    page.get_by_label("Type your full name").press_sequentially(name_of(clinic.client))
    barriers(page)
    picture(page, "sign")
    page.keyboard.press("Enter")
    page.get_by_text("Please hand the device back to us.").wait_for()
    assert row.signatures.get().method == "typed"


def test_a_form_in_spanish(clinic, live, barriers, picture):
    row = make.draft(clinic, clinic.client, "treatment", at=NOON)
    page = live.page("phone", user=clinic.counselor.user)
    page.goto(f"/consents/{row.pk}/sign/")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name="Hand over the device").click()
    page.get_by_role("heading", name="Consentimiento para el tratamiento").wait_for()
    barriers(page)
    picture(page, "read")
    page.get_by_role("button", name="Seguir para firmar").click()
    page.get_by_label("He leído esto").check()
    page.get_by_label("Escriba su nombre completo").fill("Somebody Else")
    page.get_by_role("button", name="Firmar", exact=True).click()
    page.get_by_text("Este no es el nombre").last.wait_for()
    barriers(page)
    picture(page, "wrong-name")
    page.get_by_label("He leído esto").check()
    page.get_by_label("Escriba su nombre completo").fill(name_of(clinic.client))
    page.get_by_role("button", name="Firmar", exact=True).click()
    page.get_by_text("Por favor, devuélvanos el dispositivo.").wait_for()
    row.refresh_from_db()
    assert "Usted puede" in row.text_shown or "Puede parar" in row.text_shown


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_taking_it_back_shows_what_will_happen(size, clinic, live, barriers, picture):
    row = make.signed(clinic, clinic.client, at=NOON)
    page = live.page(size, user=clinic.counselor.user)
    page.goto(f"/consents/{row.pk}/")
    page.get_by_role("link", name="Take it back").click()
    page.get_by_text("Nothing more leaves on it from this moment.").wait_for()
    barriers(page)
    picture(page, "ask")
    page.get_by_role("button", name="Stop it now").click()
    page.get_by_text("Stopped. From now on nothing leaves on it.").wait_for()
    barriers(page)
    picture(page, "stopped")
    row.refresh_from_db()
    assert row.stopped_at


def test_the_forms_and_a_new_version(clinic, live, barriers, picture):
    page = live.page("desktop", user=clinic.director.user)
    page.goto("/consent-forms/")
    barriers(page)
    picture(page, "list")
    page.get_by_role("link", name="English: Consent to telehealth").click()
    page.get_by_role("button", name="Preview").wait_for()
    barriers(page)
    picture(page, "version")


def test_filling_in_a_release_saves_itself(clinic, live, barriers, picture):
    make.relative(clinic, clinic.client, "Ola", at=NOON)
    row = make.draft(clinic, clinic.client, "relative", at=NOON)
    page = live.page("desktop", user=clinic.counselor.user)
    page.goto(f"/consents/{row.pk}/form/")
    page.get_by_label("Discharge and aftercare plan").check()
    page.locator(".saved", has_text="Saved").wait_for()
    picture(page, "form")
    barriers(page)
    row.refresh_from_db()
    assert "discharge" in row.information


def test_without_a_script_a_typed_name_signs(clinic, live):
    row = make.draft(clinic, clinic.client, "tpo", at=NOON)
    page = live.page("desktop", user=clinic.counselor.user, javascript=False)
    page.goto(f"/consents/{row.pk}/sign/")
    page.get_by_label("I have read this").check()
    page.get_by_label("Type your full name").fill(name_of(clinic.client))
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Please hand the device back to us.").wait_for()
