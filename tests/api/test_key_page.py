"""The page of keys: a key is shown in the answer that made it and never again."""

import pytest

from iop.api.models import IntegrationKey
from tests.factories.api import make_key
from tests.factories.ground import make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/api-keys/"


@pytest.fixture
def admin(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    return client


def test_a_new_key_is_shown_once(admin):
    answer = admin.post(PAGE, {"name": "Lab", "scopes": ["schedule:read"], "days": "90"})
    text = answer.context["made"]
    assert text in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert text not in admin.get(PAGE).content.decode()


def test_a_key_without_scope_is_asked_for_one_and_keeps_the_name(admin):
    answer = admin.post(PAGE, {"name": "Lab", "days": "90"})
    assert answer.status_code == 422
    assert 'value="Lab"' in answer.content.decode()
    assert not IntegrationKey.objects.exists()


def test_revoking_ends_a_key(admin):
    key, _ = make_key("schedule:read")
    admin.post(f"{PAGE}{key.prefix}/revoke/")
    key.refresh_from_db()
    assert key.revoked


def test_a_counselor_does_not_see_keys(client):
    sign_in(client, make_staff("counselor", site=make_site()))
    assert client.get(PAGE).status_code == 403
