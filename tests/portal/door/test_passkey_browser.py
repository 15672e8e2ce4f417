"""A passkey made on a phone and used at the door, with the browser's own ceremony."""

import pytest

from iop.audit.models import AuditEvent
from tests.factories.clients import make_client
from tests.factories.door import make_holder
from tests.factories.ground import make_site

PHONE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
         "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_made_on_a_phone_opens_the_door(live, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    holder = make_holder(client=make_client(make_site()))
    page = live.page("phone", user=holder.user)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    page.goto(f"{live.url}/my/account/passkey/")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/my/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/my/door/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/my/")
    assert AuditEvent.objects.filter(verb="portal.signed_in", detail__method="passkey").exists()
