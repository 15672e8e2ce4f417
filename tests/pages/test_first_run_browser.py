"""The first minutes of an empty installation, in a real browser: from nothing to four tracks; and a passkey as the way in."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from iop.clinic.models import Organization, Site
from tests.factories.ground import make_site, make_staff
from tests.plugins.browser import unrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "warm tea at nine"
TYPED = {
    "Name of the clinic": "Harbor House", "Neutral name for messages": "Harbor", "Name of the first site": "Boston",
    "Its short code": "bos", "Your first name": "Kim", "Your last name": "Reyes", "Your e-mail": "kim@example.org",
    "Password again": PASSWORD,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    # The tests' server speaks plain HTTP on this machine, which browsers trust with passkeys and the library does not.
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def code_for(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def free_of_barriers(axe):
    """Look at the whole page at once: what only happens to lie under a bar just now is no barrier."""

    def check(page):
        size = page.viewport_size
        unrolled(page)
        axe(page)
        page.set_viewport_size(size)

    return check


def fill_in_the_clinic(page):
    for label, value in TYPED.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Its time zone").select_option("America/Chicago")
    page.get_by_role("button", name="Set up the clinic").click()


def set_up_the_app(page):
    page.get_by_role("heading", name="Set up your authenticator app").wait_for()
    secret = page.locator("p.secret").inner_text().replace(" ", "")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_for(secret))
    page.get_by_role("button", name="Switch it on").click()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_an_empty_installation_becomes_a_clinic_with_four_tracks(live, free_of_barriers, size):
    page = live.page(size)
    page.goto("/")
    page.get_by_role("heading", name="Welcome").wait_for()
    free_of_barriers(page)
    fill_in_the_clinic(page)
    page.get_by_role("heading", name="Set up your authenticator app").wait_for()
    assert Site.objects.get().time_zone == "America/Chicago"
    free_of_barriers(page)
    set_up_the_app(page)
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert page.locator("li.secret").count() == 10
    free_of_barriers(page)
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("heading", name="A set to start with").wait_for()
    free_of_barriers(page)
    page.get_by_role("button", name="Make these").click()
    page.get_by_text("The starting set is there to change.").wait_for()
    free_of_barriers(page)
    page.goto("/tracks/")
    for name in ("Morning", "Afternoon", "Evening", "Weekend"):
        assert page.locator("main").get_by_text(name).first.is_visible(), name
    free_of_barriers(page)
    assert Organization.objects.get().name == "Harbor House"


@pytest.fixture
def staff():
    return make_staff("counselor", site=make_site(), email="dana@example.org", first_name="Dana")


def sign_in_by_password(page):
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("dana@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def plug_in_a_device(page):
    """A device that knows its owner, as a laptop with a fingerprint reader."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_right_after_signing_in_nobody_is_asked_for_the_password_again(live, staff):
    page = live.page()
    sign_in_by_password(page)
    page.get_by_role("heading", name="Set up your authenticator app").wait_for()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("heading", name="Add a key").wait_for()


def test_a_passkey_is_a_second_factor_and_then_signs_in_alone(live, free_of_barriers, staff):
    page = live.page()
    plug_in_a_device(page)
    sign_in_by_password(page)
    page.get_by_role("heading", name="Set up your authenticator app").wait_for()
    page.goto("/accounts/2fa/webauthn/add/")
    free_of_barriers(page)
    page.locator("[name=name]").fill("My laptop")
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name="Add this key").click()
    page.get_by_role("link", name="I have kept them").click()
    page.locator("summary", has_text="Dana").wait_for()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.locator("summary", has_text="Dana").wait_for()
    page.goto("/accounts/2fa/")
    assert page.get_by_text("1 key").is_visible()
    free_of_barriers(page)


def test_with_the_app_set_up_the_digits_are_asked_for_at_the_next_sign_in(live, free_of_barriers, staff):
    page = live.page("phone")
    sign_in_by_password(page)
    set_up_the_app(page)
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    code = page.locator("li.secret").first.inner_text()
    page.context.clear_cookies()
    sign_in_by_password(page)
    page.get_by_role("heading", name="One more step").wait_for()
    free_of_barriers(page)
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/(today/)?$"))


@pytest.mark.parametrize("address", ["password/reset/", "password/reset/done/", "password/reset/key/x-y/", "inactive/"])
def test_the_pages_at_the_door_are_free_of_barriers(live, free_of_barriers, staff, address):
    page = live.page("phone")
    page.goto(f"/accounts/{address}")
    page.locator("h1").wait_for()
    free_of_barriers(page)


def test_the_pages_of_ones_own_sign_in_are_free_of_barriers(live, free_of_barriers, staff, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    page = live.page("phone")
    sign_in_by_password(page)
    page.goto("/accounts/2fa/totp/activate/")
    set_up_the_app(page)
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    addresses = (
        "2fa/",
        "2fa/recovery-codes/generate/",
        "2fa/totp/deactivate/",
        "password/change/",
        "email/",
        "logout/",
    )
    for address in addresses:
        page.goto(f"/accounts/{address}")
        free_of_barriers(page)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), address
