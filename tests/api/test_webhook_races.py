"""Two workers, a worker that is killed: each change is told, and told once at a time."""

import threading
import uuid

import pytest
from django.db import connection

from iop.access.actors import SYSTEM
from iop.api.choices import DeliveryStatus
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.webhooks import actions, delivering, planning
from iop.audit import chain
from iop.core import clock
from iop.core.errors import Invalid
from tests.factories.api import make_key
from tests.factories.clients import make_client, make_site
from tests.factories.hooks import SCOPES, Receiver, rename
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def told(receiver):
    """A webhook that waits to tell eight changes of four clients."""
    key, _ = make_key(*SCOPES)
    people = [make_client(make_site()) for _number in range(4)]
    chain.seal(at=clock.now())
    hook, _ = actions.add_webhook(
        by=SYSTEM, integration=key.integration, url=receiver.url, events=["clients.changed"], at=clock.now()
    )
    for name in ("B1", "B2"):
        for one in people:
            rename(one, name)
    chain.seal(at=clock.now())
    return hook


def positions_by_client(receiver):
    found = {}
    for message in receiver.told:
        found.setdefault(message["data"]["id"], []).append(message["data"]["position"])
    return found


def test_two_workers_tell_each_change_once_and_those_of_one_client_in_their_order(told, receiver):
    race(lambda: planning.plan(clock.now()), lambda: planning.plan(clock.now()))
    planning.plan(clock.now())
    assert WebhookDelivery.objects.count() == 8
    race(delivering.deliver, delivering.deliver, delivering.deliver)
    delivering.deliver()
    assert WebhookDelivery.objects.filter(status=DeliveryStatus.SENT).count() == 8
    found = positions_by_client(receiver)
    assert sorted(map(len, found.values())) == [2, 2, 2, 2]
    assert all(told == sorted(told) for told in found.values())


def test_a_worker_killed_while_it_planned_leaves_nothing_half_planned(told, monkeypatch):
    plain = Webhook.objects.filter

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(WebhookDelivery.objects, "bulk_create", lambda *a, **k: killed())
    with pytest.raises(KeyboardInterrupt):
        planning.plan(clock.now())
    monkeypatch.undo()
    assert plain(pk=told.pk).get().position == told.position
    assert planning.plan(clock.now()) == 8


def test_a_worker_killed_after_it_sent_lets_another_send_again_with_the_same_id(told, receiver, monkeypatch):
    planning.plan(clock.now())

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(delivering, "_note", killed)
    with pytest.raises(KeyboardInterrupt):
        delivering.deliver()
    monkeypatch.undo()
    # Its time to hold what it took has passed.
    WebhookDelivery.objects.update(held_until=None)
    delivering.deliver()
    ids = [headers["webhook-id"] for headers, _body in receiver.came]
    assert (len(ids), len(set(ids))) == (9, 8)
    assert WebhookAttempt.objects.count() == 8


def test_a_webhook_that_is_stopped_while_a_worker_tells_it_tells_no_more_than_what_was_taken(told, receiver):
    planning.plan(clock.now())
    begun, go = threading.Event(), threading.Event()
    plain, first = delivering.posting.post, []

    def slowly(url, ask):
        if not first:
            first.append(url)
            begun.set()
            go.wait(20)
        return plain(url, ask)

    delivering.posting.post = slowly
    try:
        worker = threading.Thread(target=lambda: (delivering.deliver(), connection.close()))
        worker.start()
        begun.wait(20)
        actions.stop_webhook(by=SYSTEM, webhook=told, at=clock.now())
        go.set()
        worker.join(30)
    finally:
        delivering.posting.post = plain
    assert len(receiver.came) <= delivering.AT_ONCE
    assert WebhookDelivery.objects.filter(status=DeliveryStatus.WAITING).exists()
    actions.start_webhook(by=SYSTEM, webhook=told, at=clock.now())
    delivering.deliver()
    assert not WebhookDelivery.objects.filter(status=DeliveryStatus.WAITING).exists()


def test_of_two_who_add_the_last_webhook_one_is_refused(told):
    made = [
        Webhook(integration=told.integration, url=f"https://a.example/{uuid.uuid4()}", events=["*"], secret="s")
        for _number in range(actions.MOST - 2)
    ]
    Webhook.objects.bulk_create(made)

    def add():
        return actions.add_webhook(
            by=SYSTEM, integration=told.integration, url="https://b.example/", events=["*"], at=clock.now()
        )

    came = race(add, add)
    assert sum(isinstance(each, Invalid) for each in came) == 1
    assert Webhook.objects.filter(ended_at__isnull=True).count() == actions.MOST
