"""What is claimed: in order, at the provider's pace, not too early and not too late, and given back when the provider is down."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.access.actors import SYSTEM
from iop.clinic.actions.settings import change_setting
from iop.notifications import claiming, delivery
from iop.notifications.channels import Answer
from iop.notifications.choices import MAX_ATTEMPTS, Priority
from iop.notifications.models import ChannelState, DeliveryAttempt, Message, SafeHours
from tests.factories.ground import make_site
from tests.factories.messages import HOUR, MINUTE, NOON, put, put_many

pytestmark = pytest.mark.django_db
DOWN = Answer(ok=False, said="http_503", is_down=True)
SECOND = dt.timedelta(seconds=1)


def keys(given):
    by_key = {message.key: message.dedupe_key for message in Message.objects.all()}
    return [by_key[key] for key in given]


class TestOrder:
    def test_urgent_ones_first_then_what_fell_due_first(self, provider):
        put("reminder", priority=Priority.REMINDER, due_at=NOON - HOUR)
        put("late", due_at=NOON - MINUTE)
        put("early", due_at=NOON - 2 * MINUTE)
        put("urgent", priority=Priority.URGENT)
        delivery.deliver(at=NOON)
        assert keys(provider.given) == ["urgent", "early", "late", "reminder"]

    def test_those_of_the_same_minute_in_the_order_in_which_they_were_put(self, provider):
        put_many(250)
        at = NOON
        while delivery.deliver(at=at):
            at += SECOND
        assert keys(provider.given) == [str(i) for i in range(250)]


class TestPace:
    def test_no_more_than_the_minute_allows_and_none_is_lost(self, provider, settings):
        settings.MESSAGES_PER_MINUTE = {"email": 30}
        put_many(70)
        sent = []
        for second in range(0, 180, 10):
            delivery.deliver(at=NOON + second * SECOND)
            sent.append(len(provider.given))
        assert max(sent[i + 5] - (sent[i - 1] if i else 0) for i in range(len(sent) - 5)) <= 30
        assert keys(provider.given) == [str(i) for i in range(70)]

    def test_each_channel_has_a_pace_of_its_own(self, provider, settings):
        settings.MESSAGES_PER_MINUTE = {"email": 0, "sms": 10}
        put("mail")
        put("text", channel="sms", to="+16175550100")
        delivery.deliver(at=NOON)
        assert keys(provider.given) == ["text"]

    def test_two_claims_at_once_share_the_minute(self, provider, settings):
        settings.MESSAGES_PER_MINUTE = {"email": 5}
        put_many(20)
        assert len(claiming.claim("email", at=NOON)) == 5
        assert claiming.claim("email", at=NOON + SECOND) == []

    def test_claims_in_as_many_statements_for_many_as_for_few(self, provider, django_assert_num_queries):
        put_many(90)
        ChannelState.objects.create(channel="email")
        with django_assert_num_queries(6):
            assert len(claiming.claim("email", at=NOON, at_most=5)) == 5
        with django_assert_num_queries(6):
            assert len(claiming.claim("email", at=NOON, at_most=80)) == 80


class TestTooLate:
    def test_what_tells_of_something_that_has_begun_is_not_sent(self, provider):
        put("late", expires_at=NOON)
        put("in time", expires_at=NOON + MINUTE)
        delivery.deliver(at=NOON)
        assert keys(provider.given) == ["in time"]
        assert Message.objects.get(dedupe_key="late").status == "expired"

    def test_one_that_a_worker_holds_is_left_to_it(self, provider):
        put(expires_at=NOON + MINUTE)
        claiming.claim("email", at=NOON)
        delivery.deliver(at=NOON + 2 * MINUTE)
        assert Message.objects.get().status == "waiting"
        delivery.deliver(at=NOON + 11 * MINUTE)
        assert Message.objects.get().status == "expired"


class TestQuietHours:
    NIGHT = dt.datetime(2026, 3, 3, 4, tzinfo=dt.UTC)
    MORNING = dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC)

    def test_a_reminder_due_at_night_leaves_in_the_morning_and_its_tries_are_whole(self, provider):
        site = make_site()
        put(site_id=site.pk, due_at=self.NIGHT, priority=Priority.REMINDER)
        delivery.deliver(at=self.NIGHT)
        message = Message.objects.get()
        assert (provider.given, message.next_attempt_at, message.attempts) == ([], self.MORNING, 0)
        delivery.deliver(at=self.MORNING)
        assert len(provider.given) == 1

    def test_an_urgent_one_goes_at_any_hour(self, provider):
        put(site_id=make_site().pk, due_at=self.NIGHT, priority=Priority.URGENT)
        delivery.deliver(at=self.NIGHT)
        assert len(provider.given) == 1

    def test_closed_by_snow_at_seven_for_nine_is_told_at_once_and_the_reminder_is_not(self, provider):
        seven = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
        site = make_site()
        put("snow", site_id=site.pk, due_at=seven, expires_at=seven + 2 * HOUR, template="session_cancelled")
        put("reminder", site_id=site.pk, due_at=seven, expires_at=seven + 2 * HOUR, priority=Priority.REMINDER)
        delivery.deliver(at=seven)
        assert keys(provider.given) == ["snow"]

    def test_a_reader_s_own_hours_count_instead(self, provider):
        site = make_site()
        message = put(site_id=site.pk, due_at=NOON)
        SafeHours.objects.create(client_id=message.recipient_id, from_hour=18, until_hour=22, since=NOON - HOUR)
        delivery.deliver(at=NOON)
        assert provider.given == []
        assert Message.objects.get().next_attempt_at == dt.datetime(2026, 3, 2, 23, tzinfo=dt.UTC)

    def test_the_clinic_dates_its_quiet_hours(self, provider):
        site = make_site()
        for key, hour in (("messages.quiet_from", 12), ("messages.quiet_until", 13)):
            change_setting(by=SYSTEM, key=key, value=hour, valid_from=NOON.date(), site_id=None, on=NOON.date())
        put(site_id=site.pk)
        delivery.deliver(at=NOON)
        assert provider.given == []

    def test_asks_as_much_for_many_as_for_few(self, provider):
        site = make_site()
        ChannelState.objects.bulk_create([ChannelState(channel="email"), ChannelState(channel="sms")])
        counts = []
        for n in (3, 60):
            Message.objects.all().delete()
            put_many(n, site_id=site.pk, due_at=self.NIGHT, priority=Priority.REMINDER)
            with CaptureQueriesContext(connection) as asked:
                delivery.deliver(at=self.NIGHT)
            counts.append(len(asked))
        assert provider.given == []
        assert counts[0] == counts[1]


class TestProviderDown:
    def test_one_answer_gives_the_batch_back_untried(self, provider):
        provider.answer = DOWN
        put_many(20)
        delivery.deliver(at=NOON)
        assert len(provider.given) == 1
        assert DeliveryAttempt.objects.count() == 1
        assert list(Message.objects.exclude(dedupe_key="0").values_list("attempts", "lease").distinct()) == [(0, None)]

    def test_while_it_is_down_a_single_message_asks(self, provider):
        provider.answer = DOWN
        put_many(20)
        delivery.deliver(at=NOON)
        assert delivery.deliver(at=NOON + 29 * SECOND) == 0
        assert delivery.deliver(at=NOON + 30 * SECOND) == 1
        assert ChannelState.objects.get(channel="email").failures == 2

    def test_an_hour_of_it_loses_nothing_and_sends_nothing_twice(self, provider):
        provider.answer = DOWN
        put_many(40)
        for minute in range(60):
            delivery.deliver(at=NOON + minute * MINUTE)
        asked = len(provider.given)
        provider.begin()
        for minute in range(60, 140):
            delivery.deliver(at=NOON + minute * MINUTE)
        assert asked <= 16
        assert sorted(provider.counted().values()) == [1] * 40
        assert Message.objects.filter(status="sent").count() == 40
        assert ChannelState.objects.get(channel="email").down_since is None

    def test_even_a_day_of_it_costs_a_lone_message_nothing_but_time(self, provider):
        provider.answer = DOWN
        put()
        for hour in range(24):
            delivery.deliver(at=NOON + hour * HOUR)
        message = Message.objects.get()
        assert message.status == "waiting"
        assert message.attempts >= MAX_ATTEMPTS

    def test_the_other_channel_goes_on(self, provider):
        provider.answers = [DOWN]
        put("mail")
        put("text", channel="sms", to="+16175550100")
        delivery.deliver(at=NOON)
        assert keys(provider.given) == ["mail", "text"]
        assert Message.objects.get(dedupe_key="text").status == "sent"

    def test_a_slow_provider_s_batch_is_given_back_before_its_lease_ends(self, provider):
        put_many(10)
        clock = iter(NOON + seconds * SECOND for seconds in (0, 30, 60, 90, 120))
        delivery.deliver(at=NOON, now=lambda: next(clock))
        assert len(provider.given) == 4
        assert set(Message.objects.filter(status="waiting").values_list("attempts", "lease")) == {(0, None)}
