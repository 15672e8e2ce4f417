"""The log of webhooks is removed from its old end: whole batches, never what waits, never a hole in the middle."""

import datetime as dt
import threading

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from iop.access.actors import SYSTEM
from iop.api import actions as integrations
from iop.api.choices import AttemptOutcome, DeliveryStatus
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.webhooks import actions, forgetting
from iop.clinic.actions import change_setting
from iop.core import clock
from iop.core.errors import Invalid
from tests.api.signed_in import refused
from tests.factories.api import make_key
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
URL = "https://hooks.example.org/iop"


@pytest.fixture
def hook():
    """A webhook. The clock runs here as it does outside: the database looks at its own."""
    return make_hook()


def make_hook(key=None):
    key = key or make_key("changes:read")[0]
    return actions.add_webhook(by=SYSTEM, integration=key.integration, url=URL, events=["*"], at=clock.now())[0]


def log(hook, ages, status=DeliveryStatus.SENT, first=1, **fields):
    """Write messages down that ended so many days ago, one position after the other, each with two tries."""
    now, made = clock.now(), []
    for position, age in enumerate(ages, first):
        over = status != DeliveryStatus.WAITING
        made.append(WebhookDelivery(
            webhook=hook, position=position, event="clients.changed", ordering="client:1", payload={}, status=status,
            next_try_at=now, created_at=now - age * DAY - DAY / 2, ended_at=now - age * DAY if over else None, **fields,
        ))  # fmt: skip
    WebhookDelivery.objects.bulk_create(made)
    WebhookAttempt.objects.bulk_create(
        WebhookAttempt(delivery=row, outcome=AttemptOutcome.ARRIVED, answered=200, milliseconds=5)
        for row in made
        for _try in range(2)
    )
    return made


def left(hook):
    return list(WebhookDelivery.objects.filter(webhook=hook).order_by("position").values_list("position", flat=True))


@pytest.mark.parametrize("status", [DeliveryStatus.SENT, DeliveryStatus.GIVEN_UP])
def test_what_ended_long_ago_is_removed_with_its_tries(hook, status):
    log(hook, [200, 91, 89, 0], status)
    assert forgetting.forget(clock.now()) == 2
    assert left(hook) == [3, 4]
    assert WebhookAttempt.objects.count() == 4
    assert forgetting.forget(clock.now()) == 0


def test_the_clinic_says_how_long(hook):
    log(hook, [200, 89])
    today = clock.today("UTC")
    change_setting(by=SYSTEM, key="webhooks.log_days", value=365, valid_from=today, on=today, site_id=None)
    assert forgetting.forget(clock.now()) == 0
    with pytest.raises(Invalid):
        change_setting(by=SYSTEM, key="webhooks.log_days", value=30, valid_from=today, on=today, site_id=None)


def test_what_waits_stays_and_so_does_all_that_was_planned_after_it(hook):
    log(hook, [302])
    log(hook, [300], DeliveryStatus.WAITING, first=2)
    log(hook, [300, 300], first=3)
    forgetting.forget(clock.now())
    assert left(hook) == [2, 3, 4]
    # What is sent again out of what is left lacks nothing in its middle.
    since = clock.now() - 301 * DAY
    assert actions.replay(by=SYSTEM, webhook=hook, since=since, until=since + DAY, at=clock.now()) == 2


def test_one_that_was_sent_again_lately_stays_with_what_came_after_it(hook):
    log(hook, [300, 300, 300])
    again = WebhookDelivery.objects.get(position=2)
    actions.send_one_again(by=SYSTEM, delivery=again, at=clock.now())
    WebhookDelivery.objects.filter(pk=again.pk).update(status=DeliveryStatus.SENT, ended_at=clock.now())
    forgetting.forget(clock.now())
    assert left(hook) == [2, 3]


def test_tests_of_a_webhook_go_by_their_age_alone(hook):
    log(hook, [5])
    log(hook, [200, 3], first=0, is_test=True)
    assert forgetting.forget(clock.now()) == 1
    hook.refresh_from_db()
    assert hook.log_since is None


@pytest.mark.parametrize("ended", ["webhook", "integration"])
def test_where_nothing_is_sent_any_more_nothing_waits_for_ever(hook, ended):
    log(hook, [200], DeliveryStatus.WAITING)
    if ended == "webhook":
        actions.end_webhook(by=SYSTEM, webhook=hook, at=clock.now())
    else:
        integrations.end_integration(by=SYSTEM, integration=hook.integration, at=clock.now())
    assert forgetting.forget(clock.now()) == 0
    assert WebhookDelivery.objects.get().status == DeliveryStatus.GIVEN_UP
    WebhookDelivery.objects.update(ended_at=clock.now() - 91 * DAY)
    assert forgetting.forget(clock.now()) == 1


def test_each_webhook_has_its_own_log(hook):
    other = make_hook()
    log(hook, [200, 1])
    log(other, [1, 1])
    forgetting.forget(clock.now())
    assert (left(hook), left(other)) == ([2], [1, 2])


def test_a_log_of_any_length_costs_the_same_statements(hook):
    def asked():
        with CaptureQueriesContext(connection) as counted:
            forgetting.forget(clock.now())
        return len(counted)

    log(hook, [200, 200])
    few = asked()
    log(hook, [200] * 120, first=10)
    assert asked() == few
    assert left(hook) == []


def test_a_long_log_goes_in_batches(hook, monkeypatch):
    monkeypatch.setattr(forgetting, "A_BATCH", 3)
    log(hook, [200] * 8 + [1])
    assert forgetting.forget(clock.now()) == 8
    assert left(hook) == [9]


def test_a_run_ends_in_time_and_the_next_goes_on(hook, monkeypatch):
    monkeypatch.setattr(forgetting, "MOST_SECONDS", -1)
    log(hook, [200])
    assert forgetting.forget(clock.now()) == 0
    monkeypatch.undo()
    assert forgetting.forget(clock.now()) == 1


def test_the_log_says_since_when_it_is_whole(hook, client):
    removed = log(hook, [200, 100, 1])[1]
    key, text = make_key("changes:read", "webhooks:manage")
    Webhook.objects.filter(pk=hook.pk).update(integration=key.integration)
    caller, address = APIClient(headers={"Authorization": f"Api-Key {text}"}), f"/api/v1/webhooks/{hook.pk}/"
    sign_in(client, make_staff("site_admin", site=make_site()))
    assert caller.get(address).json()["log_since"] is None
    assert "its beginning; messages are kept for 90 days" in client.get(f"/webhooks/{hook.pk}/").content.decode()
    forgetting.forget(clock.now())
    hook.refresh_from_db()
    assert hook.log_since == removed.created_at
    assert dt.datetime.fromisoformat(caller.get(address).json()["log_since"]) == removed.created_at
    assert f"{removed.created_at:%Y-%m-%d %H:%M} UTC; messages" in client.get(f"/webhooks/{hook.pk}/").content.decode()


def test_a_stretch_from_before_the_log_begins_is_refused_with_the_day_from_which_it_can_be(hook):
    log(hook, [100, 85])
    forgetting.forget(clock.now())
    key, text = make_key("changes:read", "webhooks:manage")
    Webhook.objects.filter(pk=hook.pk).update(integration=key.integration)
    caller, address = APIClient(headers={"Authorization": f"Api-Key {text}"}), f"/api/v1/webhooks/{hook.pk}/replay/"
    until = (clock.now() - 80 * DAY).isoformat()
    status, words = refused(caller, address, {"since": (clock.now() - 101 * DAY).isoformat(), "until": until})
    assert status == 400
    assert "The log reaches back to" in words
    hook.refresh_from_db()
    whole = hook.log_since.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    assert f"{whole:%H:%M} UTC" in words
    answer = caller.post(address, {"since": whole.isoformat(), "until": until}, format="json")
    assert answer.json() == {"number": 1}


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: WebhookAttempt.objects.update(milliseconds=1),
        lambda rows: WebhookAttempt.objects.all()._raw_delete("default"),
        lambda rows: WebhookDelivery.objects.all()._raw_delete("default"),
    ],
)
@pytest.mark.parametrize("status", [DeliveryStatus.SENT, DeliveryStatus.WAITING])
def test_the_database_itself_keeps_what_is_younger_than_a_month(hook, change, status):
    rows = log(hook, [29], status)
    with pytest.raises(Error, match=r"(?i)cannot|keeps"), transaction.atomic():
        change(rows)
    assert WebhookAttempt.objects.count() == 2


def test_a_try_is_never_rewritten_however_old(hook):
    log(hook, [400])
    with pytest.raises(Error), transaction.atomic():
        WebhookAttempt.objects.update(milliseconds=1)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_workers_at_once_remove_each_message_once(self, monkeypatch):
        monkeypatch.setattr(forgetting, "A_BATCH", 7)
        hooks = [make_hook() for _number in range(3)]
        for hook in hooks:
            log(hook, [200] * 40 + [1, 1])
        came = race(*[lambda: forgetting.forget(clock.now())] * 3)
        came.append(forgetting.forget(clock.now()))
        assert sum(came) == 120
        assert [left(hook) for hook in hooks] == [[41, 42]] * 3
        assert WebhookAttempt.objects.count() == 12

    def test_killed_half_way_it_has_removed_nothing_by_halves(self, monkeypatch):
        hook = make_hook()
        log(hook, [200, 200])
        plain, calls = forgetting._remove, []

        def killed(rows):
            if calls:
                raise KeyboardInterrupt
            calls.append(rows)
            plain(rows)

        monkeypatch.setattr(forgetting, "_remove", killed)
        with pytest.raises(KeyboardInterrupt):
            forgetting.forget(clock.now())
        hook.refresh_from_db()
        assert (left(hook), WebhookAttempt.objects.count(), hook.log_since) == ([1, 2], 4, None)
        monkeypatch.undo()
        assert forgetting.forget(clock.now()) == 2

    def test_while_somebody_sends_a_stretch_again_it_is_left_for_the_next_run(self):
        hook = make_hook()
        log(hook, [200, 200])
        sent, go = threading.Event(), threading.Event()

        def sends_again():
            with transaction.atomic():
                since = clock.now() - 210 * DAY
                number = actions.replay(by=SYSTEM, webhook=hook, since=since, until=since + 20 * DAY, at=clock.now())
                sent.set()
                go.wait(20)
                return number

        def forgets():
            sent.wait(20)
            try:
                return forgetting.forget(clock.now())
            finally:
                go.set()

        assert race(sends_again, forgets) == [2, 0]
        assert WebhookDelivery.objects.filter(status=DeliveryStatus.WAITING).count() == 2
        assert forgetting.forget(clock.now()) == 0
