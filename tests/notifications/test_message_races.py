"""Workers side by side: the pace is kept together, a stop while sending comes before or after and never between."""

import datetime as dt
import threading

import pytest
from django.db import connections

from iop.access.actors import SYSTEM
from iop.notifications import delivery, settling, stops
from iop.notifications.choices import StopSource
from iop.notifications.models import AddressStop, DeliveryAttempt, Message
from tests.factories.messages import NOON, put, put_many

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = dt.timedelta(seconds=1)


def side_by_side(*works):
    """Run functions at the same time, each with connections of its own; give what they raised."""
    raised, ready = [], threading.Barrier(len(works))

    def run(work):
        try:
            ready.wait()
            work()
        except Exception as failure:
            raised.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_three_workers_keep_one_pace_and_send_each_once(provider, settings):
    settings.MESSAGES_PER_MINUTE = {"email": 40}
    put_many(100)

    def work():
        for second in range(50):
            delivery.deliver(at=NOON + second * SECOND)

    assert side_by_side(work, work, work) == []
    assert len(provider.given) == 40
    assert set(provider.counted().values()) == {1}
    assert DeliveryAttempt.objects.count() == 40


def test_taken_back_while_it_is_being_sent_waits_until_it_is_sent(provider):
    message, sending, may_go = put(), threading.Event(), threading.Event()

    def slowly(_message):
        sending.set()
        may_go.wait(5)

    provider.before = staticmethod(slowly)
    outcome = []

    def take_back():
        sending.wait(5)
        threading.Timer(0.2, may_go.set).start()
        try:
            settling.give_up(by=SYSTEM, message_id=message.pk)
        except Exception as refusal:
            outcome.append(getattr(refusal, "code", refusal))

    assert side_by_side(lambda: delivery.deliver(at=NOON), take_back) == []
    assert outcome == ["not_now"]
    assert Message.objects.get().status == "sent"


def test_two_stops_at_once_are_one(provider):
    def stop():
        stops.stop(channel="sms", address="+16175550100", source=StopSource.WORD, at=NOON)

    assert side_by_side(stop, stop, stop) == []
    assert AddressStop.objects.count() == 1


def test_sent_again_by_two_colleagues_is_sent_once(provider):
    message = put()
    Message.objects.update(status="failed")
    outcome = []

    def again():
        try:
            settling.send_again(by=SYSTEM, message_id=message.pk, at=NOON)
        except Exception as refusal:
            outcome.append(getattr(refusal, "code", refusal))

    assert side_by_side(again, again) == []
    assert outcome == ["not_now"]
    assert Message.objects.get().resends == 1
