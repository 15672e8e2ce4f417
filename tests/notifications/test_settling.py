"""Sending again, letting rest, safe hours, and what becomes work of a person."""

import pytest

from clients.models import CareTeamMembership
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.notifications import delivery, replies, settling
from iop.notifications.channels import Answer
from iop.notifications.choices import Priority, StopSource
from iop.notifications.holding_back import safe_hours_of
from iop.notifications.models import AddressStop, Message, Reply, SafeHours
from iop.notifications.stops import stop
from iop.work.models import WorkItem
from iop.workflows import messages as workflow
from tests.factories.clients import TODAY, make_admitted, make_staff
from tests.factories.ground import make_actor, make_site
from tests.factories.messages import HOUR, MINUTE, NOON, put

pytestmark = pytest.mark.django_db
REFUSED = Answer(ok=False, said="address_refused", may_help=False)


@pytest.fixture
def works(provider, settings):
    """With the work that failures make."""
    settings.MESSAGE_NOT_TOLD = ["iop.workflows.messages.could_not_tell"]
    settings.MESSAGE_CAME_IN = ["iop.workflows.messages.came_in"]
    return provider


def failed(provider, **more):
    provider.answers = [REFUSED]
    put(**more)
    delivery.deliver(at=NOON)
    return Message.objects.get(status="failed")


class TestSendAgain:
    def test_it_is_a_message_of_its_own_to_the_provider(self, provider):
        message = failed(provider)
        settling.send_again(by=SYSTEM, message_id=message.pk, at=NOON + HOUR)
        delivery.deliver(at=NOON + HOUR)
        assert provider.given == [str(message.pk), f"{message.pk}-1"]
        assert Message.objects.get().status == "sent"

    def test_it_has_all_its_tries_again(self, provider):
        message = failed(provider)
        assert settling.send_again(by=SYSTEM, message_id=message.pk, at=NOON).attempts == 0

    @pytest.mark.parametrize("status", ["waiting", "sent", "withdrawn", "expired"])
    def test_only_what_failed(self, provider, status):
        message = put()
        Message.objects.update(status=status, sent_at=NOON)
        with pytest.raises(Conflict):
            settling.send_again(by=SYSTEM, message_id=message.pk, at=NOON)

    def test_not_when_what_it_tells_of_has_begun(self, provider):
        message = failed(provider, expires_at=NOON + HOUR)
        with pytest.raises(Conflict):
            settling.send_again(by=SYSTEM, message_id=message.pk, at=NOON + HOUR)

    def test_not_to_an_address_that_said_stop(self, provider):
        message = failed(provider)
        stop(channel="email", address=message.to, source=StopSource.LINK, at=NOON)
        with pytest.raises(Conflict):
            settling.send_again(by=SYSTEM, message_id=message.pk, at=NOON)

    def test_by_those_alone_whose_role_says_so_at_that_site(self, provider):
        here, elsewhere = make_site(), make_site()
        message = failed(provider, site_id=here.pk)
        for actor in (make_actor("counselor", site=here), make_actor("clinical_director", site=elsewhere)):
            with pytest.raises(NotAllowed):
                settling.send_again(by=actor, message_id=message.pk, at=NOON)
        settling.send_again(by=make_actor("clinical_director", site=here), message_id=message.pk, at=NOON)
        assert list(
            AuditEvent.objects.get(verb="notifications.sent_again").subjects.values_list("client_id", flat=True)
        ) == [message.recipient_id]


class TestRest:
    def test_a_failed_one_rests_and_a_waiting_one_is_not_sent(self, provider):
        message = failed(provider)
        waiting = put("waiting")
        for pk in (message.pk, waiting.pk):
            settling.give_up(by=SYSTEM, message_id=pk)
        assert delivery.deliver(at=NOON) == 0
        assert set(Message.objects.values_list("status", flat=True)) == {"given_up"}

    def test_a_sent_one_does_not(self, provider):
        message = put()
        delivery.deliver(at=NOON)
        with pytest.raises(Conflict):
            settling.give_up(by=SYSTEM, message_id=message.pk)


class TestSafeHours:
    def test_the_newest_wish_decides_and_the_same_hour_twice_ends_it(self):
        client_id = put().recipient_id
        for number, hours in enumerate(((9, 17), (10, 20))):
            settling.set_safe_hours(
                by=SYSTEM, client_id=client_id, from_hour=hours[0], until_hour=hours[1], at=NOON + number * HOUR
            )
        quiet = safe_hours_of([client_id])[client_id]
        assert (quiet.until_hour, quiet.from_hour) == (10, 20)
        settling.set_safe_hours(by=SYSTEM, client_id=client_id, from_hour=0, until_hour=0, at=NOON + 9 * HOUR)
        assert safe_hours_of([client_id]) == {}

    @pytest.mark.parametrize("hours", [(17, 9), (-1, 9), (9, 25)])
    def test_hours_run_forward(self, hours):
        with pytest.raises(Invalid):
            settling.set_safe_hours(
                by=SYSTEM, client_id=put().recipient_id, from_hour=hours[0], until_hour=hours[1], at=NOON
            )
        assert not SafeHours.objects.exists()


class TestStopLifted:
    def test_a_stop_by_link_is_lifted_by_a_colleague(self):
        site = make_site()
        stop(channel="email", address="ana@example.org", source=StopSource.LINK, at=NOON)
        settling.lift_stop(by=make_actor("intake", site=site), stop_id=AddressStop.objects.get().pk, at=NOON + HOUR)
        assert AddressStop.objects.get().ended_by == "staff"

    @pytest.mark.parametrize("source", [StopSource.WORD, StopSource.PROVIDER])
    def test_a_stop_of_their_own_phone_is_not(self, source):
        stop(channel="sms", address="+16175550100", source=source, at=NOON)
        with pytest.raises(NotAllowed):
            settling.lift_stop(by=make_actor("intake", site=make_site()), stop_id=AddressStop.objects.get().pk, at=NOON)


class TestCouldNotTell:
    def test_their_counselor_is_asked_to_call(self, works):
        site = make_site()
        episode = make_admitted(site)
        counselor = make_staff(site, "counselor")
        CareTeamMembership.objects.create(episode=episode, staff=counselor, role="primary_counselor", starts_on=TODAY)
        message = failed(works, recipient=("client", episode.client_id), expires_at=NOON + HOUR, site_id=site.pk)
        item = WorkItem.objects.get(kind="message_failed")
        assert (item.assignee_id, item.client_id, item.subject_id) == (counselor.pk, episode.client_id, message.pk)
        assert item.due_at == NOON + HOUR

    def test_without_one_whoever_answers_the_phone(self, works):
        episode = make_admitted(make_site())
        failed(works, recipient=("client", episode.client_id))
        assert WorkItem.objects.get(kind="message_failed").role_key == "intake"

    @pytest.mark.parametrize(("whom", "priority"), [("client", Priority.REMINDER), ("staff", Priority.CHANGE)])
    def test_reminders_and_colleagues_make_no_work(self, works, whom, priority):
        episode = make_admitted(make_site())
        failed(works, priority=priority, recipient=(whom, episode.client_id))
        assert not WorkItem.objects.filter(kind="message_failed").exists()

    def test_a_change_to_an_address_that_said_stop_is_told_by_voice(self, works):
        episode = make_admitted(make_site())
        stop(channel="email", address="ana@example.org", source=StopSource.LINK, at=NOON)
        put(recipient=("client", episode.client_id))
        delivery.deliver(at=NOON)
        assert WorkItem.objects.filter(kind="message_failed").count() == 1

    def test_many_are_told_in_as_many_statements_as_few(self, works, django_assert_num_queries):
        site = make_site()
        rows = [put(str(i), recipient=("client", make_admitted(site).client_id)) for i in range(8)]
        with django_assert_num_queries(7):
            workflow.could_not_tell(rows[:2], NOON)
        with django_assert_num_queries(7):
            workflow.could_not_tell(rows[2:], NOON)

    def test_sending_it_again_takes_the_work_away_and_letting_it_rest_closes_it(self, works):
        episode = make_admitted(make_site())
        message = failed(works, recipient=("client", episode.client_id))
        workflow.send_again(by=SYSTEM, message_id=message.pk, at=NOON)
        assert WorkItem.objects.get().status == "dropped"
        works.answers = [REFUSED]
        delivery.deliver(at=NOON + MINUTE)
        workflow.give_up(by=SYSTEM, message_id=message.pk, at=NOON + HOUR)
        assert sorted(WorkItem.objects.values_list("status", flat=True)) == ["done", "dropped"]


class TestReplies:
    def text(self, words="I am late"):
        replies.came_in(address="+16175550100", words=words, provider_id="1", at=NOON)
        return Reply.objects.get()

    def test_words_become_work_of_whoever_answers_the_phone_and_of_no_client(self, works):
        make_site()
        reply = self.text()
        item = WorkItem.objects.get()
        assert (item.role_key, item.client_id, item.subject_id) == ("intake", None, reply.pk)

    @pytest.mark.parametrize("word", ["STOP", "START", "HELP"])
    def test_known_words_do_not(self, works, word):
        make_site()
        self.text(word)
        assert not WorkItem.objects.exists()

    def test_read_once_closes_the_work(self, works):
        site = make_site()
        reply = self.text()
        reader = make_actor("intake", site=site)
        workflow.reply_seen(by=reader, reply_id=reply.pk, at=NOON + HOUR)
        workflow.reply_seen(by=SYSTEM, reply_id=reply.pk, at=NOON + 2 * HOUR)
        reply.refresh_from_db()
        assert (reply.seen_at, reply.seen_by) == (NOON + HOUR, reader.staff_id)
        assert WorkItem.objects.get().status == "done"

    def test_not_by_other_roles(self, works):
        site = make_site()
        with pytest.raises(NotAllowed):
            settling.mark_seen(by=make_actor("biller", site=site), reply_id=self.text().pk, at=NOON)
