"""No messages to somebody who died, is incarcerated, in hospital, or asked for none."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from clients import actions
from clients.actions import holds
from clients.models import MessageHold
from iop.core import clock
from iop.core.basis import to_the_client
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.notifications.models import Message
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_site

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def episode(db):
    with clock.frozen(AT):
        yield make_admitted(make_site())


@pytest.fixture
def by(episode):
    return make_actor(episode.site)


def message(client, status="waiting"):
    return Message.objects.create(
        channel="sms", to="+16175550123", recipient_kind="client", recipient_id=client.pk, template="reminder", body="Hello",
        basis=to_the_client("reminder").as_data(), dedupe_key=f"{client.pk}:{status}", due_at=AT, next_attempt_at=AT,
        status=status, sent_at=AT if status == "sent" else None,
    )  # fmt: skip


def hold(by, episode, kind="hospitalised", starts_on=TODAY, **more):
    return holds.hold_messages(by=by, client=episode.client, kind=kind, starts_on=starts_on, at=AT, **more)


def test_what_waits_is_taken_back_and_what_was_sent_stays(by, episode):
    waiting, sent = message(episode.client), message(episode.client, "sent")
    hold(by, episode)
    waiting.refresh_from_db(), sent.refresh_from_db()
    assert (waiting.status, sent.status) == ("withdrawn", "sent")


def test_messages_of_another_client_stay(by, episode):
    other = message(make_admitted(episode.site, by=by).client)
    hold(by, episode)
    other.refresh_from_db()
    assert other.status == "waiting"


def test_a_hold_to_come_takes_nothing_back_yet(by, episode):
    waiting = message(episode.client)
    hold(by, episode, starts_on=TODAY + DAY)
    waiting.refresh_from_db()
    assert waiting.status == "waiting"


@pytest.mark.parametrize("kind", ["deceased", "incarcerated"])
def test_a_discharge_that_says_so_holds_messages_back(by, episode, kind):
    actions.close_episode(by=by, episode=episode, on=TODAY, kind=kind, reason="The family called.", at=AT)
    assert [(row.kind, row.starts_on, row.ends_on) for row in MessageHold.objects.all()] == [(kind, TODAY, None)]


def test_another_discharge_holds_nothing_back(by, episode):
    actions.close_episode(by=by, episode=episode, on=TODAY, kind="completed", reason="Goals reached.", at=AT)
    assert not MessageHold.objects.exists()


def test_a_discharge_keeps_a_hold_that_stands(by, episode):
    hold(by, episode, "deceased", TODAY - DAY)
    actions.close_episode(by=by, episode=episode, on=TODAY, kind="deceased", reason="The family called.", at=AT)
    assert MessageHold.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "tired"}, {"ends_on": TODAY - DAY}, {"kind": "deceased", "ends_on": TODAY + DAY}],
)
def test_what_makes_no_sense_is_refused(by, episode, wrong):
    with pytest.raises(Invalid):
        hold(by, episode, **wrong)


def test_the_same_reason_twice_is_refused(by, episode):
    hold(by, episode)
    with pytest.raises(Conflict):
        hold(by, episode)


def test_a_role_that_keeps_nothing_holds_nothing_back(episode):
    with pytest.raises(NotAllowed):
        hold(make_actor(episode.site, "biller"), episode)


def test_a_hold_ends_on_a_day(by, episode):
    row = holds.end_hold(by=by, hold=hold(by, episode), on=TODAY, at=AT)
    assert row.ends_on == TODAY
    with pytest.raises(Conflict):
        holds.end_hold(by=by, hold=row, on=TODAY, at=AT)


def test_death_does_not_end(by, episode):
    with pytest.raises(Conflict):
        holds.end_hold(by=by, hold=hold(by, episode, "deceased"), on=TODAY, at=AT)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM clients_messagehold",
        "UPDATE clients_messagehold SET ends_on = starts_on - 1",
        "UPDATE clients_messagehold SET kind = 'deceased', ends_on = starts_on",
        "INSERT INTO clients_messagehold (id, created_at, client_id, kind, starts_on, note) "
        "SELECT gen_random_uuid(), now(), client_id, kind, starts_on, '' FROM clients_messagehold",
    ],
)
def test_the_database_says_it_once_more(by, episode, sql):
    hold(by, episode)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
