"""The frame of a signed-in page, in a real browser: the palette, the warning before the sign-in ends, the account pages."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from iop.pages.views import styleguide
from tests.factories.ground import PASSWORD, make_site, make_staff

heard = []
FOUND = (
    '<li role="presentation">'
    '<a role="option" id="found-1" aria-selected="false" tabindex="-1" href="/styleguide/?found">Amara O.</a></li>'
)


def palette(request):
    heard.append(request.POST["q"])
    return HttpResponse(FOUND)


urlpatterns = [
    path("styleguide/", styleguide.show),
    path("", include("iop.urls")),
    # Last, because of two of one name Django finds the last.
    path("find/", palette, name="palette"),
]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


@pytest.fixture
def staff(settings):
    settings.DEMO = True
    heard.clear()
    return make_staff("counselor", site=make_site(name="Downtown"), first_name="Dana", last_name="Whitfield")


@pytest.fixture
def page(live, staff):
    page = live.page("desktop", user=staff.user)
    page.goto("/styleguide/")
    return page


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_the_palette_opens_from_the_keyboard(page, keys):
    page.keyboard.press(keys)
    assert page.get_by_role("combobox", name="Find a client").evaluate("field => field === document.activeElement")


def test_a_stroke_in_a_field_is_a_stroke(page):
    page.locator("#id_preferred_name").press("/")
    assert page.locator("#id_preferred_name").input_value() == "/"


def test_the_palette_posts_what_is_typed_and_goes_where_enter_says(page):
    page.keyboard.press("/")
    page.keyboard.type("amara")
    page.locator("#found-1").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/styleguide/?found")
    assert heard[-1] == "amara"


def test_the_palette_is_free_of_barriers(page, axe):
    page.keyboard.press("/")
    axe(page)


def test_warns_before_the_sign_in_ends_and_stays_when_asked(page, settings):
    settings.STAFF_IDLE_MINUTES = 1
    page.goto("/styleguide/")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("alertdialog", name="Are you still there?").wait_for()
    with page.expect_response("**/ping/") as answer:
        page.get_by_role("button", name="Stay signed in").click()
    assert answer.value.ok


def test_dark_is_kept_for_the_next_page_without_a_flash(page):
    page.locator("summary", has_text="Dana Whitfield").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/styleguide/")
    assert page.locator("html[data-bs-theme=dark]").count() == 1


def test_a_menu_closes_on_escape_and_keeps_the_focus(page):
    page.locator("summary", has_text="Dana Whitfield").click()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('summary')")


def test_the_skip_link_leads_to_the_content(page):
    page.goto("/accounts/sessions/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("size", "dark"), [("phone", True), ("desktop", False)])
def test_the_account_pages_are_free_of_barriers(live, axe, staff, size, dark):
    page = live.page(size, dark=dark, user=staff.user)
    page.goto("/accounts/reauthenticate/?next=/accounts/2fa/")
    axe(page)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/accounts/2fa/")
    for address in (
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "password/change/",
        "sessions/",
    ):
        page.goto(f"/accounts/{address}")
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), address
