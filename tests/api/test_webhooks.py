"""Webhooks: signed, in order, again when nobody answers, never to a private address, never more than may be told."""

import base64
import datetime as dt
import hashlib
import hmac

import pytest

from clients.choices import Information, PartyKind, Purpose
from clients.models import Consent, Disclosure
from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api.choices import DeliveryStatus
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.webhooks import actions, delivering, planning
from iop.core import clock
from iop.core.errors import Conflict, Invalid
from iop.work.models import WorkItem
from tests.factories.api import sealed
from tests.factories.clients import AT, make_client, make_site
from tests.factories.hooks import SCOPES, Receiver, hook, rename, tell
from tests.factories.privacy import make_consent, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


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
    assert delivering.deliver() == 2
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
        delivering.deliver()
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


LATER = AT + dt.timedelta(days=6)


def unanswered_for_days(receiver, at):
    """Give a webhook that answered nothing from the first day to the sixth."""
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    receiver.status = 500
    rename(one, "B1")
    tell()
    at(LATER)
    delivering.deliver()
    return row


def test_after_days_without_an_answer_it_is_stopped_and_goes_on_when_started(receiver, at):
    row = unanswered_for_days(receiver, at)
    row.refresh_from_db()
    assert row.stopped_at is not None
    assert asked_of(row) == ["open"]
    receiver.status = 200
    actions.start_webhook(by=SYSTEM, webhook=row, at=LATER)
    assert delivering.deliver() == 1
    assert asked_of(row) == ["done"]


def asked_of(hook):
    """Say how the work stands that a stopped webhook made for those who keep integrations."""
    return list(WorkItem.objects.filter(kind="webhook_stopped", subject_id=hook.pk).values_list("status", flat=True))


@pytest.mark.parametrize("ended", ["webhook", "integration"])
def test_nobody_is_asked_any_more_to_mend_what_has_ended(receiver, at, ended):
    row = unanswered_for_days(receiver, at)
    if ended == "webhook":
        actions.end_webhook(by=SYSTEM, webhook=row, at=LATER)
    else:
        keys.end_integration(by=SYSTEM, integration=row.integration, at=LATER)
    assert asked_of(row) == ["dropped"]


def test_a_consent_taken_back_between_planning_and_telling_is_obeyed(receiver):
    party, one = make_party(PartyKind.PROVIDER, name="City Hospital"), make_client(make_site())
    consent = make_consent(one, party=party, information=[Information.CONTACT])
    hook(receiver.url, party=party, purpose=Purpose.TREATMENT)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    assert WebhookDelivery.objects.count() == 1
    Consent.objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert delivering.deliver() == 0
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
    delivering.deliver()
    ids = [headers["webhook-id"] for headers, _body in receiver.came]
    assert ids[0] == ids[-1]
    assert len(ids) == 2 * len(set(ids))


def test_a_worker_killed_while_it_held_one_leaves_it_to_the_next(receiver, at):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    delivering._claim(row, clock.now())
    assert delivering.deliver() == 0
    later = AT + dt.timedelta(minutes=delivering.HELD_MINUTES, seconds=1)
    at(later)
    assert delivering.deliver() == 1


def test_a_key_that_was_revoked_after_planning_lets_nothing_leave_and_loses_nothing(receiver):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    (key,) = row.integration.keys.all()
    keys.revoke_key(by=SYSTEM, key=key)
    assert delivering.deliver() == 0
    assert receiver.came == []
    keys.add_key(by=SYSTEM, integration=row.integration, scopes=SCOPES, at=AT)
    assert delivering.deliver() == 1


def test_a_scope_that_was_taken_away_after_planning_closes_what_waits(receiver):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    row.integration.keys.update(scopes=["changes:read"])
    assert delivering.deliver() == 0
    assert (receiver.came, WebhookDelivery.objects.get().status) == ([], DeliveryStatus.GIVEN_UP)


def test_what_leaves_on_a_consent_carries_the_statement_that_it_may_not_be_passed_on(receiver):
    party, one = make_party(PartyKind.PROVIDER, name="City Hospital"), make_client(make_site())
    make_consent(one, party=party, information=[Information.CONTACT])
    hook(receiver.url, party=party, purpose=Purpose.TREATMENT)
    rename(one, "Bo")
    assert tell() == 1
    assert "42 CFR part 2" in receiver.told[0]["notices"]["Redisclosure-Notice"]


def test_a_receiver_that_is_not_there_was_told_nothing(receiver):
    one = make_client(make_site())
    hook("http://127.0.0.1:9/nobody")
    rename(one, "Bo")
    tell()
    assert not Disclosure.objects.filter(description="webhooks").exists()
    assert WebhookAttempt.objects.get().outcome == "no_answer"


def test_one_that_cannot_be_sent_lets_the_others_be_told(receiver):
    one = make_client(make_site())
    broken, _ = hook(receiver.url)
    Webhook.objects.filter(pk=broken.pk).update(secret="whsec_x", url="https://hooks.example.org:port/")
    hook(receiver.url)
    rename(one, "Bo")
    assert tell() == 1


def test_a_secret_that_cannot_be_read_lets_the_others_be_told(receiver):
    one = make_client(make_site())
    broken, _ = hook(receiver.url)
    Webhook.objects.filter(pk=broken.pk).update(secret="whsec_x")
    hook(receiver.url)
    rename(one, "Bo")
    assert tell() == 1
    assert WebhookAttempt.objects.filter(delivery__webhook=broken).exists()


def test_those_that_answer_are_told_before_those_that_do_not(receiver, monkeypatch):
    one = make_client(make_site())
    for _number in range(4):
        dead, _ = hook("http://127.0.0.1:9/nobody")
        Webhook.objects.filter(pk=dead.pk).update(failing_since=AT)
    hook(receiver.url)
    rename(one, "Bo")
    order, plain = [], delivering.posting.post
    monkeypatch.setattr(delivering.posting, "post", lambda url, ask: (order.append(url), plain(url, ask))[1])
    tell()
    assert order[0] == receiver.url
    assert len(order) == 5


def test_a_long_backlog_of_one_does_not_keep_another_waiting(receiver, monkeypatch):
    many = [make_client(make_site()) for _number in range(2 * delivering.AT_ONCE + 1)]
    for one in many:
        rename(one, "Bo")
    late, _ = hook(receiver.url)
    Webhook.objects.filter(pk=late.pk).update(position=0)
    hook(receiver.url, name="Other")
    rename(many[0], "Al")
    order, plain = [], delivering.send
    monkeypatch.setattr(delivering, "send", lambda row, caller: (order.append(row.webhook_id), plain(row, caller))[1])
    tell()
    (place,) = [place for place, hook_id in enumerate(order) if hook_id != late.pk]
    assert place <= delivering.AT_ONCE


def test_a_worker_that_was_away_too_long_changes_nothing_any_more(receiver, at):
    one = make_client(make_site())
    row, _ = hook(receiver.url)
    rename(one, "Bo")
    sealed(AT)
    planning.plan(AT)
    (mine,) = delivering._claim(row, AT)
    later = AT + dt.timedelta(minutes=delivering.HELD_MINUTES, seconds=1)
    at(later)
    (theirs,) = delivering._claim(row, later)
    delivering._note(mine, delivering.posting.Came("refused", 500, 1), later)
    theirs.refresh_from_db()
    assert (theirs.tries, theirs.held_until > later) == (0, True)


def test_a_try_that_fails_does_not_let_a_webhook_be_stopped_days_later(receiver, at):
    row, _ = hook(receiver.url)
    receiver.status = 500
    actions.send_test(by=SYSTEM, webhook=row, at=AT)
    row.refresh_from_db()
    assert row.failing_since is None


def test_tries_are_limited(receiver):
    row, _ = hook(receiver.url)
    for _number in range(actions.TESTS_A_MINUTE):
        actions.send_test(by=SYSTEM, webhook=row, at=AT)
    with pytest.raises(Conflict):
        actions.send_test(by=SYSTEM, webhook=row, at=AT)
    assert len(receiver.came) == actions.TESTS_A_MINUTE


def test_a_stretch_of_more_than_a_month_is_not_sent_again_at_once(receiver):
    row, _ = hook(receiver.url)
    with pytest.raises(Invalid):
        actions.replay(by=SYSTEM, webhook=row, since=AT - dt.timedelta(days=32), at=AT)
    with pytest.raises(Invalid):
        actions.replay(by=SYSTEM, webhook=row, since=AT, until=AT, at=AT)


def test_one_webhook_that_cannot_be_planned_lets_the_others_be_planned(receiver, monkeypatch):
    one = make_client(make_site())
    broken, _ = hook(receiver.url)
    hook(receiver.url)
    rename(one, "Bo")
    sealed(AT)
    plain = planning.caller_of

    def failing(row, when):
        if row.pk == broken.pk:
            raise RuntimeError
        return plain(row, when)

    monkeypatch.setattr(planning, "caller_of", failing)
    assert planning.plan(AT) == 1
