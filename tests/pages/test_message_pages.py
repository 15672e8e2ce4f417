"""Pages about messages: the outbox, one message, what failed, what came in, the chart's part, and the phones of the sink."""

import uuid

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import ChannelPermission, ContactPoint
from iop.audit.models import AuditEvent
from iop.notifications import delivery, replies
from iop.notifications.channels import Answer
from iop.notifications.choices import Priority, StopSource
from iop.notifications.models import AddressStop, ChannelState, Message, Reply, SafeHours, SinkMessage
from iop.notifications.stops import stop
from iop.work.models import WorkItem
from tests.factories.clients import make_admitted
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.messages import HOUR, NOON, Recording, put, put_many

pytestmark = pytest.mark.django_db
PHONE = "+16175550100"
REFUSED = Answer(ok=False, said="address_refused", may_help=False)


@pytest.fixture(autouse=True)
def _outbox_alone(settings, at):
    settings.MESSAGE_STILL_WANTED, settings.MESSAGE_LEAVES = [], []
    settings.MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "tests.factories.messages.Recording")
    Recording.begin()
    at(NOON)


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def director(client, site):
    sign_in(client, make_staff("clinical_director", site=site))
    return client


def failed(key="k", **more):
    Recording.answers = [REFUSED]
    put(key, **more)
    delivery.deliver(at=NOON)
    return Message.objects.get(dedupe_key=key)


def shows(client, name, *args, **asked):
    page = client.get(reverse(name, args=args), asked)
    assert page.status_code == 200
    return page.content.decode()


class TestOutbox:
    @pytest.mark.parametrize(("asked", "found"), [
        ({"status": "sent"}, {"sent"}), ({"status": "waiting"}, {"later", "text"}), ({"channel": "sms"}, {"text"}),
        ({"whom": "staff"}, {"sent"}), ({"whom": "client"}, {"later", "text"}), ({"priority": "2"}, {"later"}),
        ({"status": "nonsense", "before": "x"}, {"sent", "later", "text"}),
    ])  # fmt: skip
    def test_filters(self, director, site, asked, found):
        more = {"site_id": site.pk}
        put("sent", to="sent@example.org", recipient=("staff", uuid.uuid4()), **more)
        delivery.deliver(at=NOON)
        put("later", to="later@example.org", due_at=NOON + HOUR, priority=Priority.REMINDER, **more)
        put("text", to="text@example.org", channel="sms", due_at=NOON + HOUR, **more)
        page = shows(director, "outbox", **asked)
        assert {name for name in ("sent", "later", "text") if f"{name}@example.org" in page} == found

    def test_says_how_delivery_fares(self, director, site, at):
        put_many(3, site_id=site.pk, due_at=NOON - 2 * HOUR)
        put("planned", due_at=NOON + HOUR, site_id=site.pk)
        ChannelState.objects.create(channel="sms", down_since=NOON - HOUR, try_at=NOON, failures=3)
        page = shows(director, "outbox")
        assert "the oldest for 2 hours" in page
        assert "has not answered for 1 hour" in page

    @pytest.mark.parametrize("role", ["counselor", "biller", "intake"])
    def test_is_closed_to_other_roles(self, client, site, role):
        sign_in(client, make_staff(role, site=site))
        assert client.get(reverse("outbox")).status_code == 403


class TestOneMessage:
    def test_shows_its_words_every_try_and_its_key(self, director, site):
        message = failed(site_id=site.pk)
        page = shows(director, "message", message.pk)
        assert "Tue 3/10 at 6:00 PM" in page
        assert "the address was refused" in page
        assert message.key in page

    def test_a_counselor_sees_those_to_clients_whose_charts_are_open_to_them_and_no_others(self, client, site):
        mine = put("mine", recipient=("client", make_admitted(site).client_id), site_id=site.pk)
        others = put("others", recipient=("client", make_admitted(make_site()).client_id))
        sign_in(client, make_staff("counselor", site=site))
        assert "Send again" not in shows(client, "message", mine.pk)
        assert client.get(reverse("message", args=[others.pk])).status_code == 404

    def test_looking_is_on_record_with_the_client(self, director, site):
        message = put(site_id=site.pk)
        shows(director, "message", message.pk)
        event = AuditEvent.objects.get(verb="notifications.viewed")
        assert list(event.subjects.values_list("client_id", flat=True)) == [message.recipient_id]

    def test_a_failed_one_is_sent_again_by_its_button(self, director, site):
        message = failed(site_id=site.pk)
        assert "Send again" in shows(director, "message", message.pk)
        director.post(reverse("message_send_again", args=[message.pk]))
        delivery.deliver(at=NOON)
        assert Message.objects.get().status == "sent"

    def test_what_is_too_late_offers_no_button(self, director, site, at):
        message = failed(site_id=site.pk, expires_at=NOON + HOUR)
        at(NOON + HOUR)
        assert "Send again" not in shows(director, "message", message.pk)


class TestFailed:
    def test_the_ticked_are_sent_again_and_the_others_stay(self, director, site):
        ticked, other = failed("ticked", site_id=site.pk), failed("other", site_id=site.pk)
        assert ticked.to in shows(director, "dead_letters")
        director.post(reverse("dead_letters_settle"), {"message": [str(ticked.pk), "x"], "do": "again"})
        assert dict(Message.objects.values_list("pk", "status")) == {ticked.pk: "waiting", other.pk: "failed"}

    def test_the_ticked_are_let_rest(self, director, site):
        message = failed(site_id=site.pk)
        director.post(reverse("dead_letters_settle"), {"message": [str(message.pk)], "do": "give_up"})
        assert Message.objects.get().status == "given_up"

    def test_one_that_cannot_be_sent_is_said_and_does_not_stop_the_others(self, director, site, at):
        late, fine = failed("late", site_id=site.pk, expires_at=NOON + HOUR), failed("fine", site_id=site.pk)
        at(NOON + HOUR)
        page = director.post(reverse("dead_letters_settle"), {"message": [str(late.pk), str(fine.pk)]}, follow=True)
        assert "too late for this message" in page.content.decode()
        assert Message.objects.get(dedupe_key="fine").status == "waiting"

    def test_whoever_answers_for_privacy_sees_them_and_settles_none(self, client, site):
        message = failed(site_id=site.pk)
        sign_in(client, make_staff("privacy_officer", site=site))
        assert "Send the ticked again" not in shows(client, "dead_letters")
        client.post(reverse("dead_letters_settle"), {"message": [str(message.pk)]})
        assert Message.objects.get().status == "failed"


class TestReplies:
    def test_all_who_are_reached_there_are_named_and_it_is_in_nobodys_chart(self, client, site):
        names = []
        for _ in range(2):
            person = make_admitted(site).client
            ContactPoint.objects.create(client=person, kind="phone", value=PHONE)
            names.append(person.name)
        sign_in(client, make_staff("intake", site=site))
        replies.came_in(address=PHONE, words="I am late", provider_id="1", at=NOON)
        page = shows(client, "replies")
        assert "I am late" in page
        assert all(name in page for name in names)

    def test_those_read_leave_the_list_of_those_to_read(self, director, site):
        replies.came_in(address=PHONE, words="I am late", provider_id="1", at=NOON)
        director.post(reverse("reply_seen", args=[Reply.objects.get().pk]))
        assert "I am late" not in shows(director, "replies", unseen="1")
        assert not WorkItem.objects.filter(status="open").exists()

    def test_those_of_other_sites_are_not_there(self, director):
        elsewhere = make_site()
        put(channel="sms", to=PHONE, site_id=elsewhere.pk)
        delivery.deliver(at=NOON)
        replies.came_in(address=PHONE, words="I am late", provider_id="1", at=NOON)
        assert "I am late" not in shows(director, "replies")
        assert director.post(reverse("reply_seen", args=[Reply.objects.get().pk])).status_code == 404


class TestChart:
    @pytest.fixture
    def person(self, site):
        person = make_admitted(site).client
        ContactPoint.objects.create(client=person, kind="email", value="ana@example.org")
        ChannelPermission.objects.create(client=person, channel="email", allowed=True, since=NOON - HOUR)
        return person

    def test_shows_what_goes_out_what_went_and_what_they_agreed_to(self, director, site, person):
        who = ("client", person.pk)
        put("went", recipient=who, site_id=site.pk, context={"when": "Monday", "phone": "1"})
        delivery.deliver(at=NOON)
        put("next", recipient=who, site_id=site.pk, due_at=NOON + HOUR, context={"when": "Friday", "phone": "1"})
        put("others", site_id=site.pk, context={"when": "Sunday", "phone": "1"})
        page = shows(director, "client_messages", person.pk)
        assert page.index("Friday") < page.index("Monday")
        assert "Sunday" not in page
        assert "agreed" in page
        assert "ana@example.org" in page

    def test_a_stopped_address_says_so_and_a_stop_by_link_can_be_lifted(self, director, person):
        stop(channel="email", address="ana@example.org", source=StopSource.LINK, at=NOON)
        assert "asked to stop" in shows(director, "client_messages", person.pk)
        row = AddressStop.objects.get()
        director.post(reverse("client_stop_lift", args=[person.pk, row.pk]))
        assert AddressStop.objects.get().ended_at == NOON

    def test_a_stop_of_somebody_elses_address_is_not_lifted_from_here(self, director, person):
        stop(channel="email", address="other@example.org", source=StopSource.LINK, at=NOON)
        row = AddressStop.objects.get()
        assert director.post(reverse("client_stop_lift", args=[person.pk, row.pk])).status_code == 404

    def test_hours_of_their_own_are_saved_and_shown(self, director, person):
        director.post(reverse("client_safe_hours", args=[person.pk]), {"from_hour": "10", "until_hour": "19"})
        assert SafeHours.objects.get().client_id == person.pk
        assert "Their own wish: from 10:00 to 19:00." in shows(director, "client_messages", person.pk)

    def test_hours_that_run_backwards_come_back_with_why(self, director, person):
        url = reverse("client_safe_hours", args=[person.pk])
        page = director.post(url, {"from_hour": "19", "until_hour": "10"})
        assert page.status_code == 422
        assert "The last hour comes after the first one." in page.content.decode()

    @pytest.mark.parametrize("role", ["biller", "counselor"])
    def test_hours_are_written_by_those_who_keep_charts(self, client, site, person, role):
        sign_in(client, make_staff(role, site=site))
        url = reverse("client_safe_hours", args=[person.pk])
        assert client.post(url, {"from_hour": "10", "until_hour": "19"}).status_code == 403

    def test_asks_as_much_for_many_as_for_few(self, director, site, person):
        counts = []
        for n in (2, 35):
            Message.objects.update(dedupe_key=Concat(Value("old:"), "dedupe_key"))
            put_many(n, recipient=("client", person.pk), site_id=site.pk)
            delivery.deliver(at=NOON)
            shows(director, "client_messages", person.pk)
            with CaptureQueriesContext(connection) as asked:
                shows(director, "client_messages", person.pk)
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestPhones:
    @pytest.fixture(autouse=True)
    def _sink(self, settings):
        settings.MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "iop.notifications.channels.sink.Sink")

    def test_shows_what_stands_on_a_phone_and_its_owner_writes_back(self, director, site):
        put("text", channel="sms", to=PHONE, site_id=site.pk)
        delivery.deliver(at=NOON)
        key = SinkMessage.objects.get().key
        assert "Tue 3/10 at 6:00 PM" in shows(director, "sink", device=key)
        page = director.post(reverse("sink_reply"), {"key": key, "words": "stop"}, follow=True)
        assert AddressStop.objects.get().address == PHONE
        assert "You get no more texts" in page.content.decode()

    def test_a_mailbox_has_its_link(self, director, site):
        message = put(site_id=site.pk)
        delivery.deliver(at=NOON)
        page = shows(director, "sink")
        assert f'href="/m/{message.pk.hex}' in page

    def test_writing_from_a_phone_that_is_none_is_not_there(self, director):
        assert director.post(reverse("sink_reply"), {"key": "x", "words": "stop"}).status_code == 404

    def test_there_is_no_such_page_where_a_provider_sends(self, director, settings):
        settings.MESSAGE_CHANNELS = {"email": "iop.notifications.channels.email.Email"}
        assert director.get(reverse("sink")).status_code == 404
        assert "On their phones" not in shows(director, "outbox")
