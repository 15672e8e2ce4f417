"""The pages of integrations: a key is shown in the answer that made it and never again."""

import pytest
from jwcrypto import jwk

from iop.access.actors import SYSTEM
from iop.api import actions
from iop.api.models import Application, Integration, IntegrationKey, Webhook
from iop.core import clock
from iop.core.errors import Invalid, Stale
from tests.factories.api import make_key
from tests.factories.ground import make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/integrations/"
APP = {"name": "Planner", "grant": "client-credentials", "proof": "secret", "scopes": "schedule:read"}
KEY = jwk.JWK.generate(kty="EC", crv="P-384", kid="one")
KEYS = jwk.JWKSet(keys=KEY)


@pytest.fixture
def admin(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    return client


@pytest.fixture
def own():
    return make_key("schedule:read")[0].integration


def of(row, rest=""):
    return f"{PAGE}{row.pk}/{rest}"


def test_an_integration_is_added_with_where_it_calls_from(admin):
    admin.post(
        PAGE,
        {"name": "Lab", "purpose": "operations", "networks": "203.0.113.7\n198.51.100.0/24", "calls_a_minute": "60"},
    )
    row = Integration.objects.get()
    assert (row.name, row.networks, row.calls_a_minute) == ("Lab", ["203.0.113.7/32", "198.51.100.0/24"], 60)
    assert row.party.agreements.get().services.startswith("Own operations")


def test_an_address_that_is_none_is_told_beside_its_field_and_nothing_is_lost(admin):
    answer = admin.post(
        PAGE, {"name": "Lab", "purpose": "operations", "networks": "over there", "calls_a_minute": "60"}
    )
    assert answer.status_code == 422
    assert "over there is not an address" in answer.content.decode()
    assert 'value="Lab"' in answer.content.decode()
    assert not Integration.objects.exists()


def test_a_new_key_is_shown_once(admin, own):
    answer = admin.post(of(own, "keys/"), {"scopes": ["schedule:read"]})
    text = answer.context["made"]
    assert text in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert text not in admin.get(of(own)).content.decode()


def test_a_key_without_scope_is_asked_for_one(admin, own):
    answer = admin.post(of(own, "keys/"), {})
    assert answer.status_code == 422
    assert "at least one scope" in answer.content.decode()
    assert IntegrationKey.objects.count() == 1


def test_replacing_a_key_lets_the_old_one_go_on_for_a_day(admin, own):
    old = IntegrationKey.objects.get()
    answer = admin.post(f"{PAGE}keys/{old.prefix}/replace/")
    new = IntegrationKey.objects.exclude(pk=old.pk).get()
    assert answer.context["made"].startswith(new.prefix)
    assert new.scopes == old.scopes
    old.refresh_from_db()
    assert not old.revoked
    assert old.expiry_date < new.expiry_date


def test_revoking_ends_a_key(admin, own):
    key = IntegrationKey.objects.get()
    admin.post(f"{PAGE}keys/{key.prefix}/revoke/")
    key.refresh_from_db()
    assert key.revoked


def test_ending_an_integration_ends_its_keys(admin, own):
    admin.post(of(own, "end/"))
    assert IntegrationKey.objects.get().revoked
    assert "Ended" in admin.get(of(own)).content.decode()


def test_an_apps_secret_is_shown_once(admin, own):
    answer = admin.post(of(own, "apps/"), APP)
    secret = answer.context["made"].partition("client_secret: ")[2]
    assert secret
    assert secret not in admin.get(of(own)).content.decode()


def test_an_app_with_public_keys_has_no_secret(admin, own):
    answer = admin.post(of(own, "apps/"), {**APP, "proof": "keys", "key_set": KEYS.export(private_keys=False)})
    assert "client_secret" not in answer.context["made"]
    assert "one" in answer.content.decode()
    assert Application.objects.get().key_set == [{**KEY.export_public(as_dict=True)}]


def test_a_private_key_is_neither_kept_nor_handed_back(admin, own):
    for key_set in (KEYS.export(), KEY.export_to_pem(private_key=True, password=None).decode()):
        answer = admin.post(of(own, "apps/"), {**APP, "proof": "keys", "key_set": key_set})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "This holds a private key" in page
        assert KEY.export_private(as_dict=True)["d"] not in page
        assert "BEGIN" not in page
    assert not Application.objects.exists()


def test_an_app_that_acts_for_itself_proves_who_it_is(admin, own):
    answer = admin.post(of(own, "apps/"), {**APP, "proof": "none"})
    assert "needs a secret or public keys" in answer.content.decode()
    assert not Application.objects.exists()


def test_an_app_is_changed_from_a_secret_to_keys_at_an_address_and_back(admin, own):
    admin.post(of(own, "apps/"), APP)
    app = Application.objects.get()
    page = f"/integrations/apps/{app.pk}/change/"
    assert 'value="Planner"' in admin.get(page).content.decode()
    fields = {"name": "Planner 2", "scopes": "schedule:read", "key_set_url": "http://127.0.0.1:9/keys"}
    # Keys alone don't end the secret: that has to be said.
    assert "choose signing" in admin.post(page, {**fields, "proof": ""}).content.decode()
    assert admin.post(page, {**fields, "proof": "keys"})["Location"] == of(own)
    app.refresh_from_db()
    assert (app.name, app.key_set_url, app.has_secret) == ("Planner 2", "http://127.0.0.1:9/keys", False)
    assert "127.0.0.1:9/keys" in admin.get(of(own)).content.decode()
    answer = admin.post(page, {**fields, "proof": "secret"})
    assert "client_secret: " in answer.context["made"]
    app.refresh_from_db()
    assert (app.key_set_url, app.has_secret) == ("", True)


def test_an_app_is_changed_and_its_keys_stay(admin, own):
    admin.post(of(own, "apps/"), {**APP, "proof": "keys", "key_set": KEYS.export(private_keys=False)})
    app = Application.objects.get()
    page = f"/integrations/apps/{app.pk}/change/"
    kept = admin.get(page).context["form"].initial["key_set"]
    answer = admin.post(page, {"name": "P", "scopes": "schedule:read", "proof": "", "key_set": kept})
    assert answer.status_code == 302
    app.refresh_from_db()
    assert (app.name, [key["kid"] for key in app.key_set]) == ("P", ["one"])


def test_a_revoked_key_is_not_replaced(own):
    key = IntegrationKey.objects.get()
    actions.revoke_key(by=SYSTEM, key=key)
    with pytest.raises(Invalid):
        actions.replace_key(by=SYSTEM, key=key, at=clock.now())


def test_a_webhook_is_added_tried_stopped_and_its_log_shown(admin, own):
    admin.post(of(own, "webhooks/"), {"url": "http://127.0.0.1:9/nobody", "events": "billing.*"})
    hook = Webhook.objects.get()
    admin.post(f"/webhooks/{hook.pk}/try/")
    page = admin.get(f"/webhooks/{hook.pk}/").content.decode()
    assert "webhook.test" in page
    assert "No answer" in page
    admin.post(f"/webhooks/{hook.pk}/stop/")
    hook.refresh_from_db()
    assert hook.stopped_at is not None


def test_the_old_address_leads_there(admin):
    assert admin.get("/api-keys/")["Location"] == PAGE


def test_a_counselor_does_not_see_integrations(client):
    sign_in(client, make_staff("counselor", site=make_site()))
    assert client.get(PAGE).status_code == 403


def test_an_integration_that_somebody_changed_is_not_overwritten_and_nothing_typed_is_lost(admin, own):
    page = of(own, "change/")
    as_read = admin.get(page).context["form"]["version"].value()
    fields = {"name": "Lab two", "networks": "", "calls_a_minute": "60"}
    assert admin.post(page, {**fields, "version": as_read}).status_code == 302
    answer = admin.post(page, {**fields, "name": "Lab three", "version": as_read})
    assert answer.status_code == 422
    assert "Somebody else changed this integration meanwhile" in answer.content.decode()
    assert 'value="Lab three"' in answer.content.decode()
    own.refresh_from_db()
    assert (own.name, own.version) == ("Lab two", as_read + 1)


def test_ending_an_integration_is_a_change_too(own):
    as_read = own.version
    actions.end_integration(by=SYSTEM, integration=own, at=clock.now())
    with pytest.raises(Stale):
        actions.change_integration(
            by=SYSTEM, integration=own, name="Lab", sites=[], networks=[], calls_a_minute=60, version=as_read
        )
