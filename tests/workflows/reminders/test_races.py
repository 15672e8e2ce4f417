"""Two planners at once, and a planner beside a worker: everything is told once."""

from collections import Counter

import pytest

from iop.notifications.models import Message, ReminderLine
from tests.factories.days import AT
from tests.factories.reminders import make_expected, plan
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_planners_at_once_tell_everything_once():
    make_expected(people=4)
    assert sorted(race(lambda: plan(AT), lambda: plan(AT))) == [0, 4]
    assert Counter(Message.objects.values_list("recipient_id", flat=True)).most_common(1)[0][1] == 1
    assert ReminderLine.objects.count() == 4
