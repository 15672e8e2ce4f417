"""Workers that are killed while they deliver: nothing is lost, and nobody is told twice."""

import datetime as dt
import random
import time

import pytest

from clients.models import Disclosure
from iop.core import clock
from iop.notifications.models import DeliveryAttempt, Message
from iop.operations.models import TaskRun
from tests.faults.harness import until
from tests.faults.outbox import kept, make_people, put, statuses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults"), pytest.mark.slow]
SECOND = dt.timedelta(seconds=1)


def test_killed_between_the_claim_and_the_hand_over_it_goes_out_by_another(works, worker):
    (message,) = put(make_people(1), due_at=clock.now())
    works.script.write_text("still")
    works.order()
    works.until_asked("still")
    works.kill_children(worker)
    assert statuses() == {"waiting": 1}
    works.script.write_text("ok")
    until(lambda: works.deliver() and statuses() == {"sent": 1}, seconds=60)
    assert kept() == {str(message): 1}


def test_killed_after_the_providers_yes_it_is_handed_over_twice_and_kept_once(works, worker):
    (message,) = put(make_people(1), due_at=clock.now())
    works.script.write_text("taken")
    works.order()
    until(lambda: kept() == {str(message): 1}, seconds=60)
    works.kill_children(worker)
    works.script.write_text("ok")
    until(lambda: works.deliver() and statuses() == {"sent": 1}, seconds=60)
    assert kept() == {str(message): 2}
    assert Disclosure.objects.count() == 1


def test_its_run_is_marked_as_ended_half_way(works, worker):
    put(make_people(1), due_at=clock.now())
    works.script.write_text("still")
    asked = works.order()
    works.until_asked("still")
    works.kill_children(worker)
    works.script.write_text("ok")
    until(lambda: works.deliver() and TaskRun.objects.filter(request_id=asked, outcome="killed").exists(), seconds=60)


def test_a_thousand_messages_are_kept_once_each_whatever_is_killed(works, worker):
    dice = random.Random(5)
    messages = put(make_people(20), 50, due_at=clock.now())
    assert len(messages) == 1000
    kills, next_kill, deadline = 0, time.monotonic() + 1, time.monotonic() + 180
    while statuses() != {"sent": 1000}:
        assert time.monotonic() < deadline, statuses()
        # As beat does, but each half second instead of each minute.
        works.order()
        time.sleep(dice.uniform(0.3, 0.7))
        # Only what is at work is worth killing: on a busy machine a child takes long to be there again.
        if time.monotonic() > next_kill and kills < 12 and TaskRun.objects.filter(outcome="running").exists():
            works.kill_children(worker)
            kills += 1
            next_kill = time.monotonic() + dice.uniform(0.3, 0.9)
    found = kept()
    # How many runs are hit depends on the machine; some are on any.
    assert TaskRun.objects.filter(outcome="killed").count() >= 3
    assert set(found) == {str(message) for message in messages}
    # What the record says is what left: each once, though some were handed over again.
    assert Disclosure.objects.count() == DeliveryAttempt.objects.filter(ok=True).count() == 1000
    assert Message.objects.filter(lease__isnull=False).count() == 0


def test_a_broker_that_was_killed_loses_orders_and_no_message(works, worker):
    people = make_people(5)
    messages = put(people, 40, due_at=clock.now())
    works.order()
    until(lambda: len(kept()) > 20, seconds=60)
    works.restart_broker()
    time.sleep(1)
    messages += put(people, 10, due_at=clock.now())
    until(lambda: works.order() and statuses() == {"sent": 250}, seconds=120)
    # The same worker found the new broker by itself.
    assert works.deliver().outcome in ("ok", "skipped")
    assert works.supervised() is worker
    assert set(kept()) == {str(message) for message in messages}
