"""The outbox: written with the action, delivered once, tried again, taken back."""

import datetime as dt
import threading
import uuid
from collections import Counter
from urllib.error import HTTPError, URLError

import pytest
from django.core import mail
from django.db import IntegrityError, InternalError, connection, connections, transaction
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.basis import to_the_client
from iop.core.errors import Invalid
from iop.notifications import claiming, delivery
from iop.notifications.actions import Draft, queue, queue_many, withdraw
from iop.notifications.channels import Answer
from iop.notifications.channels.twilio import Twilio
from iop.notifications.choices import MAX_ATTEMPTS, MessageStatus
from iop.notifications.models import DeliveryAttempt, Message
from iop.notifications.rules import try_again_at
from iop.notifications.tasks import deliver as deliver_task
from tests.factories.ground import make_site, make_staff, sign_in

NOON = dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
VALUES = {"when": "Tue 3/10 at 6:00 PM", "phone": "617-555-0100"}


def draft(key="k", **more):
    return Draft(**{
        "channel": "email", "to": "ana@example.org", "recipient": ("client", uuid.uuid4()), "template": "session_reminder",
        "language": "en", "context": VALUES, "due_at": NOON, "basis": to_the_client("reminder"), "dedupe_key": key, **more,
    })  # fmt: skip


def put(key="k", **more):
    queue_many(by=SYSTEM, drafts=[draft(key, **more)])
    return Message.objects.get(dedupe_key=key)


class Recording:
    """A channel that notes what it was given."""

    sent: Counter = Counter()
    answer = Answer(ok=True, provider_id="p")
    lock = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def send(self, message):
        with self.lock:
            self.sent[message.pk] += 1
        return self.answer


@pytest.fixture(autouse=True)
def _nobody_above(settings):
    """The outbox alone: what the gate answers is tested with the gate (tests/privacy)."""
    settings.MESSAGE_STILL_WANTED, settings.MESSAGE_LEAVES = [], []


@pytest.fixture
def channel(settings):
    settings.MESSAGE_CHANNELS = {"email": "tests.notifications.test_outbox.Recording"}
    Recording.sent, Recording.answer = Counter(), Answer(ok=True, provider_id="p")
    return Recording


@pytest.mark.django_db
class TestQueue:
    def test_fills_the_words_and_keeps_the_ground_it_may_leave_on(self):
        message = queue(by=SYSTEM, **{name: getattr(draft(), name) for name in (
            "channel", "to", "recipient", "template", "context", "language", "due_at", "basis", "dedupe_key")})  # fmt: skip
        assert "Tue 3/10 at 6:00 PM" in message.body
        assert message.basis["ground"] == "own_access"

    def test_the_same_message_is_queued_once(self):
        first = put("same")
        assert queue_many(by=SYSTEM, drafts=[draft("same", to="other@example.org")]) == 0
        assert Message.objects.get() == first
        assert AuditEvent.objects.filter(verb="notifications.queued").count() == 1

    def test_many_in_as_many_statements_as_one(self, django_assert_num_queries):
        def count(n):
            with django_assert_num_queries(6):
                queue_many(by=SYSTEM, drafts=[draft(f"{n}-{i}") for i in range(n)])

        count(2)
        count(60)

    def test_touches_each_client_on_the_record(self):
        message = put()
        event = AuditEvent.objects.get(verb="notifications.queued")
        assert list(event.subjects.values_list("client_id", flat=True)) == [message.recipient_id]

    @pytest.mark.parametrize("channel", ["voice", "letter", "pigeon"])
    def test_what_people_do_by_hand_is_refused(self, channel):
        with pytest.raises(Invalid):
            put(channel=channel)

    def test_is_gone_when_the_action_rolls_back(self):
        with pytest.raises(RuntimeError), transaction.atomic():
            put()
            raise RuntimeError
        assert not Message.objects.exists()


@pytest.mark.django_db
class TestWithdraw:
    def test_takes_back_what_waits_and_leaves_what_went(self, channel):
        about = ("session", uuid.uuid4())
        sent = put("sent", about=about)
        delivery.deliver(at=NOON)
        waiting = put("waiting", about=about)
        other = put("other")
        assert withdraw(by=SYSTEM, about=about) == 1
        states = dict(Message.objects.values_list("pk", "status"))
        assert states == {sent.pk: "sent", waiting.pk: "withdrawn", other.pk: "waiting"}


@pytest.mark.django_db
class TestDeliver:
    def test_sends_what_is_due_and_not_before(self, channel):
        due, later = put("due"), put("later", due_at=NOON + MINUTE)
        delivery.deliver(at=NOON)
        assert dict(channel.sent) == {due.pk: 1}
        later.refresh_from_db()
        assert later.status == MessageStatus.WAITING

    def test_notes_when_and_under_which_number(self, channel):
        put()
        delivery.deliver(at=NOON)
        message = Message.objects.get()
        assert (message.status, message.sent_at, message.provider_id) == ("sent", NOON, "p")
        assert message.deliveries.get().ok

    def test_a_second_run_sends_nothing(self, channel):
        put()
        delivery.deliver(at=NOON)
        delivery.deliver(at=NOON + dt.timedelta(hours=9))
        assert sum(channel.sent.values()) == 1

    def test_asks_just_before_sending_whether_it_is_still_wanted(self, channel, settings):
        settings.MESSAGE_STILL_WANTED = ["tests.notifications.test_outbox.nobody_wants"]
        put()
        delivery.deliver(at=NOON)
        assert not channel.sent
        assert Message.objects.get().status == MessageStatus.WITHDRAWN

    def test_one_taken_back_after_the_claim_is_not_sent(self, channel, monkeypatch):
        about = ("session", uuid.uuid4())
        put(about=about)
        claim = claiming.claim

        def claim_then_withdraw(channel, **more):
            claimed = claim(channel, **more)
            withdraw(by=SYSTEM, about=about)
            return claimed

        monkeypatch.setattr(claiming, "claim", claim_then_withdraw)
        delivery.deliver(at=NOON)
        assert not channel.sent

    def test_tries_again_later_each_time(self, channel, monkeypatch):
        monkeypatch.setattr(delivery.random, "random", lambda: 0.0)
        channel.answer = Answer(ok=False, said="busy")
        put()
        at = NOON
        for wait in (1, 5, 15, 60, 240):
            assert delivery.deliver(at=at) == 1
            assert Message.objects.get().next_attempt_at == at + wait * MINUTE
            assert delivery.deliver(at=at + wait * MINUTE - MINUTE / 60) == 0
            at += wait * MINUTE
        delivery.deliver(at=at)
        message = Message.objects.get()
        assert (message.status, message.attempts, message.deliveries.count()) == ("failed", MAX_ATTEMPTS, MAX_ATTEMPTS)

    def test_gives_up_at_once_when_trying_again_cannot_help(self, channel):
        channel.answer = Answer(ok=False, said="address_refused", may_help=False)
        put()
        delivery.deliver(at=NOON)
        assert Message.objects.get().status == MessageStatus.FAILED

    def test_without_a_provider_a_message_is_shown_as_failed_never_as_sent(self, settings):
        settings.MESSAGE_CHANNELS = {}
        put()
        delivery.deliver(at=NOON)
        assert Message.objects.get().status == MessageStatus.FAILED

    def test_email_goes_out_with_the_messages_id(self, settings):
        settings.MESSAGE_CHANNELS = {"email": "iop.notifications.channels.email.Email"}
        message = put()
        delivery.deliver(at=NOON)
        (letter,) = mail.outbox
        assert (letter.subject, letter.to) == ("Reminder", ["ana@example.org"])
        assert letter.extra_headers["Message-ID"] == f"<{message.pk}@messages>"

    def test_task_empties_the_outbox(self, channel, at):
        queue_many(by=SYSTEM, drafts=[draft(str(i)) for i in range(230)])
        at(NOON)
        assert deliver_task() == 230
        assert len(channel.sent) == 230

    def test_an_attempt_is_never_rewritten(self, channel):
        put()
        delivery.deliver(at=NOON)
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE notifications_deliveryattempt SET ok = false")

    def test_sent_means_when(self):
        put()
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.update(status="sent")


def nobody_wants(messages, at):
    return [message.pk for message in messages]


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_four_workers_deliver_two_hundred_messages_once_each(self, channel):
        queue_many(by=SYSTEM, drafts=[draft(str(i)) for i in range(200)])

        def work():
            try:
                while delivery.deliver(at=NOON):
                    pass
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(channel.sent) == 200
        assert set(channel.sent.values()) == {1}
        assert Message.objects.filter(status="sent").count() == DeliveryAttempt.objects.count() == 200

    def test_a_worker_killed_between_claim_and_sending_loses_nothing(self, channel):
        put()
        delivery.claim(at=NOON)
        assert delivery.deliver(at=NOON + 9 * MINUTE) == 0
        assert delivery.deliver(at=NOON + 10 * MINUTE) == 1
        assert sum(channel.sent.values()) == 1

    def test_a_worker_whose_lease_ran_out_sends_nothing_more(self, channel):
        put()
        (slow,) = delivery.claim(at=NOON)
        delivery.deliver(at=NOON + 10 * MINUTE)
        with transaction.atomic():
            assert not delivery._is_still_ours(slow)


class TestTwilio:
    @pytest.fixture
    def message(self, settings):
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_FROM = "AC1", "t", "+16175550111"
        return Message(to="+16175550100", body="Reminder & more")

    def test_posts_the_text_with_the_messages_id(self, message):
        request = Twilio()._request(message)
        told_back = f"http%3A%2F%2Ftestserver%2Fcallbacks%2Fsms%2Fstatus%2F%3Fkey%3D{message.pk}".encode()
        assert (
            request.data == b"To=%2B16175550100&From=%2B16175550111&Body=Reminder+%26+more&StatusCallback=" + told_back
        )
        assert request.get_header("I-twilio-idempotency-token") == str(message.pk)

    @pytest.mark.parametrize(("failure", "may_help"), [
        (HTTPError("u", 400, "", None, None), False), (HTTPError("u", 429, "", None, None), True),
        (HTTPError("u", 503, "", None, None), True), (URLError("no route"), True), (TimeoutError(), True),
    ])  # fmt: skip
    def test_tells_a_wrong_number_from_a_busy_provider(self, message, monkeypatch, failure, may_help):
        def fail(*_args, **_kwargs):
            raise failure

        monkeypatch.setattr("iop.notifications.channels.twilio.urlopen", fail)
        answer = Twilio().send(message)
        assert (answer.ok, answer.may_help) == (False, may_help)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (5, 240), (9, 240)])
def test_waits_longer_after_each_try(attempts, minutes):
    assert try_again_at(attempts, NOON) == NOON + minutes * MINUTE


@pytest.mark.django_db
class TestPage:
    def test_shows_what_a_phone_would_have_shown(self, client, channel):
        site = make_site()
        sign_in(client, make_staff("clinical_director", site=site))
        put(site_id=site.pk)
        put("elsewhere", site_id=make_site().pk, to="other@example.org")
        page = client.get(reverse("outbox")).content.decode()
        assert "Tue 3/10 at 6:00 PM" in page
        assert "other@example.org" not in page

    @pytest.mark.parametrize("n", [3, 60])
    def test_queries_do_not_grow_with_rows(self, client, channel, django_assert_num_queries, n):
        sign_in(client, make_staff("clinical_director", site=make_site()))
        queue_many(by=SYSTEM, drafts=[draft(str(i)) for i in range(n)])
        delivery.deliver(at=NOON)
        client.get(reverse("outbox"))
        with django_assert_num_queries(9):
            client.get(reverse("outbox"))
