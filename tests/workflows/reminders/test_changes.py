"""What changes after it was planned: the reminder does not leave, and whoever is touched is told of the change."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.notifications import delivery
from iop.notifications.choices import EndReason
from iop.notifications.models import Message
from iop.notifications.reminders.actions import take_back_about
from iop.workflows import enrolment as enrolments
from iop.workflows.reminders import no_longer_true
from iop.workflows.sites import close_site
from scheduling import actions as scheduling
from sessions_app import actions as sessions
from sessions_app.models import Attendance, ProgramSession
from tests.factories.days import AT
from tests.factories.reminders import book, make_expected, plan, sent, waiting

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
FIVE_ON_TUESDAY = dt.datetime(2026, 3, 3, 22, 0, tzinfo=dt.UTC)
WEDNESDAY_NINE = dt.datetime(2026, 3, 4, 14, 0, tzinfo=dt.UTC)


@pytest.fixture
def clinic():
    found = make_expected()
    found.wednesday = ProgramSession.objects.get(starts_at=WEDNESDAY_NINE)
    plan(AT)
    return found


def by_template():
    return {message.template: message for message in Message.objects.all()}


def move(clinic, starts_at):
    day = ProgramSession.objects.get(pk=clinic.wednesday.pk)
    sessions.move_session(by=clinic.by_director, session=day, version=day.version, starts_at=starts_at, at=AT + HOUR)


class TestOnChange:
    def test_a_day_that_moves_takes_its_reminder_back_and_tells_the_new_time(self, clinic):
        move(clinic, WEDNESDAY_NINE + 3 * HOUR)
        found = by_template()
        assert (found["session_reminder"].status, found["session_moved"].status) == ("withdrawn", "waiting")

    def test_it_is_reminded_of_at_its_new_time(self, clinic):
        move(clinic, WEDNESDAY_NINE + 3 * HOUR)
        plan(AT + HOUR)
        assert ["12:00" in each.body for each in waiting() if each.template == "session_reminder"] == [True]

    def test_back_at_its_first_time_it_is_reminded_of_as_before(self, clinic):
        move(clinic, WEDNESDAY_NINE + 3 * HOUR)
        plan(AT + HOUR)
        move(clinic, WEDNESDAY_NINE)
        plan(AT + 2 * HOUR)
        assert ["9:00" in each.body for each in waiting() if each.template == "session_reminder"] == [True]

    def test_after_a_reminder_left_a_moved_day_is_reminded_of_anew(self, clinic):
        sent(waiting()[0], AT)
        move(clinic, WEDNESDAY_NINE + 3 * HOUR)
        assert plan(AT + HOUR) == 1

    def test_a_cancelled_day_takes_its_reminder_back(self, clinic):
        day = ProgramSession.objects.get(pk=clinic.wednesday.pk)
        sessions.cancel_session(
            by=clinic.by_director, session=day, version=day.version, reason="Burst pipe", at=AT + HOUR
        )
        found = by_template()
        assert (found["session_reminder"].reason, found["session_cancelled"].status) == (
            EndReason.TAKEN_BACK,
            "waiting",
        )

    def test_snow_takes_the_reminder_back_and_tells_before_it_would_begin(self, clinic):
        on = dt.date(2026, 3, 4)
        close_site(
            by=SYSTEM, site_id=clinic.site.pk, starts_on=on, ends_on=on, reason="Snow", at=WEDNESDAY_NINE - 2 * HOUR
        )
        found = by_template()
        assert found["session_reminder"].status == "withdrawn"
        assert found["session_cancelled"].expires_at == WEDNESDAY_NINE

    def test_a_cancelled_appointment_takes_back_a_message_that_told_of_more(self, clinic):
        row = book(clinic, clinic.clients[0], WEDNESDAY_NINE + 5 * HOUR)
        plan(AT)
        both = next(each for each in waiting() if each.template == "reminder_many")
        scheduling.cancel_appointment(by=clinic.by_director, appointment=row, reason="No need", at=AT + HOUR)
        both.refresh_from_db()
        assert both.status == "withdrawn"
        plan(AT + HOUR)
        assert [each.template for each in waiting() if each.priority == 2] == ["session_reminder"]

    def test_one_person_can_be_left_out_of_what_is_taken_back(self):
        clinic = make_expected(people=2)
        plan(AT)
        day = ProgramSession.objects.get(starts_at=WEDNESDAY_NINE)
        taken = take_back_about(
            by=SYSTEM, about="sessions_app.programsession", ids=[day.pk], client_id=clinic.clients[0].pk
        )
        assert (taken, [each.recipient_id for each in waiting()]) == (1, [clinic.clients[1].pk])


class TestBeforeLeaving:
    """However a change came about, even past every action: the reminder is asked whether it is still true."""

    def test_what_stands_as_told_leaves(self, clinic):
        assert no_longer_true(waiting(), FIVE_ON_TUESDAY) == set()

    @pytest.mark.parametrize(
        "change",
        [
            lambda line: ProgramSession.objects.filter(pk=line.session_id).update(starts_at=WEDNESDAY_NINE + HOUR),
            lambda line: sessions.cancel_session(
                by=SYSTEM, session=line.session, version=line.session.version, reason="Snow", at=AT
            ),
            lambda line: Attendance.objects.filter(pk=line.pk).update(status="removed"),
        ],
        ids=["moved", "cancelled", "off the roster"],
    )
    def test_what_no_longer_stands_does_not_leave(self, clinic, change):
        message = waiting()[0]
        change(Attendance.objects.get(session=clinic.wednesday))
        assert no_longer_true([message], FIVE_ON_TUESDAY) == {message.pk}

    def test_nothing_leaves_after_it_began(self, clinic):
        message = waiting()[0]
        assert no_longer_true([message], WEDNESDAY_NINE) == {message.pk}

    def test_other_messages_are_none_of_its_business(self, clinic):
        message = waiting()[0]
        message.dedupe_key = "session_moved:1"
        Attendance.objects.all().update(status="removed")
        assert no_longer_true([message], FIVE_ON_TUESDAY) == set()

    def test_somebody_who_pauses_is_not_reminded(self, clinic, settings):
        settings.MESSAGE_CHANNELS = {"sms": "tests.notifications.test_outbox.Recording"}
        enrolments.pause(
            by=clinic.by_director, enrolment=clinic.enrolments[0], starts_on=dt.date(2026, 3, 3),
            ends_on=dt.date(2026, 3, 20), reason="Surgery", at=AT + HOUR,
        )  # fmt: skip
        delivery.deliver(at=FIVE_ON_TUESDAY)
        assert by_template()["session_reminder"].status == "withdrawn"

    def test_a_message_of_several_does_not_leave_when_one_is_off(self, clinic):
        row = book(clinic, clinic.clients[0], WEDNESDAY_NINE + 5 * HOUR)
        plan(AT)
        both = next(each for each in waiting() if each.template == "reminder_many")
        type(row).objects.filter(pk=row.pk).update(
            starts_at=WEDNESDAY_NINE + 6 * HOUR, ends_at=WEDNESDAY_NINE + 7 * HOUR
        )
        assert no_longer_true([both], FIVE_ON_TUESDAY) == {both.pk}
