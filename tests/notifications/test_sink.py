"""The development sink: a provider with a store of its own, which takes a key once whatever becomes of us."""

import pytest
from django.db import transaction

from iop.notifications import delivery
from iop.notifications.channels.sink import Sink
from iop.notifications.models import Message, SinkMessage
from tests.factories.messages import MINUTE, NOON, put


class Killed(BaseException):
    """What a worker meets when it is killed."""


@pytest.fixture(autouse=True)
def _sink(alone):
    alone.MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "iop.notifications.channels.sink.Sink")
    alone.SITE_URL = "http://testserver"


@pytest.mark.django_db
class TestWithinATest:
    def test_it_keeps_what_would_have_arrived_with_the_link_that_ends_it(self):
        message = put()
        delivery.deliver(at=NOON)
        kept = SinkMessage.objects.get()
        assert (kept.key, kept.to, kept.subject) == (str(message.pk), "ana@example.org", "Reminder")
        assert "/m/" in kept.body
        assert kept.headers["Message-ID"] == f"<{message.pk}@messages>"

    def test_a_key_is_kept_once_and_counted(self):
        message = put()
        with Sink() as sink:
            for _ in range(3):
                assert sink.send(message).ok
        assert SinkMessage.objects.get().hand_overs == 3


@pytest.mark.django_db(transaction=True)
class TestApart:
    @pytest.fixture(autouse=True)
    def _apart(self, alone):
        alone.SINK_APART = True

    def test_what_it_took_it_has_even_if_we_forget(self):
        message = put()
        with pytest.raises(Killed), transaction.atomic(), Sink() as sink:
            sink.send(message)
            raise Killed
        assert SinkMessage.objects.get().key == message.key

    def test_a_worker_killed_between_the_yes_and_its_note_hands_over_twice_and_it_is_kept_once(self, monkeypatch):
        put()

        def die(*_args):
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(delivery, "_note", die)
            with pytest.raises(Killed):
                delivery.deliver(at=NOON)
        assert Message.objects.get().status == "waiting"
        delivery.deliver(at=NOON + 10 * MINUTE)
        assert Message.objects.get().status == "sent"
        assert SinkMessage.objects.get().hand_overs == 2
