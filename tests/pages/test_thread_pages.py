"""The inbox, one thread and the chart's part: what waits stands first, nobody answers past what they have not seen."""

import uuid

import pytest
from django.urls import reverse

from clients.models import Client, PortalAccount, Thread, ThreadFile, ThreadRead
from iop.audit.models import AuditEvent
from iop.core import clock
from tests.factories import threads as made
from tests.factories.clients import AT, make_admitted, make_site, make_staff
from tests.factories.ground import sign_in
from tests.factories.threads import HOUR

pytestmark = pytest.mark.django_db
INBOX, THREAD = 5, 16
"""Statements of the pages, whatever stands on them."""


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(AT + 2 * HOUR):
        yield


@pytest.fixture
def talk():
    return made.make_talk()


@pytest.fixture
def desk(client, talk):
    sign_in(client, talk.counselor)
    return client


def said(answer):
    return answer.content.decode()


def inbox(browser, show):
    return said(browser.get(reverse("threads"), {"show": show}))


def answered(browser, thread, **fields):
    thread.refresh_from_db()
    typed = {"key": str(uuid.uuid4()), "seen": thread.last_at.isoformat(), "words": "Let's look at it.", **fields}
    return browser.post(reverse("thread", args=[thread.pk]), typed)


def test_who_looks_after_somebody_finds_what_they_wrote(desk, talk):
    made.begin(talk)
    page = inbox(desk, "mine")
    assert "My shifts" in page
    assert talk.client.name in page
    assert "For me (1)" in page


def test_it_is_not_for_a_colleague_who_does_not(client, talk):
    made.begin(talk)
    sign_in(client, talk.manager)
    assert "My shifts" not in inbox(client, "mine")
    assert "My shifts" in inbox(client, "free")


def test_what_was_taken_leaves_the_free_shelf(desk, talk):
    thread = made.begin(talk)
    desk.post(reverse("thread_take", args=[thread.pk]))
    assert "My shifts" not in inbox(desk, "free")
    assert "My shifts" in inbox(desk, "mine")


def test_what_waits_longest_stands_first(desk, talk):
    made.answer(talk, made.begin(talk, subject="Settled bus pass"))
    made.begin(talk, subject="Later bus pass", at=AT + HOUR)
    made.begin(talk, subject="Early bus pass", at=AT)
    page = inbox(desk, "all")
    assert page.index("Early bus pass") < page.index("Later bus pass") < page.index("Settled bus pass")


def test_what_is_late_says_so(desk, talk):
    made.begin(talk)
    with clock.frozen(AT + 60 * HOUR):
        assert "late: was due" in inbox(desk, "all")


def test_closed_threads_have_their_shelf(desk, talk):
    thread = made.begin(talk)
    desk.post(reverse("thread_close", args=[thread.pk]), {"version": Thread.objects.get().version})
    assert "My shifts" not in inbox(desk, "all")
    assert "My shifts" in inbox(desk, "closed")


def test_another_sites_threads_are_not_there(client, talk):
    thread = made.begin(talk)
    sign_in(client, make_staff(make_site(), "counselor"))
    assert "My shifts" not in inbox(client, "all")
    assert client.get(reverse("thread", args=[thread.pk])).status_code == 404


def test_a_restricted_chart_is_not_in_the_inbox_of_others(client, talk):
    thread = made.begin(talk)
    Client.objects.filter(pk=talk.client.pk).update(is_restricted=True, restricted_reason="Works here.")
    sign_in(client, talk.manager)
    assert "My shifts" not in inbox(client, "all")
    assert client.get(reverse("thread", args=[thread.pk])).status_code == 404


def test_reading_is_noted_and_on_record(desk, talk):
    thread = made.begin(talk)
    desk.get(reverse("thread", args=[thread.pk]))
    assert ThreadRead.objects.get(staff=talk.counselor).at == thread.last_at
    assert AuditEvent.objects.filter(verb="clients.thread_read").count() == 1


def test_an_answer_is_sent(desk, talk):
    thread = made.begin(talk)
    assert answered(desk, thread).status_code == 302
    assert thread.messages.last().words == "Let's look at it."


def test_who_has_not_seen_the_newest_keeps_their_words_and_reads_it_first(desk, talk):
    thread = made.begin(talk)
    seen = thread.last_at.isoformat()
    made.write(talk, thread, words="Never mind, solved.")
    page = answered(desk, thread, seen=seen)
    assert page.status_code == 422
    assert "Never mind, solved." in said(page)
    assert "Let&#x27;s look at it." in said(page)
    assert f'value="{Thread.objects.get().last_at.isoformat()}"' in said(page)


def test_a_colleague_was_quicker(desk, talk):
    thread = made.begin(talk)
    seen = thread.last_at.isoformat()
    made.answer(talk, thread, by=talk.by_manager)
    assert answered(desk, thread, seen=seen).status_code == 422


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-03-02"])
def test_nonsense_about_what_was_seen_sends_nothing(desk, talk, seen):
    assert answered(desk, made.begin(talk), seen=seen).status_code == 422


def test_a_thank_you_needs_no_answer(desk, talk):
    thread = made.begin(talk)
    desk.post(reverse("thread_settle", args=[thread.pk]), {"version": Thread.objects.get().version})
    assert Thread.objects.get().waits_since is None


def test_a_thread_is_handed_to_a_colleague(desk, talk):
    thread = made.begin(talk)
    typed = {"version": Thread.objects.get().version, "to": str(talk.manager.pk)}
    desk.post(reverse("thread_give", args=[thread.pk]), typed)
    assert Thread.objects.get().assigned_to == talk.manager


def test_nobody_of_another_site_can_be_chosen(desk, talk):
    thread, stranger = made.begin(talk), make_staff(make_site(), "counselor")
    typed = {"version": Thread.objects.get().version, "to": str(stranger.pk)}
    assert desk.post(reverse("thread_give", args=[thread.pk]), typed).status_code == 422


def test_a_file_is_opened_on_record(desk, talk):
    thread = made.begin(talk, files=[made.upload()])
    address = reverse("thread_file", args=[thread.pk, ThreadFile.objects.get().pk])
    assert desk.get(address)["X-Content-Type-Options"] == "nosniff"
    assert AuditEvent.objects.filter(verb="clients.thread_file_opened").exists()


def test_a_file_is_not_there_through_another_thread(desk, talk):
    made.begin(talk, files=[made.upload()])
    other = made.begin(talk)
    assert desk.get(reverse("thread_file", args=[other.pk, ThreadFile.objects.get().pk])).status_code == 404


def test_a_colleague_begins_from_the_chart(desk, talk):
    typed = {"key": str(uuid.uuid4()), "about": "paperwork", "subject": "Letter", "words": "It is ready."}
    answer = desk.post(reverse("client_thread_new", args=[talk.client.pk]), typed)
    assert answer.url == reverse("thread", args=[Thread.objects.get().pk])


def test_who_does_not_sign_in_is_not_written_to(desk, talk):
    PortalAccount.objects.update(ended_at=AT, end_reason="asked")
    assert "sign in from outside" in said(desk.get(reverse("client_threads", args=[talk.client.pk])))
    assert desk.post(reverse("client_thread_new", args=[talk.client.pk]), {}).status_code == 403


@pytest.mark.parametrize("more", [1, 7])
def test_the_inbox_costs_the_same_however_full(desk, talk, django_assert_num_queries, more):
    for number in range(more):
        made.begin(talk, subject=f"Number {number}")
    desk.get(reverse("threads"))
    with django_assert_num_queries(INBOX):
        desk.get(reverse("threads"), {"show": "all"})


@pytest.mark.parametrize("more", [1, 7])
def test_a_thread_costs_the_same_however_long(desk, talk, django_assert_num_queries, more):
    thread = made.begin(talk, files=[made.upload()])
    for _ in range(more):
        made.answer(talk, thread, files=[made.upload()])
    desk.get(reverse("thread", args=[thread.pk]))
    with django_assert_num_queries(THREAD):
        desk.get(reverse("thread", args=[thread.pk]))


def test_a_merged_charts_threads_are_with_the_one_that_is_kept(desk, talk):
    made.begin(talk)
    other = make_admitted(talk.site, by=talk.director).client
    Thread.objects.update(client=other)
    assert "My shifts" in said(desk.get(reverse("client_threads", args=[other.pk])))
