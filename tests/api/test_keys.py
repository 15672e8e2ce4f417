"""Keys of integrations: shown once, kept as a hash, scoped, expiring, revocable."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from iop.access.actors import SYSTEM
from iop.api import actions
from iop.api.models import IntegrationKey
from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed
from tests.factories.api import calling_with, make_key
from tests.factories.ground import make_actor, make_site

pytestmark = pytest.mark.django_db
SITES = "/api/v1/sites/"


def test_the_command_prints_a_key_that_opens_what_its_scopes_say():
    make_site()
    out = StringIO()
    call_command("api_key", "create", "--name", "Lab", "--scopes", "schedule:read", stdout=out, stderr=StringIO())
    client = APIClient(headers={"Authorization": f"Api-Key {out.getvalue().strip()}"})
    assert client.get(SITES).status_code == 200
    assert client.get("/api/v1/clients/").status_code == 403


def test_the_text_of_a_key_is_kept_nowhere():
    key, text = make_key("schedule:read")
    assert text.split(".")[1] not in str(IntegrationKey.objects.filter(pk=key.pk).values().get())


def test_an_unknown_scope_is_refused_with_the_known_ones():
    with pytest.raises(CommandError, match="There is no scope everything"):
        call_command("api_key", "create", "--name", "Lab", "--scopes", "everything")


def test_a_key_without_scopes_is_refused():
    with pytest.raises(Invalid, match="at least one scope"):
        make_key()


def test_only_who_may_manage_keys_makes_one():
    with pytest.raises(NotAllowed):
        actions.create_key(by=make_actor("counselor"), name="Mine", scopes=["clients:read"], at=clock.now())


def test_making_and_revoking_are_events():
    key, _ = make_key("schedule:read")
    actions.revoke_key(by=SYSTEM, key=key)
    verbs = AuditEvent.objects.filter(subject_id=key.integration_id).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["api.integration_added", "api.key_made", "api.key_revoked"]


def test_a_revoked_key_is_refused_at_once():
    key, text = make_key("schedule:read")
    client = APIClient(headers={"Authorization": f"Api-Key {text}"})
    actions.revoke_key(by=SYSTEM, key=key)
    answer = client.get(SITES)
    assert answer.status_code == 401
    assert answer.json()["code"] == "bad_key"


def refusals():
    found = AuditEvent.objects.filter(verb="api.call_refused").order_by("id")
    return [(event.actor_id, event.detail["reason"]) for event in found]


def test_a_call_with_a_key_that_opens_nothing_any_more_is_on_record_once_a_minute():
    key, text = make_key("schedule:read", "work:write")
    calls = APIClient(headers={"Authorization": f"Api-Key {text[:-1]}x"})
    assert calls.get(SITES).status_code == 401
    actions.revoke_key(by=SYSTEM, key=key)
    calls = APIClient(headers={"Authorization": f"Api-Key {text}"})
    # One that may be sent again is undone whole when it is refused; what stands on record stays.
    calls.post("/api/v1/clients/", {}, format="json", headers={"Idempotency-Key": "a"})
    calls.get(SITES)
    calls.get("/fhir/R4/Patient")
    assert refusals() == [(key.integration_id, "key_wrong"), (key.integration_id, "key_revoked")]
    APIClient(headers={"Authorization": "Api-Key nobody.knows"}).get(SITES)
    assert len(refusals()) == 2


def test_a_call_from_another_network_is_on_record():
    key, text = make_key("schedule:read", networks=["203.0.113.0/24"])
    calls = APIClient(headers={"Authorization": f"Api-Key {text}"})
    assert calls.get(SITES, REMOTE_ADDR="198.51.100.1").status_code == 401
    assert refusals() == [(key.integration_id, "address")]


@pytest.mark.parametrize(
    ("address", "forwarded", "proxies", "status"),
    [
        ("203.0.113.7", "", 0, 200),
        ("::ffff:203.0.113.7", "", 0, 200),
        ("198.51.100.1", "203.0.113.7", 0, 401),
        # Anybody can write the first entries: the last one is what our own proxy saw.
        ("10.0.0.1", "203.0.113.7, 198.51.100.1", 1, 401),
        ("10.0.0.1", "198.51.100.1, 203.0.113.7", 1, 200),
        ("10.0.0.1", "nonsense", 1, 401),
    ],
)
def test_the_network_is_the_one_that_our_own_proxy_saw(settings, address, forwarded, proxies, status):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    calls = calling_with("schedule:read", networks=["203.0.113.0/24"])
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert calls.get(SITES, REMOTE_ADDR=address, **headers).status_code == status


def test_a_refusal_names_the_way_in_and_says_of_a_token_that_it_is_none():
    assert APIClient().get(SITES)["WWW-Authenticate"] == "Api-Key, Bearer"
    answer = APIClient(headers={"Authorization": "Bearer nothing"}).get(SITES)
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_an_expired_key_is_refused(at):
    at("2026-03-02 09:00")
    client = calling_with("schedule:read", until=dt.date(2026, 3, 3))
    at("2026-03-03 23:59")
    assert client.get(SITES).status_code == 200
    at("2026-03-04 00:00")
    assert client.get(SITES).status_code == 401


def test_use_is_noted_at_most_once_a_minute(at):
    start = at("2026-03-02 09:00")
    key, text = make_key("schedule:read")
    client = APIClient(headers={"Authorization": f"Api-Key {text}"})
    client.get(SITES)
    at(start + dt.timedelta(seconds=30))
    client.get(SITES)
    key.refresh_from_db()
    assert key.last_used_at == start


def test_a_key_of_one_site_sees_only_that_site():
    here, _there = make_site(), make_site()
    rows = calling_with("schedule:read", sites=[here]).get(SITES).json()["results"]
    assert [row["id"] for row in rows] == [str(here.pk)]


def test_no_key_is_answered_401_as_a_problem():
    answer = APIClient().get(SITES)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Api-Key, Bearer"
