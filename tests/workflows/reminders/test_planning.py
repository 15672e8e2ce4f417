"""Planning: each thing is told once, in one message with what falls due beside it, and what changed is taken back."""

import datetime as dt

import pytest

from iop.notifications.models import Message, ReminderLine
from sessions_app.models import Attendance, ProgramSession
from tests.factories.days import AT
from tests.factories.reminders import make_expected, plan, waiting

HOUR = dt.timedelta(hours=1)
FIVE_ON_TUESDAY = dt.datetime(2026, 3, 3, 22, 0, tzinfo=dt.UTC)
"""17:00 in New York, the evening before Wednesday's day."""


@pytest.mark.django_db
class TestPlan:
    def test_a_day_is_reminded_of_the_evening_before(self):
        make_expected()
        assert plan(AT) == 1
        (message,) = waiting()
        assert message.due_at == FIVE_ON_TUESDAY

    def test_it_names_the_time_on_the_sites_clock(self):
        make_expected()
        plan(AT)
        assert "Wednesday, March 4, 9:00" in waiting()[0].body

    def test_it_expires_when_the_day_begins(self):
        make_expected()
        plan(AT)
        assert waiting()[0].expires_at == dt.datetime(2026, 3, 4, 14, 0, tzinfo=dt.UTC)

    def test_a_second_run_adds_nothing(self):
        make_expected(people=3)
        assert (plan(AT), plan(AT + HOUR / 6)) == (3, 0)
        assert Message.objects.count() == 3
