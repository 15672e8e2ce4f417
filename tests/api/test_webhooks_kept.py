"""An integration keeps its own webhooks through the API, by the actions of the pages; colleagues keep those of all."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from clients.choices import PartyKind, Purpose
from iop.access.actors import SYSTEM
from iop.api.choices import DeliveryStatus
from iop.api.models import Webhook, WebhookDelivery
from iop.api.webhooks import actions, delivering, planning
from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories.api import calling_with, make_key, sealed
from tests.factories.clients import AT, make_client, make_site
from tests.factories.ground import make_staff
from tests.factories.hooks import SCOPES, Receiver, rename
from tests.factories.privacy import make_party

pytestmark = pytest.mark.django_db
HOOKS, LOG = "/api/v1/webhooks/", "/api/v1/webhook-deliveries/"
URL = "http://127.0.0.1:9/nobody"
MANAGE = "webhooks:manage"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def own():
    """An integration's key, and what calls with it."""
    key, text = make_key(MANAGE, *SCOPES)
    return key, APIClient(headers={"Authorization": f"Api-Key {text}"})


@pytest.fixture
def told(own, receiver):
    """What calls, its webhook, and the message that told it of a change."""
    _key, caller = own
    sealed(AT)
    made = post(caller, HOOKS, {"url": receiver.url, "events": ["clients.*"]})
    rename(make_client(make_site()), "Bo")
    sealed(AT)
    planning.plan(AT)
    delivering.deliver()
    return caller, made, WebhookDelivery.objects.get(event="clients.changed")


def of(made, rest=""):
    return f"{HOOKS}{made['id']}/{rest}"


def test_an_integration_adds_its_own_and_is_shown_the_secret_once(own):
    key, caller = own
    made = post(caller, HOOKS, {"url": URL, "events": ["billing.*"]}, expect=201)
    assert made["integration"] == str(key.integration_id)
    assert made["secret"] == Webhook.objects.get().secret
    assert "secret" not in caller.get(of(made)).json()
    assert [row["id"] for row in caller.get(HOOKS).json()["results"]] == [made["id"]]


def test_it_sees_no_other_integrations(own):
    _key, caller = own
    other, _ = make_key(MANAGE, *SCOPES, name="Other")
    row, _secret = actions.add_webhook(by=SYSTEM, integration=other.integration, url=URL, events=["*"], at=AT)
    delivery = WebhookDelivery.objects.create(
        webhook=row, position=1, event="clients.changed", ordering="x", payload={}, next_try_at=AT,
        status=DeliveryStatus.SENT,
    )  # fmt: skip
    named = {"id": str(row.pk)}
    assert caller.get(HOOKS).json()["results"] == caller.get(LOG).json()["results"] == []
    for rest in ("stop/", "start/", "renew-secret/", "test/", "replay/"):
        assert caller.post(of(named, rest), {}, format="json").status_code == 404
    assert caller.get(of(named)).status_code == caller.delete(of(named)).status_code == 404
    assert caller.post(f"{LOG}{delivery.pk}/send-again/").status_code == 404
    status, words = refused(caller, HOOKS, {"url": URL, "events": ["*"], "integration": str(other.integration_id)})
    assert (status, words) == (400, "There is nothing with that id that you may see.")


def test_the_scope_opens_nothing_else():
    assert calling_with(*SCOPES).get(HOOKS).status_code == 403
    assert calling_with(MANAGE).get("/api/v1/clients/").status_code == 403


def test_a_party_that_writes_nothing_to_the_record_keeps_its_webhooks_all_the_same():
    party = make_party(PartyKind.PROVIDER, name="City Hospital")
    caller = calling_with(MANAGE, *SCOPES, party=party, purpose=Purpose.TREATMENT)
    made = post(caller, HOOKS, {"url": URL, "events": ["*"]}, expect=201)
    assert caller.delete(of(made)).status_code == 204


def test_it_is_refused_as_on_the_pages(own, settings):
    _key, caller = own
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    public = "https://hooks.example.org/iop"
    for body, words in (
        ({"url": "https://10.0.0.1/", "events": ["*"]}, "This address leads to no public machine."),
        ({"url": "https://[::1", "events": ["*"]}, "Give a whole address, such as https://hooks.example.org/iop."),
        ({"url": public, "events": ["everything!"]}, "Write names such as sessions.closed, billing.* or *."),
    ):
        assert refused(caller, HOOKS, body) == (400, words)
    assert not Webhook.objects.exists()


def test_it_is_changed_as_it_was_read(own):
    _key, caller = own
    made = post(caller, HOOKS, {"url": URL, "events": ["*"]})
    changed = patch(caller, of(made), {"events": ["sessions.closed"], "version": made["version"]})
    assert (changed["events"], changed["url"], changed["version"]) == (["sessions.closed"], URL, 2)
    assert refused(caller, of(made), {"url": URL, "version": 1}, method="patch")[0] == 409
    tag = caller.get(of(made))["ETag"]
    actions.change_webhook(by=SYSTEM, webhook=Webhook.objects.get(), url=URL, events=["*"], version=2, at=AT)
    answer = caller.patch(of(made), {"url": URL}, format="json", headers={"If-Match": tag})
    assert answer.status_code == 412


def test_it_is_stopped_and_goes_on_with_what_happened_meanwhile(told, receiver):
    caller, made, _delivery = told
    assert post(caller, of(made, "stop/"))["stopped_at"]
    rename(make_client(make_site()), "Al")
    sealed(AT)
    planning.plan(AT)
    delivering.deliver()
    before = len(receiver.came)
    assert post(caller, of(made, "start/"))["stopped_at"] is None
    planning.plan(AT)
    delivering.deliver()
    assert len(receiver.came) > before


def test_a_new_secret_is_shown_in_its_answer_alone(told):
    caller, made, _delivery = told
    renewed = post(caller, of(made, "renew-secret/"))
    assert renewed["secret"] not in ("", made["secret"])
    assert renewed["former_until"]
    assert "secret" not in caller.get(of(made)).json()


def test_a_try_says_what_came_of_it(told, receiver):
    caller, made, _delivery = told
    receiver.status = 410
    tried = post(caller, of(made, "test/"))
    assert (tried["is_test"], tried["status"], tried["attempts"][0]["answered"]) == (True, "given_up", 410)
    assert refused(caller, f"{LOG}{tried['id']}/send-again/") == (409, "A test is not sent again. Send another test.")


def test_a_message_is_sent_again_with_its_first_id(told, receiver):
    caller, _made, delivery = told
    assert post(caller, f"{LOG}{delivery.pk}/send-again/")["status"] == "waiting"
    assert refused(caller, f"{LOG}{delivery.pk}/send-again/") == (409, "It waits to be sent already.")
    delivering.deliver()
    ids = [headers["webhook-id"] for headers, _body in receiver.came]
    assert ids.count(f"msg_{delivery.pk.hex}") == 2


def test_a_stretch_is_sent_again(told):
    caller, made, _delivery = told
    there = WebhookDelivery.objects.count()
    hour = dt.timedelta(hours=1)
    assert post(caller, of(made, "replay/"), {"since": (AT - hour).isoformat()}) == {"number": there}
    assert post(
        caller, of(made, "replay/"), {"since": (AT - 3 * hour).isoformat(), "until": (AT - hour).isoformat()}
    ) == {"number": 0}
    status, words = refused(caller, of(made, "replay/"), {"since": (AT - dt.timedelta(days=60)).isoformat()})
    assert (status, words) == (400, "At most 31 days are sent again at once.")


def test_the_log_is_filtered_and_costs_the_same_for_any_number_of_rows(told):
    caller, made, delivery = told
    for status, number in (("sent", WebhookDelivery.objects.count()), ("waiting", 0)):
        found = caller.get(LOG, {"webhook": made["id"], "status": status}).json()["results"]
        assert len(found) == number
    assert caller.get(LOG, {"event": "clients.changed"}).json()["results"][0]["attempts"][0]["outcome"] == "arrived"

    def asked():
        with CaptureQueriesContext(connection) as counted:
            caller.get(LOG)
        return len(counted)

    few = asked()
    for position in range(1000, 1020):
        actions.send_test(by=SYSTEM, webhook=delivery.webhook, at=AT + dt.timedelta(minutes=position))
    assert asked() == few


def test_the_log_names_nobody(told):
    caller, _made, _delivery = told
    clients = {each for row in WebhookDelivery.objects.all() for each in row.payload["clients"]}
    assert clients
    assert not any(client in caller.get(LOG).content.decode() for client in clients)


def test_what_is_ended_is_gone_and_its_log_stays(told):
    caller, made, _delivery = told
    assert caller.delete(of(made)).status_code == 204
    assert caller.get(of(made)).status_code == 404
    assert caller.get(LOG, {"webhook": made["id"]}).json()["results"]


def test_whoever_manages_keys_keeps_those_of_all(own):
    key, caller = own
    made = post(caller, HOOKS, {"url": URL, "events": ["*"]})
    site = make_site()
    admin = calling_as(make_staff("site_admin", site=site))
    assert [row["id"] for row in admin.get(HOOKS).json()["results"]] == [made["id"]]
    assert refused(admin, HOOKS, {"url": URL, "events": ["*"]}) == (400, "Name the integration.")
    again = post(admin, HOOKS, {"url": URL, "events": ["*"], "integration": str(key.integration_id)}, expect=201)
    assert again["secret"]
    assert calling_as(make_staff("counselor", site=site)).get(HOOKS).status_code == 403
