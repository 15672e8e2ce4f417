"""Webhooks: signed, in order, again when nobody answers, never to a private address, never more than may be told."""

import base64
import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from clients.actions import update_client
from clients.choices import Information, PartyKind, Purpose
from clients.models import Consent, Disclosure
from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api.choices import DeliveryStatus
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.webhooks import actions, delivering, planning, posting
from iop.core import clock
from iop.core.errors import Invalid
from tests.factories.api import make_key, sealed
from tests.factories.clients import AT, make_client, make_site
from tests.factories.privacy import make_consent, make_party

pytestmark = pytest.mark.django_db
SCOPES = ("changes:read", "clients:read")


class Receiver:
    """A receiver on this machine: what came, and what it answers."""

    def __init__(self):
        self.came, self.status = [], 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=iop"

    @property
    def told(self):
        return [json.loads(body) for _headers, body in self.came]


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def hook(url, *, scopes=SCOPES, events=("clients.*",), **fields):
    key, _ = make_key(*scopes, **fields)
    sealed(AT)
    return actions.add_webhook(by=SYSTEM, integration=key.integration, url=url, events=list(events), at=AT)


def rename(client, name):
    client.refresh_from_db()
    update_client(by=SYSTEM, client=client, version=client.version, changes={"preferred_name": name}, at=AT)


def tell(at=AT):
    sealed(AT)
    planning.plan(at)
    return delivering.deliver(at)


def test_a_change_arrives_signed_with_ids_alone(receiver):
    one = make_client(make_site())
    _row, secret = hook(receiver.url)
    rename(one, "Bo")
    assert tell() == 1
    headers, body = receiver.came[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert (
        headers["webhook-signature"]
        == "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    )
    assert receiver.told[0]["type"] == "clients.changed"
    assert receiver.told[0]["data"]["clients"] == [str(one.pk)]
    assert b"Bo" not in body
    assert Disclosure.objects.filter(client=one, description="webhooks").count() == 1


def test_planned_twice_it_is_told_once(receiver):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    tell()
    Webhook.objects.filter(pk=row.pk).update(position=0)
    tell()
    assert [told["type"] for told in receiver.told].count("clients.changed") == 1


def test_a_dead_receiver_is_tried_again_later_and_misses_nothing(receiver, at):
    one = make_client(make_site())
    hook(receiver.url)
    receiver.status = 503
    rename(one, "B1")
    rename(one, "B2")
    assert tell() == 0
    # The second waits for the first: they are about the same client.
    assert WebhookAttempt.objects.count() == 1
    assert WebhookDelivery.objects.filter(status=DeliveryStatus.WAITING).count() == 2
    receiver.status, later = 200, AT + dt.timedelta(minutes=2)
    at(later)
    assert delivering.deliver(later) == 2
    positions = [told["data"]["position"] for told in receiver.told if told]
    assert positions[-2:] == sorted(positions[-2:])


def test_what_nobody_takes_for_days_is_given_up_and_the_next_goes_on(receiver, at):
    one = make_client(make_site())
    hook(receiver.url)
    rename(one, "B1")
    receiver.status, now = 500, AT
    tell()
    for minutes in delivering.BACK_OFF_MINUTES:
        now += dt.timedelta(minutes=minutes, seconds=1)
        at(now)
        delivering.deliver(now)
    first = WebhookDelivery.objects.get()
    assert (first.status, first.attempts.count()) == (DeliveryStatus.GIVEN_UP, len(delivering.BACK_OFF_MINUTES) + 1)


def test_one_that_does_not_answer_lets_the_others_be_told(receiver):
    one, two = make_client(make_site()), make_client(make_site())
    dead, _ = hook("http://127.0.0.1:9/nobody")
    hook(receiver.url)
    rename(one, "B1")
    rename(two, "B2")
    assert tell() == 2
    assert WebhookAttempt.objects.filter(delivery__webhook=dead).count() == 1


def test_after_days_without_an_answer_it_is_stopped_and_goes_on_when_started(receiver, at):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    receiver.status = 500
    rename(one, "B1")
    tell()
    later = AT + dt.timedelta(days=6)
    at(later)
    delivering.deliver(later)
    row.refresh_from_db()
    assert row.stopped_at is not None
    receiver.status = 200
    actions.start_webhook(by=SYSTEM, webhook=row, at=later)
    assert delivering.deliver(later) == 1


def test_a_consent_taken_back_between_planning_and_telling_is_obeyed(receiver):
    party, one = make_party(PartyKind.PROVIDER, name="City Hospital"), make_client(make_site())
    consent = make_consent(one, party=party, information=[Information.PRESENCE])
    hook(receiver.url, party=party, purpose=Purpose.TREATMENT)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    assert WebhookDelivery.objects.count() == 1
    Consent.objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert delivering.deliver(AT) == 0
    assert (receiver.came, WebhookDelivery.objects.get().status) == ([], DeliveryStatus.GIVEN_UP)


def test_an_integration_that_has_ended_is_told_nothing(receiver):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    keys.end_integration(by=SYSTEM, integration=row.integration, at=AT)
    tell()
    assert receiver.came == []


def test_a_new_secret_and_the_one_before_both_sign_for_a_day(receiver):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    actions.renew_secret(by=SYSTEM, webhook=row, at=AT)
    rename(one, "Bo")
    tell()
    assert receiver.came[0][0]["webhook-signature"].count("v1,") == 2


def test_a_try_says_at_once_what_came_of_it(receiver):
    row, _ = hook(receiver.url)
    assert actions.send_test(by=SYSTEM, webhook=row, at=AT).status == DeliveryStatus.SENT
    receiver.status = 410
    made = actions.send_test(by=SYSTEM, webhook=row, at=AT)
    assert (made.status, made.attempts.get().answered) == (DeliveryStatus.GIVEN_UP, 410)


def test_what_arrived_can_be_sent_again_with_its_first_id(receiver):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    tell()
    assert (
        actions.replay(by=SYSTEM, webhook=row, since=AT - dt.timedelta(hours=1), at=AT)
        == WebhookDelivery.objects.count()
    )
    delivering.deliver(AT)
    ids = [headers["webhook-id"] for headers, _body in receiver.came]
    assert ids[0] == ids[-1]
    assert len(ids) == 2 * len(set(ids))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::",
        "224.0.0.1",
        "0.0.0.0",  # noqa: S104
        "100.64.0.1",
    ],
)
def test_private_addresses_are_not_public(address):
    assert not posting.is_public(ipaddress.ip_address(address))


def test_outside_development_private_targets_are_refused_when_added_and_when_called(receiver, settings):
    row, _ = hook(receiver.url)
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    for url in (
        "http://hooks.example.org/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "ftp://a.b/x",
        "https://u:p@a.example/x",
    ):
        with pytest.raises(Invalid):
            actions.add_webhook(by=SYSTEM, integration=row.integration, url=url, events=["*"], at=AT)
    made = actions.send_test(by=SYSTEM, webhook=row, at=AT)
    assert (receiver.came, made.attempts.get().outcome) == ([], "not_allowed")


def test_a_public_name_that_leads_inside_is_not_called(receiver, settings, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    inside = ("127.0.0.1", receiver.server.server_port)
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", inside)])
    assert posting.post("https://hooks.example.org/x", b"{}", {}).outcome == "not_allowed"
    assert receiver.came == []


def test_a_worker_killed_while_it_held_one_leaves_it_to_the_next(receiver, at):
    one = make_client(make_site())
    hook(receiver.url)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    delivering._claim(clock.now(), set())
    assert delivering.deliver(AT) == 0
    later = AT + dt.timedelta(minutes=delivering.HELD_MINUTES, seconds=1)
    at(later)
    assert delivering.deliver(later) == 1
