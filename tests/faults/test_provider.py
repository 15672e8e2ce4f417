"""A provider that is down, then slow; and more messages at once than it takes."""

import datetime as dt

import pytest

from iop.notifications.models import Message, SinkMessage
from tests.faults.outbox import kept, make_people, put, put_to_staff, statuses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults"), pytest.mark.slow]
NOON = dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def test_down_for_an_hour_then_slow_everything_arrives_but_what_is_too_late(works, worker, at):
    at(NOON)
    people = make_people(12)
    messages = put(people, 5, due_at=NOON)
    reminders = put(people[:1], 1, due_at=NOON, expires_at=NOON + 30 * MINUTE)
    works.script.write_text("down")
    for minute in range(0, 60, 5):
        works.clock.write_text((NOON + minute * MINUTE).isoformat())
        works.deliver()
    # One message asks whether it is back, not all of them each time.
    assert works.asked("down") <= 14
    assert statuses() == {"waiting": 60, "expired": 1}
    works.script.write_text("slow 11")
    works.clock.write_text((NOON + 61 * MINUTE).isoformat())
    for _ in range(40):
        if statuses() == {"sent": 60, "expired": 1}:
            break
        works.deliver()
        # The next minute's order; after a wait, what was put off is due again.
        later = dt.datetime.fromisoformat(works.clock.read_text()) + 2 * MINUTE
        works.clock.write_text(later.isoformat())
    assert statuses() == {"sent": 60, "expired": 1}
    assert kept() == {str(message): 1 for message in messages if message not in reminders}


def test_ten_thousand_due_in_one_minute_go_in_order_at_the_providers_pace(works, worker, at):
    pace = 2_500
    works.pace.write_text(str(pace))
    at(NOON)
    put_to_staff(10_000, due_at=NOON)
    for minute in range(4):
        works.clock.write_text((NOON + minute * MINUTE).isoformat())
        works.deliver(seconds=120)
        # The pace of a minute is used up: asked again in it, nothing goes.
        works.deliver()
        assert SinkMessage.objects.count() == (minute + 1) * pace
    assert statuses() == {"sent": 10_000}
    assert set(kept().values()) == {1}
    in_order = [str(pk) for pk in Message.objects.order_by("priority", "due_at", "id").values_list("pk", flat=True)]
    assert list(SinkMessage.objects.order_by("id").values_list("key", flat=True)) == in_order
