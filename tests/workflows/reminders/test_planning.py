"""Planning: each thing is told once, in one message with what falls due beside it, to those who agreed."""

import datetime as dt

import pytest

from clients import actions as client_actions
from clients.actions.holds import hold_messages
from clients.actions.reminders import choose_reminders
from clients.models import Client
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.notifications.models import Message, SafeHours
from iop.notifications.reminders.actions import set_rule
from iop.notifications.reminders.rules import DAY, NONE, Rule, Wanted
from sessions_app.models import ProgramSession
from tests.factories import days
from tests.factories.days import AT, TODAY
from tests.factories.reminders import agree, book, make_expected, owe, plan, sent, waiting
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
FIVE_ON_TUESDAY = dt.datetime(2026, 3, 3, 22, 0, tzinfo=dt.UTC)
"""17:00 in New York, the evening before Wednesday's day."""
WEDNESDAY_NINE = dt.datetime(2026, 3, 4, 14, 0, tzinfo=dt.UTC)


class TestWhatIsSaid:
    def test_a_day_is_reminded_of_the_evening_before(self):
        make_expected()
        assert plan(AT) == 1
        assert waiting()[0].due_at == FIVE_ON_TUESDAY

    def test_it_names_the_time_on_the_sites_clock(self):
        make_expected()
        plan(AT)
        assert "Wednesday, March 4, 9:00" in waiting()[0].body

    def test_it_is_written_in_the_readers_language(self):
        Client.objects.filter(pk=make_expected().clients[0].pk).update(language="es")
        plan(AT)
        assert "Recordatorio" in waiting()[0].body

    def test_it_expires_when_the_day_begins_and_goes_after_changes(self):
        make_expected()
        plan(AT)
        assert (waiting()[0].expires_at, waiting()[0].priority) == (WEDNESDAY_NINE, 2)

    def test_one_run_is_one_event_with_everybody_in_it(self):
        clinic = make_expected(people=3)
        plan(AT)
        event = AuditEvent.objects.get(verb="notifications.queued")
        assert set(event.subjects.values_list("client_id", flat=True)) == {client.pk for client in clinic.clients}


class TestOnce:
    def test_a_second_run_adds_nothing(self):
        make_expected(people=3)
        assert (plan(AT), plan(AT + HOUR / 6)) == (3, 0)
        assert Message.objects.count() == 3

    def test_what_has_left_is_not_told_again(self):
        make_expected()
        plan(AT)
        sent(waiting()[0], FIVE_ON_TUESDAY)
        assert plan(FIVE_ON_TUESDAY + HOUR / 6, hours=4) == 0

    def test_what_was_missed_by_half_an_hour_is_made_up_for_and_older_is_not(self):
        make_expected()
        assert plan(FIVE_ON_TUESDAY + HOUR, hours=4) == 0
        assert plan(FIVE_ON_TUESDAY + HOUR / 3, hours=4) == 1

    def test_a_message_that_is_being_sent_is_left_alone(self):
        clinic = make_expected()
        plan(AT)
        Message.objects.update(attempts=1)
        choose_reminders(by=SYSTEM, client=clinic.clients[0], wanted={"session": Wanted(NONE)}, at=AT)
        plan(AT)
        assert len(waiting()) == 1


class TestTogether:
    def test_a_day_and_an_appointment_become_one_message(self):
        clinic = make_expected()
        book(clinic, clinic.clients[0], WEDNESDAY_NINE + 5 * HOUR)
        plan(AT)
        (first,) = [each for each in waiting() if each.due_at == FIVE_ON_TUESDAY]
        assert "Wed 3/4, 9:00 AM; Wed 3/4, 2:00 PM" in first.body
        assert first.reminder_lines.count() == 2

    def test_something_new_joins_a_message_that_still_waits(self):
        clinic = make_expected()
        plan(AT)
        (alone,) = waiting()
        book(clinic, clinic.clients[0], WEDNESDAY_NINE + 5 * HOUR)
        plan(AT + HOUR)
        alone.refresh_from_db()
        evening = [each for each in waiting() if each.due_at == FIVE_ON_TUESDAY]
        assert alone.status == "withdrawn"
        assert [each.reminder_lines.count() for each in evening] == [2]

    def test_a_form_is_told_along_with_a_time(self):
        clinic = make_expected()
        owe(clinic, clinic.counselor, kind="plan_signature", due_at=WEDNESDAY_NINE, client=clinic.clients[0])
        plan(AT)
        assert "there is a form to fill in" in waiting()[0].body

    def test_a_form_alone_names_no_time(self):
        clinic = make_expected()
        owe(clinic, clinic.counselor, kind="plan_signature", due_at=WEDNESDAY_NINE, client=clinic.clients[0])
        ProgramSession.objects.update(starts_at=WEDNESDAY_NINE + 900 * HOUR, ends_at=WEDNESDAY_NINE + 903 * HOUR)
        plan(AT)
        assert [each.template for each in waiting()] == ["reminder_form"]

    def test_two_people_with_one_phone_get_a_message_each(self):
        clinic = make_expected(people=2)
        for client in clinic.clients:
            client.contact_points.filter(kind="phone").update(value="+16175550199")
        plan(AT)
        assert [each.to for each in waiting()] == ["+16175550199", "+16175550199"]


class TestWho:
    def test_nobody_who_did_not_agree(self):
        clinic = make_expected()
        client_actions.set_channel_permission(
            by=SYSTEM, client=clinic.clients[0], channel="sms", allowed=False, at=AT + HOUR
        )
        assert plan(AT + HOUR) == 0

    def test_nobody_whose_messages_are_held(self):
        clinic = make_expected()
        hold_messages(by=SYSTEM, client=clinic.clients[0], kind="asked", starts_on=TODAY, at=AT)
        assert plan(AT) == 0

    def test_a_text_before_an_e_mail_unless_the_rule_says_otherwise(self):
        clinic = make_expected()
        client_actions.set_channel_permission(by=SYSTEM, client=clinic.clients[0], channel="email", allowed=True, at=AT)
        plan(AT)
        assert waiting()[0].channel == "sms"
        set_rule(
            by=SYSTEM, kind="session", rule=Rule(True, (DAY,), 17, ("email", "sms")), valid_from=TODAY, today=TODAY
        )
        plan(AT + HOUR)
        assert [each.channel for each in waiting()] == ["email"]

    def test_a_persons_own_hours_move_it(self):
        clinic = make_expected()
        SafeHours.objects.create(client_id=clinic.clients[0].pk, from_hour=10, until_hour=15, since=AT)
        plan(AT)
        assert waiting()[0].due_at == dt.datetime(2026, 3, 3, 19, 59, tzinfo=dt.UTC)

    def test_what_somebody_chose_holds(self):
        clinic = make_expected()
        choose_reminders(by=SYSTEM, client=clinic.clients[0], wanted={"session": Wanted("", (2 * DAY, 120))}, at=AT)
        plan(AT)
        this_morning, two_days_before_wednesday = AT + HOUR, FIVE_ON_TUESDAY - 24 * HOUR
        assert [each.due_at for each in waiting()] == [this_morning, two_days_before_wednesday]

    def test_a_rule_that_is_off_sends_nothing(self):
        make_expected()
        set_rule(by=SYSTEM, kind="session", rule=Rule(False, (), 17, ()), valid_from=TODAY, today=TODAY)
        assert plan(AT) == 0

    def test_a_sites_own_rule_holds_before_the_clinics(self):
        clinic = make_expected()
        set_rule(by=SYSTEM, kind="session", rule=Rule(False, (), 17, ()), valid_from=TODAY, today=TODAY)
        rule = Rule(True, (DAY,), 12, ("sms",))
        set_rule(by=SYSTEM, kind="session", rule=rule, valid_from=TODAY, today=TODAY, site_id=clinic.site.pk)
        plan(AT)
        assert waiting()[0].due_at == FIVE_ON_TUESDAY - 5 * HOUR

    def test_a_rule_of_tomorrow_does_not_hold_today(self):
        make_expected()
        later = TODAY + dt.timedelta(days=1)
        set_rule(by=SYSTEM, kind="session", rule=Rule(False, (), 17, ()), valid_from=later, today=TODAY)
        assert plan(AT) == 1


class TestSize:
    def test_statements_do_not_grow_with_people(self):
        lines = days.make_day(people=8).lines
        for line in lines[:2]:
            agree(line.client)
        with Counted() as few:
            assert plan(AT) == 2
        for line in lines[2:]:
            agree(line.client)
        with Counted() as many:
            assert plan(AT) == 6
        assert many.number == few.number
