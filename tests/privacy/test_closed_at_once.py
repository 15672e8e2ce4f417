"""A consent taken back closes every exit that rests on it, within that request: one test for each kind of exit."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction
from rest_framework.test import APIClient

from clients import gate
from clients.actions import consents
from clients.choices import ConsentKind, ContactKind, Information, Purpose, SentKind
from clients.models import Consent, ConsentRevocation, ContactPoint, Disclosure
from iop.access.actors import SYSTEM
from iop.api import actions as api
from iop.core.errors import Refusal
from iop.notifications import delivery
from iop.notifications.actions import Draft, queue_many
from iop.notifications.models import Message
from tests.factories.clients import AT, make_client, make_clinic
from tests.factories.families import may_be_texted
from tests.factories.privacy import make_consent, make_party
from tests.factories.scheduling import race

MINUTE = dt.timedelta(minutes=1)
ROUNDS = 12


@pytest.fixture
def setting(db, at):
    at(AT)
    return opened()


def opened():
    """A client, a treating provider named in their consent, and a colleague who may send."""
    clinic = make_clinic()
    clinic.client = make_client(clinic.site)
    clinic.party = make_party(name="City Hospital")
    clinic.consent = make_consent(
        clinic.client, party=clinic.party, information=[Information.CONTACT, Information.ATTENDANCE]
    )
    return clinic


def basis_of(clinic):
    return gate.basis_for(
        by=clinic.as_director, client=clinic.client, to=gate.Recipient.of_party(clinic.party), purpose=Purpose.TREATMENT,
        information=[Information.ATTENDANCE], at=AT,
    )  # fmt: skip


def send(clinic, basis=None, sent_as=SentKind.LETTER):
    return gate.release(
        by=clinic.as_director, client=clinic.client, basis=basis or basis_of(clinic), sent_as=sent_as,
        records=[("clients.client", clinic.client.pk)], content="what leaves", at=AT,
    )  # fmt: skip


def take_back(clinic, method="oral", consent=None):
    return consents.revoke(by=clinic.as_director, consent=consent or clinic.consent, at=AT, method=method)


def refused(call):
    with pytest.raises(gate.NotDisclosable) as refusal:
        call()
    return refusal.value.code


@pytest.mark.parametrize("sent_as", [kind for kind in SentKind.values if kind != SentKind.COPY])
def test_what_is_sent_out_by_hand(setting, sent_as):
    assert send(setting, sent_as=sent_as)
    take_back(setting)
    assert refused(lambda: send(setting, sent_as=sent_as)) == "revoked"


@pytest.mark.parametrize("sent_as", [kind for kind in SentKind.values if kind != SentKind.COPY])
def test_what_was_prepared_before_and_is_sent_after(setting, sent_as):
    basis = basis_of(setting)
    take_back(setting)
    assert refused(lambda: send(setting, basis, sent_as)) == "revoked"
    assert not Disclosure.objects.exists()


def test_what_is_sent_of_many_at_once(setting):
    fields = {
        "to": gate.Recipient.of_party(setting.party),
        "purpose": "treatment",
        "information": ["attendance"],
        "at": AT,
    }
    ids = [setting.client.pk]
    before = gate.decide(client_ids=ids, **fields)
    take_back(setting)
    after = gate.decide(client_ids=ids, **fields)
    assert after[setting.client.pk].code == "revoked"
    assert refused(
        lambda: gate.release_many(
            by=setting.as_director, basis_by_client=before, sent_as="export", records_by_client={}, content="x", at=AT
        )
    ) == "revoked"  # fmt: skip


def test_who_is_listed_to_a_party(setting):
    fields = {"party_id": setting.party.pk, "purpose": "treatment", "information": ["attendance"], "at": AT}
    assert gate.open_to(**fields).exists()
    take_back(setting)
    assert not gate.open_to(**fields).exists()


@pytest.mark.parametrize("path", ["", "{id}/"], ids=["list", "one"])
def test_the_api(setting, path):
    _, text = api.create_key(
        by=SYSTEM, name="Hospital", scopes=["clients:read"], at=AT, party=setting.party, purpose=Purpose.TREATMENT
    )
    caller = APIClient(headers={"Authorization": f"Api-Key {text}"})
    address = "/api/v1/clients/" + path.format(id=setting.client.pk)
    assert str(setting.client.pk) in caller.get(address).content.decode()
    take_back(setting)
    answer = caller.get(address)
    assert str(setting.client.record_number) not in answer.content.decode()
    assert (answer.status_code, Disclosure.objects.count()) == (404 if path else 200, 1)


def test_a_message_to_a_relative_that_waits(setting):
    release = make_consent(setting.client, ConsentKind.RELATIVE, information=["schedule"])
    basis = gate.basis_for(
        by=setting.as_director, client=setting.client, to=gate.Recipient.of_party(release.party),
        purpose=Purpose.FAMILY_SUPPORT, information=["schedule"], at=AT,
    )  # fmt: skip
    message = waiting(("related", release.party.person_id), basis, about=("clients.client", setting.client.pk))
    take_back(setting, consent=release)
    assert status_of(message) == "withdrawn"


def test_a_message_to_the_client_that_waits(setting):
    from clients.actions.contact import set_channel_permission
    from iop.core.basis import to_the_client

    consent = make_consent(setting.client, ConsentKind.MESSAGES)
    set_channel_permission(by=SYSTEM, client=setting.client, channel="sms", allowed=True, at=AT - MINUTE)
    ContactPoint.objects.create(
        client=setting.client, kind=ContactKind.PHONE, value="+16175550123", may_leave_message=True
    )
    message = waiting(("client", setting.client.pk), to_the_client("schedule_change", "schedule"))
    take_back(setting, consent=consent)
    assert status_of(message) == "withdrawn"


def waiting(recipient, basis, **more):
    draft = Draft(
        channel="sms", to="+16175550123", recipient=recipient, template="session_reminder", language="en", due_at=AT,
        context={"when": "Tue 3/10", "phone": "617-555-0100"}, basis=basis, dedupe_key="one", **more,
    )  # fmt: skip
    queue_many(by=SYSTEM, drafts=[draft])
    return Message.objects.get(dedupe_key="one")


def status_of(message):
    delivery.deliver(at=AT)
    return Message.objects.get(pk=message.pk).status


@pytest.mark.django_db(transaction=True)
def test_revoked_in_the_same_moment_one_order_is_chosen_and_provable(at):
    at(AT)
    for _ in range(ROUNDS):
        clinic = opened()
        sent, taken = race(lambda c=clinic: send(c), lambda c=clinic: take_back(c))
        assert isinstance(taken, Consent), taken
        order = ConsentRevocation.objects.get(consent=clinic.consent).gate_order
        rows = list(Disclosure.objects.filter(consent=clinic.consent))
        if isinstance(sent, Disclosure):
            assert [row.gate_order < order for row in rows] == [True]
        else:
            assert isinstance(sent, Refusal), sent
            assert sent.code == "revoked"
            assert rows == []


@pytest.mark.django_db(transaction=True)
def test_a_revocation_waits_for_what_is_leaving_and_comes_after(at):
    at(AT)
    clinic = opened()
    with transaction.atomic():
        row = send(clinic)
        thread = started(lambda: take_back(clinic))
        wait_for_a_lock()
    thread.join(timeout=30)
    assert row.gate_order < ConsentRevocation.objects.get(consent=clinic.consent).gate_order


@pytest.mark.django_db(transaction=True)
def test_what_would_leave_waits_for_a_revocation_and_is_refused(at):
    at(AT)
    clinic = opened()
    basis, told = basis_of(clinic), []
    with transaction.atomic():
        take_back(clinic)
        thread = started(lambda: told.append(refused(lambda: send(clinic, basis))))
        wait_for_a_lock()
    thread.join(timeout=30)
    assert told == ["revoked"]
    assert not Disclosure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_revocation_waits_while_a_message_is_at_its_provider(at, settings):
    at(AT)
    clinic = opened()
    release = make_consent(clinic.client, ConsentKind.RELATIVE, information=["schedule"])
    basis = gate.basis_for(
        by=clinic.as_director, client=clinic.client, to=gate.Recipient.of_party(release.party),
        purpose=Purpose.FAMILY_SUPPORT, information=["schedule"], at=AT,
    )  # fmt: skip
    settings.MESSAGE_CHANNELS = {"sms": "tests.privacy.test_closed_at_once.SlowProvider"}
    may_be_texted(release.party.person, "+16175550123", AT)
    waiting(("related", release.party.person_id), basis, about=("clients.client", clinic.client.pk))
    SlowProvider.meanwhile = lambda: (started(lambda: take_back(clinic, consent=release)), wait_for_a_lock())
    delivery.deliver(at=AT)
    for thread in THREADS:
        thread.join(timeout=30)
    row = Disclosure.objects.get(consent=release)
    assert row.gate_order < ConsentRevocation.objects.get(consent=release).gate_order


class SlowProvider:
    """A provider during whose answer something else happens."""

    meanwhile = staticmethod(lambda: None)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def send(self, message):
        from iop.notifications.channels import Answer

        type(self).meanwhile()
        return Answer(ok=True)


THREADS: list[threading.Thread] = []


def started(work):
    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    THREADS.append(thread)
    thread.start()
    return thread


def wait_for_a_lock():
    """Wait until another connection to this database is held up by a lock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    pause = threading.Event()
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        pause.wait(0.02)
    raise AssertionError("nobody waits")
