"""Writing to each other: who may, what waits for whom, what is read, and what sending twice does."""

import uuid

import pytest
from django.db import InternalError, connection, transaction

from clients import threads
from clients.actions.threads import keeping, reading, writing
from clients.models import ChannelPermission, ContactPoint, PortalAccount, Thread, ThreadFile, ThreadMessage
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.documents.policies import may_open
from iop.notifications.models import Message
from iop.work.models import WorkItem
from tests.factories import threads as made
from tests.factories.clients import AT, make_actor, make_site
from tests.factories.threads import HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return made.make_talk()


def owed():
    return WorkItem.objects.open().filter(kind="thread_waits")


def reachable_by_text(client):
    ContactPoint.objects.create(client=client, kind="phone", value="+16175550142", may_leave_message=True)
    ChannelPermission.objects.create(client=client, channel="sms", allowed=True, since=AT)


def test_a_clients_words_wait_for_an_answer(talk):
    thread = made.begin(talk)
    assert (thread.messages.get().words, thread.messages.get().by_client) == ("My shifts changed.", True)
    assert Thread.objects.waiting().get() == thread


def test_their_counselor_is_asked_by_the_end_of_the_next_open_day(talk):
    thread = made.begin(talk)
    item = owed().get()
    assert (item.assignee_id, item.subject_id, item.client_id) == (talk.counselor.pk, thread.pk, talk.client.pk)
    assert item.due_at == AT.replace(day=3, hour=22)


def test_nobody_of_the_team_in_that_part_means_a_role_of_the_site(talk):
    made.begin(talk, about="paperwork")
    assert (owed().get().assignee_id, owed().get().role_key) == (None, "case_manager")


def test_a_role_that_nobody_holds_means_the_director(talk):
    made.begin(talk, about="medication")
    assert owed().get().role_key == "clinical_director"


def test_after_treatment_a_message_reaches_case_management(talk):
    made.end_treatment(talk)
    made.begin(talk)
    assert owed().get().role_key == "case_manager"


def test_more_of_the_same_keeps_the_first_deadline(talk):
    thread = made.begin(talk)
    first = owed().get().due_at
    made.write(talk, thread, at=AT + 30 * HOUR)
    assert owed().get().due_at == first


def test_an_answer_settles_what_was_owed_and_takes_the_thread(talk):
    thread = made.begin(talk)
    made.answer(talk, thread)
    thread.refresh_from_db()
    assert (thread.assigned_to_id, thread.waits_since, owed().count()) == (talk.counselor.pk, None, 0)


def test_the_next_message_is_owed_by_who_has_the_thread(talk):
    thread = made.begin(talk)
    made.answer(talk, thread, by=talk.by_manager)
    made.write(talk, thread, at=AT + 2 * HOUR)
    assert owed().get().assignee_id == talk.manager.pk


def test_somebody_elses_thread_is_not_written_in(talk):
    thread = made.begin(talk)
    with pytest.raises(NotAllowed):
        writing.write(by=made.make_talk().them, thread=thread, words="Hi", key=uuid.uuid4(), at=AT)


@pytest.mark.parametrize("role", ["biller", "intake", "site_admin", "privacy_officer"])
def test_roles_that_do_not_treat_do_not_answer(talk, role):
    thread = made.begin(talk)
    with pytest.raises(NotAllowed):
        made.answer(talk, thread, by=make_actor(talk.site, role))


def test_a_colleague_of_another_site_does_not_answer(talk):
    thread = made.begin(talk)
    with pytest.raises(NotAllowed):
        made.answer(talk, thread, by=make_actor(make_site(), "counselor"))


def test_a_restricted_chart_is_answered_by_its_care_team_alone(talk):
    thread = made.begin(talk)
    type(talk.client).objects.filter(pk=talk.client.pk).update(is_restricted=True, restricted_reason="Works here.")
    with pytest.raises(NotAllowed):
        made.answer(talk, thread, by=talk.by_manager)
    made.answer(talk, thread)


def test_an_answer_past_something_new_is_refused(talk):
    thread = made.begin(talk)
    seen = thread.last_at
    made.write(talk, thread)
    with pytest.raises(Stale):
        made.answer(talk, thread, seen=seen)


def test_sent_twice_is_sent_once(talk):
    key = uuid.uuid4()
    first, again = made.begin(talk, key=key), made.begin(talk, key=key)
    assert (first, ThreadMessage.objects.count()) == (again, 1)


def test_an_answer_sent_twice_is_sent_once(talk):
    thread, key = made.begin(talk), uuid.uuid4()
    first = made.answer(talk, thread, key=key)
    assert made.answer(talk, thread, key=key, seen=None) == first


def test_another_clients_key_opens_nothing(talk):
    key = uuid.uuid4()
    made.begin(talk, key=key)
    with pytest.raises(Conflict):
        made.begin(made.make_talk(), key=key)


@pytest.mark.parametrize(
    ("field", "change"),
    [("words", {"words": " \n "}), ("subject", {"subject": " "}), ("about", {"about": "gossip"})],
)
def test_what_cannot_be_sent_is_said_beside_its_field(talk, field, change):
    with pytest.raises(Invalid) as refused:
        made.begin(talk, **change)
    assert refused.value.field == field


def test_what_was_written_is_not_readable_in_the_database(talk):
    made.begin(talk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM clients_threadmessage UNION SELECT subject FROM clients_thread")
        assert all(row[0].startswith("e1.") for row in cursor.fetchall())


def test_who_wrote_when_does_not_change(talk):
    thread = made.begin(talk)
    with pytest.raises(InternalError), transaction.atomic():
        thread.messages.update(sent_at=AT + HOUR)


def test_a_message_is_never_removed(talk):
    thread = made.begin(talk)
    with pytest.raises(InternalError), transaction.atomic():
        thread.messages.all().delete()


def test_the_record_names_the_client_and_no_word(talk):
    made.begin(talk)
    event = AuditEvent.objects.get(verb="clients.thread_opened")
    assert (event.actor_kind, event.detail) == ("client", {"about": "other"})
    assert [subject.client_id for subject in event.subjects.all()] == [talk.client.pk]


def test_a_colleagues_look_is_on_record(talk):
    thread = made.begin(talk)
    made.read_all(talk, thread, by=talk.by)
    assert AuditEvent.objects.filter(verb="clients.thread_read", actor_id=talk.counselor.pk).count() == 1


def test_what_the_team_wrote_is_unread_until_it_is_read(talk):
    thread = made.begin(talk)
    made.answer(talk, thread)
    assert threads.unread_for(talk.client.pk) == 1
    made.read_all(talk, thread)
    assert threads.unread_for(talk.client.pk) == 0


def test_two_answers_at_one_instant_are_both_unread(talk):
    thread = made.begin(talk)
    made.answer(talk, thread, at=AT)
    made.read_all(talk, thread)
    made.answer(talk, thread, at=AT)
    assert threads.unread_for(talk.client.pk) == 1


def test_own_words_are_not_unread(talk):
    thread = made.begin(talk)
    made.write(talk, thread)
    assert threads.unread_for(talk.client.pk) == 0


def test_the_client_is_told_without_a_word_of_it(talk):
    reachable_by_text(talk.client)
    thread = made.begin(talk)
    made.answer(talk, thread, words="Methadone clinic at nine.")
    message = Message.objects.get(template="something_new")
    assert "Methadone" not in message.subject + message.body
    assert str(thread.pk) not in message.body
    assert message.recipient_id == talk.client.pk


def test_five_answers_are_one_notice_until_they_are_read(talk):
    reachable_by_text(talk.client)
    thread = made.begin(talk)
    made.answer(talk, thread)
    made.answer(talk, thread, at=AT + 2 * HOUR)
    assert Message.objects.filter(template="something_new").count() == 1
    made.read_all(talk, thread)
    made.answer(talk, thread, at=AT + 4 * HOUR)
    assert Message.objects.filter(template="something_new").count() == 2


def test_a_notice_about_what_was_read_is_not_wanted(talk):
    reachable_by_text(talk.client)
    thread = made.begin(talk)
    made.answer(talk, thread)
    message = Message.objects.get(template="something_new")
    assert threads.no_longer_wanted([message], AT) == set()
    made.read_all(talk, thread)
    assert threads.no_longer_wanted([message], AT) == {message.pk}


def test_a_notice_to_who_cannot_sign_in_is_not_wanted(talk):
    reachable_by_text(talk.client)
    made.answer(talk, made.begin(talk))
    PortalAccount.objects.update(ended_at=AT, end_reason="asked")
    message = Message.objects.get(template="something_new")
    assert threads.no_longer_wanted([message], AT) == {message.pk}


def test_who_agreed_to_no_message_gets_none(talk):
    made.answer(talk, made.begin(talk))
    assert not Message.objects.exists()


def test_a_colleague_begins_with_who_can_read_it(talk):
    thread = made.begin(talk, by=talk.by)
    assert (thread.assigned_to_id, thread.waits_since, owed().count()) == (talk.counselor.pk, None, 0)


def test_a_colleague_does_not_begin_with_who_cannot(talk):
    PortalAccount.objects.update(ended_at=AT, end_reason="asked")
    with pytest.raises(NotAllowed, match="sign in from outside"):
        made.begin(talk, by=talk.by)


def test_files_come_along(talk):
    thread = made.begin(talk, files=[made.upload(), made.upload(name="second.pdf")])
    assert [row.file.original_name for row in ThreadFile.objects.filter(message__thread=thread)] == [
        "letter.pdf", "second.pdf",
    ]  # fmt: skip


def test_a_disguised_file_sends_nothing(talk):
    with pytest.raises(Invalid, match="whatever its name says") as refused:
        made.begin(talk, files=[made.upload(b"MZ\x90\x00 not a paper", name="photo.jpg")])
    assert (refused.value.field, ThreadMessage.objects.count()) == ("file", 0)


def test_a_fourth_file_is_refused(talk):
    with pytest.raises(Invalid, match="At most 3 files"):
        made.begin(talk, files=[made.upload() for _ in range(4)])


def test_a_file_is_not_served_outside_its_thread(talk):
    thread = made.begin(talk, files=[made.upload()])
    file = ThreadFile.objects.get(message__thread=thread).file
    assert not may_open(talk.them, file)
    assert not may_open(talk.by, file)


def test_opening_a_file_is_on_record(talk):
    file = ThreadFile.objects.get(message__thread=made.begin(talk, files=[made.upload()]))
    reading.open_file(by=talk.by, thread=file.message.thread, file=file, at=AT)
    assert AuditEvent.objects.filter(verb="clients.thread_file_opened", subject_id=file.pk).exists()


def test_writing_in_a_closed_thread_opens_it_again(talk):
    thread = made.begin(talk)
    made.answer(talk, thread)
    made.close(talk, thread)
    made.write(talk, thread, at=AT + 5 * HOUR)
    thread.refresh_from_db()
    assert thread.closed_at is None
    assert owed().count() == 1


def test_who_writes_without_end_is_asked_to_call(talk):
    thread = made.begin(talk)
    rows = [
        ThreadMessage(thread=thread, by_client=True, words="Hi", sent_at=AT + n * HOUR / 60, key=uuid.uuid4())
        for n in range(1, 40)
    ]
    ThreadMessage.objects.bulk_create(rows)
    with pytest.raises(Invalid, match="call us"):
        made.write(talk, thread)


def test_closing_past_something_new_is_refused(talk):
    thread = made.begin(talk)
    with pytest.raises(Stale):
        keeping.close(by=talk.by, thread=thread, version=99, at=AT)
