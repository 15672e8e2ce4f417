"""The medication list and case management on a phone and a desk: a medication added and stopped, a referral made."""

from __future__ import annotations

import pytest

from tests.factories.support import (
    AT,
    add,
    add_injection,
    add_place,
    give_naloxone,
    inject,
    log_contact,
    log_meeting,
    make_house,
    refer,
)
from therapy.models import Medication, Referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(at):
    at(AT)
    return make_house()


def test_a_list_is_kept_and_a_referral_made_on_a_phone(house, live, barriers, picture):
    inject(house, add_injection(house))
    give_naloxone(house)
    add_place(house)
    log_contact(house)
    log_meeting(house)
    refer(house)
    page = live.page("phone", dark=True, user=house.staff["counselor"].user)
    page.goto(f"/clients/{house.client.pk}/medications/")
    page.get_by_role("heading", name="Takes now").wait_for()
    barriers(page)
    picture(page, "medications-phone-dark")
    page.goto(f"/clients/{house.client.pk}/medications/add/")
    barriers(page)
    page.get_by_label("Name on the package").fill("Suboxone")
    page.get_by_label("Ingredient").select_option("buprenorphine_naloxone")
    page.get_by_label("Dose", exact=True).fill("8 mg/2 mg")
    page.get_by_label("How often").fill("twice a day")
    page.get_by_label("Taken for").select_option("moud")
    page.get_by_role("button", name="Put it on the list").click()
    page.get_by_text("Suboxone 8 mg/2 mg").first.wait_for()
    assert Medication.objects.filter(treats="moud").exists()
    page.goto(f"/clients/{house.client.pk}/support/")
    barriers(page)
    picture(page, "support-phone-dark")
    page.get_by_role("link", name="Refer", exact=True).click()
    page.locator("#id_need").select_option("housing")
    page.locator("#id_resource").select_option(label="Harbor Housing Office · Housing")
    page.get_by_role("button", name="Make the referral").click()
    page.get_by_role("heading", name="Where it stands now").wait_for()
    barriers(page)
    picture(page, "referral-phone-dark")
    assert Referral.objects.filter(resource__isnull=False).count() == 1


def test_the_list_of_places_has_no_barriers(house, live, barriers, picture):
    add(house)
    row = add_place(house)
    page = live.page("desktop", dark=False, user=house.staff["case_manager"].user)
    page.goto("/resources/")
    barriers(page)
    picture(page, "resources-desktop-light")
    page.goto(f"/resources/{row.pk}/")
    barriers(page)
    page.goto("/resources/new/")
    barriers(page)
