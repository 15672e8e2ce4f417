"""Messages at the gate: asked just before sending, written down as they leave, withdrawn when their ground has ended."""

import datetime as dt
import uuid

import pytest

from clients import actions
from clients.choices import ConsentKind, ContactKind, MessageHoldKind, PartyKind, Purpose
from clients.gate import Recipient, basis_for
from clients.models import ContactPoint, Disclosure, MessageHold
from iop.access.actors import SYSTEM
from iop.core.basis import own_use, to_the_client
from iop.notifications import delivery
from iop.notifications.actions import Draft, queue_many
from iop.notifications.channels import Answer
from iop.notifications.models import Message
from tests.factories.clients import AT, TODAY, make_client
from tests.factories.families import may_be_texted
from tests.factories.privacy import make_agreement, make_consent, make_party
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
TEXT = {"when": "Tue 3/10 at 6:00 PM", "phone": "617-555-0100"}
NUMBER = "+16175550123"


class Sink:
    """A provider that takes, or refuses, what it is given."""

    taken: list = []
    answer = Answer(ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def send(self, message):
        self.taken.append(message.pk)
        return self.answer


@pytest.fixture(autouse=True)
def provider(settings):
    settings.MESSAGE_CHANNELS = dict.fromkeys(("sms", "email"), "tests.privacy.test_gate_messages.Sink")
    Sink.taken, Sink.answer = [], Answer(ok=True)
    return Sink


@pytest.fixture
def person(clinic):
    client = make_client(clinic.site)
    reachable(client)
    return client


def reachable(client):
    actions.set_channel_permission(by=SYSTEM, client=client, channel="sms", allowed=True, at=AT - dt.timedelta(days=9))
    ContactPoint.objects.create(client=client, kind=ContactKind.PHONE, value=NUMBER, may_leave_message=True)


def put(recipient, basis=None, channel="sms", to=NUMBER, **more):
    draft = Draft(
        channel=channel, to=to, recipient=recipient, template="session_reminder", language="en", context=TEXT, due_at=AT,
        basis=basis or to_the_client("schedule_change", "schedule"), dedupe_key=str(uuid.uuid4()), **more,
    )  # fmt: skip
    queue_many(by=SYSTEM, drafts=[draft])
    return Message.objects.get(dedupe_key=draft.dedupe_key)


def status_after(message):
    delivery.deliver(at=AT)
    return Message.objects.get(pk=message.pk).status


def test_a_message_to_a_client_leaves_and_is_written_down(person):
    message = put(("client", person.pk))
    assert status_after(message) == "sent"
    row = Disclosure.objects.get()
    assert (row.ground, row.sent_as, row.recipient_address) == ("own_access", "message", NUMBER)
    assert row.records[0] == ["notifications.message", str(message.pk)]
    assert len(row.digest) == 64


def test_a_message_to_staff_is_no_disclosure(clinic):
    message = put(("staff", clinic.counselor.pk), own_use("schedule_change", "schedule"), "email", "robin@example.org")
    assert status_after(message) == "sent"
    assert not Disclosure.objects.exists()


def withdraw_permission(person):
    actions.set_channel_permission(by=SYSTEM, client=person, channel="sms", allowed=False, at=AT)


def hold(person):
    MessageHold.objects.create(client=person, kind=MessageHoldKind.HOSPITALISED, starts_on=TODAY)


def lose_number(person):
    ContactPoint.objects.filter(client=person).delete()


def forbid_voice_mail(person):
    ContactPoint.objects.filter(client=person).update(may_leave_message=False)


def take_consent_back(person):
    make_consent(person, ConsentKind.MESSAGES, stopped_at=AT)


def let_consent_lapse(person):
    make_consent(person, ConsentKind.MESSAGES, expires_on=TODAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    "change", [withdraw_permission, hold, lose_number, forbid_voice_mail, take_consent_back, let_consent_lapse]
)
def test_a_message_queued_before_does_not_leave_after(person, provider, change):
    message = put(("client", person.pk))
    change(person)
    assert status_after(message) == "withdrawn"
    assert provider.taken == []
    assert not Disclosure.objects.exists()


def test_a_hold_that_has_ended_holds_nothing(person):
    MessageHold.objects.create(
        client=person, kind=MessageHoldKind.HOSPITALISED, starts_on=TODAY - dt.timedelta(days=9),
        ends_on=TODAY - dt.timedelta(days=2),
    )  # fmt: skip
    assert status_after(put(("client", person.pk))) == "sent"


def test_a_new_signature_opens_the_channel_again(person):
    take_consent_back(person)
    make_consent(person, ConsentKind.MESSAGES)
    assert status_after(put(("client", person.pk))) == "sent"


def to_relative(clinic, person, **fields):
    consent = make_consent(person, ConsentKind.RELATIVE, information=["schedule"], **fields)
    basis = basis_for(
        by=clinic.as_director, client=person, to=Recipient.of_party(consent.party), purpose=Purpose.FAMILY_SUPPORT,
        information=["schedule"], at=AT,
    )  # fmt: skip
    may_be_texted(consent.party.person, NUMBER, AT)
    return consent, put(("related", consent.party.person_id), basis, about=("clients.client", person.pk))


def test_a_message_to_a_relative_leaves_on_their_release_and_is_written_down(clinic, person):
    consent, message = to_relative(clinic, person)
    assert status_after(message) == "sent"
    row = Disclosure.objects.get()
    assert (row.consent, row.client, row.notice) == (consent, person, "short")


@pytest.mark.parametrize("change", [{"stopped_at": AT}, {"expired_event_at": AT}])
def test_a_release_that_ended_meanwhile_stops_a_message_to_a_relative(clinic, person, provider, change):
    consent, message = to_relative(clinic, person)
    type(consent).objects.filter(pk=consent.pk).update(**change)
    assert status_after(message) == "withdrawn"
    assert provider.taken == []


def test_a_release_that_lapsed_before_the_message_was_due_stops_it(clinic, person, provider):
    _, message = to_relative(clinic, person, expires_on=TODAY)
    delivery.deliver(at=AT + dt.timedelta(days=1))
    message.refresh_from_db()
    assert message.status == "withdrawn"
    assert provider.taken == []


def test_a_release_stopped_between_the_question_and_the_sending_stops_it_too(clinic, person, provider, settings):
    settings.MESSAGE_STILL_WANTED = []
    consent, message = to_relative(clinic, person)
    type(consent).objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert status_after(message) == "withdrawn"
    assert provider.taken == []


def test_a_message_to_nobody_in_particular_does_not_leave(person, provider):
    message = put(("related", uuid.uuid4()), about=("clients.client", person.pk))
    assert status_after(message) == "withdrawn"
    assert provider.taken == []


def test_a_service_is_told_while_its_agreement_lasts(clinic, person):
    agreement = make_agreement()
    basis = basis_for(
        by=clinic.as_director, client=person, to=Recipient.of_party(agreement.party), purpose="operations",
        information=["schedule"], at=AT,
    )  # fmt: skip
    message = put(("party", agreement.party_id), basis, about=("clients.client", person.pk))
    assert status_after(message) == "sent"
    late = put(("party", agreement.party_id), basis, about=("clients.client", person.pk))
    type(agreement).objects.filter(pk=agreement.pk).update(ends_on=TODAY - dt.timedelta(days=1))
    assert status_after(late) == "withdrawn"


def test_what_the_provider_did_not_take_is_not_written_down(person, provider):
    provider.answer = Answer(ok=False, said="busy")
    assert status_after(put(("client", person.pk))) == "waiting"
    assert not Disclosure.objects.exists()


def test_asking_takes_the_same_statements_for_one_message_and_for_many(clinic, person):
    from clients.gate.messages import no_longer_wanted

    others = [make_client(clinic.site) for _ in range(5)]
    for each in others:
        reachable(each)
    one = [put(("client", person.pk))]
    many = [put(("client", each.pk)) for each in others]
    with Counted() as few:
        assert no_longer_wanted(one, AT) == set()
    with Counted() as more:
        assert no_longer_wanted(many, AT) == set()
    assert few.number == more.number


def test_nobody_outside_is_told_without_a_party(person, provider):
    party = make_party(PartyKind.EMPLOYER)
    message = put(("party", party.pk), to_the_client("schedule_change"), about=("clients.client", person.pk))
    assert status_after(message) == "withdrawn"
    assert provider.taken == []
