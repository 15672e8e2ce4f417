"""The style guide and the sign-in page, in a real browser: no barrier, nothing wider than the screen, light and dark."""

import pytest
from django.urls import include, path

from iop.pages.views import styleguide

urlpatterns = [path("styleguide/", styleguide.show), path("", include("iop.urls"))]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize(("size", "dark"), [("phone", True), ("desktop", False)], ids=["phone", "desktop"])
@pytest.mark.parametrize("address", ["/styleguide/", "/accounts/login/"])
def test_has_no_barrier_and_fits_the_screen(live, axe, address, size, dark):
    page = live.page(size, dark=dark)
    page.goto(address)
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)


def test_fits_a_screen_of_320_pixels(live):
    page = live.page("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/styleguide/")
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)


def test_the_sign_in_page_offers_the_demo_clinics_people(desktop):
    desktop.goto("/accounts/login/")
    assert desktop.get_by_role("button", name="Counselor").is_visible()


def test_the_sign_in_page_offers_no_people_to_a_real_clinic(desktop, settings):
    settings.DEMO = False
    desktop.goto("/accounts/login/")
    assert desktop.get_by_role("button", name="Counselor").count() == 0


def test_a_dialog_gives_the_focus_back_to_what_opened_it(desktop):
    desktop.goto("/styleguide/")
    desktop.get_by_role("button", name="Cancel this session").press("Enter")
    dialog = desktop.get_by_role("dialog", name="Cancel the session")
    dialog.get_by_role("button", name="Keep it").click()
    assert desktop.evaluate("document.activeElement.dataset.opens") == "cancel-session"


def test_the_scale_takes_ten_from_one_and_nought(desktop):
    desktop.goto("/styleguide/")
    desktop.locator("#mood-6").focus()
    desktop.keyboard.type("10")
    assert desktop.locator("#mood-10").is_checked()


def test_a_rosters_keys_act_on_the_row_that_holds_the_focus(desktop):
    desktop.goto("/styleguide/")
    desktop.locator("#row-2 .roster-name").focus()
    desktop.keyboard.press("a")
    assert desktop.locator("#a2-absent").is_checked()
    assert desktop.locator("#a1-present").is_checked()


def test_arrow_keys_walk_down_the_roster(desktop):
    desktop.goto("/styleguide/")
    desktop.locator("#row-1 .roster-name").focus()
    desktop.keyboard.press("ArrowDown")
    assert desktop.evaluate("document.activeElement.closest('li').id") == "row-2"


def test_what_is_wrong_stands_beside_its_field_and_is_tied_to_it(desktop):
    desktop.goto("/styleguide/")
    described = desktop.locator("#id_w-preferred_name").get_attribute("aria-describedby")
    assert described == "id_w-preferred_name_helptext id_w-preferred_name_error"
    assert desktop.locator("#id_w-preferred_name_error").is_visible()
