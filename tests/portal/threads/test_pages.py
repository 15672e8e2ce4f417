"""The client's pages of messages: theirs alone, with when the team answers and what to do in an emergency."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clients.models import Thread, ThreadFile, ThreadMessage
from tests.documents.files import pdf
from tests.factories import threads as made
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db
LIST, THREAD = 11, 13
"""Statements of the pages: who it is, what is shown, when the site answers."""


@pytest.fixture
def talk():
    return made.make_talk(phone="+16175550100")


@pytest.fixture
def phone(client, talk):
    enter(client, talk.account)
    return client


def said(answer):
    return answer.content.decode()


def form(**fields):
    return {"key": str(uuid.uuid4()), "about": "other", "subject": "My shifts", "words": "They changed.", **fields}


@pytest.mark.parametrize("name", ["my_threads", "my_thread_new"])
def test_each_page_says_it_is_not_for_emergencies(phone, name):
    page = said(phone.get(reverse(name)))
    assert "not for emergencies" in page
    assert "988" in page
    assert "(617) 555-0100" in page or "617-555-0100" in page


def test_a_client_writes_and_sees_it(phone, talk):
    answer = phone.post(reverse("my_thread_new"), form(), follow=True)
    assert "They changed." in said(answer)
    assert Thread.objects.get().client == talk.client


def test_a_paper_comes_along_and_opens(phone):
    phone.post(reverse("my_thread_new"), form(file=SimpleUploadedFile("letter.pdf", pdf())))
    file = ThreadFile.objects.get()
    answer = phone.get(reverse("my_thread_file", args=[file.message.thread_id, file.pk]))
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_disguised_file_keeps_the_words(phone):
    answer = phone.post(reverse("my_thread_new"), form(file=SimpleUploadedFile("a.pdf", b"MZ not a paper")))
    assert answer.status_code == 422
    assert "whatever its name says" in said(answer)
    assert "They changed." in said(answer)
    assert not ThreadMessage.objects.exists()


def test_sending_the_same_form_twice_sends_once(phone):
    typed = form()
    phone.post(reverse("my_thread_new"), typed)
    phone.post(reverse("my_thread_new"), typed)
    assert ThreadMessage.objects.count() == 1


def test_an_answer_is_new_until_it_was_opened(phone, talk):
    thread = made.begin(talk)
    made.answer(talk, thread)
    assert "1 new" in said(phone.get(reverse("my_threads")))
    phone.get(reverse("my_thread", args=[thread.pk]))
    assert "1 new" not in said(phone.get(reverse("my_threads")))


def test_writing_more_goes_into_the_thread(phone, talk):
    thread = made.begin(talk)
    phone.post(reverse("my_thread", args=[thread.pk]), {"key": str(uuid.uuid4()), "words": "And Tuesdays."})
    assert [row.words for row in thread.messages.all()] == ["My shifts changed.", "And Tuesdays."]


def test_words_are_shown_as_typed_and_never_run(phone, talk):
    thread = made.begin(talk, words="<script>alert(1)</script>")
    assert "<script>alert" not in said(phone.get(reverse("my_thread", args=[thread.pk])))


def test_another_clients_thread_and_file_are_not_there(phone):
    other = made.make_talk()
    thread = made.begin(other, files=[made.upload()])
    file = ThreadFile.objects.get(message__thread=thread)
    assert phone.get(reverse("my_thread", args=[thread.pk])).status_code == 404
    assert phone.post(reverse("my_thread", args=[thread.pk]), form()).status_code == 404
    assert phone.get(reverse("my_thread_file", args=[thread.pk, file.pk])).status_code == 404


def test_another_clients_file_does_not_open_through_ones_own_thread(phone, talk):
    mine, other = made.begin(talk), made.make_talk()
    made.begin(other, files=[made.upload()])
    address = reverse("my_thread_file", args=[mine.pk, ThreadFile.objects.get().pk])
    assert phone.get(address).status_code == 404


def test_somebody_who_was_discharged_reads_on(phone, talk):
    thread = made.begin(talk)
    made.end_treatment(talk)
    assert "My shifts changed." in said(phone.get(reverse("my_thread", args=[thread.pk])))


def test_it_is_read_in_spanish(client):
    talk = made.make_talk()
    talk.account.user.language = "es"
    talk.account.user.save()
    enter(client, talk.account)
    assert '<html lang="es"' in said(client.get(reverse("my_threads")))


@pytest.mark.parametrize("more", [1, 6])
def test_the_list_costs_the_same_however_long(phone, talk, django_assert_num_queries, more):
    for number in range(more):
        made.answer(talk, made.begin(talk, subject=f"Number {number}"))
    with django_assert_num_queries(LIST):
        phone.get(reverse("my_threads"))


@pytest.mark.parametrize("more", [1, 6])
def test_a_thread_costs_the_same_however_long(phone, talk, django_assert_num_queries, more):
    thread = made.begin(talk, files=[made.upload()])
    for _ in range(more):
        made.answer(talk, thread, files=[made.upload()])
    phone.get(reverse("my_thread", args=[thread.pk]))
    with django_assert_num_queries(THREAD):
        phone.get(reverse("my_thread", args=[thread.pk]))
