"""The pages of a journal: private by default, shared page by page, and nobody else's."""

import uuid

import pytest
from django.urls import reverse

from tests.factories import recovery as make
from tests.factories.portal import enter
from tests.factories.recovery import WORDS
from therapy.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    found = make.make_desk()
    enter(client, found.account)
    return found


def own(desk):
    return JournalEntry.objects.own(desk.client.pk)


def do(client, row, what):
    return client.post(reverse("my_journal_do", args=[row.pk, what]))


def test_a_page_is_kept_for_oneself(client, desk):
    client.post(reverse("my_journal"), {"words": WORDS, "mood": "6", "sent_key": str(uuid.uuid4())})
    row = own(desk).get()
    assert (row.words, row.mood, row.is_shared) == (WORDS, 6, False)
    assert WORDS in client.get(reverse("my_journal")).text


def test_sent_twice_is_kept_once(client, desk):
    sent = {"words": WORDS, "sent_key": str(uuid.uuid4())}
    for _ in range(2):
        client.post(reverse("my_journal"), sent)
    assert own(desk).count() == 1


def test_an_empty_page_comes_back_with_the_reason(client, desk):
    answer = client.post(reverse("my_journal"), {"words": " "})
    assert answer.status_code == 422
    assert not own(desk).exists()


def test_a_page_is_changed(client, desk):
    row = make.write(desk)
    client.post(reverse("my_journal_entry", args=[row.pk]), {"words": "Better", "version": row.version})
    assert own(desk).get().words == "Better"


def test_a_page_is_shared_and_taken_back(client, desk):
    row = make.write(desk)
    do(client, row, "share")
    assert own(desk).get().is_shared
    do(client, row, "take-back")
    assert not own(desk).get().is_shared


def test_a_page_is_removed(client, desk):
    do(client, make.write(desk), "remove")
    assert not own(desk).exists()


def test_the_pages_of_somebody_else_do_not_exist(client, desk):
    row = make.write(make.make_desk(), "Not yours")
    assert client.get(reverse("my_journal_entry", args=[row.pk])).status_code == 404
    assert do(client, row, "share").status_code == 404
    assert "Not yours" not in client.get(reverse("my_journal")).text


def test_statements_do_not_grow_with_the_pages(client, desk, django_assert_max_num_queries):
    make.write(desk)
    client.get(reverse("my_journal"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("my_journal"))
    for number in range(8):
        make.write(desk, f"Day {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("my_journal"))
