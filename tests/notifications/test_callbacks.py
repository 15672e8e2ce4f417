"""What is called from outside: signed reports and texts, the mail service's reports, the link that ends e-mails."""

import datetime as dt
import re
import uuid

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.cache import cache
from django.urls import reverse

from iop.audit.models import AuditEvent
from iop.clinic.naming import revealing_words
from iop.notifications import delivery
from iop.notifications.letters import letter_of, token_of
from iop.notifications.models import AddressStop, Message, Receipt, Reply
from iop.notifications.signatures import signature_of
from tests.factories.ground import make_organization, make_site
from tests.factories.messages import HOUR, MINUTE, NOON, put

pytestmark = pytest.mark.django_db
PHONE = "+16175550100"


@pytest.fixture(autouse=True)
def _account(settings, alone):
    settings.TWILIO_AUTH_TOKEN = "token"
    cache.clear()


def call(client, name, posted, key="", token="token"):  # noqa: S107 - of a provider that the test makes up
    path = reverse(name) + (f"?key={key}" if key else "")
    signature = signature_of(token, f"http://testserver{path}", {field: [value] for field, value in posted.items()})
    return client.post(path, posted, headers={"X-Twilio-Signature": signature})


def told(client, message, state, **more):
    return call(client, "sms_status", {"MessageSid": "SM1", "MessageStatus": state, **more}, key=message.key)


def texted(client, words, sid="SM9", address=PHONE, **more):
    return call(client, "sms_incoming", {"From": address, "Body": words, "MessageSid": sid, **more})


def sent_text(provider, key="k", **more):
    put(key, channel="sms", to=PHONE, **more)
    delivery.deliver(at=NOON)
    return Message.objects.get(dedupe_key=key)


class TestReports:
    def test_a_message_that_arrived_says_so(self, client, provider):
        message = sent_text(provider)
        assert told(client, message, "delivered").status_code == 204
        message.refresh_from_db()
        assert (message.status, message.outcome) == ("sent", "delivered")

    def test_one_that_did_not_is_a_failure_with_the_provider_s_code(self, client, provider):
        message = sent_text(provider)
        told(client, message, "undelivered", ErrorCode="30003")
        message.refresh_from_db()
        assert (message.status, message.outcome) == ("failed", "undelivered")
        assert message.receipts.get().said == "30003"

    def test_a_wrong_signature_changes_nothing(self, client, provider):
        message = sent_text(provider)
        posted = {"MessageSid": "SM1", "MessageStatus": "delivered"}
        assert call(client, "sms_status", posted, key=message.key, token="other").status_code == 403
        assert not Receipt.objects.exists()

    def test_who_keeps_calling_without_one_is_not_listened_to(self, client):
        path = reverse("sms_status")
        answers = [client.post(path, {"MessageStatus": "delivered"}).status_code for _ in range(31)]
        assert answers == [403] * 30 + [429]

    def test_signed_calls_are_heard_however_many(self, client, provider):
        message = sent_text(provider)
        assert {told(client, message, "sent").status_code for _ in range(40)} == {204}

    def test_the_same_report_twice_is_one(self, client, provider):
        message = sent_text(provider)
        told(client, message, "delivered")
        told(client, message, "delivered")
        assert Receipt.objects.count() == 1

    @pytest.mark.parametrize("state", ["queued", "sending", "sent", "accepted", "nonsense", ""])
    def test_states_that_say_nothing_yet_change_nothing(self, client, provider, state):
        message = sent_text(provider)
        told(client, message, state)
        assert not Receipt.objects.exists()

    def test_arrived_does_not_undo_came_back(self, client, provider):
        message = sent_text(provider)
        told(client, message, "undelivered", ErrorCode="30003")
        told(client, message, "delivered")
        message.refresh_from_db()
        assert message.outcome == "undelivered"

    def test_a_message_that_nobody_knows_is_passed_over(self, client):
        posted = {"MessageSid": "SM1", "MessageStatus": "delivered"}
        assert call(client, "sms_status", posted, key=str(uuid.uuid4())).status_code == 204

    def test_without_a_key_the_provider_s_number_finds_it(self, client, provider):
        message = sent_text(provider)
        call(client, "sms_status", {"MessageSid": "p", "MessageStatus": "delivered"})
        message.refresh_from_db()
        assert message.outcome == "delivered"

    def test_reading_is_refused(self, client):
        assert client.get(reverse("sms_status")).status_code == 405


class TestTexts:
    def test_stop_stops_the_address_and_is_answered(self, client):
        make_site(phone="+16175550199")
        answer = texted(client, "STOP")
        assert AddressStop.objects.get().address == PHONE
        assert "START" in answer.content.decode()
        assert answer.headers["Content-Type"].startswith("text/xml")

    def test_a_phone_shared_by_two_gets_nothing_for_either(self, client, provider):
        texted(client, "stop")
        for key in ("first", "second"):
            put(key, channel="sms", to=PHONE)
        put("other", channel="sms", to="+16175550101")
        delivery.deliver(at=NOON)
        states = dict(Message.objects.values_list("dedupe_key", "status"))
        assert states == {"first": "withdrawn", "second": "withdrawn", "other": "sent"}
        assert set(Message.objects.filter(status="withdrawn").values_list("reason", flat=True)) == {"stopped"}

    def test_it_stops_texts_alone(self, client, provider):
        texted(client, "stop")
        put("mail", to=PHONE)
        delivery.deliver(at=NOON)
        assert Message.objects.get().status == "sent"

    def test_start_ends_the_stop(self, client, provider):
        texted(client, "stop", "1")
        texted(client, "start", "2")
        sent_text(provider)
        assert Message.objects.get().status == "sent"
        assert AddressStop.objects.get().ended_by == "word"

    def test_stop_again_after_start_is_a_stop_of_its_own(self, client):
        for number, word in enumerate(["stop", "start", "stop", "STOP"]):
            texted(client, word, str(number))
        assert AddressStop.objects.count() == 2
        assert AddressStop.objects.filter(ended_at__isnull=True).count() == 1

    def test_a_spanish_word_is_answered_in_spanish(self, client):
        make_site()
        assert "Ya no recibir" in texted(client, "ALTO").content.decode()

    def test_other_words_are_answered_in_the_language_of_the_last_message(self, client, provider):
        make_site()
        sent_text(provider, language="es")
        assert "llame al" in texted(client, "hola").content.decode()

    def test_the_same_text_twice_is_kept_and_answered_once(self, client):
        make_site()
        texted(client, "hello", "7")
        assert "<Message>" not in texted(client, "hello", "7").content.decode()
        assert Reply.objects.count() == 1

    def test_a_second_text_within_a_day_gets_no_answer(self, client, at):
        make_site()
        at(NOON)
        texted(client, "hello", "1")
        at(NOON + 23 * HOUR)
        assert "<Message>" not in texted(client, "hello again", "2").content.decode()
        at(NOON + 48 * HOUR)
        assert "<Message>" in texted(client, "and again", "3").content.decode()

    def test_a_word_that_the_provider_has_obeyed_itself_is_obeyed_and_not_answered_twice(self, client):
        make_site()
        assert "<Message>" not in texted(client, "STOP", OptOutType="STOP").content.decode()
        assert AddressStop.objects.exists()

    def test_it_is_attached_to_nobody_and_goes_to_the_site_that_wrote_last(self, client, provider):
        site = make_site()
        sent_text(provider, site_id=site.pk)
        texted(client, "I am late")
        reply = Reply.objects.get()
        assert (reply.site_id, reply.kind) == (site.pk, "other")
        assert not AuditEvent.objects.get(verb="notifications.reply").subjects.exists()

    def test_a_wrong_signature_keeps_nothing(self, client):
        posted = {"From": PHONE, "Body": "STOP", "MessageSid": "1"}
        assert call(client, "sms_incoming", posted, token="other").status_code == 403
        assert not Reply.objects.exists()
        assert not AddressStop.objects.exists()

    def test_the_database_shows_neither_number_nor_words(self, client, django_db_blocker):
        from django.db import connection

        texted(client, "my own words")
        with connection.cursor() as cursor:
            cursor.execute("SELECT address || words FROM notifications_reply")
            kept = cursor.fetchone()[0]
        assert "own words" not in kept
        assert PHONE not in kept

    def test_a_bracket_in_our_words_is_no_mark_up(self, client):
        make_organization(neutral_name="A & B <C>")
        make_site()
        assert "A &amp; B &lt;C&gt;" in texted(client, "HELP").content.decode()


class TestLink:
    def test_an_e_mail_ends_with_it_and_names_it_for_one_click(self, client):
        letter = letter_of(put())
        path = re.search(r"http://testserver(/m/\S+)", letter.body).group(1)
        assert letter.headers["List-Unsubscribe"] == f"<http://testserver{path}>"
        assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert client.get(path).status_code == 200

    @pytest.mark.parametrize("more", [{"recipient": ("staff", uuid.uuid4())}, {"channel": "sms", "to": PHONE}])
    def test_staff_and_texts_have_none(self, more):
        message = put(**more)
        assert letter_of(message).body == message.body

    def test_looking_at_it_stops_nothing(self, client):
        client.get(reverse("unsubscribe", args=[token_of(put())]))
        assert not AddressStop.objects.exists()

    def test_the_button_stops_e_mails_to_that_address_without_a_sign_in(self, client, provider):
        message = put("first")
        assert client.post(reverse("unsubscribe", args=[token_of(message)])).status_code == 200
        delivery.deliver(at=NOON)
        assert Message.objects.get().reason == "stopped"
        assert AddressStop.objects.get().source == "link"

    def test_one_click_of_a_mailbox_does_the_same_twice_without_harm(self, client):
        url = reverse("unsubscribe", args=[token_of(put())])
        for _ in range(2):
            assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert AddressStop.objects.count() == 1

    def test_a_made_up_link_stops_nothing(self, client):
        token = token_of(put())
        assert client.post(reverse("unsubscribe", args=[token[:-2] + "xx"])).status_code == 404
        assert client.post(reverse("unsubscribe", args=["x"])).status_code == 404
        assert not AddressStop.objects.exists()

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_its_pages_do_not_tell_what_we_do(self, client, language):
        url = reverse("unsubscribe", args=[token_of(put(language=language))])
        for page in (client.get(url), client.post(url)):
            words = re.sub(r"<[^>]+>|\{[^}]*\}", " ", page.content.decode())
            assert revealing_words(words) == []
            assert "Intensive" not in words
            assert f'lang="{language}"' in page.content.decode()


class TestMailService:
    def tell(self, message, kind, **more):
        event = AnymailTrackingEvent(event_type=kind, metadata={"key": message.key}, message_id="m", **more)
        tracking.send(sender=object, event=event, esp_name="Some")

    def sent(self):
        put()
        delivery.deliver(at=NOON)
        return Message.objects.get()

    def test_a_mail_that_came_back_is_a_failure(self, provider):
        self.tell(self.sent(), "bounced", reject_reason="bounced")
        message = Message.objects.get()
        assert (message.status, message.outcome) == ("failed", "bounced")

    def test_one_called_unwanted_stops_the_address(self, provider):
        self.tell(self.sent(), "complained")
        assert AddressStop.objects.get().source == "provider"

    @pytest.mark.parametrize("kind", ["opened", "clicked", "queued", "deferred"])
    def test_what_people_do_with_it_is_not_kept(self, provider, kind):
        self.tell(self.sent(), kind)
        assert not Receipt.objects.exists()

    def test_there_is_no_such_address_without_a_service(self, client):
        assert client.post(reverse("email_told"), "{}", content_type="application/json").status_code == 404

    def test_a_service_signs_in_with_the_secret(self, client, provider, settings):
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.ANYMAIL = {"WEBHOOK_SECRET": "someone:secret"}
        settings.ANYMAIL_WEBHOOK_SECRET = "someone:secret"
        message = self.sent()
        report = {"RecordType": "Delivery", "MessageID": "m", "Recipient": "ana@example.org",
                  "DeliveredAt": "2026-03-02T17:00:00Z", "Metadata": {"key": message.key}}  # fmt: skip
        url = reverse("email_told")
        assert client.post(url, report, content_type="application/json").status_code == 400
        right = {"Authorization": "Basic c29tZW9uZTpzZWNyZXQ="}
        assert client.post(url, report, content_type="application/json", headers=right).status_code == 200
        message.refresh_from_db()
        assert message.outcome == "delivered"


def test_a_report_about_an_older_try_does_not_fail_the_newer(provider, client):
    message = sent_text(provider)
    told(client, message, "undelivered", ErrorCode="30003")
    old_key = message.key
    Message.objects.update(status="waiting", resends=1, outcome="", outcome_at=None, next_attempt_at=NOON, lease=None)
    delivery.deliver(at=NOON + MINUTE)
    call(client, "sms_status", {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "30005"}, key=old_key)
    message.refresh_from_db()
    assert (message.status, message.outcome) == ("sent", "")
    assert isinstance(message.sent_at, dt.datetime)
