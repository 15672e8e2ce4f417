"""The end of a consent: word of mouth, writing, events, and what closes with it at once."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.actions import consents
from clients.choices import Information, Purpose
from clients.consents import Standing, consequences, state
from clients.gate import NotDisclosable, Recipient, basis_for, release
from clients.models import ChannelPermission
from iop.core.basis import Basis, to_the_client
from iop.core.errors import Conflict, NotAllowed
from iop.notifications import actions as outbox
from iop.notifications.models import Message
from iop.work.models import WorkItem
from tests.factories import consents as make
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_staff

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def client(clinic):
    return make_admitted(clinic.site).client


def revoke(clinic, row, method="oral", at=LATER, **said):
    return consents.revoke(by=clinic.as_counselor, consent=row, at=at, method=method, **said)


def open_work(kind, row):
    return WorkItem.objects.filter(kind=kind, status="open", subject_id=row.pk)


def ask(clinic, row, at=LATER):
    return basis_for(
        by=clinic.as_counselor, client=row.client, to=Recipient.of_party(row.party), purpose=Purpose.TREATMENT,
        information=[Information.ATTENDANCE], at=at,
    )  # fmt: skip


def tell(clinic, row, at=AT):
    return release(
        by=clinic.as_counselor, client=row.client, basis=ask(clinic, row, at), sent_as="letter",
        records=[("clients.client", row.client_id)], content="Attended.", at=at,
    )  # fmt: skip


def queue(client, basis, key="m", channel="sms"):
    return outbox.queue(
        by=make_actor(client.episodes.first().site), channel=channel, to="+16175550123", recipient=("client", client.pk),
        template="session_reminder", context={"when": "Tue 3/10 at 6:00 PM"}, language="en",
        due_at=LATER, basis=basis, dedupe_key=key,
    )  # fmt: skip


def resting_on(row):
    return Basis(ground="consent", recipient="x", purpose="treatment", scope=("schedule",), consent_id=str(row.pk))


def test_a_spoken_wish_stops_it_at_once(clinic, client):
    row = make.signed(clinic, client)
    ask(clinic, row)
    revoke(clinic, row)
    with pytest.raises(NotDisclosable):
        ask(clinic, row)


def test_and_asks_for_the_writing(clinic, client):
    row = revoke(clinic, make.signed(clinic, client))
    assert (row.stopped_at, row.revoked_at) == (LATER, None)
    assert open_work("revocation_in_writing", row).get().assignee_id == clinic.counselor.pk


def test_the_writing_closes_that_work(clinic, client):
    row = revoke(clinic, make.signed(clinic, client))
    row = consents.confirm_in_writing(by=clinic.as_counselor, consent=row, at=LATER + dt.timedelta(days=1))
    assert row.revoked_at > row.stopped_at
    assert not open_work("revocation_in_writing", row).exists()


def test_in_writing_it_is_revoked_at_once(clinic, client):
    row = revoke(clinic, make.signed(clinic, client), "written", paper=make.png())
    assert row.revoked_at == row.stopped_at == LATER
    assert not open_work("revocation_in_writing", row).exists()


def test_what_left_before_is_put_before_the_privacy_officer(clinic, client):
    make_staff(clinic.site, "privacy_officer")
    row = make.signed(clinic, client)
    tell(clinic, row)
    revoke(clinic, row)
    assert open_work("reliance_review", row).get().role_key == "privacy_officer"
    assert row.disclosures.count() == 1


def test_without_a_privacy_officer_the_director_looks(clinic, client):
    row = make.signed(clinic, client)
    tell(clinic, row)
    revoke(clinic, row)
    assert open_work("reliance_review", row).get().role_key == "clinical_director"


def test_where_nothing_left_nobody_need_look(clinic, client):
    row = revoke(clinic, make.signed(clinic, client))
    assert not open_work("reliance_review", row).exists()


def test_messages_that_rest_on_it_are_withdrawn(clinic, client):
    row = make.signed(clinic, client)
    message = queue(client, resting_on(row))
    revoke(clinic, row)
    assert Message.objects.get(pk=message.pk).status == "withdrawn"


def test_others_are_not(clinic, client):
    row = make.signed(clinic, client)
    message = queue(client, to_the_client("reminder"))
    revoke(clinic, row)
    assert Message.objects.get(pk=message.pk).status == "waiting"


def test_taking_messages_back_closes_the_channel(clinic, client):
    row = make.signed(clinic, client, "messages")
    message = queue(client, to_the_client("reminder"))
    revoke(clinic, row)
    assert not ChannelPermission.objects.filter(client=client, channel="sms").latest("since").allowed
    assert Message.objects.get(pk=message.pk).status == "withdrawn"


def test_twice_is_told(clinic, client):
    row = revoke(clinic, make.signed(clinic, client))
    with pytest.raises(Conflict, match="already"):
        revoke(clinic, row)


def test_a_draft_is_not_revoked(clinic, client):
    with pytest.raises(Conflict, match="never signed"):
        revoke(clinic, make.draft(clinic, client))


def test_a_receipt_is_not_revoked(clinic, client):
    with pytest.raises(Conflict, match="receipt"):
        revoke(clinic, make.signed(clinic, client, "privacy_notice"))


def test_a_biller_revokes_nothing(clinic, client):
    row = make.signed(clinic, client)
    with pytest.raises(NotAllowed):
        consents.revoke(by=make_actor(clinic.site, "biller"), consent=row, at=LATER, method="oral")


@pytest.mark.parametrize("method", ["oral", "written"])
def test_a_criminal_justice_consent_waits_for_its_event(method, clinic, client):
    row = make.signed(clinic, client, "criminal_justice")
    with pytest.raises(Conflict, match="final disposition") as told:
        revoke(clinic, row, method)
    assert told.value.code == "not_revocable_yet"
    row.refresh_from_db()
    assert row.stopped_at is None


def test_once_that_is_recorded_it_may_be_taken_back(clinic, client):
    row = make.signed(clinic, client, "criminal_justice")
    row = consents.record_event(by=clinic.as_counselor, consent=row, event="revocable", at=LATER)
    assert revoke(clinic, row, "written").revoked_at


@pytest.mark.parametrize(("days", "may"), [(2, True), (3, True), (4, False)])
def test_or_from_its_day_on(days, may, clinic, client):
    row = make.signed(
        clinic, client, "criminal_justice", revocable_from=TODAY + dt.timedelta(days=days), revocable_event=""
    )
    if may:
        assert revoke(clinic, row).stopped_at
    else:
        with pytest.raises(Conflict, match="March 6"):
            revoke(clinic, row)


def test_its_event_ends_it(clinic, client):
    row = make.signed(clinic, client, expires_on=None, expires_event="end of treatment")
    message = queue(client, resting_on(row))
    consents.record_event(by=clinic.as_counselor, consent=row, event="expired", at=LATER)
    with pytest.raises(NotDisclosable):
        ask(clinic, row)
    assert Message.objects.get(pk=message.pk).status == "withdrawn"


def test_an_event_that_it_does_not_name(clinic, client):
    row = make.signed(clinic, client)
    with pytest.raises(Exception, match="names no such event"):
        consents.record_event(by=clinic.as_counselor, consent=row, event="expired", at=LATER)


def test_what_it_would_do_is_said_before(clinic, client):
    row = make.signed(clinic, client)
    tell(clinic, row)
    queue(client, resting_on(row))
    said = " ".join(str(one) for one in consequences(row))
    assert "1 disclosure was made" in said
    assert "1 message that waits" in said


# ---- Where they stand ---------------------------------------------------------------------------------------------------


def standing(client, on=TODAY, required=()):
    return {(one.kind, str(one.state)) for one in state([client.pk], on, required=required)[client.pk]}


@pytest.mark.parametrize(("days", "says"), [(31, Standing.LIVE), (30, Standing.EXPIRING), (0, Standing.EXPIRING)])
def test_one_that_ends(days, says, clinic, client):
    make.signed(clinic, client, expires_on=TODAY + dt.timedelta(days=days))
    assert standing(client) == {("specific", says)}


def test_one_that_ended_yesterday_is_not_there(clinic, client):
    make.signed(clinic, client, expires_on=TODAY)
    assert standing(client, TODAY + dt.timedelta(days=1)) == set()


def test_what_everybody_must_have_is_missing(clinic, client):
    assert standing(client, required=["tpo"]) == {("tpo", "missing")}


def test_a_draft_does_not_help(clinic, client):
    make.draft(clinic, client, "tpo")
    assert standing(client, required=["tpo"]) == {("tpo", "missing")}


def test_a_stopped_one_is_told_and_missing(clinic, client):
    revoke(clinic, make.signed(clinic, client, "tpo"))
    assert standing(client, required=["tpo"]) == {("tpo", "missing"), ("tpo", "stopped")}


def test_a_newer_one_takes_its_place(clinic, client):
    row = make.signed(clinic, client)
    revoke(clinic, row)
    make.signed(clinic, client, party=row.party, at=LATER)
    assert standing(client) == {("specific", "live")}


def test_the_setting_says_what_must_be_there(clinic, client):
    assert {one.kind for one in state([client.pk], TODAY)[client.pk]} == {"treatment", "privacy_notice", "tpo"}


@pytest.mark.parametrize("people", [1, 6])
def test_many_clients_take_two_statements(people, clinic, django_assert_num_queries):
    everybody = [make_admitted(clinic.site).client.pk for _ in range(people)]
    with django_assert_num_queries(2):
        state(everybody, TODAY)


def test_admission_asks_for_each(clinic, client):
    from clients.admission_checks import consents as lines

    make.signed(clinic, client, "tpo")
    found = {line.key: str(line.state) for line in lines(client.episodes.get(), AT)}
    assert found == {"consent_treatment": "missing", "consent_privacy_notice": "missing", "consent_tpo": "ok"}


# ---- Warnings -----------------------------------------------------------------------------------------------------------


def watch(at):
    from iop.access.actors import SYSTEM

    return consents.watch_consents(by=SYSTEM, at=at)


def ends_in(clinic, client, days, **fields):
    return make.signed(clinic, client, expires_on=TODAY + dt.timedelta(days=days), **fields)


@pytest.mark.parametrize(("days", "opened"), [(31, 0), (30, 1), (14, 1), (7, 1), (0, 1)])
def test_it_is_on_the_work_list_before_it_ends(days, opened, clinic, client):
    ends_in(clinic, client, days)
    assert watch(AT) == opened


def test_each_warning_comes_once_and_takes_the_place_of_the_one_before(clinic, client):
    row = ends_in(clinic, client, 30)
    assert [watch(AT + dt.timedelta(days=day)) for day in range(32)].count(1) == 3
    assert not open_work("consent_expiring", row).exists()


def test_twice_the_same_day_opens_nothing_more(clinic, client):
    ends_in(clinic, client, 10)
    watch(AT)
    assert watch(AT) == 0


def test_a_renewed_one_needs_no_warning(clinic, client):
    row = ends_in(clinic, client, 10)
    watch(AT)
    make.signed(clinic, client, party=row.party, at=LATER)
    assert watch(LATER) == 0
    assert not open_work("consent_expiring", row).exists()


def test_nor_does_a_stopped_one(clinic, client):
    row = ends_in(clinic, client, 10)
    watch(AT)
    revoke(clinic, row)
    assert not open_work("consent_expiring", row).exists()
    assert watch(LATER) == 0


def test_one_closed_by_hand_does_not_come_back(clinic, client):
    from iop.work.actions import close_item

    row = ends_in(clinic, client, 10)
    watch(AT)
    close_item(by=clinic.as_director, item_id=open_work("consent_expiring", row).get().pk, at=AT)
    assert watch(AT + dt.timedelta(hours=5)) == 0


def test_the_task_runs_it(clinic, client, at):
    from clients.tasks import watch_consents

    ends_in(clinic, client, 10)
    at(AT)
    assert [watch_consents(), watch_consents()] == [1, 0]


def test_names_nobody(clinic, client):
    row = ends_in(clinic, client, 10)
    watch(AT)
    assert client.legal_last_name not in open_work("consent_expiring", row).get().summary
